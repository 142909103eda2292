#include "shell/meta_command.h"

#include "base/text_position.h"
#include "engine/value/text.h"
#include "shell/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace cairn::shell {
namespace {

struct CommandWord {
  std::string_view word;
  MetaCommandKind kind;
  std::string_view usage;
};

// How a parameter is set: in a line of the shell, or on the command line.
struct AssignmentForm {
  std::string_view sign;  // between name and expression
  std::string_view usage;
};

constexpr AssignmentForm line_form{"=>", ":param name => expression"};
constexpr AssignmentForm option_form{"=", "--param 'name=expression'"};

constexpr std::array command_words{
    CommandWord{"param", MetaCommandKind::Parameter, line_form.usage},
    CommandWord{"params", MetaCommandKind::Parameters, ":params"},
    CommandWord{"schema", MetaCommandKind::Schema, ":schema"},
    CommandWord{"stats", MetaCommandKind::Stats, ":stats"},
    CommandWord{"read", MetaCommandKind::Read, ":read FILE"},
    CommandWord{"format", MetaCommandKind::Format, ":format NAME"},
    CommandWord{"timing", MetaCommandKind::Timing, ":timing on|off"},
    CommandWord{"assert", MetaCommandKind::AssertRows, ":assert rows N or :assert error DETAIL"},
    CommandWord{"help", MetaCommandKind::Help, ":help [topic]"},
    CommandWord{"quit", MetaCommandKind::Quit, ":quit"},
};

bool is_space(char letter) { return letter == ' ' || letter == '\t' || letter == '\r'; }

// Reads a line from left to right.
class LineCursor {
 public:
  explicit LineCursor(std::string_view line) : line_(line) {}

  void skip_spaces() {
    while (offset_ < line_.size() && is_space(line_[offset_])) ++offset_;
  }

  // The word up to the next space.
  std::string_view word() {
    skip_spaces();
    const std::size_t begin = offset_;
    while (offset_ < line_.size() && !is_space(line_[offset_])) ++offset_;
    return line_.substr(begin, offset_ - begin);
  }

  bool take(std::string_view text) {
    skip_spaces();
    if (!line_.substr(offset_).starts_with(text)) return false;
    offset_ += text.size();
    return true;
  }

  std::string_view rest() {
    skip_spaces();
    return line_.substr(offset_);
  }

  // What comes next, spaces included; `advance` passes over the first bytes of it.
  std::string_view remaining() const { return line_.substr(offset_); }
  void advance(std::size_t bytes) { offset_ += bytes; }

  std::uint32_t offset() const { return static_cast<std::uint32_t>(offset_); }

  Error error_here(std::string_view detail, std::string message, std::string hint) {
    skip_spaces();
    Error error = compile_error(ErrorType::SyntaxError, detail, std::move(message), offset(), std::move(hint));
    error.position = text_position(line_, offset_);
    return error;
  }

