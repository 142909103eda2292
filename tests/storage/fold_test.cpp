// Folding changes where entities are stored and nothing that anybody can see.
#include "storage/block_builder.h"
#include "storage/commit_record.h"
#include "storage/fold_tracker.h"
#include "storage/graph_store.h"
#include "storage/keys.h"
#include "storage/meta_codec.h"
#include "storage/record_codec.h"
#include "storage/store.h"
#include "storage/test_hooks.h"
#include "tests/storage/graph_model.h"
#include "tests/storage/random_graph.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace cairn::storage::testing {
namespace {

std::shared_ptr<TestHooks> fold_on_demand() {
  auto hooks = std::make_shared<TestHooks>();
  hooks->skip_background_fold = true;
  return hooks;
}

void expect_sound(const GraphStore& store) {
  const CheckReport report = must(store.check());
  for (const CheckFinding& finding : report.findings) ADD_FAILURE() << finding.key << ": " << finding.problem;
}

// Keys of single records, and of columns of blocks, as they are on disk.
struct StoredKeys {
  std::size_t records = 0;
  std::size_t tombstones = 0;
  std::size_t columns = 0;
};

StoredKeys stored_keys(const std::string& path, Family family) {
  const auto store = must(Store::open(path, {.read_only = true}));
  StoredKeys keys;
  const auto cursor = store->view()->cursor(family);
  for (; cursor->valid(); cursor->next()) {
    if (parse_column_key(cursor->key())) {
      ++keys.columns;
    } else if (is_tombstone(cursor->value())) {
      ++keys.tombstones;
    } else {
      ++keys.records;
    }
  }
  return keys;
}

// So many nodes with a number each, and a relationship from each to the next, in one transaction.
void create_chain(GraphStore& store, std::size_t count, GraphModel* model = nullptr) {
  auto transaction = must(store.begin_write());
  const LabelToken label = transaction->label("L0");
  const TypeToken type = transaction->type("T0");
  const KeyToken key = transaction->key("k0");
  NodeId previous = no_id;
  for (std::size_t i = 0; i < count; ++i) {
    const Value number = Value::integer(static_cast<std::int64_t>(i));
    const PropertyEntry property{key, number.view()};
    const NodeId node = must(transaction->create_node(std::span(&label, 1), std::span(&property, 1)));
    if (model != nullptr) model->nodes[node] = {.labels = {"L0"}, .properties = {{"k0", number}}};
    if (previous != no_id) {
      const RelationshipId made = must(transaction->create_relationship(type, previous, node, std::span(&property, 1)));
      if (model != nullptr) {
        model->relationships[made] = {.type = "T0", .source = previous, .target = node, .properties = {{"k0", number}}};
      }
    }
    previous = node;
  }
  must(transaction->commit());
}

struct Snapshot {
  VersionPtr version;
  GraphModel model;
};

// Comparing a graph of several blocks takes long, so that fewer transactions must do there.
void run_with_folds(std::uint64_t seed, std::size_t nodes_at_first, int transactions) {
  RandomChanges random(seed);
  const auto store = open_store(":memory:", {.test_hooks = fold_on_demand()});
  GraphModel model;
  if (nodes_at_first > 0) create_chain(*store, nodes_at_first, &model);
  std::vector<Snapshot> snapshots;
  for (int i = 0; i < transactions && !::testing::Test::HasFailure(); ++i) {
    auto transaction = must(store->begin_write());
    for (std::size_t changes = 1 + random.below(40); changes > 0; --changes) random.change(*transaction, model);
    must(transaction->commit());
    transaction.reset();
    if (random.chance(0.3)) snapshots.push_back({store->latest(), model});
    if (random.chance(0.5)) {
      must(store->fold());
      expect_same(*store->read(store->latest()), model);
    }
    if (random.chance(0.2)) expect_sound(*store);
  }
  for (const Snapshot& snapshot : snapshots) expect_same(*store->read(snapshot.version), snapshot.model);
  expect_sound(*store);
}

TEST(Fold, KeepsWhatEverySnapshotShows) {
  for (std::uint64_t seed = 1; seed <= 8 && !HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    run_with_folds(seed, 0, 30);
  }
}

TEST(Fold, KeepsWhatEverySnapshotShowsOverSeveralBlocks) { run_with_folds(11, 1400, 5); }

TEST(Fold, WorksInTheBackgroundWhileOthersWrite) {
  auto hooks = std::make_shared<TestHooks>();
  hooks->fold_thresholds = {.records_busy = 1, .records_idle = 1, .idle_after = std::chrono::milliseconds(0)};
  const auto store = open_store(":memory:", {.test_hooks = hooks});
  RandomChanges random(5);
  GraphModel model;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  for (int i = 0; i < 60 || store->info()->fold.commits < 10; ++i) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "nothing is folded";
    auto transaction = must(store->begin_write());
    for (std::size_t changes = 1 + random.below(10); changes > 0; --changes) random.change(*transaction, model);
    must(transaction->commit());
    transaction.reset();
    if (i % 10 == 0) expect_same(*store->read(store->latest()), model);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  expect_same(*store->read(store->latest()), model);
  expect_sound(*store);
}

TEST(Fold, IsNotNeededForALargeBatch) {
  const TemporaryDirectory directory;
  auto store = open_store(directory.file("db"), {.test_hooks = fold_on_demand()});
  create_chain(*store, 3000);
  expect_sound(*store);
  must(store->close());
  for (const Family family : {Family::Nodes, Family::Relationships}) {
    const StoredKeys keys = stored_keys(directory.file("db"), family);
    EXPECT_EQ(keys.records, 0U);
    EXPECT_EQ(keys.columns, 6U);  // three blocks: what exists, and one property
  }
}

TEST(Fold, TakesSingleRecordsAndTombstonesAway) {
  const TemporaryDirectory directory;
  auto store = open_store(directory.file("db"), {.test_hooks = fold_on_demand()});
  create_chain(*store, 300);
  {
    auto transaction = must(store->begin_write());
    for (NodeId node = 0; node < 10; ++node) must(transaction->detach_delete_node(node));
    const Value changed = Value::string("changed");
    must(transaction->set_property(EntityKind::Node, 20, transaction->key("k1"), changed.view()));
    must(transaction->commit());
  }
  must(store->close());
  EXPECT_EQ(stored_keys(directory.file("db"), Family::Nodes).tombstones, 10U);
  EXPECT_EQ(stored_keys(directory.file("db"), Family::Relationships).tombstones, 10U);
  store = open_store(directory.file("db"), {.test_hooks = fold_on_demand()});
  // Node 10 has lost its incoming relationship and node 20 got a property.
  EXPECT_EQ(must(store->fold()), 22U);
  EXPECT_EQ(must(store->fold()), 0U);
  EXPECT_EQ(store->info()->nodes, 290U);
  expect_sound(*store);
  must(store->close());
  const StoredKeys keys = stored_keys(directory.file("db"), Family::Nodes);
  EXPECT_EQ(keys.records + keys.tombstones, 0U);
  EXPECT_EQ(keys.columns, 3U);
}

TEST(Fold, RemovesABlockOfWhichNothingIsLeft) {
  const TemporaryDirectory directory;
  auto store = open_store(directory.file("db"), {.test_hooks = fold_on_demand()});
  create_chain(*store, 300);
  {
    auto transaction = must(store->begin_write());
    for (NodeId node = 0; node < 300; ++node) must(transaction->detach_delete_node(node));
    must(transaction->commit());
  }
  must(store->fold());
  expect_sound(*store);
  must(store->close());
  for (const Family family : {Family::Nodes, Family::Relationships}) {
    const StoredKeys keys = stored_keys(directory.file("db"), family);
    EXPECT_EQ(keys.records + keys.tombstones + keys.columns, 0U);
  }
}

TEST(Fold, LeavesALargeEntityASingleRecord) {
  const TemporaryDirectory directory;
  auto store = open_store(directory.file("db"), {.test_hooks = fold_on_demand()});
  create_chain(*store, 300);
  const Value text = Value::string(std::string(100'000, 'x'));
  {
    auto transaction = must(store->begin_write());
    must(transaction->set_property(EntityKind::Node, 7, transaction->key("text"), text.view()));
    must(transaction->commit());
  }
  EXPECT_EQ(must(store->fold()), 0U);
  {
    const auto reader = store->read(store->latest());
    std::vector<PropertyEntry> properties;
    must(reader->properties(EntityKind::Node, 7, properties));
    ASSERT_EQ(properties.size(), 2U);
    EXPECT_EQ(properties[1].value, text.view());
  }
  expect_sound(*store);
  must(store->close());
  EXPECT_EQ(stored_keys(directory.file("db"), Family::Nodes).records, 1U);
}

TEST(Fold, LeavesARecordWithAnUnknownSectionAsItIs) {
  const TemporaryDirectory directory;
  auto store = open_store(directory.file("db"), {.test_hooks = fold_on_demand()});
  create_chain(*store, 300);
  must(store->close());
  const std::string section("\x70\x03xyz", 5);
  std::string record_with_section;
  {
    const auto raw = must(Store::open(directory.file("db"), {}));
    std::string bytes;
    // Nodes 0 and 299 are at the ends of the chain: this one's lists are known.
    NodeRecord record{.labels = {1},
                      .lists = {{.type = 1, .direction = Direction::Outgoing}},
                      .properties = {},
                      .extras = {.has_claims = false, .has_timelines = false, .sections = section}};
    const Value zero = Value::integer(0);
    record.properties.push_back(1, zero.view());
    append_record(record_with_section, record);
    CommitRecordBuilder builder;
    builder.put(Family::Nodes, record_key(0), record_with_section);
    const std::string commit = builder.finish({.number = 2, .instant_us = 2'000'000'000'000'000});
    must(raw->write(CommitRecordView::parse(commit).value()));
    must(raw->close());
  }
  store = open_store(directory.file("db"), {.test_hooks = fold_on_demand()});
  expect_sound(*store);
  EXPECT_EQ(must(store->fold()), 0U);
  {
    auto transaction = must(store->begin_write());
    const Value one = Value::integer(1);
    must(transaction->set_property(EntityKind::Node, 0, transaction->key("k0"), one.view()));
    must(transaction->commit());
  }
  must(store->fold());
  must(store->close());
  const auto raw = must(Store::open(directory.file("db"), {.read_only = true}));
  std::string bytes;
  ASSERT_TRUE(must(raw->view()->get(Family::Nodes, record_key(0), bytes)));
  EXPECT_EQ(parse_node(bytes)->extras.sections, section);
}

TEST(Fold, NamesTheFeatureThatReadersNeed) {
  const TemporaryDirectory directory;
  auto store = open_store(directory.file("db"), {.test_hooks = fold_on_demand()});
  {
    auto transaction = must(store->begin_write());
    create_node(*transaction, "A");
    must(transaction->commit());
  }
  const auto features = [&] {
    const auto raw = must(Store::open(directory.file("db"), {.read_only = true}));
    std::string bytes;
    EXPECT_TRUE(must(raw->view()->get(Family::Meta, meta_features, bytes)));
    return parse_features(bytes).value();
  };
  must(store->close());
  EXPECT_TRUE(features().empty());
  store = open_store(directory.file("db"), {.test_hooks = fold_on_demand()});
  EXPECT_EQ(must(store->fold()), 1U);
  must(store->close());
  EXPECT_EQ(features(), std::vector<std::string>{std::string(feature_blocks)});
}

TEST(Fold, CanBeCancelledAndRefusedReadOnly) {
  const TemporaryDirectory directory;
  auto store = open_store(directory.file("db"), {.test_hooks = fold_on_demand()});
  {
    auto transaction = must(store->begin_write());
    create_node(*transaction, "A");
    must(transaction->commit());
  }
  const std::atomic<bool> cancelled = true;
  const auto stopped = store->fold(1, &cancelled);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().type, ErrorType::Cancelled);
  must(store->close());
  store = open_store(directory.file("db"), {.read_only = true});
  const auto refused = store->fold();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().detail, "ReadOnly");
}

TEST(Fold, SaysThatItDidNotGetTheWriterLock) {
  const auto store = open_store(":memory:", {.test_hooks = fold_on_demand()});
  {
    auto transaction = must(store->begin_write());
    create_node(*transaction, "A");
    must(transaction->commit());
  }
  {
    const auto transaction = must(store->begin_write());
    const auto folded = store->fold();
    ASSERT_FALSE(folded);
    EXPECT_EQ(folded.error().detail, "LockTimeout");
  }
  EXPECT_EQ(must(store->fold()), 1U);
}

// --- what the tracker knows

std::string commit_of(CommitNumber number, CommitKind kind, EntityId first, EntityId count) {
  CommitRecordBuilder builder;
  for (EntityId id = first; id < first + count; ++id) builder.put(Family::Nodes, record_key(id), "x");
  return builder.finish({.number = number, .kind = kind});
}

TEST(FoldTracker, OffersFullBlocksAndGrowingOnesOnlyWhenIdle) {
  const BlockName first{.kind = EntityKind::Node, .block = 0};
  FoldTracker busy({.records_busy = 4, .records_idle = 2, .idle_after = std::chrono::hours(1)});
  const std::string three = commit_of(1, CommitKind::Transaction, 0, 3);
  busy.committed(*CommitRecordView::parse(three));
  EXPECT_FALSE(busy.candidate(5000, 0));
  const std::string another = commit_of(2, CommitKind::Transaction, 3, 1);
  busy.committed(*CommitRecordView::parse(another));
  EXPECT_EQ(busy.candidate(5000, 0), first);
  EXPECT_FALSE(busy.candidate(1000, 0));
  EXPECT_EQ(busy.changed_at(first), 2U);
  busy.settled(first, 0);
  EXPECT_FALSE(busy.candidate(5000, 0));

  FoldTracker idle({.records_busy = 4, .records_idle = 2, .idle_after = std::chrono::milliseconds(0)});
  idle.committed(*CommitRecordView::parse(three));
  EXPECT_EQ(idle.candidate(1000, 0), first);
}

TEST(FoldTracker, OffersBlocksInTurn) {
  FoldTracker tracker({.records_busy = 4, .records_idle = 2, .idle_after = std::chrono::hours(1)});
  for (const EntityId first : {EntityId{0}, EntityId{1024}, EntityId{2048}}) {
    const std::string commit = commit_of(1 + first / 1024, CommitKind::Transaction, first, 4);
    tracker.committed(*CommitRecordView::parse(commit));
  }
  std::set<std::uint64_t> offered;
  for (int i = 0; i < 3; ++i) offered.insert(tracker.candidate(5000, 0)->block);
  EXPECT_EQ(offered, (std::set<std::uint64_t>{0, 1, 2}));
}

TEST(FoldTracker, RemembersThatEverythingWasCleared) {
  const BlockName block{.kind = EntityKind::Node, .block = 7};
  FoldTracker tracker({});
  const std::string cleared = commit_of(9, CommitKind::Clear, 0, 0);
  tracker.committed(*CommitRecordView::parse(cleared));
  EXPECT_EQ(tracker.changed_at(block), 9U);
}

}  // namespace
}  // namespace cairn::storage::testing
