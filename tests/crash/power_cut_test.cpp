// Cut the power at every single write, and see what is there when it comes back.
#include "storage/graph_store.h"
#include "storage/test_hooks.h"
#include "tests/crash/fault_file_system.h"
#include "tests/crash/numbered_commits.h"
#include "tests/storage/store_testing.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <thread>

namespace cairn::storage::testing {
namespace {

// A database on a disk that can fail, in a directory of its own.
class FailingDisk {
 public:
  explicit FailingDisk(bool skip_commit_sync = false) {
    hooks_->environment = make_environment(files_);
    hooks_->skip_commit_sync = skip_commit_sync;
  }

  Expected<std::unique_ptr<GraphStore>> open(Durability durability = Durability::Full) {
    OpenOptions options;
    options.memory_bytes = std::uint64_t{8} << 20U;
    options.durability = durability;
    options.test_hooks = hooks_;
    return GraphStore::open(directory_.file("db"), options);
  }

  FaultFileSystem& files() { return *files_; }

 private:
  TemporaryDirectory directory_;
  std::shared_ptr<FaultFileSystem> files_ = std::make_shared<FaultFileSystem>();
  std::shared_ptr<TestHooks> hooks_ = std::make_shared<TestHooks>();
};

// Opens, commits, closes, opens and commits again, until an error. Returns the last acknowledged commit.
std::uint64_t work(FailingDisk& disk, Durability durability = Durability::Full) {
  std::uint64_t acknowledged = 0;
  for (int sitting = 0; sitting < 2; ++sitting) {
    const auto store = disk.open(durability);
    if (!store) return acknowledged;
    for (int i = 0; i < 13; ++i) {
      const auto number = commit_next(**store);
      if (!number) break;
      acknowledged = *number;
    }
    if (!(*store)->close()) return acknowledged;
  }
  return acknowledged;
}

// What is wrong after power was cut at one operation and came back; empty if nothing is.
std::string after_power_cut(FailingDisk& disk, std::uint64_t acknowledged, UnsyncedTail tail) {
  disk.files().cut_power();
  disk.files().lose_unsynced(tail);
  auto store = disk.open();
  if (!store) return to_string(store.error());
  const std::uint64_t recovered = last_number(**store);
  if (recovered < acknowledged)
    return fmt::format("commit {} was acknowledged, {} is the last there", acknowledged, recovered);
  std::string wrong = judge(**store);
  // It must also take new commits.
  if (wrong.empty() && !commit_next(**store)) wrong = "no commit is possible any more";
  return wrong.empty() ? judge(**store) : wrong;
}

// Every n-th operation is the one at which power is cut; the environment may ask for a coarser step.
std::uint64_t step() {
  const char* rounds = std::getenv("CAIRN_POWER_CUT_STEP");
  return rounds == nullptr ? 1 : std::strtoull(rounds, nullptr, 10);
}

TEST(PowerCut, KeepsEveryAcknowledgedCommitWhereverItHappens) {
  for (const UnsyncedTail tail : {UnsyncedTail::Lost, UnsyncedTail::Half, UnsyncedTail::Garbage}) {
    const std::uint64_t stride = tail == UnsyncedTail::Lost ? step() : 4 * step();
    std::uint64_t operation = 1;
    for (;; operation += stride) {
      FailingDisk disk;
      disk.files().cut_power_at(operation);
      const std::uint64_t acknowledged = work(disk);
      const bool was_cut = disk.files().power_is_cut();
      ASSERT_EQ(after_power_cut(disk, acknowledged, tail), "")
          << "operation " << operation << " tail " << static_cast<int>(tail);
      if (!was_cut) break;
    }
    EXPECT_GT(operation, 60U) << "the work has far more operations than this";
  }
}

TEST(PowerCut, IsNoticedWhenCommitsDoNotSync) {
  // The mutant: commits that say they are durable but are not. If this finds no loss, the test above finds none either.
  std::uint64_t losses = 0;
  for (std::uint64_t operation = 1; losses == 0; operation += 3) {
    FailingDisk disk(/*skip_commit_sync=*/true);
    disk.files().cut_power_at(operation);
    const std::uint64_t acknowledged = work(disk);
    const bool was_cut = disk.files().power_is_cut();
    if (!after_power_cut(disk, acknowledged, UnsyncedTail::Lost).empty()) ++losses;
    if (!was_cut) break;
  }
  EXPECT_GT(losses, 0U);
}

TEST(PowerCut, UnderRelaxedDurabilityTakesOnlyTheLastCommitsAndTakesThemWhole) {
  for (std::uint64_t operation = 2; operation < 200; operation += 9 * step()) {
    FailingDisk disk;
    disk.files().cut_power_at(operation);
    work(disk, Durability::Relaxed);
    ASSERT_EQ(after_power_cut(disk, 0, UnsyncedTail::Half), "") << operation;
  }
}

TEST(PowerCut, UnderRelaxedDurabilityTakesNothingThatIsSecondsOld) {
  FailingDisk disk;
  auto store = must(disk.open(Durability::Relaxed));
  const std::uint64_t number = must(commit_next(*store));
  std::this_thread::sleep_for(std::chrono::seconds(5));
  disk.files().cut_power();
  static_cast<void>(store->close().has_value());
  store.reset();
  EXPECT_EQ(after_power_cut(disk, number, UnsyncedTail::Lost), "");
}

TEST(FullDisk, GivesOneClearErrorAndLeavesTheGraphAsItWas) {
  for (std::uint64_t operation = 1; operation <= 12; ++operation) {
    FailingDisk disk;
    auto store = must(disk.open());
    for (int i = 0; i < 3; ++i) must(commit_next(*store));
    disk.files().fill_disk_at(operation);
    Expected<std::uint64_t> committed = std::uint64_t{0};
    std::uint64_t acknowledged = 3;
    while (committed) {
      committed = commit_next(*store);
      if (committed) acknowledged = *committed;
    }
    EXPECT_EQ(committed.error().type, ErrorType::StorageError);
    EXPECT_EQ(committed.error().detail, "DiskFull");
    EXPECT_NE(committed.error().message.find("the disk is full"), std::string::npos);
    EXPECT_FALSE(committed.error().hint.empty());
    EXPECT_EQ(last_number(*store), acknowledged);
    EXPECT_EQ(judge(*store), "");
    const auto refused = store->begin_write();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().detail, "WritesRefused");
    static_cast<void>(store->close().has_value());
    disk.files().fill_disk_at(0);
    store = must(disk.open());
    EXPECT_GE(last_number(*store), acknowledged);
    EXPECT_EQ(judge(*store), "");
    EXPECT_TRUE(commit_next(*store));
  }
}

TEST(FullDisk, WhileMakingADatabaseGivesOneClearError) {
  for (std::uint64_t operation = 1; operation <= 20; ++operation) {
    FailingDisk disk;
    disk.files().fill_disk_at(operation);
    const auto store = disk.open();
    disk.files().fill_disk_at(0);
    if (store) continue;
    EXPECT_EQ(store.error().detail, "DiskFull") << to_string(store.error());
    const auto again = disk.open();
    ASSERT_TRUE(again) << to_string(again.error());
    EXPECT_EQ(judge(**again), "");
  }
}

TEST(FailedSync, RefusesFurtherWritesAndKeepsReadersOnWhatIsDurable) {
  FailingDisk disk;
  auto store = must(disk.open());
  must(commit_next(*store));
  disk.files().cut_power_at(2);  // the first operation writes the commit to the log, the second syncs it
  const auto committed = commit_next(*store);
  ASSERT_FALSE(committed);
  EXPECT_EQ(committed.error().type, ErrorType::StorageError);
  EXPECT_EQ(store->latest()->number, 2U) << "writing must succeed and only syncing fail";
  EXPECT_EQ(store->durable()->number, 1U);
  EXPECT_EQ(judge(*store), "");
  EXPECT_EQ(store->begin_write().error().detail, "WritesRefused");
}

TEST(FailedWrite, RefusesFurtherWritesAndKeepsReadersOnWhatIsDurable) {
  FailingDisk disk;
  auto store = must(disk.open());
  must(commit_next(*store));
  disk.files().cut_power();
  const auto committed = commit_next(*store);
  ASSERT_FALSE(committed);
  EXPECT_EQ(committed.error().type, ErrorType::StorageError);
  EXPECT_NE(committed.error().message.find("opened again"), std::string::npos);
  EXPECT_EQ(store->durable()->number, 1U);
  EXPECT_EQ(judge(*store), "");
  EXPECT_EQ(store->begin_write().error().detail, "WritesRefused");
}

}  // namespace
}  // namespace cairn::storage::testing
