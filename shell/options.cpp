#include "shell/options.h"

#include "shell/display_width.h"
#include "shell/units.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace cairn::shell {
namespace {

constexpr std::string_view version_number = CAIRN_VERSION;

constexpr std::string_view description =
    "cairn: an embedded property-graph database that speaks openCypher\n\n"
    "  cairn [DB]                    prompt on directory DB, by default :memory:\n"
    "  cairn [DB] -c 'QUERY' …       run statements\n"
    "  cairn [DB] -f FILE …          run scripts; so does cairn DB < FILE\n"
    "  cairn check DB [--salvage]    verify every invariant of a database\n"
    "  cairn info DB                 say what a database holds\n";

// Commands and options that are known and come with a later version.
constexpr std::array later_commands{"import", "export", "dump", "backup", "restore", "compact"};

std::string version_text() { return fmt::format("cairn {}\n", version_number); }

// `help` is what to try instead.
TextAnswer mistake(std::string text, std::string_view help = {}) {
  const Error error = compile_error(ErrorType::ArgumentError, {}, std::move(text));
  return {fmt::format("cairn: {}\n{}", printable(error.message), help), true};
}

TextAnswer comes_later(std::string_view what) {
  return mistake(fmt::format("this version does not have `{}` yet", what));
}

// An option's value through one of the parsers of units.h.
template <class T>
T checked(const std::string& option, Expected<T> value) {
  if (value) return *std::move(value);
  const Error& error = value.error();
  throw CLI::ValidationError(option, error.hint.empty() ? error.message : error.message + "; " + error.hint);
}

void add_duration(CLI::App& app, const std::string& name, std::chrono::milliseconds& target, const std::string& help) {
  app.add_option_function<std::string>(
         name, [&target, name](const std::string& text) { target = checked(name, parse_duration(text)); }, help)
      ->type_name("TIME");
}

void add_size(CLI::App& app, const std::string& name, std::size_t& target, const std::string& help) {
  app.add_option_function<std::string>(
         name, [&target, name](const std::string& text) { target = checked(name, parse_byte_size(text)); }, help)
      ->type_name("SIZE");
}

// An option that may be repeated, one value each time.
CLI::Option* add_repeated(CLI::App& app, const std::string& name, std::vector<std::string>& target,
                          const std::string& help, const std::string& type_name) {
  return app.add_option(name, target, help)->allow_extra_args(false)->type_name(type_name);
}

void add_input_options(CLI::App& app, ShellOptions& options) {
  app.add_option_function<std::string>(
         "--format", [&options](const std::string& name) { options.format = format_of_name(name); },
         "Of answers: table on a terminal, else csv")
      ->check(CLI::IsMember({"table", "csv", "tsv", "json", "jsonl", "markdown", "typed"}));
  add_repeated(app, "--param", options.parameters, "Set the parameter $name", "NAME=EXPRESSION");
  add_repeated(app, "--params", options.parameter_files, "Set parameters from a JSON object", "FILE");
  app.add_option_function<std::string>(
         "--on-error", [&options](const std::string& word) { options.stop_on_error = word == "stop"; },
         "After a failed statement; default: stop")
      ->check(CLI::IsMember({"stop", "continue"}));
  app.add_flag("--echo", options.echo, "Write each statement before its answer");
  app.add_flag("--timing", options.timing, "Say how long each statement took");
}

void add_database_options(CLI::App& app, ShellOptions& options) {
  DatabaseOptions& database = options.database_options;
  app.add_flag("--read-only", database.read_only, "Never create, never write");
  add_size(app, "--memory", database.memory_bytes_max, "Memory of everything (half the machine's)");
  app.add_option("--threads", database.thread_count, "Threads of one statement (one a processor)")
      ->check(CLI::Range(1, 1024));
  app.add_option_function<std::string>(
         "--durability",
         [&database](const std::string& word) {
           database.durability = word == "full" ? Durability::Full : Durability::Relaxed;
         },
         "full (default): on disk before a statement\nreturns; relaxed: a little later")
      ->check(CLI::IsMember({"full", "relaxed"}));
  add_duration(app, "--snapshot-age", database.snapshot_age_max, "How long a reader may keep old data (1h)");
  add_duration(app, "--timeout", options.session_options.statement_timeout, "How long a statement may run");
  add_duration(app, "--lock-timeout", options.session_options.lock_timeout, "How long a writer waits for another (5s)");
}

// Known, but not in this version.
void add_later_options(CLI::App& app, std::string& used) {
  for (const std::string name : {"--refresh", "--allow-files"}) {
    app.add_option_function<std::string>(name, [&used, name](const std::string&) { used = name; })->group("");
  }
}

// -c and -f in the order in which they stood.
std::vector<ScriptArgument> scripts_in_order(const CLI::App& app, const CLI::Option* commands,
                                             const CLI::Option* files) {
  std::vector<ScriptArgument> scripts;
  std::size_t command_count = 0;
  std::size_t file_count = 0;
  for (const CLI::Option* option : app.parse_order()) {
    if (option == commands) {
      scripts.push_back({ScriptArgument::Kind::Text, commands->results()[command_count++]});
    } else if (option == files) {
      scripts.push_back({ScriptArgument::Kind::File, files->results()[file_count++]});
    }
  }
  return scripts;
}

// What CLI11 threw as an answer: help, version or a mistake.
TextAnswer answer_of(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_name() == "CallForHelp") return {app.help(), false};
  if (error.get_name() == "CallForVersion") return {version_text(), false};
  return mistake(error.what(), fmt::format("Try `{} --help`.\n", app.get_name()));
}

