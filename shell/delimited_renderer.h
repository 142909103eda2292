// The `csv` and `tsv` formats: RFC 4180 with a header row and lines that end in \n.
//
// Null is an empty field, the empty string is "", values with parts (lists, maps, nodes, relationships, paths) are
// JSON.
#pragma once

#include "shell/renderer.h"

namespace cairn::shell {

class DelimitedRenderer final : public Renderer {
 public:
  DelimitedRenderer(Output& output, Output& remarks, char delimiter)
      : Renderer(output, remarks), delimiter_(delimiter) {}

 protected:
  void write_columns(std::span<const std::string> names) override;
  void write_row(std::span<const Value> values) override;
  void write_end(const Completion& completion) override;
  void write_failure(const Error& error) override;
  bool answers_plan_with_rows() const override { return true; }

 private:
  // Appends a field to `line`, in quotes where it needs them.
  void append_field(std::string& line, std::string_view text) const;
  void append_value(const Value& value);

  char delimiter_;
  std::string head_;  // written with the first row, or at the end: a statement that fails before it writes nothing
  std::string line_;
};

}  // namespace cairn::shell
