// Where the shell writes: a buffer in front of a file descriptor.
//
// Writing never fails towards the caller, because rows come from deep inside a running query. A failure is remembered
// instead: from then on everything written is dropped, and who produces the rows asks `broken` and stops. A reader
// that has gone away (EPIPE) is such a failure, and a quiet one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cairn::shell {

class Output {
 public:
  // Writes to `file_descriptor`, which stays the caller's and must not block asynchronously (O_NONBLOCK).
  explicit Output(int file_descriptor);
  ~Output();

  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void write(std::string_view text);
  void flush();

  // True once a write has failed; `failure` is its errno.
  bool broken() const { return failure_ != 0; }
  int failure() const { return failure_; }

  // True if a person reads along.
  bool is_terminal() const { return is_terminal_; }

  // The number of columns a line may have: the terminal's width as it is now, or that of the variable COLUMNS; 0 if
  // there is no limit because this is no terminal.
  std::size_t width() const;

  // Whether to write colours: only to a terminal, and not if the variable NO_COLOR is set or TERM is dumb.
  bool wants_color() const { return wants_color_; }

 private:
  int file_descriptor_;
  bool is_terminal_;
  bool wants_color_;
  int failure_ = 0;
  std::string buffer_;
};

}  // namespace cairn::shell
