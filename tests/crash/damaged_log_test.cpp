// A log that lost what was durable is refused by name; one that lost only its torn end is not.
#include "storage/graph_store.h"
#include "tests/crash/numbered_commits.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

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

TEST(DamagedLog, ATornEndIsDropped) {
  for (const std::size_t missing : {1, 20, 90}) {
    const KilledDatabase database;
    std::string bytes = database.content();
    bytes.resize(bytes.size() - missing);
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
