// Indexes that are built beside the write set: whole or not at all, whatever happens on the way.
#include "storage/commit_record.h"
#include "storage/graph_store.h"
#include "storage/meta_codec.h"
#include "storage/store.h"
#include "storage/test_hooks.h"
#include "storage/unique_values.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <random>
#include <thread>

namespace cairn::storage::testing {
namespace {

// Builds everything beside the write set, in so little memory that it takes several runs.
OpenOptions building_options(std::size_t bytes = 64 * 1024) {
  auto hooks = std::make_shared<TestHooks>();
  hooks->index_build_entities_min = 1;
  hooks->index_build_bytes_max = bytes;
  OpenOptions options;
  options.test_hooks = hooks;
  return options;
}

class IndexBuild : public ::testing::Test {
 protected:
  IndexBuild() { open(); }

  void open() { store_ = open_store(directory_.file("db"), building_options()); }
  void reopen() {
    must(store_->close());
    open();
  }

  // Nodes :L {k, n}, with the values and 0, 1, 2, …
  void fill(const std::vector<Value>& values) {
    auto transaction = must(store_->begin_write());
    const LabelToken label = transaction->label("L");
    const KeyToken key = transaction->key("k");
    const KeyToken number = transaction->key("n");
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Value count = Value::integer(static_cast<std::int64_t>(i));
      const std::vector<PropertyEntry> entries = {{key, values[i].view()}, {number, count.view()}};
      must(transaction->create_node(std::span(&label, 1), entries));
    }
    must(transaction->commit());
    label_ = label;
    key_ = key;
    number_ = number;
  }

  void fill_numbers(std::size_t count) {
    std::vector<Value> values;
    for (std::size_t i = 0; i < count; ++i)
      values.push_back(Value::integer(static_cast<std::int64_t>((i * 7919) % count)));
    fill(values);
  }

  Expected<IndexId> create(WriteTransaction& transaction, const BuildOptions& options = {}) {
    return transaction.create_index("i", EntityKind::Node, label_, std::span(&key_, 1), options);
  }
  Expected<IndexId> constrain(WriteTransaction& transaction, ConstraintKind kind = ConstraintKind::Unique,
                              const BuildOptions& options = {}) {
    return transaction.create_constraint("c", kind, EntityKind::Node, label_, std::span(&key_, 1), {}, options);
  }

  std::vector<EntityId> all(Reader& reader, IndexId index, const IndexBounds& bounds = {}) {
    std::vector<EntityId> found;
    std::vector<EntityId> batch(100);
    for (IndexPosition position; !position.finished;) {
      const std::size_t count = must(reader.index_range(index, bounds, position, batch));
      found.insert(found.end(), batch.begin(), batch.begin() + static_cast<std::ptrdiff_t>(count));
    }
    return found;
  }

  // Nothing of any index is left, in the store and beside it.
  void expect_nothing_left() {
    EXPECT_TRUE(store_->latest()->schema->indexes().empty());
    EXPECT_TRUE(must(store_->check()).clean());
    const StoreViewPtr view = store_->latest()->view;
    EXPECT_FALSE(view->cursor(Family::Indexes)->valid());
    EXPECT_FALSE(view->cursor(Family::Meta, "building/", "building0")->valid());
    std::error_code none;
    for (const auto& file : std::filesystem::directory_iterator(directory_.file("db") + "/building", none))
      ADD_FAILURE() << file.path();
  }

