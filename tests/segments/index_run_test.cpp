// Runs of indexes: what one holds, what a slot says at each version, and that seeks and walks are the same with and
// without them while the graph changes.

#include "storage/graph_store.h"
#include "storage/index_key.h"
#include "storage/memory_budget.h"
#include "storage/segments/index_run_slot.h"
#include "storage/test_hooks.h"
#include "storage/varint.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

namespace cairn::storage {
namespace {

using Entries = std::map<std::string, std::set<EntityId>>;

std::string encoded(std::int64_t value) {
  std::string bytes;
  append_integer(bytes, value);
  return bytes;
}

std::string text(std::string_view value) {
  std::string bytes;
  append_string(bytes, value);
  return bytes;
}

std::string key_of(std::string_view value) {
  std::string key;
  append_index_key(key, ValueView::trusted(value), CutKeys::Hashed);
  return key;
}

IndexRun run_of(const Entries& entries) {
  IndexRun::Builder builder;
  for (const auto& [key, entities] : entries) {
    for (const EntityId entity : entities) builder.add(key, entity);
  }
  return IndexRun(builder);
}

// Compares a run with what it was made of, also where keys are sought that it has not.
void expect_holds(const Entries& entries) {
  const IndexRun run = run_of(entries);
  ASSERT_EQ(run.keys(), entries.size());
  std::size_t place = 0;
  for (const auto& [key, entities] : entries) {
    std::string own;
    run.key(place, own);
    EXPECT_EQ(own, key);
    EXPECT_EQ(run.find(key), place);
    std::vector<EntityId> found;
    run.append_entities(place, found);
    EXPECT_EQ(std::set<EntityId>(found.begin(), found.end()), entities);
    for (const std::string& near : {key + '\0', key.substr(0, key.size() - 1), key.substr(0, key.size() / 2),
                                    key + "\xFF", key.substr(0, 1) + '\xFF', std::string()}) {
      const auto expected = std::distance(entries.begin(), entries.lower_bound(near));
      EXPECT_EQ(run.lower_bound(near), static_cast<std::size_t>(expected));
      EXPECT_EQ(run.find(near).has_value(), entries.contains(near));
    }
    ++place;
  }
}

TEST(IndexRunTest, HoldsKeysOfEveryShape) {
  expect_holds({});
  expect_holds({{key_of(encoded(7)), {1, 5, 9}}});
  expect_holds({{key_of(text("")), {0}}, {key_of(text("a")), {3}}});
  Entries numbers;
  Entries far_numbers;
  Entries words;
  Entries long_words;
  Entries mixed;
  for (std::int64_t i = 0; i < 300; ++i) {
    numbers[key_of(encoded(i - 100))].insert(static_cast<EntityId>(i));
    far_numbers[key_of(encoded(i * i * i * 4'000'000'037))] = {static_cast<EntityId>(i), 1U << 30U};
    words[key_of(text(fmt::format("{}", i)))].insert(static_cast<EntityId>(i));
    long_words[key_of(text(fmt::format("a common beginning {:09}", i)))].insert(static_cast<EntityId>(300 - i));
    mixed[key_of(i % 2 == 0 ? encoded(i) : text(std::string(static_cast<std::size_t>(i % 7), 'x')))].insert(
        static_cast<EntityId>(i));
  }
  for (const Entries& entries : {numbers, far_numbers, words, long_words, mixed}) expect_holds(entries);
}

TEST(IndexRunTest, NumbersTakeAFewBytesEach) {
  Entries numbers;
  for (std::int64_t i = 0; i < 4096; ++i) numbers[key_of(encoded(1'000'000 + i))] = {static_cast<EntityId>(i)};
  EXPECT_LT(run_of(numbers).memory_bytes(), 4096U * 11U);
}

// A store whose readers use runs after the first miss, and one whose readers never do, get the same changes; answers at
// every version are compared.
class IndexRunsTest : public testing::Test {
 protected:
  static std::unique_ptr<GraphStore> open(std::uint32_t misses_to_build, bool background, std::uint64_t bytes_max) {
    auto hooks = std::make_shared<TestHooks>();
    hooks->segment_misses_to_build = misses_to_build;
    hooks->segments_in_background = background;
    OpenOptions options;
    options.segment_bytes_max = bytes_max;
    options.memory_budget = std::make_shared<MemoryBudget>(std::uint64_t{64} << 20U);
    options.test_hooks = hooks;
    return std::move(*GraphStore::open(":memory:", options));
  }

  // The value of a node, as `rank` says: few values with many nodes, many values with few, numbers, strings, long ones.
  std::string value(std::uint64_t rank) const {
    switch (rank % 5) {
      case 0: return encoded(static_cast<std::int64_t>(rank % 3));
      case 1: return encoded(static_cast<std::int64_t>(rank * 7919));
      case 2: return text(fmt::format("name {}", rank));
      case 3: return text(std::string(300, 'x') + std::to_string(rank % 40));
      default: return text(std::to_string(rank % 11));
    }
  }

  void write(std::uint64_t seed, std::size_t changes) {
    for (const auto& store : {with_.get(), without_.get()}) {
      std::mt19937_64 random(seed);
      auto transaction = std::move(*store->begin_write());
      const LabelToken label = transaction->label("L");
      const KeyToken key = transaction->key("k");
      const KeyToken number = transaction->key("n");
      if (indexes_.empty() || store == without_.get()) {
        if (transaction->base()->schema->indexes().empty()) {
          const std::array keys{key, number};
          indexes_ = {*transaction->create_index("one", EntityKind::Node, label, std::span(keys).first(1)),
                      *transaction->create_index("two", EntityKind::Node, label, keys)};
          const auto made = transaction->create_constraint("unique", ConstraintKind::Unique, EntityKind::Node, label,
                                                           std::span(&number, 1));
          ASSERT_TRUE(made) << made.error().detail;
        }
      }
      NodeId bound = transaction->base()->node_id_bound;
      for (std::size_t i = 0; i < changes; ++i) {
        const std::uint64_t what = random() % 10;
        const std::string bytes = value(random() % 5000);
        const std::string unique = encoded(static_cast<std::int64_t>(seed * 1'000'000 + i));
        if (what < 5 || bound == 0) {
          const std::array<PropertyEntry, 2> properties{
              PropertyEntry{.key = key, .value = ValueView::trusted(bytes)},
              PropertyEntry{.key = number, .value = ValueView::trusted(unique)}};
          ASSERT_TRUE(transaction->create_node(std::span(&label, 1), properties));
          ++bound;
        } else if (what < 8) {
          static_cast<void>(
              transaction->set_property(EntityKind::Node, random() % bound, key, ValueView::trusted(bytes)));
        } else if (what == 8) {
          static_cast<void>(
              transaction->set_property(EntityKind::Node, random() % bound, number, ValueView::trusted(unique)));
        } else {
          static_cast<void>(transaction->delete_node(random() % bound));
        }
      }
      ASSERT_TRUE(transaction->commit());
    }
  }

  static std::vector<EntityId> walk(Reader& reader, IndexId index, const IndexBounds& bounds, std::size_t step) {
    std::vector<EntityId> all;
    std::vector<EntityId> piece(step);
    IndexPosition position;
    while (!position.finished) {
      const auto count = reader.index_range(index, bounds, position, piece);
      EXPECT_TRUE(count);
      all.insert(all.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(*count));
    }
    return all;
  }

  void compare(Reader& with, Reader& without, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::vector<IndexId> all = indexes_;
    for (const auto& index : with.schema().indexes()) {
      if (index->unique) all.push_back(index->id);
    }
    for (const IndexId index : all) {
      for (int i = 0; i < 12; ++i) {
        const std::string a = value(random() % 5000);
        const std::string b =
            random() % 2 == 0 ? value(random() % 5000) : encoded(static_cast<std::int64_t>(random() % 9'000'000));
        const ValueView lower = ValueView::trusted(a);
        const ValueView upper = ValueView::trusted(b);
        IndexBounds bounds;
        const std::uint64_t shape = random() % 5;
        if (shape == 0) bounds.equal = std::span(&lower, 1);
        if (shape == 1 || shape == 2) bounds.lower = lower;
        if (shape == 2 || shape == 3) bounds.upper = upper;
        if (shape == 1) bounds.lower_inclusive = false;
        if (shape == 4) bounds.string_prefix = "name 1";
        const std::size_t step = random() % 2 == 0 ? 1024 : 1 + random() % 40;
        ASSERT_EQ(walk(with, index, bounds, step), walk(without, index, bounds, step)) << index << " shape " << shape;
      }
      ASSERT_EQ(walk(with, index, {}, 100), walk(without, index, {}, 100));
      if (with.schema().find_index(index)->keys.size() != 1) continue;
      std::vector<std::string> bytes;
      for (int i = 0; i < 60; ++i) {
        bytes.push_back(i % 2 == 0 ? value(random() % 5000)
                                   : encoded(static_cast<std::int64_t>(random() % 20 * 1'000'000 + random() % 500)));
      }
      std::vector<ValueView> values;
      for (const std::string& each : bytes) values.push_back(ValueView::trusted(each));
      IndexMatches found;
      IndexMatches expected;
      ASSERT_TRUE(with.index_seek_many(index, values, found));
      ASSERT_TRUE(without.index_seek_many(index, values, expected));
      ASSERT_EQ(found.entities, expected.entities);
      ASSERT_EQ(found.offsets, expected.offsets);
    }
  }

  void compare_at_every_version(std::uint64_t first_seed, bool background, std::uint64_t bytes_max) {
    with_ = open(1, background, bytes_max);
    without_ = open(1'000'000'000, false, 0);
    std::vector<std::pair<VersionPtr, VersionPtr>> versions;
    write(first_seed, 6000);
    for (std::uint64_t round = 1; round <= 8; ++round) {
      versions.emplace_back(with_->durable(), without_->durable());
      const auto before = with_->read(with_->durable());
      const auto before_without = without_->read(without_->durable());
      // What it asks for now it may hold on to while the graph changes.
      compare(*before, *before_without, round);
      if (HasFatalFailure()) return;
      write(first_seed + round, round % 4 == 0 ? 2500 : 150);
      compare(*before, *before_without, round + 1000);
      const auto& [with, without] = versions[round * 5 % versions.size()];
      compare(*with_->read(with), *without_->read(without), round * 77);
      if (HasFatalFailure()) return;
    }
  }

  std::unique_ptr<GraphStore> with_;
  std::unique_ptr<GraphStore> without_;
  std::vector<IndexId> indexes_;
};

TEST_F(IndexRunsTest, AnswersAreTheSameWithRunsThatReadersBuild) {
  compare_at_every_version(1, false, std::uint64_t{64} << 20U);
  EXPECT_GT(with_->info()->segments.builds, 10U);
  EXPECT_GT(with_->info()->segments.drops, 0U);
}

TEST_F(IndexRunsTest, AnswersAreTheSameWithRunsBuiltInTheBackground) {
  compare_at_every_version(100, true, std::uint64_t{64} << 20U);
  EXPECT_GT(with_->info()->segments.builds, 10U);
}

TEST_F(IndexRunsTest, AnswersAreTheSameWhileRunsAreEvicted) {
  compare_at_every_version(200, false, 60'000);
  EXPECT_GT(with_->info()->segments.evictions, 0U);
}

TEST_F(IndexRunsTest, ADroppedIndexLeavesNoRuns) {
  with_ = open(1, false, std::uint64_t{64} << 20U);
  without_ = open(1'000'000'000, false, 0);
  write(1, 6000);
  walk(*with_->read(with_->durable()), indexes_[0], {}, 1024);
  const std::uint64_t held = with_->info()->segments.segments;
  EXPECT_GT(held, 0U);
  const auto before = with_->read(with_->durable());
  const auto entries = walk(*before, indexes_[0], {}, 1024);
  auto transaction = std::move(*with_->begin_write());
  ASSERT_TRUE(transaction->drop_index("one"));
  ASSERT_TRUE(transaction->commit());
  EXPECT_LT(with_->info()->segments.segments, held);
  EXPECT_EQ(walk(*before, indexes_[0], {}, 1024), entries);
}

TEST_F(IndexRunsTest, WhatAnsweredIsCounted) {
  with_ = open(1, false, std::uint64_t{64} << 20U);
  without_ = open(1'000'000'000, false, 0);
  write(1, 6000);
  // Misses pay for runs: first for those behind the first entries, then for these.
  for (int i = 0; i < 3; ++i) walk(*with_->read(with_->durable()), indexes_[0], {}, 1024);
  const auto reader = with_->read(with_->durable());
  const auto all = walk(*reader, indexes_[0], {}, 1024);
  EXPECT_EQ(reader->counts().store, 0U);
  EXPECT_GE(reader->counts().segment, all.size());
}

TEST_F(IndexRunsTest, WithoutRoomForRunsTheStoreAnswers) {
  without_ = open(1'000'000'000, false, 0);
  auto hooks = std::make_shared<TestHooks>();
  hooks->segment_misses_to_build = 1;
  hooks->segments_in_background = false;
  OpenOptions options;
  options.memory_budget = std::make_shared<MemoryBudget>(std::uint64_t{64} << 20U);
  options.test_hooks = hooks;
  with_ = std::move(*GraphStore::open(":memory:", options));
  write(1, 6000);
  const std::uint64_t taken = options.memory_budget->free_bytes() - 100'000;
  ASSERT_TRUE(options.memory_budget->try_take(taken));
  compare(*with_->read(with_->durable()), *without_->read(without_->durable()), 5);
  EXPECT_EQ(with_->info()->segments.segments, 0U);
  EXPECT_GT(with_->info()->segments.drops, 0U);
  options.memory_budget->give_back(taken);
}

}  // namespace
}  // namespace cairn::storage
