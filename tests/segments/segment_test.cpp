// Segments one at a time: what they hold, when they are built, marked, dropped and evicted.

#include "storage/graph_store.h"
#include "storage/memory_budget.h"
#include "storage/segments/segment_reader.h"
#include "storage/test_hooks.h"

#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <numeric>

namespace cairn::storage {
namespace {

class SegmentTest : public testing::Test {
 protected:
  void open(std::uint64_t bytes_max = std::uint64_t{64} << 20U, std::uint32_t misses_to_build = 8,
            bool background = false) {
    auto hooks = std::make_shared<TestHooks>();
    hooks->segment_misses_to_build = misses_to_build;
    hooks->segments_in_background = background;
    OpenOptions options;
    options.segment_bytes_max = bytes_max;
    budget_ = std::make_shared<MemoryBudget>(std::uint64_t{64} << 20U);
    options.memory_budget = budget_;
    options.test_hooks = hooks;
    store_ = std::move(*GraphStore::open(":memory:", options));
    auto transaction = std::move(*store_->begin_write());
    type_ = transaction->type("T");
    key_ = transaction->key("k");
    for (NodeId i = 0; i < 100; ++i) {
      std::string bytes;
      if (i % 3 == 0) append_integer(bytes, static_cast<std::int64_t>(i));
      if (i % 3 == 1) append_string(bytes, "text " + std::to_string(i));
      const PropertyEntry entry{.key = key_, .value = ValueView::trusted(bytes)};
      ASSERT_TRUE(transaction->create_node({}, std::span(&entry, i % 3 == 2 ? 0U : 1U)));
    }
    for (NodeId i = 0; i < 100; ++i) {
      ASSERT_TRUE(transaction->create_relationship(type_, i, (i * 7) % 100, {}));
      ASSERT_TRUE(transaction->create_relationship(type_, i, (i * 7) % 100, {}));
      if (i % 10 != 0) continue;
      ASSERT_TRUE(transaction->create_relationship(type_, i, i, {}));
    }
    ASSERT_TRUE(transaction->commit());
  }

  SegmentStatistics statistics() { return store_->info()->segments; }

  std::string lists(Reader& reader, Direction direction, NeighbourNeed need) {
    std::vector<NodeId> nodes(100);
    std::iota(nodes.begin(), nodes.end(), NodeId{0});
    NeighbourSpans out;
    EXPECT_TRUE(reader.expand(nodes, direction, std::span(&type_, 1), need, out));
    std::string text;
    for (const NeighbourSpan& span : out.spans) {
      text += fmt::format("{}/{}:", span.parent, static_cast<int>(span.direction));
      for (std::uint32_t i = 0; i < span.count; ++i) {
        text += fmt::format(" {}", span.id(i));
        if (span.relationships != nullptr) text += fmt::format("#{}", span.relationships[i]);
      }
      text += "\n";
    }
    std::vector<std::uint64_t> sizes(nodes.size());
    EXPECT_TRUE(reader.degrees(nodes, direction, std::span(&type_, 1), sizes));
    for (const std::uint64_t size : sizes) text += fmt::format("{} ", size);
    return text;
  }

  std::string properties(Reader& reader) {
    std::vector<NodeId> nodes(100);
    std::iota(nodes.begin(), nodes.end(), NodeId{0});
    PropertyColumn column;
    EXPECT_TRUE(reader.property(EntityKind::Node, nodes, key_, column));
    std::string text;
    std::string scratch;
    for (std::size_t i = 0; i < nodes.size(); ++i) text += describe(column.value_at(i, scratch)) + " ";
    return text;
  }

  void set(NodeId node, std::int64_t value) {
    auto transaction = std::move(*store_->begin_write());
    std::string bytes;
    append_integer(bytes, value);
    ASSERT_TRUE(transaction->set_property(EntityKind::Node, node, key_, ValueView::trusted(bytes)));
    ASSERT_TRUE(transaction->commit());
  }