CommandLine parse_shell(std::vector<std::string> arguments) {
  CLI::App app{std::string(description), "cairn"};
  app.set_version_flag("--version", version_text(), "Say which version this is");
  ShellOptions options;
  std::vector<std::string> commands;
  std::vector<std::string> files;
  std::string later_option;
  app.add_option("DB", options.database, "The database's directory, made if absent");
  const CLI::Option* command = add_repeated(app, "-c", commands, "Run these statements and exit", "QUERY");
  const CLI::Option* file = add_repeated(app, "-f", files, "Run this script and exit", "FILE");
  add_input_options(app, options);
  add_database_options(app, options);
  add_later_options(app, later_option);
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return answer_of(app, error);
  }
  if (!later_option.empty()) return comes_later(later_option);
  options.scripts = scripts_in_order(app, command, file);
  if (options.database_options.read_only) options.database_options.create_if_missing = false;
  return options;
}

CommandLine parse_check(std::vector<std::string> arguments) {
  CLI::App app{"Verifies every invariant of a database.\nExit status: 0 clean, 1 findings, 2 it cannot be opened.",
               "cairn check"};
  CheckOptions options;
  app.add_option("DB", options.database, "The database's directory")->required();
  app.add_flag("--salvage", options.salvage, "Open a damaged database up to the damage");
  app.add_option_function<std::string>(
         "--format", [&options](const std::string& name) { options.json_lines = name == "jsonl"; },
         "text (default), or jsonl: an object a finding,\nand one for the whole")
      ->check(CLI::IsMember({"text", "jsonl"}));
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return answer_of(app, error);
  }
  return options;
}

CommandLine parse_info(std::vector<std::string> arguments) {
  CLI::App app{"Says what a database holds.", "cairn info"};
  InfoOptions options;
  app.add_option("DB", options.database, "The database's directory")->required();
  app.add_option_function<std::string>(
         "--format", [&options](const std::string& name) { options.json = name == "json"; }, "text (default) or json")
      ->check(CLI::IsMember({"text", "json"}));
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return answer_of(app, error);
  }
  return options;
}

}  // namespace

std::string_view program_version() { return version_number; }

CommandLine parse_command_line(std::vector<std::string> arguments) {
  const std::string first = arguments.empty() ? std::string{} : arguments.front();
  if (std::find(later_commands.begin(), later_commands.end(), first) != later_commands.end()) return comes_later(first);
  // CLI11 takes the arguments from the back.
  std::reverse(arguments.begin(), arguments.end());
  if (first == "check" || first == "info") arguments.pop_back();
  if (first == "check") return parse_check(std::move(arguments));
  if (first == "info") return parse_info(std::move(arguments));
  return parse_shell(std::move(arguments));
}

}  // namespace cairn::shell
