// Kill a process at random moments while it builds an index or a constraint: it is there whole or not at all.
#include "storage/graph_store.h"
#include "tests/crash/killed_program.h"
#include "tests/crash/rule_cycle.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <chrono>
#include <random>
#include <set>
#include <string>
#include <thread>

namespace cairn::storage::testing {
namespace {

constexpr int rounds = 40;

// The tables in the folder that the database does not know of.
std::set<std::string> unknown_tables(const std::string& path) {
  std::vector<std::string> families;
  EXPECT_TRUE(rocksdb::DB::ListColumnFamilies({}, path, &families).ok());
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (const std::string& family : families) descriptors.emplace_back(family, rocksdb::ColumnFamilyOptions());
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::OpenForReadOnly({}, path, descriptors, &handles, &opened);
  EXPECT_TRUE(status.ok()) << status.ToString();
  if (!status.ok()) return {};
  const std::unique_ptr<rocksdb::DB> database(opened);
  std::vector<rocksdb::LiveFileMetaData> known;
  database->GetLiveFilesMetaData(&known);
  for (rocksdb::ColumnFamilyHandle* handle : handles) database->DestroyColumnFamilyHandle(handle);
  std::set<std::string> names;
  for (const auto& file : std::filesystem::recursive_directory_iterator(path)) {
    if (file.path().extension() == ".sst") names.insert(file.path().filename().string());
  }
  for (const rocksdb::LiveFileMetaData& file : known) names.erase(file.relative_filename);
  return names;
}

TEST(IndexBuildKill, LeavesIndexesWholeOrNotAtAllAndNoFiles) {
  std::mt19937_64 random(77);
  const TemporaryDirectory directory;
  const std::string path = directory.file("db");
  auto store = must(open_for_rules(path));
  fill_for_rules(*store);
  must(store->close());
  int state = 0;
  std::uint64_t acknowledged = 0;
  int cut_short = 0;
  for (int round = 0; round < rounds; ++round) {
    const KilledProgram builder("kill_builder", path);
    // Every fourth is killed while it opens the database, or soon after.
    if (round % 4 != 0) builder.wait_for_answer();
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 50'000));
    const std::uint64_t done = builder.kill();
    acknowledged += done;
    const std::filesystem::path building = path + "/building";
    cut_short += std::filesystem::exists(building) && !std::filesystem::is_empty(building) ? 1 : 0;
    store = must(open_for_rules(path));
    const int found = rule_state(*store);
    const auto least = static_cast<int>((static_cast<std::uint64_t>(state) + done) % rule_states);
    ASSERT_TRUE(found == least || found == (least + 1) % rule_states)
        << "round " << round << ": state " << found << " after " << done << " steps from " << state;
    ASSERT_EQ(judge_rules(*store), "") << "round " << round;
    EXPECT_FALSE(std::filesystem::exists(building)) << round;
    must(store->close());
    ASSERT_EQ(unknown_tables(path), std::set<std::string>()) << "round " << round;
    state = found;
  }
  RecordProperty("acknowledged", static_cast<int>(acknowledged));
  RecordProperty("cut_short", cut_short);
  EXPECT_GT(acknowledged, static_cast<std::uint64_t>(rounds)) << "too few builds for their number to say something";
  EXPECT_GT(cut_short, rounds / 8) << "too few were killed while they built";
}

}  // namespace
}  // namespace cairn::storage::testing
