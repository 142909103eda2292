// The interactive prompt: reads lines until a statement or command is complete, runs it, and so on.
#pragma once

#include "shell/line_editor.h"
#include "shell/script_runner.h"
#include "shell/script_splitter.h"

#include <string>

namespace cairn::shell {

class Prompt {
 public:
  // All referred to must outlive the prompt.
  Prompt(LineEditor& editor, ScriptRunner& runner, Interpreter& interpreter, SignalWatcher& signals)
      : editor_(editor), runner_(runner), interpreter_(interpreter), signals_(signals) {}

  // Returns when the person leaves (`Finished` or `Quit`) or a signal ends the program (`Stopped`).
  ScriptRunner::Outcome run();

  // "cairn> ", "cairn*> " in a transaction, and as wide with dots before the further lines of a statement.
  static std::string prompt_text(bool in_transaction, bool continues);

 private:
  // Runs what `line` completes.
  ScriptRunner::Outcome take_line(const std::string& line);
  void forget_input();

  LineEditor& editor_;
  ScriptRunner& runner_;
  Interpreter& interpreter_;
  SignalWatcher& signals_;
  ScriptSplitter splitter_;
  std::string entry_;  // the lines of what is being typed, as the history will have them
};

// Where the history is kept: $XDG_STATE_HOME/cairn/history, otherwise ~/.cairn_history; empty if there is no home.
// Makes the folder.
std::string history_file();

// ~/.cairnrc if there is one, otherwise empty.
std::string startup_file();

}  // namespace cairn::shell
