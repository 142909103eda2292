// Runs statements and meta commands, one after another, and writes what they answer.
//
// It knows nothing of files, prompts and when to stop: script_runner.h does. It keeps what outlives a statement: the
// parameters, the format, whether to show timings, what `:assert` compares with, and how many failed.
#pragma once

#include "base/expected.h"
#include "engine/database.h"
#include "shell/error_text.h"
#include "shell/meta_command.h"
#include "shell/output.h"
#include "shell/renderer.h"
#include "shell/script_splitter.h"
#include "shell/signals.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cairn::shell {

struct InterpreterOptions {
  Format format = Format::Table;
  bool timing = false;
  bool echo = false;  // write each statement before its answer
};

class Interpreter {
 public:
  // All referred to must outlive the interpreter. Answers go to `output`, errors and remarks to `diagnostics`.
  Interpreter(Database& database, Session& session, SignalWatcher& signals, Output& output, Output& diagnostics,
              const InterpreterOptions& options);

  // Runs a statement and writes its answer or its error. False if it failed.
  bool run_statement(const ScriptItem& statement, const SourcePlace& place);

  // Runs a command other than Read and Quit, which belong to who reads the input. False if it failed.
  bool run_command(const MetaCommand& command, std::string_view line, const SourcePlace& place);

  // A failure of the input itself, such as a meta command that does not parse or a file that cannot be read: shown
  // and counted as a failed statement. `answers` says whether it stands for a statement, which in the format `typed`
  // has an answer; otherwise the next statement gives that answer.
  enum class Answers : std::uint8_t { Statement, Nothing };
  void report_failure(const Error& error, std::string_view text, const SourcePlace& place, Answers answers);

  // Sets the parameter of `assignment`, which was read from `text`. Errors have their place in `text`.
  Expected<void> set_parameter(const MetaCommand& assignment, std::string_view text);
  void set_parameter(std::string_view name, Value value);

  // How many statements and commands failed, without those whose failure `:assert error` expected.
  std::uint64_t failure_count() const { return failure_count_; }

  // True if a failure waits for the next statement to answer with it (format `typed`).
  bool has_pending_failure() const { return pending_failure_.has_value(); }

  bool in_transaction() const { return session_.in_transaction(); }
  Format format() const { return format_; }
  Output& output() { return output_; }
  Output& diagnostics() { return diagnostics_; }

 private:
  // What `:assert` looks at.
  struct PreviousStatement {
    std::uint64_t row_count = 0;
    std::optional<std::string> failure_detail;
    bool expected = false;  // its failure was asked for and does not count
  };

  void set_format(Format format);
  bool fail_statement(const Error& error, std::string_view text, const SourcePlace& place);
  void show_error(const Error& error, std::string_view text, const SourcePlace& place);
  void echo(const ScriptItem& statement);

  Expected<void> execute(const MetaCommand& command, std::string_view line);
  Expected<void> set_parameter_timed(const MetaCommand& command, std::string_view line);
  Expected<void> show_parameters();
  Expected<void> show_schema();
  Expected<void> show_stats();
  Expected<void> show_help(std::string_view topic);
  Expected<void> assert_rows(std::uint64_t row_count);
  Expected<void> assert_error(std::string_view detail);

  // Where commands write what they show: never to the output of the format `typed`.
  Output& display() { return format_ == Format::Typed ? diagnostics_ : output_; }

  Database& database_;
  Session& session_;
  SignalWatcher& signals_;
  Output& output_;
  Output& diagnostics_;
  Parameters parameters_;
  Format format_;
  bool timing_;
  bool echo_;
  std::unique_ptr<Renderer> renderer_;
  std::optional<PreviousStatement> previous_;
  std::optional<Error> pending_failure_;
  std::chrono::steady_clock::duration parameter_time_{0};  // spent on `:param` since the previous statement
  std::uint64_t failure_count_ = 0;
};

}  // namespace cairn::shell
