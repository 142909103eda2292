#include "shell/markdown_renderer.h"

#include "shell/cell_text.h"
#include "shell/display_width.h"

namespace cairn::shell {
namespace {

// Text inside a cell: what Markdown would take for markup of a table is escaped, line breaks become <br>.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    switch (letter) {
      case '|': result += "\\|"; break;
      case '\\': result += "\\\\"; break;
      case '<': result += "&lt;"; break;
      case '\n': result += "<br>"; break;
      default: result += letter;
    }
  }
  return result;
}

// Strings keep their line breaks until `escaped`; all else is on one line already.
std::string markdown_text(const Value& value) {
  if (!value.is_string()) return escaped(cell_text(value));
  std::string result;
  std::string_view rest = value.as_string();
  while (true) {
    const std::size_t end = rest.find('\n');
    result += escaped(printable(rest.substr(0, end)));
    if (end == std::string_view::npos) return result;
    result += "<br>";
    rest.remove_prefix(end + 1);
  }
}

}  // namespace

void MarkdownRenderer::write_columns(std::span<const std::string> names) { names_.assign(names.begin(), names.end()); }

void MarkdownRenderer::write_row(std::span<const Value> values) {
  if (row_count() == 1) write_head(values);
  std::string line = "|";
  for (const Value& value : values) line += " " + markdown_text(value) + " |";
  output().write(line + "\n");
}

void MarkdownRenderer::write_end(const Completion& completion) {
  if (has_columns()) {
    if (row_count() == 0) write_head({});
    output().write("\n");
  }
  write_remarks(completion);
}

void MarkdownRenderer::write_failure(const Error&) {
  if (row_count() > 0) output().write("\n");
}

void MarkdownRenderer::write_head(std::span<const Value> first_row) {
  std::string head = "|";
  std::string rule = "|";
  for (std::size_t index = 0; index < names_.size(); ++index) {
    head += " " + escaped(printable(names_[index])) + " |";
    rule += index < first_row.size() && first_row[index].is_number() ? " ---: |" : " --- |";
  }
  output().write(head + "\n" + rule + "\n");
}

}  // namespace cairn::shell