 private:
  std::string_view line_;
  std::size_t offset_ = 0;
};

std::string_view without_end(std::string_view line) {
  const auto trim = [&line] {
    while (!line.empty() && (is_space(line.back()) || line.back() == '\n')) line.remove_suffix(1);
  };
  trim();
  if (line.ends_with(';')) line.remove_suffix(1);
  trim();
  return line;
}

std::string_view usage_of(MetaCommandKind kind) {
  for (const CommandWord& candidate : command_words) {
    if (candidate.kind == kind) return candidate.usage;
  }
  return command_words[7].usage;
}

Error wrong_form(LineCursor& cursor, MetaCommandKind kind, std::string_view message) {
  return cursor.error_here("UnexpectedSyntax", std::string(message), fmt::format("write {}", usage_of(kind)));
}

// A name in backticks, in which two of them stand for one. Nothing if it is empty or never ends.
std::optional<std::string> take_quoted_name(LineCursor& cursor) {
  std::string name;
  while (true) {
    const std::string_view rest = cursor.remaining();
    const std::size_t end = rest.find('`');
    if (end == std::string_view::npos) return std::nullopt;
    name += rest.substr(0, end);
    cursor.advance(end + 1);
    if (!cursor.remaining().starts_with('`')) break;
    name += '`';
    cursor.advance(1);
  }
  return name.empty() ? std::nullopt : std::optional(std::move(name));
}

// Whether a statement may name this parameter without backticks: $name, $1.
bool is_plain_name(std::string_view name) {
  if (std::all_of(name.begin(), name.end(), [](char letter) { return letter >= '0' && letter <= '9'; })) return true;
  std::string written;
  append_name(written, name);
  return written == name;
}

Expected<std::string> take_parameter_name(LineCursor& cursor, const AssignmentForm& form) {
  const auto wrong = [&form](LineCursor& place, std::string message) {
    return place.error_here("UnexpectedSyntax", std::move(message), fmt::format("write {}", form.usage));
  };
  cursor.take("$");
  if (cursor.take("`")) {
    std::optional<std::string> name = take_quoted_name(cursor);
    if (name) return *std::move(name);
    return wrong(cursor, "a parameter's name in backticks is missing or never ends");
  }
  LineCursor at_name = cursor;
  const std::string_view rest = cursor.rest();
  std::size_t end = 0;
  while (end < rest.size() && !is_space(rest[end]) && !rest.substr(end).starts_with(form.sign)) ++end;
  if (end == 0) return wrong(cursor, "a parameter's name is missing");
  const std::string_view name = rest.substr(0, end);
  cursor.advance(end);
  if (is_plain_name(name)) return std::string(name);
  return at_name.error_here("UnexpectedSyntax", fmt::format("`{}` is no name", name),
                            "a name with other characters than letters, digits and _ stands in `backticks`");
}

Expected<MetaCommand> parse_parameter(LineCursor& cursor, const AssignmentForm& form) {
  MetaCommand command;
  command.kind = MetaCommandKind::Parameter;
  Expected<std::string> name = take_parameter_name(cursor, form);
  if (!name) return std::move(name).error();
  command.name = *std::move(name);
  const std::string hint = fmt::format("write {}", form.usage);
  if (!cursor.take(form.sign)) {
    return cursor.error_here("UnexpectedSyntax", fmt::format("`{}` is missing after the parameter's name", form.sign),
                             hint);
  }
  command.argument = cursor.rest();
  command.argument_offset = cursor.offset();
  if (command.argument.empty()) {
    return cursor.error_here("UnexpectedSyntax", "the parameter's value is missing", hint);
  }
  return command;
}

Expected<MetaCommand> parse_assert(LineCursor& cursor) {
  const std::string_view what = cursor.word();
  if (what == "rows") {
    const std::string_view number = cursor.rest();
    MetaCommand command;
    command.kind = MetaCommandKind::AssertRows;
    const char* begin = number.data();
    const char* end = begin + number.size();
    const auto [stop, failure] = std::from_chars(begin, end, command.row_count);
    if (failure == std::errc{} && stop == end) return command;
    return wrong_form(cursor, command.kind, "the number of rows is missing or is no number");
  }
  MetaCommand command;
  command.kind = MetaCommandKind::AssertError;
  if (what != "error") return wrong_form(cursor, MetaCommandKind::AssertRows, "`rows` or `error` is missing");
  command.argument = cursor.rest();
  if (command.argument.empty()) return wrong_form(cursor, command.kind, "the error's detail is missing");
  return command;
}

// Commands whose argument is the rest of the line.
Expected<MetaCommand> parse_simple(LineCursor& cursor, MetaCommandKind kind) {
  MetaCommand command;
  command.kind = kind;
  std::string_view rest = cursor.rest();
  command.argument_offset = cursor.offset();
  const bool takes_argument = kind == MetaCommandKind::Read || kind == MetaCommandKind::Format ||
                              kind == MetaCommandKind::Timing || kind == MetaCommandKind::Help;
  if (!takes_argument && !rest.empty()) return wrong_form(cursor, kind, "this command stands alone");
  if (kind == MetaCommandKind::Read) {
    const bool quoted =
        rest.size() >= 2 && (rest.front() == '\'' || rest.front() == '"') && rest.front() == rest.back();
    if (quoted) rest = rest.substr(1, rest.size() - 2);
    if (rest.empty()) return wrong_form(cursor, kind, "the file's name is missing");
  }
  if (kind == MetaCommandKind::Format && !rest.empty() && !format_of_name(rest)) {
    return cursor.error_here("UnexpectedSyntax", fmt::format("there is no format `{}`", rest),
                             fmt::format("the formats are {}", format_names()));
  }
  if (kind == MetaCommandKind::Timing && !rest.empty() && rest != "on" && rest != "off") {
    return wrong_form(cursor, kind, "timing is on or off");
  }
  command.argument = rest;
  return command;
}

}  // namespace

Expected<MetaCommand> parse_meta_command(std::string_view line) {
  LineCursor cursor(without_end(line));
  cursor.take(":");
  LineCursor at_word = cursor;
  const std::string_view word = cursor.word();
  for (const CommandWord& candidate : command_words) {
    if (candidate.word != word) continue;
    if (candidate.kind == MetaCommandKind::Parameter) return parse_parameter(cursor, line_form);
    if (candidate.kind == MetaCommandKind::AssertRows) return parse_assert(cursor);
    return parse_simple(cursor, candidate.kind);
  }
  return at_word.error_here("UnknownCommand", fmt::format("there is no command `:{}`", word),
                            ":help lists the commands");
}

Expected<MetaCommand> parse_parameter_option(std::string_view text) {
  LineCursor cursor(text);
  return parse_parameter(cursor, option_form);
}

}  // namespace cairn::shell
