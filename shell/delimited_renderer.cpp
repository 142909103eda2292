#include "shell/delimited_renderer.h"

#include "shell/cell_text.h"

namespace cairn::shell {

void DelimitedRenderer::write_columns(std::span<const std::string> names) {
  line_.clear();
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (index > 0) line_ += delimiter_;
    append_field(names[index]);
  }
  line_ += '\n';
  if (!names.empty()) output().write(line_);
}

void DelimitedRenderer::write_row(std::span<const Value> values) {
  line_.clear();
  for (std::size_t index = 0; index < values.size(); ++index) {
    if (index > 0) line_ += delimiter_;
    append_value(values[index]);
  }
  line_ += '\n';
  output().write(line_);
}

void DelimitedRenderer::write_end(const Completion& completion) { write_remarks(completion); }

void DelimitedRenderer::write_failure(const Error&) {}

void DelimitedRenderer::append_field(std::string_view text) {
  const char special[] = {delimiter_, '"', '\n', '\r'};
  if (!text.empty() && text.find_first_of(std::string_view(special, sizeof(special))) == std::string_view::npos) {
    line_ += text;
    return;
  }
  line_ += '"';
  for (const char letter : text) {
    if (letter == '"') line_ += '"';
    line_ += letter;
  }
  line_ += '"';
}

void DelimitedRenderer::append_value(const Value& value) {
  if (value.is_null()) return;
  if (value.is_string()) {
    append_field(value.as_string());
  } else {
    append_field(field_text(value));
  }
}

}  // namespace cairn::shell
