// Reading lines from a person.
//
// The prompt knows this interface only. The implementation, readline_editor.cpp, is the one file of the project that
// uses GNU Readline, which is under the GPL: the library does not link it, the program `cairn` does.
#pragma once

#include "shell/signals.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cairn::shell {

class LineEditor {
 public:
  enum class Outcome : std::uint8_t {
    Line,         // a line was entered
    Interrupted,  // Ctrl-C: what was typed is to be forgotten
    End,          // Ctrl-D on an empty line, or the terminal is gone
    Stopped,      // a signal asks the program to end
  };

  virtual ~LineEditor() = default;

  // Shows `prompt` and waits for a line, which is put into `line` without its line break.
  virtual Outcome read_line(const std::string& prompt, std::string& line) = 0;

  // Remembers a statement or command, which may have several lines, unless it is the same as the one before.
  virtual void add_to_history(std::string_view entry) = 0;
};

// An editor on the terminal that keeps its history in `history_file`, or nowhere if that is empty. There can be one at
// a time.
std::unique_ptr<LineEditor> make_readline_editor(std::string history_file, SignalWatcher& signals);

}  // namespace cairn::shell
