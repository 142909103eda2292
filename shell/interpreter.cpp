#include "shell/interpreter.h"

#include "base/text_position.h"
#include "engine/value/text.h"
#include "shell/display_width.h"
#include "shell/help.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace cairn::shell {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds(Clock::duration duration) { return std::chrono::duration<double, std::milli>(duration).count(); }

Error command_error(ErrorType type, std::string_view detail, std::string message, std::string hint = {}) {
  return runtime_error(type, detail, std::move(message), std::move(hint));
}

std::string counted_lines(std::string_view title, const std::vector<std::pair<std::string, std::uint64_t>>& counts) {
  std::string text = counts.empty() ? fmt::format("no {}\n", title) : fmt::format("{}\n", title);
  for (const auto& [name, count] : counts) text += fmt::format("  {:<24} {:>12}\n", printable(name), count);
  return text;
}

std::string joined_names(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text += ", ";
    append_name(text, name);
  }
  return text;
}

std::string named_line(std::string_view title, const std::vector<std::string>& names) {
  return fmt::format("{:<20} {}\n", title, names.empty() ? "none" : joined_names(names));
}

std::vector<std::string> names_of(const std::vector<std::pair<std::string, std::uint64_t>>& counts) {
  std::vector<std::string> names;
  for (const auto& [name, count] : counts) {
    if (count > 0) names.push_back(name);
  }
  return names;
}

}  // namespace

Interpreter::Interpreter(Database& database, Session& session, SignalWatcher& signals, Output& output,
                         Output& diagnostics, const InterpreterOptions& options)
    : database_(database),
      session_(session),
      signals_(signals),
      output_(output),
      diagnostics_(diagnostics),
      format_(options.format),
      timing_(options.timing),
      echo_(options.echo),
      renderer_(make_renderer(options.format, output, diagnostics)) {}

void Interpreter::set_format(Format format) {
  format_ = format;
  renderer_ = make_renderer(format, output_, diagnostics_);
}

// ---- statements
// ------------------------------------------------------------------------------------------------------

bool Interpreter::run_statement(const ScriptItem& statement, const SourcePlace& place) {
  if (echo_) echo(statement);
  if (pending_failure_) {
    const Error failure = *std::exchange(pending_failure_, std::nullopt);
    parameter_time_ = {};
    return fail_statement(failure, {}, place);
  }
  const SignalWatcher::Statement running(signals_, session_);
  const Clock::time_point start = Clock::now();
  const Expected<Summary> summary = session_.stream(statement.text, parameters_, *renderer_);
  const Clock::duration elapsed = Clock::now() - start + std::exchange(parameter_time_, {});
  if (!summary) return fail_statement(summary.error(), statement.text, place);
  renderer_->finish({*summary, milliseconds(elapsed), timing_});
  previous_ = PreviousStatement{renderer_->row_count(), std::nullopt, false};
  output_.flush();
  diagnostics_.flush();
  return true;
}

bool Interpreter::fail_statement(const Error& error, std::string_view text, const SourcePlace& place) {
  ++failure_count_;
  previous_ = PreviousStatement{0, error.detail, false};
  renderer_->fail(error);
  output_.flush();
  if (format_ != Format::Typed) show_error(error, text, place);
  diagnostics_.flush();
  return false;
}

void Interpreter::show_error(const Error& error, std::string_view text, const SourcePlace& place) {
  // The terminal has written ^C where the cursor was.
  if (signals_.is_interrupted() && diagnostics_.is_terminal()) diagnostics_.write("\n");
  diagnostics_.write(error_text(error, text, place, {diagnostics_.wants_color(), diagnostics_.width()}));
  diagnostics_.flush();
}

void Interpreter::echo(const ScriptItem& statement) {
  Output& target = is_for_people(format_) ? output_ : diagnostics_;
  target.write(statement.comment + statement.text + ";\n");
}

void Interpreter::report_failure(const Error& error, std::string_view text, const SourcePlace& place, Answers answers) {
  if (answers == Answers::Statement) {
    fail_statement(error, text, place);
    return;
  }
  ++failure_count_;
  output_.flush();
  show_error(error, text, place);
  if (format_ == Format::Typed && !pending_failure_) pending_failure_ = error;
}

// ---- commands
// --------------------------------------------------------------------------------------------------------

bool Interpreter::run_command(const MetaCommand& command, std::string_view line, const SourcePlace& place) {
  Expected<void> done = execute(command, line);
  output_.flush();
  diagnostics_.flush();
  if (done) return true;
  report_failure(done.error(), line, place, Answers::Nothing);
  return false;
}

