// A log that lost what was durable is refused by name; one that lost only its torn end is not.
#include "storage/graph_store.h"
#include "tests/crash/numbered_commits.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <thread>

namespace cairn::storage::testing {
namespace {

namespace fs = std::filesystem;

// A database as a killed process leaves it: ten commits in its log.
class KilledDatabase {
 public:
  KilledDatabase() {
    auto store = open_store(directory_.file("live"));
    for (int i = 0; i < 10; ++i) must(commit_next(*store));
    fs::copy(directory_.file("live"), path(), fs::copy_options::recursive);
  }

  std::string path() const { return directory_.file("killed"); }

  // The log that holds the commits.
  fs::path log() const {
    fs::path largest;
    for (const auto& entry : fs::directory_iterator(path())) {
      if (entry.path().extension() != ".log") continue;
      if (largest.empty() || entry.file_size() > fs::file_size(largest)) largest = entry.path();
    }
    return largest;
  }

  std::string content() const {
    std::ifstream file(log(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  void set_content(const std::string& bytes) const {
    std::ofstream(log(), std::ios::binary | std::ios::trunc) << bytes;
  }

  // Where the record of a commit begins: the mark in it says its number.
  std::size_t offset_of(CommitNumber number) const {
    const std::string bytes = content();
    std::string mark = "cairn\x01";
    for (unsigned i = 0; i < 8; ++i) mark.push_back(static_cast<char>(number >> (8 * i)));
    return bytes.find(mark);
  }

 private:
  TemporaryDirectory directory_;
};

TEST(DamagedLog, OpensAfterAKillWithoutDamage) {
  const KilledDatabase database;
  for (const bool read_only : {true, false}) {
    auto store = open_store(database.path(), {.read_only = read_only});
    EXPECT_EQ(store->durable()->number, 10U);
    EXPECT_EQ(judge(*store), "");
    must(store->close());
  }
}

TEST(DamagedLog, IsRefusedWithFileAndOffsetAndOpenedBySalvage) {
  const KilledDatabase database;
  std::string bytes = database.content();
  const std::size_t at = database.offset_of(6) + 30;
  bytes[at] = static_cast<char>(bytes[at] ^ 1);
  database.set_content(bytes);
  for (const bool read_only : {true, false}) {
    const auto refused = GraphStore::open(database.path(), {.read_only = read_only});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().detail, "DamagedLog");
    EXPECT_NE(refused.error().message.find(database.log().filename().string()), std::string::npos);
    EXPECT_NE(refused.error().message.find("commits 6 to 9"), std::string::npos) << refused.error().message;
  }
  EXPECT_EQ(database.content(), bytes) << "refusing changes nothing";
  OpenOptions salvage;
  salvage.salvage = true;
  auto store = open_store(database.path(), salvage);
  EXPECT_EQ(store->durable()->number, 5U);
  EXPECT_EQ(judge(*store), "");
  EXPECT_TRUE(commit_next(*store));
  must(store->close());
  EXPECT_EQ(open_store(database.path())->durable()->number, 6U);
}

TEST(DamagedLog, IsNotReplacedByANewDatabaseWhenItsFirstCommitIsLost) {
  const KilledDatabase database;
  fs::remove(database.log());
  OpenOptions salvage;
  salvage.salvage = true;
  const auto store = GraphStore::open(database.path(), salvage);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().detail, "Damaged");
}

// What happens to the oldest log of a database that also has tables.
enum class LogDamage { Flipped, Removed };

class DamagedOldLog : public ::testing::TestWithParam<LogDamage> {};
INSTANTIATE_TEST_SUITE_P(DamagedLog, DamagedOldLog, ::testing::Values(LogDamage::Flipped, LogDamage::Removed));

TEST_P(DamagedOldLog, IsOpenedBySalvageAlsoWhenTablesHoldLaterCommits) {
  const TemporaryDirectory directory;
  auto live = open_store(directory.file("live"), {.memory_bytes = std::uint64_t{8} << 20U});
  const auto has_table = [&] {
    for (const auto& entry : fs::directory_iterator(directory.file("live"))) {
      if (entry.path().extension() == ".sst") return true;
    }
    return false;
  };
  // Enough properties of nodes that their family is written to a table, and hardly anything of the others.
  const Value text = Value::string(std::string(50'000, 'x'));
  const auto commit_large = [&] {
    auto transaction = must(live->begin_write());
    const PropertyEntry entry{transaction->key("text"), text.view()};
    must(transaction->create_node({}, std::span(&entry, 1)));
    must(transaction->commit());
  };
  for (int i = 0; i < 200 && !has_table(); ++i) commit_large();
  ASSERT_TRUE(has_table());
  std::this_thread::sleep_for(std::chrono::milliseconds(300));  // until the table is finished
  for (int i = 0; i < 8; ++i) commit_large();
  // A file may go in the middle of the copy.
  std::error_code failure = std::make_error_code(std::errc::no_such_file_or_directory);
  for (int i = 0; i < 20 && failure; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    fs::remove_all(directory.file("killed"));
    fs::copy(directory.file("live"), directory.file("killed"), fs::copy_options::recursive, failure);
  }
  ASSERT_FALSE(failure);

  fs::path oldest;
  for (const auto& entry : fs::directory_iterator(directory.file("killed"))) {
    if (entry.path().extension() == ".log" && entry.file_size() > 0 && (oldest.empty() || entry.path() < oldest))
      oldest = entry.path();
  }
  if (GetParam() == LogDamage::Removed) {
    fs::remove(oldest);
  } else {
    std::fstream log(oldest, std::ios::in | std::ios::out | std::ios::binary);
    log.seekp(static_cast<std::streamoff>(fs::file_size(oldest) / 2));
    log.put('\xAA');
  }
  OpenOptions salvage;
  salvage.salvage = true;
  auto store = open_store(directory.file("killed"), salvage);
  EXPECT_GE(store->durable()->number, 1U);
  EXPECT_LE(store->durable()->number, live->durable()->number);
  EXPECT_TRUE(must(store->check()).clean());
}

TEST(DamagedLog, ATornEndIsDropped) {
  for (const std::size_t missing : {1U, 20U, 90U}) {
    const KilledDatabase database;
    std::string bytes = database.content();
    bytes.erase(bytes.size() - missing);
    database.set_content(bytes);
    auto store = open_store(database.path());
    EXPECT_EQ(store->durable()->number, 9U);
    EXPECT_EQ(judge(*store), "");
  }
}

TEST(DamagedLog, ACutThatTookDurableCommitsIsRefusedOrNeverClaimed) {
  // A log that simply ends early says nothing about what came later: its end cannot be told from a torn one.
  const KilledDatabase database;
  std::string bytes = database.content();
  bytes.resize(database.offset_of(6) - 20);
  database.set_content(bytes);
  auto store = open_store(database.path());
  EXPECT_EQ(store->durable()->number, 5U);
  EXPECT_EQ(judge(*store), "");
}

TEST(DamagedLog, AMissingRecordInTheMiddleIsNotSteppedOver) {
  const KilledDatabase database;
  std::string bytes = database.content();
  // Cut out exactly the record of commit 6: header, batch header, tag and length stand before its mark.
  constexpr std::size_t before_mark = 7 + 12 + 2;
  const std::size_t begin = database.offset_of(6) - before_mark;
  const std::size_t end = database.offset_of(7) - before_mark;
  bytes.erase(begin, end - begin);
  database.set_content(bytes);
  const auto refused = GraphStore::open(database.path());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().detail, "DamagedLog");
}

}  // namespace
}  // namespace cairn::storage::testing
