#include "shell/error_text.h"

#include "base/text_position.h"
#include "shell/display_width.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn::shell {
namespace {

constexpr std::string_view red = "\x1b[1;31m";
constexpr std::string_view green = "\x1b[1;32m";
constexpr std::string_view plain = "\x1b[0m";

constexpr std::string_view indent = "  ";
constexpr std::size_t line_width_default = 120;
constexpr std::size_t line_width_min = 20;
// A source line longer than this is cut around the position before anything else is done with it.
constexpr std::size_t line_bytes_max = 4096;

std::string colored(std::string_view text, std::string_view color, const ErrorStyle& style) {
  if (!style.color) return std::string(text);
  return std::string(color) + std::string(text) + std::string(plain);
}

// `text` on as many lines as the style's width asks for.
std::string wrapped_text(const std::string& text, std::size_t first_column, std::size_t further_indent,
                         const ErrorStyle& style) {
  return style.width == 0 ? text : wrapped(text, style.width, first_column, further_indent);
}

// "people.cypher:12:5: " or, at the prompt, "line 2, column 5: "; the latter only where it helps.
std::string place_text(const Error& error, const SourcePlace& place) {
  if (!place.name.empty()) {
    const TextPosition position = error.position ? position_in_input(place.start, *error.position) : place.start;
    return fmt::format("{}:{}:{}: ", printable(place.name), position.line, position.column);
  }
  if (error.position && error.position->line > 1) {
    return fmt::format("line {}, column {}: ", error.position->line, error.position->column);
  }
  return {};
}

// The byte where the code point number `column` (from 1) of `line` begins.
std::size_t byte_of_column(std::string_view line, std::uint32_t column) {
  std::size_t byte = 0;
  for (std::uint32_t current = 1; current < column && byte < line.size(); ++current) {
    do ++byte;
    while (byte < line.size() && (static_cast<unsigned char>(line[byte]) & 0xc0U) == 0x80);
  }
  return byte;
}

// The part of a text line that is shown, and the column below it that the caret stands in.
struct ShownLine {
  std::string text;
  std::size_t caret = 0;
};

ShownLine shown_line(std::string_view line, std::uint32_t column, std::size_t width) {
  std::size_t byte = byte_of_column(line, column);
  bool cut_before = false;
  if (byte > line_bytes_max / 2) {
    std::size_t start = byte - line_bytes_max / 2;
    while (start < byte && (static_cast<unsigned char>(line[start]) & 0xc0U) == 0x80) ++start;
    line.remove_prefix(start);
    byte -= start;
    cut_before = true;
  }
  if (line.size() > line_bytes_max) {
    std::size_t end = line_bytes_max;
    while (end > byte && (static_cast<unsigned char>(line[end]) & 0xc0U) == 0x80) --end;
    line = line.substr(0, end);
  }
  std::string text = printable_source(line);
  std::size_t caret = display_width(printable_source(line.substr(0, byte)));
  // Keep the caret in the middle of what fits.
  if (cut_before || caret >= width * 3 / 4) {
    const std::size_t skipped = caret > width / 2 ? caret - width / 2 : 0;
    const std::string_view before = fitting_prefix(text, skipped);
    const std::size_t before_width = display_width(before);
    text = "…" + text.substr(before.size());
    caret = caret - before_width + 1;
  }
  return {shortened(text, width), caret};
}

std::string hint_text(const Error& error, const ErrorStyle& style) {
  if (error.hint.empty()) return {};
  const std::string start = std::string(indent) + "hint: ";
  return start + wrapped_text(printable(error.hint), start.size(), start.size(), style) + "\n";
}

// "SyntaxError: …" behind `start`, which says where the error is.
std::string message_text(const Error& error, const std::string& start, const ErrorStyle& style) {
  const std::string_view type = error_type_name(error.type);
  std::string message = ": " + printable(error.message);
  if (!error.detail.empty()) message += " [" + error.detail + "]";
  const std::size_t first_column = display_width(start) + type.size();
  return start + colored(type, red, style) + wrapped_text(message, first_column, 2 * indent.size(), style) + "\n";
}

}  // namespace

TextPosition position_in_input(TextPosition start, TextPosition position) {
  if (position.line == 1) return {start.line, start.column + position.column - 1};
  return {start.line + position.line - 1, position.column};
}

std::string error_text(const Error& error, std::string_view text, const SourcePlace& place, const ErrorStyle& style) {
  std::string result = message_text(error, place_text(error, place), style);
  if (error.position && error.offset && !text.empty()) {
    const std::size_t room = style.width == 0 ? line_width_default : style.width;
    const std::size_t width = std::max(room, line_width_min + indent.size()) - indent.size();
    const ShownLine line = shown_line(line_at(text, *error.offset), error.position->column, width);
    result += std::string(indent) + line.text + "\n";
    result += std::string(indent) + std::string(line.caret, ' ') + colored("^", green, style) + "\n";
  }
  return result + hint_text(error, style);
}

std::string failure_text(const Error& error, const ErrorStyle& style) {
  return message_text(error, "cairn: ", style) + hint_text(error, style);
}

}  // namespace cairn::shell
