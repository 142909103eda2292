// Kill a writing process at random moments: everything it acknowledged is there, nothing half-done is.
// The first argument of the program is the folder of the programs that are killed.
#include "storage/graph_store.h"
#include "tests/crash/killed_program.h"
#include "tests/crash/numbered_commits.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>

namespace cairn::storage::testing {
namespace {

int rounds() {
  const char* asked = std::getenv("CAIRN_KILL_ROUNDS");
  return asked == nullptr ? 200 : std::atoi(asked);
}

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
    const KilledProgram writer("kill_writer", directory->file("db"));
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
  const std::filesystem::path own = arguments[0];
  cairn::storage::testing::set_killed_programs_folder(count > 1 ? arguments[1] : own.parent_path().string());
  return RUN_ALL_TESTS();
}
