#include "shell/delimited_renderer.h"

#include "shell/cell_text.h"

namespace cairn::shell {

void DelimitedRenderer::write_columns(std::span<const std::string> names) {
  head_.clear();
  for (const std::string& name : names) {
    if (!head_.empty()) head_ += delimiter_;
    append_field(head_, name);
  }
  if (!names.empty()) head_ += '\n';
}

void DelimitedRenderer::write_row(std::span<const Value> values) {
  line_.clear();
  if (row_count() == 1) line_ = head_;
  for (std::size_t index = 0; index < values.size(); ++index) {
    if (index > 0) line_ += delimiter_;
    append_value(values[index]);
  }
  line_ += '\n';
  output().write(line_);
}

void DelimitedRenderer::write_end(const Completion& completion) {
  if (row_count() == 0 && has_columns()) output().write(head_);
  write_remarks(completion);
}

void DelimitedRenderer::write_failure(const Error&) {}

void DelimitedRenderer::append_field(std::string& line, std::string_view text) const {
  const char special[] = {delimiter_, '"', '\n', '\r'};
  if (!text.empty() && text.find_first_of(std::string_view(special, sizeof(special))) == std::string_view::npos) {
    line += text;
    return;
  }
  line += '"';
  for (const char letter : text) {
    if (letter == '"') line += '"';
    line += letter;
  }
  line += '"';
}

void DelimitedRenderer::append_value(const Value& value) {
  if (value.is_null()) return;
  if (value.is_string()) {
    append_field(line_, value.as_string());
  } else {
    append_field(line_, field_text(value));
  }
}

}  // namespace cairn::shell
