#include "tests/shell/program.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <utility>

namespace cairn::shell {
namespace {

constexpr uid_t nobody = 65534;
constexpr int read_timeout_ms = 20'000;

// Becomes the program; does not return.
[[noreturn]] void become_program(const std::vector<std::string>& arguments) {
  const char* path = CAIRN_PROGRAM;
  std::vector<char*> words{const_cast<char*>(path)};
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  // The tests' own signal mask and dispositions are not the program's.
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  ::execv(path, words.data());
  std::_Exit(127);
}

int status_of(int wait_status) {
  return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

// A file without a name that holds `text`, read from its beginning.
int memory_file(const std::string& text) {
  const int file = ::memfd_create("program", MFD_CLOEXEC);
  [[maybe_unused]] const ssize_t written = ::write(file, text.data(), text.size());
  ::lseek(file, 0, SEEK_SET);
  return file;
}

std::string take_text(int file) {
  std::string text(static_cast<std::size_t>(::lseek(file, 0, SEEK_END)), '\0');
  [[maybe_unused]] const ssize_t count = ::pread(file, text.data(), text.size(), 0);
  ::close(file);
  return text;
}

}  // namespace

ProgramResult run_program(const std::vector<std::string>& arguments, const std::string& input, bool as_nobody,
                          const std::vector<int>& closed) {
  const int input_file = memory_file(input);
  const int output_file = memory_file({});
  const int diagnostics_file = memory_file({});
  const pid_t process = ::fork();
  if (process == 0) {
    ::dup2(input_file, STDIN_FILENO);
    ::dup2(output_file, STDOUT_FILENO);
    ::dup2(diagnostics_file, STDERR_FILENO);
    for (const int descriptor : closed) ::close(descriptor);
    if (as_nobody && ::setresuid(nobody, nobody, nobody) != 0) std::_Exit(126);
    become_program(arguments);
  }
  int wait_status = 0;
  ::waitpid(process, &wait_status, 0);
  ::close(input_file);
  return {status_of(wait_status), take_text(output_file), take_text(diagnostics_file)};
}

RunningProgram::RunningProgram(const std::vector<std::string>& arguments, Connection connection) {
  if (connection == Connection::Terminal) {
    winsize size{24, 80, 0, 0};
    process_ = ::forkpty(&input_, nullptr, nullptr, &size);
    if (process_ == 0) {
      ::setenv("TERM", "xterm", 1);
      ::setenv("NO_COLOR", "1", 1);
      become_program(arguments);
    }
    output_ = ::dup(input_);
    return;
  }
  std::array<int, 2> to_program{};
  std::array<int, 2> from_program{};
  [[maybe_unused]] const int first = ::pipe2(to_program.data(), O_CLOEXEC);
  [[maybe_unused]] const int second = ::pipe2(from_program.data(), O_CLOEXEC);
  process_ = ::fork();
  if (process_ == 0) {
    ::dup2(to_program[0], STDIN_FILENO);
    ::dup2(from_program[1], STDOUT_FILENO);
    become_program(arguments);
  }
  ::close(to_program[0]);
  ::close(from_program[1]);
  input_ = to_program[1];
  output_ = from_program[0];
}

RunningProgram::~RunningProgram() {
  close_input();
  close_output();
  if (process_ <= 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

void RunningProgram::write(const std::string& text) {
  [[maybe_unused]] const ssize_t written = ::write(input_, text.data(), text.size());
}

std::string RunningProgram::read_until(const std::string& end) {
  std::array<char, 4096> block{};
  while (true) {
    const std::size_t found = read_.find(end);
    if (found != std::string::npos) {
      std::string text = read_.substr(0, found + end.size());
      read_.erase(0, found + end.size());
      return text;
    }
    pollfd waiting{output_, POLLIN, 0};
    const ssize_t count = ::poll(&waiting, 1, read_timeout_ms) > 0 ? ::read(output_, block.data(), block.size()) : 0;
    if (count <= 0) return std::exchange(read_, {});
    read_.append(block.data(), static_cast<std::size_t>(count));
  }
}

void RunningProgram::close_input() {
  if (input_ >= 0) ::close(std::exchange(input_, -1));
}

void RunningProgram::close_output() {
  if (output_ >= 0) ::close(std::exchange(output_, -1));
}

void RunningProgram::send_signal(int signal) { ::kill(process_, signal); }

int RunningProgram::wait() {
  int wait_status = 0;
  ::waitpid(std::exchange(process_, -1), &wait_status, 0);
  return status_of(wait_status);
}

}  // namespace cairn::shell
