// Counts by label are in the store until they are asked for, and what a commit writes is what they were and what has
// changed.
#include "storage/statistics.h"

#include "storage/commit_record.h"
#include "storage/meta_codec.h"
#include "storage/store.h"
#include "storage/version_loader.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>

#include <random>
#include <tuple>

namespace cairn::storage::testing {
namespace {

// A store of nothing but counts by label, and those it should have.
class LabelCountsTest : public ::testing::Test {
 protected:
  using Key = std::tuple<TypeToken, Direction, LabelToken>;

  void SetUp() override { store_ = must(Store::open(":memory:", {})); }

  void add(StatisticsEditor& editor, LabelToken label, TypeToken type, Direction direction, std::int64_t difference) {
    editor.add_relationships(label, type, direction, difference);
    for (const TypeToken each : {type, no_token}) {
      std::uint64_t& expected = expected_[{each, direction, label}];
      expected += static_cast<std::uint64_t>(difference);
    }
  }

  // Writes what was touched; `statistics_` becomes what a Version would have.
  void commit(StatisticsEditor& editor) {
    const StoreViewPtr before = store_->view();
    CommitRecordBuilder record;
    for (const CountKey& count : editor.touched()) {
      if (count.kind != CountKey::Kind::RelationshipsWithLabels) continue;
      const auto page = must(editor.complete(count, *before));
      if (page == nullptr) continue;
      const std::string value = encode_label_counts(count.label, page->counts);
      if (value.empty()) {
        record.remove(Family::Statistics, statistics_key(count));
      } else {
        record.put(Family::Statistics, statistics_key(count), value);
      }
    }
    statistics_ = editor.committed();
    const std::string bytes = record.finish({.number = ++commits_, .instant_us = 1});
    must(store_->write(CommitRecordView::parse(bytes).value()));
  }

  void expect_counts(const Statistics& statistics, const StoreView& view) const {
    for (const auto& [key, expected] : expected_) {
      const auto& [type, direction, label] = key;
      ASSERT_EQ(must(statistics.relationships(label, type, direction, view)), expected)
          << type << ' ' << label << ' ' << static_cast<int>(direction);
    }
  }

  std::size_t pages_in_memory(const Statistics& statistics) const {
    std::set<std::shared_ptr<const CountPage>> pages;
    for (const auto& [key, expected] : expected_) {
      pages.insert(statistics.count_page(std::get<0>(key), std::get<1>(key), std::get<2>(key)));
    }
    pages.erase(nullptr);
    return pages.size();
  }