Expected<void> Interpreter::execute(const MetaCommand& command, std::string_view line) {
  switch (command.kind) {
    case MetaCommandKind::Parameter: return set_parameter_timed(command, line);
    case MetaCommandKind::Parameters: return show_parameters();
    case MetaCommandKind::Schema: return show_schema();
    case MetaCommandKind::Stats: return show_stats();
    case MetaCommandKind::Format:
      if (command.argument.empty()) {
        display().write(fmt::format("{}\n", format_name(format_)));
      } else {
        set_format(*format_of_name(command.argument));
      }
      return {};
    case MetaCommandKind::Timing:
      if (command.argument.empty()) {
        display().write(timing_ ? "on\n" : "off\n");
      } else {
        timing_ = command.argument == "on";
      }
      return {};
    case MetaCommandKind::AssertRows: return assert_rows(command.row_count);
    case MetaCommandKind::AssertError: return assert_error(command.argument);
    case MetaCommandKind::Help: return show_help(command.argument);
    case MetaCommandKind::Read:
    case MetaCommandKind::Quit: break;
  }
  return {};
}

Expected<void> Interpreter::set_parameter_timed(const MetaCommand& command, std::string_view line) {
  const Clock::time_point start = Clock::now();
  Expected<void> set = set_parameter(command, line);
  parameter_time_ += Clock::now() - start;
  return set;
}

Expected<void> Interpreter::set_parameter(const MetaCommand& assignment, std::string_view text) {
  const SignalWatcher::Statement running(signals_, session_);
  Expected<Value> value = session_.evaluate(assignment.argument, parameters_);
  if (value) {
    set_parameter(assignment.name, *std::move(value));
    return {};
  }
  // From a place in the expression to one in the text around it.
  Error error = std::move(value).error();
  if (error.offset) {
    *error.offset += assignment.argument_offset;
    error.position = text_position(text, *error.offset);
  }
  return error;
}

void Interpreter::set_parameter(std::string_view name, Value value) {
  const auto known = std::find_if(parameters_.begin(), parameters_.end(),
                                  [name](const auto& parameter) { return parameter.first == name; });
  if (known != parameters_.end()) {
    known->second = std::move(value);
  } else {
    parameters_.emplace_back(name, std::move(value));
  }
}

Expected<void> Interpreter::show_parameters() {
  if (parameters_.empty()) display().write("no parameters\n");
  for (const auto& [name, value] : parameters_) {
    std::string line = ":param ";
    append_name(line, name);
    line += " => ";
    append_literal(line, value);
    display().write(line + "\n");
  }
  return {};
}

Expected<void> Interpreter::show_schema() {
  const Expected<DatabaseInfo> info = database_.info();
  if (!info) return info.error();
  display().write(named_line("labels", names_of(info->labels)) +
                  named_line("relationship types", names_of(info->relationship_types)) +
                  named_line("property keys", info->property_keys));
  if (info->indexes.empty()) display().write(named_line("indexes", {}));
  for (const std::string& index : info->indexes) display().write(index + ";\n");
  for (const std::string& constraint : info->constraints) display().write(constraint + ";\n");
  return {};
}

Expected<void> Interpreter::show_stats() {
  const Expected<DatabaseInfo> info = database_.info();
  if (!info) return info.error();
  display().write(fmt::format("nodes                    {:>14}\nrelationships            {:>14}\n", info->node_count,
                              info->relationship_count));
  display().write(counted_lines("nodes by label", info->labels) +
                  counted_lines("relationships by type", info->relationship_types));
  return {};
}

Expected<void> Interpreter::show_help(std::string_view topic) {
  const std::optional<std::string_view> text = help_text(topic);
  if (!text) {
    return command_error(ErrorType::ArgumentError, "InvalidArgumentValue", fmt::format("no help on `{}`", topic),
                         fmt::format("the topics are {}", help_topics()));
  }
  display().write(*text);
  return {};
}

Expected<void> Interpreter::assert_rows(std::uint64_t row_count) {
  if (!previous_) {
    return command_error(ErrorType::ArgumentError, "AssertionFailed", "there is no previous statement");
  }
  if (previous_->failure_detail) {
    return command_error(ErrorType::ArgumentError, "AssertionFailed",
                         fmt::format("expected {} rows, but the previous statement failed with {}", row_count,
                                     *previous_->failure_detail));
  }
  if (previous_->row_count == row_count) return {};
  return command_error(ErrorType::ArgumentError, "AssertionFailed",
                       fmt::format("expected {} rows, got {}", row_count, previous_->row_count));
}

Expected<void> Interpreter::assert_error(std::string_view detail) {
  if (!previous_ || !previous_->failure_detail) {
    return command_error(ErrorType::ArgumentError, "AssertionFailed",
                         fmt::format("expected the error {}, but the previous statement did not fail", detail));
  }
  if (*previous_->failure_detail != detail) {
    return command_error(ErrorType::ArgumentError, "AssertionFailed",
                         fmt::format("expected the error {}, got {}", detail, *previous_->failure_detail));
  }
  if (!std::exchange(previous_->expected, true)) --failure_count_;
  return {};
}

}  // namespace cairn::shell
