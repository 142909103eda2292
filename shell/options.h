// The command line as the shell understands it.
#pragma once

#include "engine/database.h"
#include "shell/format.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cairn::shell {

// One `-c` or `-f`.
struct ScriptArgument {
  enum class Kind : std::uint8_t { Text, File };
  Kind kind = Kind::Text;
  std::string value;  // the statements, or the file's name; "-" is the standard input
};

// `cairn [DB] …`: run scripts or open the prompt.
struct ShellOptions {
  std::string database = ":memory:";
  std::vector<ScriptArgument> scripts;       // in the order they were given
  std::vector<std::string> parameter_files;  // read before `parameters` are evaluated
  std::vector<std::string> parameters;       // "name=expression"
  std::optional<Format> format;
  bool stop_on_error = true;
  bool echo = false;
  bool timing = false;
  DatabaseOptions database_options;
  SessionOptions session_options;
};

// `cairn check DB`
struct CheckOptions {
  std::string database;
  bool salvage = false;
  bool json_lines = false;
};

// `cairn info DB`
struct InfoOptions {
  std::string database;
  bool json = false;
};

// There is nothing to run: `--help`, `--version`, or a mistake in the arguments.
struct TextAnswer {
  std::string text;
  bool is_mistake = false;
};

// "0.1.0"
std::string_view program_version();

using CommandLine = std::variant<ShellOptions, CheckOptions, InfoOptions, TextAnswer>;

// Understands the arguments, without the program's name. A subcommand's name wins over a database of that name.
CommandLine parse_command_line(std::vector<std::string> arguments);

}  // namespace cairn::shell