  TemporaryDirectory directory_;
  std::unique_ptr<GraphStore> store_;
  LabelToken label_ = no_token;
  KeyToken key_ = no_token;
  KeyToken number_ = no_token;
};

TEST_F(IndexBuild, HoldsEverythingInOrderAndSurvivesReopening) {
  constexpr std::size_t count = 20'000;
  fill_numbers(count);
  auto transaction = must(store_->begin_write());
  const IndexId index = must(create(*transaction));
  // The transaction itself sees it, and can go on.
  std::vector<EntityId> found;
  must(store_->read(*transaction)->index_seek(index, Value::integer(7919).view(), found));
  EXPECT_EQ(found, (std::vector<EntityId>{1}));
  must(transaction->set_property(EntityKind::Node, 1, key_, Value::integer(-5).view()));
  must(store_->read(*transaction)->index_seek(index, Value::integer(-5).view(), found));
  EXPECT_EQ(found, (std::vector<EntityId>{1}));
  EXPECT_LT(transaction->memory_bytes(), 100'000U);
  must(transaction->commit());
  transaction.reset();
  for (int round = 0; round < 2; ++round) {
    EXPECT_TRUE(must(store_->check()).clean());
    auto reader = store_->read(store_->durable());
    const std::vector<EntityId> everything = all(*reader, index);
    ASSERT_EQ(everything.size(), count);
    EXPECT_EQ(everything[0], 1U);
    EXPECT_EQ(everything[1], 0U);
    must(reader->index_seek(index, Value::floating(0).view(), found));
    EXPECT_EQ(found, (std::vector<EntityId>{0}));
    reader.reset();
    reopen();
  }
}

TEST_F(IndexBuild, OfAUniqueConstraintServesReads) {
  fill_numbers(20'000);
  auto transaction = must(store_->begin_write());
  must(constrain(*transaction, ConstraintKind::Key));
  must(transaction->commit());
  transaction.reset();
  EXPECT_TRUE(must(store_->check()).clean());
  auto reader = store_->read(store_->durable());
  const IndexId index = reader->schema().find_index("c")->id;
  EXPECT_EQ(all(*reader, index).size(), 20'000U);
  const std::vector<Value> wanted = {Value::integer(7919), Value::integer(-1), Value::floating(0)};
  const std::vector<ValueView> views = {wanted[0].view(), ValueView(), wanted[1].view(), wanted[2].view()};
  IndexMatches matches;
  must(reader->index_seek_many(index, views, matches));
  EXPECT_EQ(matches.offsets, (std::vector<std::size_t>{0, 1, 1, 1, 2}));
  EXPECT_EQ(matches.entities, (std::vector<EntityId>{1, 0}));
  transaction = must(store_->begin_write());
  transaction->begin_statement();
  must(transaction->set_property(EntityKind::Node, 5, key_, Value::integer(0).view()));
  EXPECT_EQ(transaction->end_statement().error().detail, "NotUnique");
}

TEST_F(IndexBuild, OverRepeatedValuesNamesThemAndLeavesNothing) {
  std::vector<Value> values;
  for (int i = 0; i < 10'000; ++i) values.push_back(Value::integer(i));
  values.push_back(Value::floating(77));
  fill(values);
  auto transaction = must(store_->begin_write());
  const auto made = constrain(*transaction);
  EXPECT_EQ(made.error().detail, "NotUnique");
  EXPECT_NE(made.error().message.find("node 77 and node 10000"), std::string::npos) << made.error().message;
  EXPECT_NE(made.error().message.find("'c'"), std::string::npos);
  // In an explicit transaction the next statement goes on.
  must(transaction->create_index("i", EntityKind::Node, label_, std::span(&number_, 1)));
  transaction->rollback();
  transaction.reset();
  expect_nothing_left();
  reopen();
  expect_nothing_left();
}

TEST_F(IndexBuild, ThatIsRolledBackOrUndoneLeavesNothing) {
  fill_numbers(5'000);
  auto transaction = must(store_->begin_write());
  must(create(*transaction));
  transaction.reset();
  expect_nothing_left();

  transaction = must(store_->begin_write());
  transaction->begin_statement();
  must(constrain(*transaction));
  transaction->undo_statement();
  EXPECT_EQ(store_->read(*transaction)->schema().find_index("c"), nullptr);
  must(transaction->commit());
  transaction.reset();
  expect_nothing_left();

  transaction = must(store_->begin_write());
  must(create(*transaction));
  must(transaction->drop_index("i"));
  must(transaction->commit());
  transaction.reset();
  expect_nothing_left();
  reopen();
  expect_nothing_left();
}

TEST_F(IndexBuild, OfATransactionWhoseCommitIsRefusedLeavesNothing) {
  fill_numbers(300);
  {
    auto transaction = must(store_->begin_write());
    must(transaction->create_relationship(transaction->type("T"), 0, 1, {}));
    must(transaction->commit());
  }
  {
    auto transaction = must(store_->begin_write());
    must(create(*transaction));
    must(transaction->delete_node(0));
    const auto refused = transaction->commit();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().detail, "DeleteConnectedNode");
  }
  expect_nothing_left();
}

TEST_F(IndexBuild, TwoInOneTransactionComeTogether) {
  fill_numbers(5'000);
  auto transaction = must(store_->begin_write());
  const IndexId first = must(create(*transaction));
  const IndexId second = must(transaction->create_index("n", EntityKind::Node, label_, std::span(&number_, 1)));
  EXPECT_EQ(all(*store_->read(*transaction), first).size(), 5'000U);
  EXPECT_EQ(all(*store_->read(*transaction), second).size(), 5'000U);
  EXPECT_TRUE(store_->durable()->schema->indexes().empty());
  must(transaction->commit());
  transaction.reset();
  EXPECT_TRUE(must(store_->check()).clean());
  EXPECT_EQ(store_->durable()->schema->indexes().size(), 2U);
}

TEST_F(IndexBuild, CanBeCancelledAtAnyQuestion) {
  fill_numbers(10'000);
  int questions = 0;
  {
    auto transaction = must(store_->begin_write());
    must(create(*transaction, {.stop = [&] { return ++questions < 0; }}));
  }
  ASSERT_GT(questions, 15);
  for (int last = 1; last <= questions; last += std::max(1, questions / 12)) {
    auto transaction = must(store_->begin_write());
    int asked = 0;
    const auto made = create(*transaction, {.stop = [&] { return ++asked >= last; }});
    ASSERT_FALSE(made) << last;
    EXPECT_EQ(made.error().type, ErrorType::Cancelled);
    transaction.reset();
    expect_nothing_left();
  }
  auto transaction = must(store_->begin_write());
  must(create(*transaction));
  must(transaction->commit());
  EXPECT_TRUE(must(store_->check()).clean());
}

TEST_F(IndexBuild, CanBeCancelledWhileItLooksForRepeatedValues) {
  fill_numbers(20'000);
  // A change before keeps what follows in the write set.
  const auto questions_of = [&](bool of_constraint, int last) {
    auto transaction = must(store_->begin_write());
    create_node(*transaction, "Other");
    int asked = 0;
    const BuildOptions options{.stop = [&] { return ++asked == last; }};
    const auto made =
        of_constraint ? constrain(*transaction, ConstraintKind::Unique, options) : create(*transaction, options);
    EXPECT_EQ(made.has_value(), last == 0);
    EXPECT_TRUE(made || made.error().type == ErrorType::Cancelled);
    const std::size_t memory = transaction->memory_bytes();
    EXPECT_TRUE(made || memory < 10'000) << memory;
    return asked;
  };
  const int walking = questions_of(/*of_constraint=*/false, 0);
  const int all = questions_of(/*of_constraint=*/true, 0);
  EXPECT_GT(all, walking + 10);
  for (int last = walking + 1; last <= all; ++last) EXPECT_EQ(questions_of(/*of_constraint=*/true, last), last);
  expect_nothing_left();
}

TEST(FindDuplicate, CanBeCancelledAtAnyQuestion) {
  const IndexDefinition index{.id = 1, .name = "i", .token = 1, .keys = {1}, .unique = true};
  std::vector<EntityId> entities(1'000);
  for (std::size_t i = 0; i < entities.size(); ++i) entities[i] = i;
  const auto read = [](std::span<const EntityId> ids, KeyToken, PropertyColumn& out) {
    out.reset(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) out.set_integer(i, static_cast<std::int64_t>(ids[i] % 999));
    return Expected<void>();
  };
  int questions = 0;
  const auto found = must(find_duplicate(index, entities, read, [&] { return ++questions < 0; }));
  EXPECT_EQ(found, (std::pair<EntityId, EntityId>(0, 999)));
  ASSERT_GT(questions, 10);
  for (int last = 1; last <= questions; ++last) {
    int asked = 0;
    const auto cancelled = find_duplicate(index, entities, read, [&] { return ++asked == last; });
    ASSERT_FALSE(cancelled);
    EXPECT_EQ(cancelled.error().type, ErrorType::Cancelled);
  }
}

TEST_F(IndexBuild, OfTheSameThingTwiceAtOnceHappensOnce) {
  fill_numbers(10'000);
  std::atomic<int> made = 0;
  std::atomic<int> existed = 0;
  const auto build = [&] {
    auto transaction = must(store_->begin_write({.lock_timeout = std::chrono::seconds(60)}));
    const auto index = create(*transaction);
    if (index) {
      must(transaction->commit());
      ++made;
    } else {
      EXPECT_EQ(index.error().detail, "IndexAlreadyExists");
      ++existed;
    }
  };
  std::thread other(build);
  build();
  other.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(existed, 1);
  EXPECT_TRUE(must(store_->check()).clean());
}

TEST_F(IndexBuild, TakesHugeValuesNotANumberAndMixedTypes) {
  const std::string huge(std::size_t{1} << 20U, 'x');
  const double not_a_number = std::numeric_limits<double>::quiet_NaN();
  std::vector<Value> values = {Value::string(huge + "1"),
                               Value::string(huge + "2"),
                               Value::floating(not_a_number),
                               Value::integer(1),
                               Value::boolean(true),
                               Value::string("1"),
                               Value::list({Value::string(huge)}),
                               Value::floating(-INFINITY)};
  fill(values);
  auto transaction = must(store_->begin_write());
  must(constrain(*transaction));
  must(transaction->commit());
  transaction.reset();
  EXPECT_TRUE(must(store_->check()).clean());
  auto reader = store_->read(store_->durable());
  const IndexId index = reader->schema().find_index("c")->id;
  std::vector<EntityId> found;
  for (std::size_t i = 0; i < values.size(); ++i) {
    must(reader->index_seek(index, values[i].view(), found));
    EXPECT_EQ(found, (std::vector<EntityId>{i})) << i;
  }
  EXPECT_EQ(all(*reader, index, {.lower = values[7].view()}), (std::vector<EntityId>{7, 3}));
  EXPECT_EQ(all(*reader, index, {.upper = values[2].view()}), (std::vector<EntityId>{}));
  EXPECT_EQ(all(*reader, index, {.lower = values[0].view(), .lower_inclusive = false}), (std::vector<EntityId>{1}));
  EXPECT_EQ(all(*reader, index, {.string_prefix = std::string_view(huge)}), (std::vector<EntityId>{0, 1}));
  // The same huge value twice.
  transaction = must(store_->begin_write());
  transaction->begin_statement();
  must(transaction->set_property(EntityKind::Node, 3, key_, values[0].view()));
  EXPECT_EQ(transaction->end_statement().error().detail, "NotUnique");
  transaction->undo_statement();
  must(transaction->drop_constraint("c"));
  must(transaction->set_property(EntityKind::Node, 3, key_, values[0].view()));
  must(transaction->commit());
  transaction = must(store_->begin_write());
  EXPECT_EQ(constrain(*transaction).error().detail, "NotUnique");
  transaction.reset();
  expect_nothing_left();
}

TEST_F(IndexBuild, BesideChangesOfTheTransactionStaysInTheWriteSet) {
  fill_numbers(1'000);
  auto transaction = must(store_->begin_write());
  must(transaction->set_property(EntityKind::Node, 0, key_, Value::integer(-1).view()));
  const IndexId index = must(create(*transaction));
  EXPECT_GT(transaction->memory_bytes(), 100'000U);
  EXPECT_EQ(all(*store_->read(*transaction), index).front(), 0U);
  const CommitNumber before = store_->latest()->number;
  must(transaction->commit());
  transaction.reset();
  EXPECT_EQ(store_->latest()->number, before + 1);
  EXPECT_TRUE(must(store_->check()).clean());
}

TEST_F(IndexBuild, WorksInMemory) {
  store_ = open_store(":memory:", building_options());
  fill_numbers(20'000);
  auto transaction = must(store_->begin_write());
  const IndexId index = must(create(*transaction));
  must(transaction->commit());
  EXPECT_EQ(all(*store_->read(store_->durable()), index).size(), 20'000U);
  EXPECT_TRUE(must(store_->check()).clean());
}

TEST_F(IndexBuild, ThatWasCutShortIsClearedAwayOnOpening) {
  fill_numbers(100);
  must(store_->close());
  {
    auto bytes = must(Store::open(directory_.file("db"), {}));
    std::string clock;
    ASSERT_TRUE(must(bytes->view()->get(Family::Meta, meta_clock, clock)));
    Schema schema;
    schema.next_index = 6;
    CommitRecordBuilder record;
    record.put(Family::Meta, meta_schema, encode(schema));
    record.put(Family::Meta, building_key(5), encode_building());
    record.put(Family::Indexes, index_entry_key(5, "\x60\x01", 7), "");
    const auto number = parse_clock(clock)->number + 1;
    const std::string commit = record.finish({.number = number, .instant_us = 4'000'000'000'000'000});
    must(bytes->write(CommitRecordView::parse(commit).value()));
    must(bytes->close());
  }
  std::filesystem::create_directory(directory_.file("db") + "/building");
  std::ofstream(directory_.file("db") + "/building/index-5-0.sst") << "half a table";
  open();
  expect_nothing_left();
  EXPECT_EQ(store_->latest()->schema->next_index, 6U);
}

TEST_F(IndexBuild, OverLargeRunsIsTheSameAsTheWriteSetMakes) {
  std::mt19937_64 random(7);
  std::vector<Value> values;
  for (int i = 0; i < 3'000; ++i) {
    const std::string text(random() % 300, static_cast<char>('a' + random() % 3));
    values.push_back(random() % 2 == 0 ? Value::string(text)
                                       : Value::integer(static_cast<std::int64_t>(random() % 50)));
  }
  fill(values);
  const std::vector<KeyToken> keys = {key_, number_};
  auto transaction = must(store_->begin_write());
  const IndexId beside = must(transaction->create_index("beside", EntityKind::Node, label_, keys));
  must(transaction->commit());
  transaction = must(store_->begin_write());
  must(transaction->drop_index("beside"));
  create_node(*transaction, "Other");
  const IndexId inside = must(transaction->create_index("inside", EntityKind::Node, label_, keys));
  auto before = store_->read(store_->durable());
  EXPECT_EQ(all(*before, beside), all(*store_->read(*transaction), inside));
  must(transaction->commit());
  EXPECT_EQ(all(*before, beside), all(*store_->read(store_->durable()), inside));
}

}  // namespace
}  // namespace cairn::storage::testing
