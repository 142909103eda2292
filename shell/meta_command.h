// Meta commands: lines for the shell itself, which begin with `:` where a statement may start and end with the line.
#pragma once

#include "base/expected.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace cairn::shell {

enum class MetaCommandKind : std::uint8_t {
  Parameter,    // :param name => expression
  Parameters,   // :params
  Schema,       // :schema
  Stats,        // :stats
  Read,         // :read FILE
  Format,       // :format NAME
  Timing,       // :timing on|off
  AssertRows,   // :assert rows N
  AssertError,  // :assert error DETAIL
  Help,         // :help [topic]
  Quit,         // :quit
};

struct MetaCommand {
  MetaCommandKind kind = MetaCommandKind::Help;
  std::string name;      // Parameter: the parameter's name, without backticks
  std::string argument;  // the expression, file, format, "on" or "off", detail or topic; may be empty for Help,
                         // Format and Timing (which then show what holds)
  std::uint32_t argument_offset = 0;  // where `argument` begins in the line, in bytes
  std::uint64_t row_count = 0;        // AssertRows
};

// The command on `line`, which begins with `:` and has no line break; spaces around it and one `;` at its end do not
// count. A SyntaxError (UnknownCommand or UnexpectedSyntax) with its position in `line` and a hint otherwise.
Expected<MetaCommand> parse_meta_command(std::string_view line);

// The same for `name=expression`, the value of the option --param; it may have line breaks.
Expected<MetaCommand> parse_parameter_option(std::string_view text);

}  // namespace cairn::shell
