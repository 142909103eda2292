// The program `cairn`: one database, from a prompt, from scripts, or inspected.
#include "engine/database.h"
#include "engine/value/json.h"
#include "shell/display_width.h"
#include "shell/line_editor.h"
#include "shell/options.h"
#include "shell/prompt.h"
#include "shell/script_runner.h"
#include "shell/subcommands.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>

namespace cairn::shell {
namespace {

constexpr int exit_signal_base = 128;
constexpr int sigpipe_number = 13;

void report(const Error& error, Output& diagnostics) {
  diagnostics.write(failure_text(error, {diagnostics.wants_color(), diagnostics.width()}));
}

// The whole of a small file.
Expected<std::string> read_whole_file(const std::string& path, int wake_descriptor) {
  Expected<std::unique_ptr<InputSource>> source = file_source(path, wake_descriptor);
  if (!source) return std::move(source).error();
  std::string text;
  while (true) {
    const Expected<InputSource::Outcome> outcome = (*source)->read(text);
    if (!outcome) return outcome.error();
    if (*outcome != InputSource::Outcome::Block) return text;
  }
}

// The parameters in the file `path`.
Expected<Parameters> read_parameters(const std::string& path, int wake_descriptor) {
  const auto failed = [&path](const Error& error) {
    const std::string hint =
        error.detail == "InvalidJson" ? R"(the file holds one object, {"name": value})" : error.hint;
    return runtime_error(error.type, error.detail, fmt::format("--params '{}': {}", path, error.message), hint);
  };
  const Expected<std::string> text = read_whole_file(path, wake_descriptor);
  if (!text) return failed(text.error());
  Expected<Parameters> parameters = parse_parameters(*text);
  if (!parameters) return failed(parameters.error());
  return parameters;
}

Expected<void> set_parameter(Interpreter& interpreter, const std::string& assignment) {
  const Expected<MetaCommand> command = parse_parameter_option(assignment);
  return command ? interpreter.set_parameter(*command, assignment) : command.error();
}

// Sets the parameters of the command line; says what is wrong with one and returns false.
bool set_parameters(Interpreter& interpreter, const ShellOptions& options, int wake_descriptor) {
  Output& diagnostics = interpreter.diagnostics();
  for (const std::string& path : options.parameter_files) {
    Expected<Parameters> parameters = read_parameters(path, wake_descriptor);
    if (!parameters) {
      report(parameters.error(), diagnostics);
      return false;
    }
    for (auto& [name, value] : *parameters) interpreter.set_parameter(name, std::move(value));
  }
  for (const std::string& assignment : options.parameters) {
    const Expected<void> set = set_parameter(interpreter, assignment);
    if (set) continue;
    diagnostics.write(
        error_text(set.error(), assignment, {"--param", {}}, {diagnostics.wants_color(), diagnostics.width()}));
    return false;
  }
  return true;
}

// Whether all files of -f are there, so that a slip in the last name does not end a run in its middle.
Expected<void> check_scripts(const ShellOptions& options) {
  for (const ScriptArgument& script : options.scripts) {
    if (script.kind == ScriptArgument::Kind::Text || script.value == "-") continue;
    if (Expected<void> usable = check_file(script.value); !usable) return usable;
  }
  return {};
}

// Says what is wrong with the arguments.
void report_mistake(std::string_view text, Output& diagnostics) {
  const std::size_t width = diagnostics.width();
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    diagnostics.write(width == 0 ? std::string(line) : wrapped(line, width, 0, 4));
    diagnostics.write("\n");
    begin = end + 1;
  }
}

ScriptRunner::Outcome run_standard_input(ScriptRunner& runner, const SignalWatcher& signals) {
  const std::unique_ptr<InputSource> source = descriptor_source(STDIN_FILENO, signals.wake_descriptor());
  return runner.run(*source, "<stdin>", FinalStatement::NeedsSemicolon);
}

ScriptRunner::Outcome run_scripts(const ShellOptions& options, ScriptRunner& runner, const SignalWatcher& signals) {
  for (const ScriptArgument& script : options.scripts) {
    ScriptRunner::Outcome outcome = ScriptRunner::Outcome::Finished;
    if (script.kind == ScriptArgument::Kind::Text) {
      const std::unique_ptr<InputSource> source = text_source(script.value);
      outcome = runner.run(*source, "-c", FinalStatement::MayEndInput);
    } else if (script.value == "-") {
      outcome = run_standard_input(runner, signals);
    } else {
      outcome = runner.run_file(script.value);
    }
    const bool goes_on = outcome == ScriptRunner::Outcome::Finished ||
                         (outcome == ScriptRunner::Outcome::Failed && !options.stop_on_error);
    if (!goes_on) return outcome;
  }
  return ScriptRunner::Outcome::Finished;
}

ScriptRunner::Outcome run_prompt(Interpreter& interpreter, SignalWatcher& signals, const std::string& database) {
  if (interpreter.output().is_terminal()) {
    interpreter.output().write(
        fmt::format("cairn {}, database {}; statements end with `;`, :help says more\n", program_version(), database));
    interpreter.output().flush();
  }
  signals.set_mode(SignalWatcher::Mode::Prompt);
  ScriptRunner runner(interpreter, signals, true);
  if (const std::string file = startup_file(); !file.empty()) {
    const ScriptRunner::Outcome outcome = runner.run_file(file);
    if (outcome == ScriptRunner::Outcome::Quit || outcome == ScriptRunner::Outcome::Stopped) return outcome;
  }
  const std::unique_ptr<LineEditor> editor = make_readline_editor(history_file(), signals);
  return Prompt(*editor, runner, interpreter, signals).run();
}

// What the program returns once the input has ended, and what it says about that.
int exit_status(ScriptRunner::Outcome outcome, bool is_prompt, Session& session, Interpreter& interpreter,
                const SignalWatcher& signals) {
  Output& output = interpreter.output();
  output.flush();
  const bool was_open = session.in_transaction();
  session.rollback();
  if (output.broken()) {
    if (output.failure() == EPIPE) return exit_signal_base + sigpipe_number;
    interpreter.diagnostics().write(
        fmt::format("cairn: cannot write the output: {}\n", std::strerror(output.failure())));
    return exit_failed;
  }
  if (outcome == ScriptRunner::Outcome::Stopped) return exit_signal_base + signals.stop_signal();
  if (was_open) {
    interpreter.diagnostics().write("cairn: the open transaction was rolled back\n");
    return exit_failed;
  }
  return !is_prompt && interpreter.failure_count() > 0 ? exit_failed : exit_clean;
}

int run_shell(const ShellOptions& options, SignalWatcher& signals, Output& output, Output& diagnostics) {
  if (const Expected<void> usable = check_scripts(options); !usable) {
    report(usable.error(), diagnostics);
    return exit_unusable;
  }
  const Expected<std::unique_ptr<Database>> database = Database::open(options.database, options.database_options);
  if (!database) {
    report(database.error(), diagnostics);
    return exit_unusable;
  }
  const std::unique_ptr<Session> session = (*database)->session(options.session_options);
  const bool is_prompt = options.scripts.empty() && ::isatty(STDIN_FILENO) == 1;
  InterpreterOptions interpreter_options;
  interpreter_options.format = options.format.value_or(output.is_terminal() ? Format::Table : Format::Csv);
  interpreter_options.timing = options.timing || (is_prompt && interpreter_options.format == Format::Table);
  interpreter_options.echo = options.echo;
  Interpreter interpreter(**database, *session, signals, output, diagnostics, interpreter_options);
  if (!set_parameters(interpreter, options, signals.wake_descriptor())) return exit_unusable;
  ScriptRunner::Outcome outcome = ScriptRunner::Outcome::Finished;
  if (is_prompt) {
    outcome = run_prompt(interpreter, signals, options.database);
  } else {
    ScriptRunner runner(interpreter, signals, options.stop_on_error);
    outcome = options.scripts.empty() ? run_standard_input(runner, signals) : run_scripts(options, runner, signals);
  }
  return exit_status(outcome, is_prompt, *session, interpreter, signals);
}

// Whoever starts the program may have closed standard input, output or error. What is opened next must not take their
// numbers, or answers would be written into it; what takes them here refuses every use as a closed descriptor does.
void hold_standard_descriptors() {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) >= 0) continue;
    [[maybe_unused]] const int lowest_free = ::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

int run(std::vector<std::string> arguments) {
  hold_standard_descriptors();
  SignalWatcher signals;
  Output output(STDOUT_FILENO);
  Output diagnostics(STDERR_FILENO);
  const CommandLine command_line = parse_command_line(std::move(arguments));
  if (const auto* answer = std::get_if<TextAnswer>(&command_line)) {
    if (answer->is_mistake) {
      report_mistake(answer->text, diagnostics);
      return exit_unusable;
    }
    output.write(answer->text);
    return exit_clean;
  }
  if (const auto* options = std::get_if<CheckOptions>(&command_line)) return run_check(*options, output, diagnostics);
  if (const auto* options = std::get_if<InfoOptions>(&command_line)) return run_info(*options, output, diagnostics);
  return run_shell(std::get<ShellOptions>(command_line), signals, output, diagnostics);
}

}  // namespace
}  // namespace cairn::shell

int main(int argument_count, char** arguments) {
  return cairn::shell::run(std::vector<std::string>(arguments + 1, arguments + argument_count));
}
