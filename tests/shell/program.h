// The program `cairn` as another process, and what came of it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace cairn::shell {

struct ProgramResult {
  int status = -1;  // as a shell would say it: 128 and the signal's number if one ended it
  std::string output;
  std::string diagnostics;
};

// Runs `cairn` with these arguments and this input to its end. With `as_nobody` the child gives up root first. It
// starts with the descriptors in `closed` (0 to 2) closed.
ProgramResult run_program(const std::vector<std::string>& arguments, const std::string& input = {},
                          bool as_nobody = false, const std::vector<int>& closed = {});

// `cairn` in the background: a process that a test talks to.
class RunningProgram {
 public:
  enum class Connection {
    Pipes,     // input and output are pipes, and errors go where the test's go
    Terminal,  // all three are a terminal of 80 columns
  };

  RunningProgram(const std::vector<std::string>& arguments, Connection connection);
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  void write(const std::string& text);

  // What it has written since the last call, up to and with `end`; without `end` if that does not come within 20 s.
  std::string read_until(const std::string& end);

  void close_input();
  // The program then writes to nobody.
  void close_output();
  void send_signal(int signal);
  pid_t process() const { return process_; }

  // Waits for its end; the status as in ProgramResult.
  int wait();

 private:
  pid_t process_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::string read_;  // but not asked for yet
};

}  // namespace cairn::shell