  std::unique_ptr<Store> store_;
  Statistics statistics_;
  std::map<Key, std::uint64_t> expected_;
  CommitNumber commits_ = 0;
};

TEST_F(LabelCountsTest, AreTheSameReadOrNot) {
  std::mt19937 random(7);
  const auto below = [&](std::uint32_t bound) { return static_cast<std::uint32_t>(random() % bound); };
  for (int round = 0; round < 60; ++round) {
    if (below(4) == 0) {
      // As after opening: the types are known, their pages are not.
      StatisticsEditor opened{Statistics()};
      for (TypeToken type = 1; type <= 5; ++type) opened.add_relationships(type, 1);
      statistics_ = opened.snapshot();
    }
    StatisticsEditor editor(statistics_);
    for (int statement = 0; statement < 3; ++statement) {
      const Statistics savepoint = editor.snapshot();
      const auto expected_before = expected_;
      for (int i = 0; i < 30; ++i) {
        const LabelToken label = 1 + below(200);
        const TypeToken type = 1 + below(5);
        const Direction direction = below(2) == 0 ? Direction::Outgoing : Direction::Incoming;
        const std::uint64_t there = expected_[{type, direction, label}];
        add(editor, label, type, direction, there > 0 && below(2) == 0 ? -static_cast<std::int64_t>(there) : 3);
      }
      if (below(3) == 0) {
        editor.restore(savepoint);
        expected_ = expected_before;
      }
      if (below(2) == 0) expect_counts(editor.current(), *store_->view());
    }
    commit(editor);
    expect_counts(statistics_, *store_->view());
  }
}

TEST_F(LabelCountsTest, OfEarlierVersionsStayWhatTheyWere) {
  StatisticsEditor first{Statistics()};
  first.add_relationships(1, 1);
  add(first, 1, 1, Direction::Outgoing, 5);
  commit(first);
  StatisticsEditor reopened{Statistics()};
  reopened.add_relationships(1, 1);
  const Statistics old = reopened.snapshot();
  const StoreViewPtr old_view = store_->view();
  const auto old_expected = expected_;
  StatisticsEditor second(old);
  add(second, 1, 1, Direction::Outgoing, 2);
  commit(second);
  expect_counts(statistics_, *store_->view());
  expected_ = old_expected;
  expect_counts(old, *old_view);
}

TEST_F(LabelCountsTest, AreLetGoWhenThereAreTooMany) {
  StatisticsEditor editor{Statistics()};
  for (TypeToken type = 1; type <= 20; ++type) editor.add_relationships(type, 1);
  Statistics types_only = editor.snapshot();
  for (int round = 0; round < 2; ++round) {
    StatisticsEditor more(round == 0 ? types_only : statistics_);
    // 20 types and their sums, two directions, 400 pages each.
    for (TypeToken type = 1; type <= 20; ++type) {
      for (LabelToken page = 0; page < 400; ++page) {
        for (const Direction direction : {Direction::Outgoing, Direction::Incoming}) {
          add(more, page * labels_per_count_page + type, type, direction, type);
        }
      }
    }
    commit(more);
    EXPECT_EQ(pages_in_memory(statistics_), 0U);
  }
  EXPECT_EQ(statistics_.type(3)->relationships, 1U);
  expect_counts(statistics_, *store_->view());
  // Reading brought some in again, but no more than there may be.
  const std::size_t kept = pages_in_memory(statistics_);
  EXPECT_GT(kept, 10'000U);
  EXPECT_LT(kept, 16'800U);
  StatisticsEditor last(statistics_);
  add(last, 1, 1, Direction::Outgoing, 1);
  commit(last);
  EXPECT_EQ(pages_in_memory(statistics_), 0U);
  expect_counts(statistics_, *store_->view());
}

// Writes `record` as a later commit, behind the back of GraphStore.
void write_behind(const std::string& path, CommitRecordBuilder& record) {
  auto store = must(Store::open(path, {}));
  const std::string bytes = record.finish({.number = 2, .instant_us = 2});
  must(store->write(CommitRecordView::parse(bytes).value()));
  must(store->close());
}

// (:A)-[:T]->(:A:B), (:A)-[:U]->(:A)
void make_database(const std::string& path) {
  auto store = open_store(path);
  auto transaction = must(store->begin_write());
  const std::vector<LabelToken> labels = {transaction->label("A"), transaction->label("B")};
  const NodeId first = must(transaction->create_node(std::span(labels).first(1), {}));
  const NodeId second = must(transaction->create_node(labels, {}));
  must(transaction->create_relationship(transaction->type("T"), first, second, {}));
  must(transaction->create_relationship(transaction->type("U"), first, first, {}));
  must(transaction->commit());
  transaction.reset();
  must(store->close());
}

TEST(LabelCounts, ThatAreDamagedFailOnlyWhatNeedsThem) {
  const TemporaryDirectory directory;
  make_database(directory.file("db"));
  CommitRecordBuilder record;
  record.put(Family::Statistics, statistics_key(count_page_key(1, Direction::Incoming, 2)), "\x01\x02");
  write_behind(directory.file("db"), record);
  auto store = open_store(directory.file("db"));
  auto reader = store->read(store->durable());
  EXPECT_EQ(must(reader->relationships(1, 1, Direction::Outgoing)), 1U);
  EXPECT_EQ(reader->relationships(2, 1, Direction::Incoming).error().detail, "Damaged");
  {
    auto transaction = must(store->begin_write());
    must(transaction->create_relationship(transaction->type("T"), 0, 1, {}));
    EXPECT_EQ(transaction->commit().error().detail, "Damaged");
  }
  EXPECT_EQ(store->durable()->statistics.relationships(), 2U);
  auto transaction = must(store->begin_write());
  must(transaction->create_relationship(transaction->type("U"), 0, 0, {}));
  must(transaction->commit());
  transaction.reset();
  EXPECT_EQ(must(store->read(store->durable())->relationships(1, no_token, Direction::Incoming)), 3U);
}

TEST(LabelCounts, AreReadOnceAfterOpening) {
  const TemporaryDirectory directory;
  make_database(directory.file("db"));
  const auto store = open_store(directory.file("db"), {.read_only = true});
  const VersionPtr version = store->durable();
  for (const TypeToken type : {no_token, TypeToken{1}}) {
    EXPECT_EQ(version->statistics.count_page(type, Direction::Outgoing, 1), nullptr);
    must(store->read(version)->relationships(1, type, Direction::Outgoing));
    EXPECT_NE(version->statistics.count_page(type, Direction::Outgoing, 1), nullptr);
  }
}

TEST(LabelCounts, OfTheFirstFormatAreBroughtIntoPagesWithSums) {
  const TemporaryDirectory directory;
  make_database(directory.file("db"));
  CommitRecordBuilder record;
  record.put(Family::Meta, meta_format, encode(FormatMark{.format = 1, .writer = "cairn 0"}));
  for (const Direction direction : {Direction::Outgoing, Direction::Incoming}) {
    record.remove(Family::Statistics, statistics_key(count_page_key(no_token, direction, 1)));
  }
  // One page as two single counts: type, label, direction.
  record.remove(Family::Statistics, statistics_key(count_page_key(1, Direction::Incoming, 1)));
  const std::string of_type(std::string("\x02\0\0\0\x01", 5));
  record.put(Family::Statistics, of_type + std::string("\0\0\0\x01\x01", 5), "\x01\x01");
  record.put(Family::Statistics, of_type + std::string("\0\0\0\x02\x01", 5), "\x01\x01");
  write_behind(directory.file("db"), record);
  const auto refused = GraphStore::open(directory.file("db"), {.read_only = true});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().detail, "OldFormat");
  auto store = open_store(directory.file("db"));
  EXPECT_EQ(must(store->info()).format_version, format_version);
  auto reader = store->read(store->durable());
  EXPECT_EQ(must(reader->relationships(1, 1, Direction::Incoming)), 1U);
  EXPECT_EQ(must(reader->relationships(2, 1, Direction::Incoming)), 1U);
  EXPECT_EQ(must(reader->relationships(1, no_token, Direction::Incoming)), 2U);
  EXPECT_EQ(must(reader->relationships(1, no_token, Direction::Both)), 4U);
  reader.reset();
  EXPECT_TRUE(must(store->check()).clean());
}

}  // namespace
}  // namespace cairn::storage::testing
