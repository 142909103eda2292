// Runs scripts: reads them item by item and decides after each whether to go on.
#pragma once

#include "shell/input_source.h"
#include "shell/interpreter.h"
#include "shell/script_reader.h"
#include "shell/signals.h"

#include <cstdint>
#include <string>

namespace cairn::shell {

class ScriptRunner {
 public:
  enum class Outcome : std::uint8_t {
    Finished,  // the whole input was run
    Failed,    // a failure ended it
    Quit,      // `:quit`
    Stopped,   // a signal, or a reader that has gone away, ends the program
  };

  // All referred to must outlive the runner.
  ScriptRunner(Interpreter& interpreter, SignalWatcher& signals, bool stop_on_error)
      : interpreter_(interpreter), signals_(signals), stop_on_error_(stop_on_error) {}

  // Runs all of `source`, which errors call `name`.
  Outcome run(InputSource& source, const std::string& name, FinalStatement final_statement);

  // Runs the file `path`. A file that cannot be read counts as a failed statement.
  Outcome run_file(const std::string& path);

  // Runs one statement or command of the input `name`; `Failed` whatever is to be done about it.
  Outcome run_item(const ScriptItem& item, const std::string& name);

 private:
  Outcome run_items(ScriptReader& reader);
  Outcome run_command(const ScriptItem& item, const SourcePlace& place);
  Outcome read_file(const MetaCommand& command, const ScriptItem& item, const SourcePlace& place);

  // Whether a failed item leaves the rest of the script to be run.
  bool continues_after_failure(ScriptReader& reader);
  bool is_stopped() const { return signals_.stop_signal() != 0 || interpreter_.output().broken(); }

  Interpreter& interpreter_;
  SignalWatcher& signals_;
  bool stop_on_error_;
  int file_depth_ = 0;  // files that read files
};

}  // namespace cairn::shell