  std::shared_ptr<MemoryBudget> budget_;
  std::unique_ptr<GraphStore> store_;
  TypeToken type_ = no_token;
  KeyToken key_ = no_token;
};

TEST_F(SegmentTest, ListsAreTheSameFromTheStoreAndFromSegments) {
  open();
  for (const Direction direction : {Direction::Outgoing, Direction::Incoming, Direction::Both}) {
    for (const NeighbourNeed need : {NeighbourNeed::Ids, NeighbourNeed::IdsAndRelationships}) {
      open(64 << 20, 1'000'000);
      const std::string from_store = lists(*store_->read(store_->durable()), direction, need);
      EXPECT_EQ(statistics().builds, 0U);
      open();
      lists(*store_->read(store_->durable()), direction, need);
      EXPECT_GT(statistics().builds, 0U);
      EXPECT_EQ(lists(*store_->read(store_->durable()), direction, need), from_store);
    }
  }
}

TEST_F(SegmentTest, PropertiesAreTheSameFromTheStoreAndFromSegments) {
  open(64 << 20, 1'000'000);
  const std::string from_store = properties(*store_->read(store_->durable()));
  open();
  properties(*store_->read(store_->durable()));
  EXPECT_EQ(statistics().builds, 1U);
  EXPECT_EQ(properties(*store_->read(store_->durable())), from_store);
  EXPECT_EQ(statistics().builds, 1U);
}

TEST_F(SegmentTest, AChangeIsSeenByNewReadersAndNotByOldOnes) {
  open();
  properties(*store_->read(store_->durable()));
  const auto old_reader = store_->read(store_->durable());
  const std::string before = properties(*old_reader);
  set(3, -1);
  const auto new_reader = store_->read(store_->durable());
  EXPECT_EQ(properties(*old_reader), before);
  EXPECT_NE(properties(*new_reader), before);
  EXPECT_NE(properties(*new_reader).find("-1"), std::string::npos);
}

TEST_F(SegmentTest, AChangeOfARelationshipIsSeenByNewReaders) {
  open();
  const auto value = [&] {
    std::vector<RelationshipId> ids(100);
    std::iota(ids.begin(), ids.end(), RelationshipId{0});
    PropertyColumn column;
    EXPECT_TRUE(store_->read(store_->durable())->property(EntityKind::Relationship, ids, key_, column));
    std::string scratch;
    return describe(column.value_at(5, scratch));
  };
  EXPECT_EQ(value(), "null");
  ASSERT_EQ(statistics().builds, 1U);
  auto transaction = std::move(*store_->begin_write());
  std::string bytes;
  append_integer(bytes, 7);
  ASSERT_TRUE(transaction->set_property(EntityKind::Relationship, 5, key_, ValueView::trusted(bytes)));
  ASSERT_TRUE(transaction->commit());
  EXPECT_EQ(value(), "7");
}

TEST_F(SegmentTest, AReaderOlderThanASegmentDoesNotUseIt) {
  open();
  const auto old_reader = store_->read(store_->durable());
  set(3, -1);
  properties(*store_->read(store_->durable()));
  ASSERT_EQ(statistics().builds, 1U);
  EXPECT_EQ(properties(*old_reader).find("-1"), std::string::npos);
}

TEST_F(SegmentTest, AReaderOlderThanTheLatestCommitBuildsWhatItCanUse) {
  open();
  const std::string before = properties(*store_->read(store_->durable()));
  open();
  const auto reader = store_->read(store_->durable());
  set(3, -1);
  set(4, -2);
  EXPECT_EQ(properties(*reader), before);
  ASSERT_EQ(statistics().builds, 1U);
  const std::uint64_t from_store = reader->counts().store;
  EXPECT_EQ(properties(*reader), before);
  EXPECT_EQ(reader->counts().store, from_store);
  // Newer readers find the marks of the commits that came before the segment was built.
  const std::string after = properties(*store_->read(store_->durable()));
  EXPECT_NE(after.find("-1"), std::string::npos);
  EXPECT_NE(after.find("-2"), std::string::npos);
  EXPECT_EQ(statistics().builds, 1U);
}

TEST_F(SegmentTest, ASegmentWithTooManyMarksIsDroppedAndBuiltAgain) {
  open();
  properties(*store_->read(store_->durable()));
  ASSERT_EQ(statistics().builds, 1U);
  auto transaction = std::move(*store_->begin_write());
  std::string bytes;
  append_integer(bytes, 5);
  for (std::size_t i = 0; i < 300; ++i) {
    const PropertyEntry entry{.key = key_, .value = ValueView::trusted(bytes)};
    ASSERT_TRUE(transaction->create_node({}, std::span(&entry, 1)));
  }
  ASSERT_TRUE(transaction->commit());
  EXPECT_EQ(statistics().drops, 1U);
  properties(*store_->read(store_->durable()));
  EXPECT_EQ(statistics().builds, 2U);
}

TEST_F(SegmentTest, TheBudgetIsKeptByEvictingWhatWasUsedLongestAgo) {
  open();
  lists(*store_->read(store_->durable()), Direction::Outgoing, NeighbourNeed::Ids);
  const std::uint64_t bytes = statistics().bytes;
  open(bytes);
  properties(*store_->read(store_->durable()));
  EXPECT_LT(statistics().bytes, bytes);
  lists(*store_->read(store_->durable()), Direction::Outgoing, NeighbourNeed::Ids);
  EXPECT_EQ(statistics().builds, 2U);
  EXPECT_EQ(statistics().evictions, 1U);
  EXPECT_EQ(statistics().bytes, bytes);
}

TEST_F(SegmentTest, ASegmentLargerThanTheBudgetIsNotKept) {
  open(64 << 20, 1'000'000);
  const std::string property_text = properties(*store_->read(store_->durable()));
  const std::string list_text = lists(*store_->read(store_->durable()), Direction::Both, NeighbourNeed::Ids);
  open(1000);
  EXPECT_EQ(properties(*store_->read(store_->durable())), property_text);
  EXPECT_EQ(lists(*store_->read(store_->durable()), Direction::Both, NeighbourNeed::Ids), list_text);
  EXPECT_EQ(statistics().builds, 0U);
  EXPECT_EQ(statistics().bytes, 0U);
}

TEST_F(SegmentTest, AReaderHoldsAPartOfTheBudgetAndWhatItsAnswersNeed) {
  open();
  properties(*store_->read(store_->durable()));
  const VersionPtr version = store_->durable();
  SegmentCache cache(version, {.bytes_max = statistics().bytes, .misses_to_build = 1, .background = false});
  SlotTable table(&cache, version);
  std::shared_ptr<const void> answer = table.begin_answer();
  const Thing thing{Thing::Kind::NodeProperty, key_};
  const Slot* slot = table.find(thing, SegmentPart::Main, 0, 1, 1);
  ASSERT_NE(slot, nullptr);
  EXPECT_EQ(table.find(thing, SegmentPart::Main, 0, 1, 1), slot);

  const std::shared_ptr<const void> next_answer = table.begin_answer();
  EXPECT_NE(next_answer, answer);
  PropertyColumn column;
  column.reset(1);
  const EntityId id = 3;
  slot->segment()->get<PropertySegment>()->gather(std::span(&id, 1), 0, column);
  std::string scratch;
  EXPECT_EQ(describe(column.value_at(0, scratch)), "3");
  const std::weak_ptr<const void> held = answer;
  answer.reset();
  EXPECT_TRUE(held.expired());
  EXPECT_NE(table.find(thing, SegmentPart::Main, 0, 1, 1), nullptr);
}

TEST_F(SegmentTest, RangesThatAreMissedOftenAreBuiltInTheBackground) {
  open(64 << 20, 40, true);
  PropertyColumn column;
  for (NodeId node = 0; node < 60; ++node) {
    ASSERT_TRUE(store_->read(store_->durable())->property(EntityKind::Node, std::span(&node, 1), key_, column));
  }
  store_->wait_for_segments();
  EXPECT_EQ(statistics().builds, 1U);
  const auto reader = store_->read(store_->durable());
  const NodeId node = 3;
  ASSERT_TRUE(reader->property(EntityKind::Node, std::span(&node, 1), key_, column));
  EXPECT_EQ(reader->counts().segment, 1U);
}

TEST_F(SegmentTest, AThingThatIsAskedForAgainAndAgainIsBuiltAsAWhole) {
  open(64 << 20, 40, true);
  auto transaction = std::move(*store_->begin_write());
  std::string bytes;
  append_integer(bytes, 5);
  const PropertyEntry entry{.key = key_, .value = ValueView::trusted(bytes)};
  for (std::size_t i = 0; i < 5 * segment_ids; ++i) ASSERT_TRUE(transaction->create_node({}, std::span(&entry, 1)));
  ASSERT_TRUE(transaction->commit());
  PropertyColumn column;
  // A few nodes of each range, never enough to build one for its own sake.
  for (NodeId node = 0; node < 5 * segment_ids; node += 400) {
    ASSERT_TRUE(store_->read(store_->durable())->property(EntityKind::Node, std::span(&node, 1), key_, column));
  }
  store_->wait_for_segments();
  EXPECT_EQ(statistics().builds, 6U);
  const auto facts = store_->value_facts(EntityKind::Node, key_);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->values, 5 * segment_ids + 67);
  EXPECT_EQ(facts->integers, std::nullopt);  // some of the first 100 are strings
}

TEST_F(SegmentTest, RangesWithoutAnythingShareOneSegment) {
  open(64 << 20, 40);
  auto transaction = std::move(*store_->begin_write());
  const KeyToken rare = transaction->key("rare");
  for (std::size_t i = 0; i < 20 * segment_ids; ++i) ASSERT_TRUE(transaction->create_node({}, {}));
  std::string bytes;
  append_integer(bytes, 5);
  ASSERT_TRUE(transaction->set_property(EntityKind::Node, 7, rare, ValueView::trusted(bytes)));
  ASSERT_TRUE(transaction->commit());
  std::vector<NodeId> nodes(20 * segment_ids);
  std::iota(nodes.begin(), nodes.end(), NodeId{0});
  PropertyColumn column;
  ASSERT_TRUE(store_->read(store_->durable())->property(EntityKind::Node, nodes, rare, column));
  EXPECT_EQ(statistics().segments, 20U);
  EXPECT_EQ(statistics().empty, 19U);
  EXPECT_LT(statistics().bytes, 20 * Slot::own_bytes + 1000);
  // And still a change there is seen.
  transaction = std::move(*store_->begin_write());
  ASSERT_TRUE(transaction->set_property(EntityKind::Node, 50'000, rare, ValueView::trusted(bytes)));
  ASSERT_TRUE(transaction->commit());
  ASSERT_TRUE(store_->read(store_->durable())->property(EntityKind::Node, nodes, rare, column));
  EXPECT_EQ(column.valid[50'000], 1);
  EXPECT_EQ(column.valid[50'001], 0);
}

TEST_F(SegmentTest, TooManyMarksGiveASegmentASuccessor) {
  open(64 << 20, 40, true);
  properties(*store_->read(store_->durable()));
  auto transaction = std::move(*store_->begin_write());
  for (std::size_t i = 0; i < segment_ids; ++i) ASSERT_TRUE(transaction->create_node({}, {}));
  ASSERT_TRUE(transaction->commit());
  store_->wait_for_segments();
  const std::uint64_t builds = statistics().builds;
  ASSERT_GT(builds, 0U);
  for (NodeId node = 0; node < 250; ++node) set(node, 1);
  store_->wait_for_segments();
  EXPECT_EQ(statistics().successors, 1U);
  EXPECT_EQ(statistics().drops, 0U);
  const auto reader = store_->read(store_->durable());
  properties(*reader);
  EXPECT_GT(reader->counts().segment, 50U);
  EXPECT_LT(reader->counts().store, 50U);
}

TEST_F(SegmentTest, AStatementThatNeedsMemoryEvictsSegments) {
  open();
  properties(*store_->read(store_->durable()));
  ASSERT_GT(statistics().bytes, 0U);
  Reservation query(budget_);
  EXPECT_TRUE(query.grow_to_evicting(budget_->bytes_max()));
  EXPECT_EQ(statistics().bytes, 0U);
  EXPECT_EQ(statistics().evictions, 1U);
  // Nothing is built meanwhile, and everything can still be read.
  EXPECT_EQ(properties(*store_->read(store_->durable())).substr(0, 2), "0 ");
  EXPECT_EQ(statistics().bytes, 0U);
}

// Everything a reader may ask of nodes and relationships, as text.
std::string everything(Reader& reader, TypeToken type, KeyToken key) {
  std::string text;
  std::vector<RelationshipId> relationships(reader.relationship_id_bound());
  RelationshipId next = 0;
  const auto found = reader.scan_relationships(0, relationships.size(), relationships, next);
  EXPECT_TRUE(found);
  relationships.resize(*found);
  std::vector<RelationshipEnds> ends(relationships.size());
  EXPECT_TRUE(reader.relationships(relationships, ends));
  for (std::size_t i = 0; i < ends.size(); ++i) {
    text += fmt::format("{}:{}-{}->{}{} ", relationships[i], ends[i].source, ends[i].type, ends[i].target,
                        ends[i].exists ? "" : "?");
  }
  std::vector<NodeId> nodes(reader.node_id_bound());
  std::iota(nodes.begin(), nodes.end(), NodeId{0});
  for (const LabelToken label : {label_exists, LabelToken{1}, LabelToken{2}}) {
    std::vector<NodeId> labelled(nodes.size());
    NodeId on = 0;
    const auto count = reader.scan_nodes(label, 3, nodes.size() - 2, labelled, on);
    EXPECT_TRUE(count);
    for (std::size_t i = 0; i < *count; ++i) text += fmt::format("{} ", labelled[i]);
    std::vector<std::uint8_t> have(nodes.size());
    EXPECT_TRUE(reader.have_label(nodes, label, have));
    for (const std::uint8_t yes : have) text += yes != 0 ? '1' : '0';
  }
  std::vector<LabelToken> labels;
  for (const NodeId node : nodes) {
    EXPECT_TRUE(reader.labels(node, labels));
    text += fmt::format("[{}]", fmt::join(labels, ","));
  }
  NeighbourSpans spans;
  EXPECT_TRUE(reader.expand(nodes, Direction::Both, {}, NeighbourNeed::IdsAndRelationships, spans));
  for (const NeighbourSpan& span : spans.spans) {
    for (std::uint32_t i = 0; i < span.count; ++i) {
      text += fmt::format("{}/{}/{}:{}#{} ", span.parent, span.type, static_cast<int>(span.direction), span.id(i),
                          span.relationships[i]);
    }
  }
  PropertyColumn column;
  std::string scratch;
  for (const EntityKind kind : {EntityKind::Node, EntityKind::Relationship}) {
    EXPECT_TRUE(reader.property(kind, kind == EntityKind::Node ? nodes : relationships, key, column));
    for (std::size_t i = 0; i < column.valid.size(); ++i) text += describe(column.value_at(i, scratch)) + " ";
  }
  std::vector<std::uint64_t> degrees(nodes.size());
  EXPECT_TRUE(reader.degrees(nodes, Direction::Both, std::span(&type, 1), degrees));
  return text + fmt::format("{}", fmt::join(degrees, " "));
}

// Changes a bit of everything; `turn` says where.
void disturb(GraphStore& store, TypeToken type, KeyToken key, std::uint64_t turn) {
  auto transaction = std::move(*store.begin_write());
  const LabelToken label = transaction->label("L");
  const LabelToken other = transaction->label("M");
  std::string bytes;
  append_string(bytes, "new");
  for (NodeId node = turn; node < 100; node += 7) {
    ASSERT_TRUE(transaction->add_label(node, node % 2 == 0 ? label : other));
    ASSERT_TRUE(transaction->set_property(EntityKind::Node, node, key, ValueView::trusted(bytes)));
    ASSERT_TRUE(transaction->create_relationship(type, node, (node + 1) % 100, {}));
    ASSERT_TRUE(transaction->create_relationship(transaction->type("U"), node, node, {}));
  }
  for (RelationshipId id = turn; id < 200; id += 13) {
    ASSERT_TRUE(transaction->set_property(EntityKind::Relationship, id + 5, key, ValueView::trusted(bytes)));
    ASSERT_TRUE(transaction->delete_relationship(id));
  }
  const auto lonely = transaction->create_node(std::span(&label, 1), {});
  ASSERT_TRUE(lonely);
  ASSERT_TRUE(transaction->commit());
}

TEST_F(SegmentTest, EveryKindSaysWhatTheStoreSaysAlsoAfterChanges) {
  open(64 << 20, 1'000'000);
  disturb(*store_, type_, key_, 0);
  const std::string before = everything(*store_->read(store_->durable()), type_, key_);
  disturb(*store_, type_, key_, 1);
  const std::string after = everything(*store_->read(store_->durable()), type_, key_);
  ASSERT_NE(before, after);
  ASSERT_EQ(statistics().builds, 0U);

  open();
  disturb(*store_, type_, key_, 0);
  const auto old_reader = store_->read(store_->durable());
  for (int turn = 0; turn < 3; ++turn) EXPECT_EQ(everything(*old_reader, type_, key_), before);
  EXPECT_GT(statistics().builds, 8U);
  disturb(*store_, type_, key_, 1);
  EXPECT_EQ(everything(*old_reader, type_, key_), before);
  for (int turn = 0; turn < 3; ++turn) {
    const auto reader = store_->read(store_->durable());
    EXPECT_EQ(everything(*reader, type_, key_), after);
    // The first turn asks the store for what has changed, the next find it in memos.
    if (turn == 1) {
      EXPECT_GT(reader->counts().memo, 0U);
    } else if (turn == 2) {
      EXPECT_LT(reader->counts().store, reader->counts().memo);
    }
    EXPECT_GT(reader->counts().segment, reader->counts().memo);
  }
  EXPECT_EQ(everything(*old_reader, type_, key_), before);
}

TEST_F(SegmentTest, AnEmptiedGraphHasNoSegments) {
  open();
  properties(*store_->read(store_->durable()));
  ASSERT_TRUE(store_->clear());
  EXPECT_EQ(statistics().bytes, 0U);
}

}  // namespace
}  // namespace cairn::storage
