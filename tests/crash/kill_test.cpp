// Kill a writing process at random moments: everything it acknowledged is there, nothing half-done is.
// The first argument of the program is the path of kill_writer.
#include "storage/graph_store.h"
#include "tests/crash/numbered_commits.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>

namespace cairn::storage::testing {
namespace {

std::string writer_program;

int rounds() {
  const char* asked = std::getenv("CAIRN_KILL_ROUNDS");
  return asked == nullptr ? 200 : std::atoi(asked);
}

// A running kill_writer and what it has said so far.
class Writer {
 public:
  explicit Writer(const std::string& database) {
    int ends[2];
    if (::pipe(ends) != 0) std::abort();
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::close(ends[0]);
      ::close(ends[1]);
      ::execl(writer_program.c_str(), writer_program.c_str(), database.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    answers_ = ends[0];
  }

  // Waits until it has acknowledged something.
  void wait_for_answer() const {
    struct pollfd answer{.fd = answers_, .events = POLLIN, .revents = 0};
    ::poll(&answer, 1, 60'000);
  }

  // The last number it acknowledged before it was killed; fails if it ended by itself.
  std::uint64_t kill() {
    ::kill(process_, SIGKILL);
    std::uint64_t last = 0;
    std::uint64_t number = 0;
    while (::read(answers_, &number, sizeof number) == sizeof number) last = number;
    ::close(answers_);
    int status = 0;
    ::waitpid(process_, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the writer ended by itself: " << status;
    return last;
  }

 private:
  pid_t process_ = 0;
  int answers_ = -1;
};

TEST(Kill, LosesNothingAcknowledgedAndLeavesNothingHalfDone) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(4);
  std::mt19937_64 random(20'24);
  auto directory = std::make_unique<TemporaryDirectory>();
  std::uint64_t known = 0;
  int round = 0;
  for (; round < rounds() && std::chrono::steady_clock::now() < deadline; ++round) {
    if (round % 40 == 0) {
      directory = std::make_unique<TemporaryDirectory>();
      known = 0;
    }
    Writer writer(directory->file("db"));
    // Every fourth is killed while it opens the database, or soon after.
    if (round % 4 != 0) writer.wait_for_answer();
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 60'000));
    known = std::max(known, writer.kill());
    const auto store = GraphStore::open(directory->file("db"), {.memory_bytes = std::uint64_t{8} << 20U});
    ASSERT_TRUE(store) << "round " << round << ": " << to_string(store.error());
    const std::uint64_t recovered = last_number(**store);
    ASSERT_GE(recovered, known) << "round " << round;
    ASSERT_EQ(judge(**store), "") << "round " << round;
    known = recovered;
  }
  EXPECT_EQ(round, rounds()) << "only so many rounds in four minutes";
  EXPECT_GT(known, 0U);
}

}  // namespace
}  // namespace cairn::storage::testing

int main(int count, char** arguments) {
  ::testing::InitGoogleTest(&count, arguments);
  if (count > 1) {
    cairn::storage::testing::writer_program = arguments[1];
  } else {
    cairn::storage::testing::writer_program = std::filesystem::path(arguments[0]).parent_path() / "kill_writer";
  }
  return RUN_ALL_TESTS();
}
