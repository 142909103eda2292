// Databases of every released format are read, whatever this program writes itself.
#include "tests/storage/golden_graph.h"

#include "storage/format.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>

namespace cairn::storage::testing {
namespace {

// The program runs in the root of the project.
const std::filesystem::path golden_folder = "tests/storage/golden";

TEST(Golden, EveryReleasedFormatIsKept) {
  for (std::uint32_t format = 1; format <= format_version; ++format) {
    EXPECT_TRUE(std::filesystem::exists(golden_folder / ("format" + std::to_string(format)) / "CURRENT")) << format;
  }
}

TEST(Golden, EveryKeptDatabaseIsReadAndWritten) {
  for (const auto& entry : std::filesystem::directory_iterator(golden_folder)) {
    if (!entry.is_directory()) continue;
    SCOPED_TRACE(entry.path());
    const bool has_schema = entry.path().filename().string().find("-schema") != std::string::npos;
    const auto judge = has_schema ? judge_golden_schema : judge_golden;
    const TemporaryDirectory directory;
    std::filesystem::copy(entry.path(), directory.file("db"), std::filesystem::copy_options::recursive);
    const bool is_old = !entry.path().filename().string().starts_with("format" + std::to_string(format_version));
    if (is_old) {
      // Reading alone cannot upgrade it.
      const auto refused = GraphStore::open(directory.file("db"), {.read_only = true});
      ASSERT_FALSE(refused);
      EXPECT_EQ(refused.error().detail, "OldFormat");
      must(open_store(directory.file("db"))->close());
    }
    auto store = open_store(directory.file("db"), {.read_only = true});
    EXPECT_EQ(judge(*store), "");
    must(store->close());
    store = open_store(directory.file("db"));
    EXPECT_EQ(judge(*store), "");
    if (has_schema) {
      EXPECT_EQ(judge_golden_rules(*store), "");
    }
    auto transaction = must(store->begin_write());
    create_node(*transaction, "New");
    must(transaction->commit());
    transaction.reset();
    EXPECT_TRUE(must(store->check()).clean());
  }
}

TEST(Golden, TheDatabasesAreWhatThisProgramMakes) {
  auto store = open_store();
  fill_golden(*store);
  EXPECT_EQ(judge_golden(*store), "");
  store = open_store();
  fill_golden_schema(*store);
  EXPECT_EQ(judge_golden_schema(*store), "");
  EXPECT_EQ(judge_golden_rules(*store), "");
}

}  // namespace
}  // namespace cairn::storage::testing
