// Long lists: edits instead of rewriting, chunks that split and join, and that all of it reads as one list.
#include "storage/base_reader.h"
#include "storage/graph_store.h"
#include "storage/list_writer.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <set>

namespace cairn::storage::testing {
namespace {

// The sizes of the chunks of one list on disk.
std::vector<std::uint64_t> chunk_sizes(const GraphStore& store, const ListKey& list) {
  std::vector<std::uint64_t> sizes;
  const std::string prefix = list_prefix(list);
  const auto cursor = store.durable()->view->cursor(Family::Adjacency, prefix, after_prefix(prefix));
  for (; cursor->valid(); cursor->next()) sizes.push_back(ListView::parse(cursor->value()).value().size());
  return sizes;
}

class Hub {
 public:
  explicit Hub(const std::string& path, std::size_t spokes) : path_(path), store_(open_store(path)) {
    auto transaction = must(store_->begin_write());
    type_ = transaction->type("T");
    hub_ = create_node(*transaction, "Hub");
    for (std::size_t i = 0; i < spokes; ++i) spokes_.push_back(create_node(*transaction, "Spoke"));
    must(transaction->commit());
  }

  // Adds a relationship from the hub to a random spoke for each of `count`.
  void add(WriteTransaction& transaction, std::size_t count) {
    for (; count > 0; --count) {
      const NodeId target = spokes_[random_() % spokes_.size()];
      const RelationshipId id = must(transaction.create_relationship(type_, hub_, target, {}));
      expected_.insert({target, id});
    }
  }

  void remove(WriteTransaction& transaction, std::size_t count) {
    for (; count > 0 && !expected_.empty(); --count) {
      auto place = expected_.lower_bound({spokes_[random_() % spokes_.size()], 0});
      if (place == expected_.end()) place = expected_.begin();
      must(transaction.delete_relationship(place->relationship));
      expected_.erase(place);
    }
  }

  template <class Change>
  void commit(Change change) {
    auto transaction = must(store_->begin_write());
    change(*transaction);
    expect_list(*store_->read(*transaction));
    must(transaction->commit());
    transaction.reset();
    expect_list(*store_->read(store_->durable()));
  }

  void expect_list(Reader& reader) const {
    NeighbourSpans spans;
    must(reader.expand(std::span(&hub_, 1), Direction::Outgoing, std::span(&type_, 1),
                       NeighbourNeed::IdsAndRelationships, spans));
    std::vector<ListEntry> found;
    ASSERT_LE(spans.spans.size(), 1U);
    for (const NeighbourSpan& span : spans.spans) {
      for (std::uint32_t i = 0; i < span.count; ++i) found.push_back({span.id(i), span.relationships[i]});
    }
    ASSERT_EQ(found.size(), expected_.size());
    EXPECT_TRUE(std::ranges::equal(found, expected_));
    std::uint64_t degree = 0;
    must(reader.degrees(std::span(&hub_, 1), Direction::Outgoing, {}, std::span(&degree, 1)));
    EXPECT_EQ(degree, expected_.size());
  }

  void expect_clean_chunks() const {
    const std::vector<std::uint64_t> sizes = chunk_sizes(*store_, {Direction::Outgoing, type_, hub_});
    for (const std::uint64_t size : sizes) {
      EXPECT_LE(size, chunk_entries_max);
      EXPECT_TRUE(sizes.size() == 1 || size >= chunk_entries_min) << size;
    }
    const CheckReport report = must(store_->check());
    for (const CheckFinding& finding : report.findings) ADD_FAILURE() << finding.key << ": " << finding.problem;
  }

  std::size_t chunks() const { return chunk_sizes(*store_, {Direction::Outgoing, type_, hub_}).size(); }
  std::size_t degree() const { return expected_.size(); }
  void reopen() {
    must(store_->close());
    store_ = open_store(path_);
  }
  void detach_delete() {
    auto transaction = must(store_->begin_write());
    EXPECT_EQ(must(transaction->detach_delete_node(hub_)), expected_.size());
    must(transaction->commit());
    expected_.clear();
  }

