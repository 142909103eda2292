#include "tests/crash/killed_program.h"

#include <gtest/gtest.h>

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

namespace cairn::storage::testing {

namespace {

std::string& programs_folder() {
  static std::string folder;
  return folder;
}

}  // namespace

void set_killed_programs_folder(std::string folder) { programs_folder() = std::move(folder); }

KilledProgram::KilledProgram(const std::string& name, const std::string& argument) {
  const std::string program = programs_folder() + "/" + name;
  int ends[2];
  if (::pipe(ends) != 0) std::abort();
  process_ = ::fork();
  if (process_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    ::execl(program.c_str(), program.c_str(), argument.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  answers_ = ends[0];
}

void KilledProgram::wait_for_answer() const {
  struct pollfd answer{.fd = answers_, .events = POLLIN, .revents = 0};
  ::poll(&answer, 1, 60'000);
}

std::uint64_t KilledProgram::kill() const {
  ::kill(process_, SIGKILL);
  std::uint64_t last = 0;
  std::uint64_t number = 0;
  while (::read(answers_, &number, sizeof number) == sizeof number) last = number;
  ::close(answers_);
  int status = 0;
  ::waitpid(process_, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the program ended by itself: " << status;
  return last;
}

bool acknowledge(std::uint64_t number) { return ::write(STDOUT_FILENO, &number, sizeof number) == sizeof number; }

}  // namespace cairn::storage::testing
