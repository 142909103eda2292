// The `json` and `jsonl` formats: an object for each row with a member for each column, in plain JSON
// (engine/value/json.h).
#pragma once

#include "shell/renderer.h"

namespace cairn::shell {

class JsonRenderer final : public Renderer {
 public:
  enum class Layout : std::uint8_t {
    Array,  // one array a statement, also for statements that answer no rows
    Lines,  // one object a line
  };

  JsonRenderer(Output& output, Output& remarks, Layout layout) : Renderer(output, remarks), layout_(layout) {}

 protected:
  void write_columns(std::span<const std::string> names) override;
  void write_row(std::span<const Value> values) override;
  void write_end(const Completion& completion) override;
  void write_failure(const Error& error) override;
  bool answers_plan_with_rows() const override { return true; }

 private:
  Layout layout_;
  std::vector<std::string> member_starts_;  // `{"name":` for the first column, `,"name":` for the others
  std::string line_;
};

}  // namespace cairn::shell
