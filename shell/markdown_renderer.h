// The `markdown` format: a pipe table, for pasting into a page.
#pragma once

#include "shell/renderer.h"

namespace cairn::shell {

class MarkdownRenderer final : public Renderer {
 public:
  using Renderer::Renderer;

 protected:
  void write_columns(std::span<const std::string> names) override;
  void write_row(std::span<const Value> values) override;
  void write_end(const Completion& completion) override;
  void write_failure(const Error& error) override;
  bool answers_plan_with_rows() const override { return true; }

 private:
  // The head; a column is aligned to the right if its first value is a number.
  void write_head(std::span<const Value> first_row);

  std::vector<std::string> names_;
};

}  // namespace cairn::shell