 private:
  std::string path_;
  std::unique_ptr<GraphStore> store_;
  TypeToken type_ = no_token;
  NodeId hub_ = no_id;
  std::vector<NodeId> spokes_;
  std::set<ListEntry> expected_;
  std::mt19937_64 random_{7};
};

TEST(HubList, SplitsIntoChunksAndJoinsThemAgain) {
  Hub hub(":memory:", 5000);
  hub.commit([&](WriteTransaction& transaction) { hub.add(transaction, 15'000); });
  EXPECT_GE(hub.chunks(), 4U);
  hub.expect_clean_chunks();
  while (hub.degree() > 0) {
    hub.commit([&](WriteTransaction& transaction) { hub.remove(transaction, 1700); });
    hub.expect_clean_chunks();
  }
  EXPECT_EQ(hub.chunks(), 0U);
}

TEST(HubList, StaysOneListUnderManySmallCommits) {
  const TemporaryDirectory directory;
  Hub hub(directory.file("db"), 3000);
  hub.commit([&](WriteTransaction& transaction) { hub.add(transaction, 4090); });
  EXPECT_EQ(hub.chunks(), 1U);
  for (int round = 0; round < 60; ++round) {
    hub.commit([&](WriteTransaction& transaction) {
      hub.add(transaction, 3);
      hub.remove(transaction, 1);
    });
    if (round % 20 == 10) hub.reopen();
  }
  EXPECT_GT(hub.chunks(), 1U);
  hub.expect_clean_chunks();
}

TEST(HubList, VanishesWithItsNode) {
  Hub hub(":memory:", 100);
  hub.commit([&](WriteTransaction& transaction) { hub.add(transaction, 9000); });
  hub.detach_delete();
  EXPECT_EQ(hub.chunks(), 0U);
  hub.expect_clean_chunks();
}

// How the writer turns edits into operations on one list that has `entries` entries in one chunk.
TEST(ListWriter, EditsALongChunkAtMostSixteenTimesBeforeRewritingIt) {
  auto store = open_store();
  const VersionPtr version = store->durable();
  ListLedger ledger;
  const ListKey list{Direction::Outgoing, 1, 5};
  ledger.set(list, {{.first = {}, .entries = 1000, .edits_pending = 0}});
  for (std::uint32_t i = 0; i < edits_pending_max; ++i) {
    CommitRecordBuilder builder;
    const ListJob job{.list = list, .edits = {.added = {{i, i}}, .removed = {}}, .known_new = false};
    ListOutcome outcome;
    must(ListWriter(*version->view, ledger, builder).write(std::span(&job, 1), std::span(&outcome, 1)));
    EXPECT_TRUE(outcome.had_entries && outcome.has_entries);
    const std::string bytes = builder.finish({});
    std::string_view operations = CommitRecordView::parse(bytes)->operations;
    EXPECT_EQ(take_operation(operations)->kind, Operation::Kind::EditList);
    EXPECT_EQ(ledger.find(list)->front().edits_pending, i + 1);
  }
  CommitRecordBuilder builder;
  const ListJob job{.list = list, .edits = {.added = {{99, 99}}, .removed = {}}, .known_new = false};
  ListOutcome outcome;
  EXPECT_FALSE(ListWriter(*version->view, ledger, builder).write(std::span(&job, 1), std::span(&outcome, 1)))
      << "it must read the chunk now, which is not there in this test";
}

TEST(ListWriter, WritesTheEditsOfEveryListAlsoWhenItsLedgerIsFull) {
  auto store = open_store();
  const VersionPtr version = store->durable();
  ListLedger ledger;
  const ListKey first{Direction::Outgoing, 1, 5};
  const ListKey second{Direction::Outgoing, 1, 6};
  const ChunkState chunk{.first = {}, .entries = 1000, .edits_pending = 0};
  ledger.set(first, {chunk});
  ledger.set(second, {chunk});
  ledger.set({Direction::Outgoing, 1, 7}, std::vector<ChunkState>(200'001, chunk));
  const std::array<ListJob, 2> jobs{ListJob{.list = first, .edits = {.added = {{1, 1}}, .removed = {}}},
                                    ListJob{.list = second, .edits = {.added = {{2, 2}}, .removed = {}}}};
  std::array<ListOutcome, 2> outcomes;
  CommitRecordBuilder builder;
  must(ListWriter(*version->view, ledger, builder).write(jobs, outcomes));
  const std::string bytes = builder.finish({});
  std::string_view operations = CommitRecordView::parse(bytes)->operations;
  std::set<std::string> written;
  while (const auto operation = take_operation(operations)) {
    if (operation->family == Family::Adjacency) written.emplace(operation->key);
  }
  EXPECT_EQ(written, (std::set<std::string>{chunk_key(first), chunk_key(second)}));
}

}  // namespace
}  // namespace cairn::storage::testing
