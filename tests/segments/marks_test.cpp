// Readers recompute an invariant of the whole graph while a writer commits and segments are built, dropped
// and evicted; whoever sees a decoded copy that a commit has outdated finds the invariant broken.
//
// The graph: nodes with a property `balance` whose sum never changes, relationships that come and go, a
// property `degree` that says how many a node has going out, a label that stands on just the nodes that have
// one, and an index on `degree`. Each commit keeps all of this true.
//
// CAIRN_MARKS_SECONDS sets how long it runs (60); fewer rebuilds than 1,000 are then no failure.

#include "storage/graph_store.h"
#include "storage/test_hooks.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <numeric>
#include <random>

namespace cairn::storage {
namespace {

constexpr std::size_t node_count = 9000;  // three ranges of ids, the last one short
constexpr std::int64_t balance_first = 100;
constexpr std::size_t relationships_first = 6000;

struct Tokens {
  LabelToken label = no_token;
  TypeToken type = no_token;
  KeyToken balance = no_token;
  KeyToken degree = no_token;
  IndexId index = 0;
};

std::string encoded(std::int64_t value) {
  std::string bytes;
  append_integer(bytes, value);
  return bytes;
}

// What the writer knows of the graph, to change it consistently.
struct Model {
  std::vector<std::int64_t> balance;
  std::vector<std::int64_t> degree;
  std::vector<RelationshipId> relationships;
  std::vector<std::pair<NodeId, NodeId>> ends;
};

class MarksTest : public testing::Test {
 protected:
  void open(bool skip_marks) {
    auto hooks = std::make_shared<TestHooks>();
    hooks->skip_marks = skip_marks;
    hooks->segment_misses_to_build = 64;
    OpenOptions options;
    // Room for only some of the segments the readers want, so that they push each other out.
    options.segment_bytes_max = 400'000;
    options.test_hooks = hooks;
    store_ = std::move(*GraphStore::open(":memory:", options));
    fill();
  }

  void set_degree(WriteTransaction& transaction, NodeId node) {
    const std::string bytes = encoded(model_.degree[node]);
    ASSERT_TRUE(transaction.set_property(EntityKind::Node, node, tokens_.degree, ValueView::trusted(bytes)));
    if (model_.degree[node] > 0) {
      ASSERT_TRUE(transaction.add_label(node, tokens_.label));
    } else {
      ASSERT_TRUE(transaction.remove_label(node, tokens_.label));
    }
  }

  void fill() {
    auto transaction = std::move(*store_->begin_write());
    tokens_.label = transaction->label("Linked");
    const LabelToken account = transaction->label("Account");
    tokens_.type = transaction->type("PAYS");
    tokens_.balance = transaction->key("balance");
    tokens_.degree = transaction->key("degree");
    const std::string balance = encoded(balance_first);
    const std::string degree = encoded(0);
    for (std::size_t i = 0; i < node_count; ++i) {
      const std::array<PropertyEntry, 2> properties{
          PropertyEntry{.key = tokens_.balance, .value = ValueView::trusted(balance)},
          PropertyEntry{.key = tokens_.degree, .value = ValueView::trusted(degree)}};
      ASSERT_TRUE(transaction->create_node(std::span(&account, 1), properties));
    }
    model_.balance.assign(node_count, balance_first);
    model_.degree.assign(node_count, 0);
    for (std::size_t i = 0; i < relationships_first; ++i) connect(*transaction);
    for (NodeId node = 0; node < node_count; ++node) set_degree(*transaction, node);
    tokens_.index = *transaction->create_index("degrees", EntityKind::Node, account, std::span(&tokens_.degree, 1));
    ASSERT_TRUE(transaction->commit());
  }

  NodeId any_node() { return random_() % node_count; }

  std::pair<NodeId, NodeId> connect(WriteTransaction& transaction) {
    const NodeId source = any_node();
    const NodeId target = random_() % 20 == 0 ? source : any_node();
    auto id = transaction.create_relationship(tokens_.type, source, target, {});
    EXPECT_TRUE(id);
    model_.relationships.push_back(*id);
    model_.ends.emplace_back(source, target);
    ++model_.degree[source];
    return {source, target};
  }

  NodeId disconnect(WriteTransaction& transaction) {
    const std::size_t at = random_() % model_.relationships.size();
    EXPECT_TRUE(transaction.delete_relationship(model_.relationships[at]));
    const NodeId source = model_.ends[at].first;
    --model_.degree[source];
    std::swap(model_.relationships[at], model_.relationships.back());
    std::swap(model_.ends[at], model_.ends.back());
    model_.relationships.pop_back();
    model_.ends.pop_back();
    return source;
  }

  void transfer(WriteTransaction& transaction) {
    const NodeId payer = any_node();
    const NodeId payee = any_node();
    if (payer == payee) return;
    const auto amount = static_cast<std::int64_t>(random_() % 50);
    model_.balance[payer] -= amount;
    model_.balance[payee] += amount;
    for (const NodeId node : {payer, payee}) {
      const std::string bytes = encoded(model_.balance[node]);
      ASSERT_TRUE(transaction.set_property(EntityKind::Node, node, tokens_.balance, ValueView::trusted(bytes)));
    }
  }

  void write_until(const std::atomic<bool>& stop) {
    while (!stop) {
      auto transaction = std::move(*store_->begin_write());
      for (std::size_t i = 0; i < 1 + random_() % 4; ++i) transfer(*transaction);
      if (random_() % 2 == 0) set_degree(*transaction, connect(*transaction).first);
      if (random_() % 2 == 0 && model_.relationships.size() > 1) set_degree(*transaction, disconnect(*transaction));
      ASSERT_TRUE(transaction->commit());
      commits_.fetch_add(1);
    }
  }

  // True if everything the reader sees fits together.
  bool consistent(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    const VersionPtr version = store_->durable();
    const auto reader = store_->read(version);
    // Ranges are read in any order, so that building and evicting differ from run to run.
    std::vector<NodeId> nodes(node_count);
    std::iota(nodes.begin(), nodes.end(), NodeId{0});
    const std::size_t turn = random() % node_count;
    std::rotate(nodes.begin(), nodes.begin() + static_cast<std::ptrdiff_t>(turn), nodes.end());

    PropertyColumn balances;
    PropertyColumn degrees;
    EXPECT_TRUE(reader->property(EntityKind::Node, nodes, tokens_.balance, balances));
    const std::int64_t sum = std::accumulate(balances.integers.begin(), balances.integers.end(), std::int64_t{0});
    if (sum != balance_first * static_cast<std::int64_t>(node_count)) return false;

    EXPECT_TRUE(reader->property(EntityKind::Node, nodes, tokens_.degree, degrees));
    NeighbourSpans out;
    NeighbourSpans in;
    const NeighbourNeed need = random() % 2 == 0 ? NeighbourNeed::Ids : NeighbourNeed::IdsAndRelationships;
    EXPECT_TRUE(reader->expand(nodes, Direction::Outgoing, std::span(&tokens_.type, 1), need, out));
    EXPECT_TRUE(reader->expand(nodes, Direction::Incoming, std::span(&tokens_.type, 1), need, in));
    std::vector<std::int64_t> counted(node_count, 0);
    std::vector<std::pair<NodeId, NodeId>> forward;
    std::vector<std::pair<NodeId, NodeId>> backward;
    for (const NeighbourSpan& span : out.spans) {
      counted[span.parent] += span.count;
      for (std::uint32_t i = 0; i < span.count; ++i) forward.emplace_back(nodes[span.parent], span.id(i));
    }
    for (const NeighbourSpan& span : in.spans) {
      for (std::uint32_t i = 0; i < span.count; ++i) backward.emplace_back(span.id(i), nodes[span.parent]);
    }
    if (counted != degrees.integers) return false;
    std::sort(forward.begin(), forward.end());
    std::sort(backward.begin(), backward.end());
    if (forward != backward) return false;
    if (forward.size() != reader->statistics().relationships(tokens_.type)) return false;

    std::vector<std::uint64_t> sizes(node_count);
    EXPECT_TRUE(reader->degrees(nodes, Direction::Outgoing, std::span(&tokens_.type, 1), sizes));
    if (!std::equal(sizes.begin(), sizes.end(), counted.begin(),
                    [](std::uint64_t a, std::int64_t b) { return a == static_cast<std::uint64_t>(b); })) {
      return false;
    }

    std::vector<std::uint8_t> linked(node_count);
    EXPECT_TRUE(reader->have_label(nodes, tokens_.label, linked));
    for (std::size_t i = 0; i < node_count; ++i) {
      if ((linked[i] != 0) != (counted[i] > 0)) return false;
    }
    const std::int64_t wanted = static_cast<std::int64_t>(random() % 4);
    std::vector<EntityId> found;
    const std::string bytes = encoded(wanted);
    EXPECT_TRUE(reader->index_seek(tokens_.index, ValueView::trusted(bytes), found));
    return found.size() == static_cast<std::size_t>(std::count(counted.begin(), counted.end(), wanted));
  }

  struct Outcome {
    std::uint64_t reads = 0;
    std::uint64_t violations = 0;
  };

  Outcome run(std::chrono::milliseconds duration, std::uint64_t builds_min, bool stop_at_violation) {
    std::atomic<bool> stop = false;
    std::atomic<std::uint64_t> reads = 0;
    std::atomic<std::uint64_t> violations = 0;
    std::thread writer([&] { write_until(stop); });
    std::vector<std::thread> readers;
    for (std::uint64_t r = 0; r < 3; ++r) {
      readers.emplace_back([&, r] {
        for (std::uint64_t n = 0; !stop; ++n) {
          if (!consistent(r * 1'000'003 + n)) violations.fetch_add(1);
          reads.fetch_add(1);
        }
      });
    }
    const auto begin = std::chrono::steady_clock::now();
    const auto longest = duration * 5;
    while (true) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      const auto elapsed = std::chrono::steady_clock::now() - begin;
      const SegmentStatistics statistics = store_->info()->segments;
      if (stop_at_violation && violations > 0) break;
      if (elapsed >= duration && statistics.builds >= builds_min) break;
      if (elapsed >= longest) break;
    }
    stop = true;
    writer.join();
    for (std::thread& reader : readers) reader.join();
    return {.reads = reads, .violations = violations};
  }

  std::unique_ptr<GraphStore> store_;
  Tokens tokens_;
  Model model_;
  std::mt19937_64 random_{42};
  std::atomic<std::uint64_t> commits_ = 0;
};

std::chrono::milliseconds test_duration() {
  const char* const seconds = std::getenv("CAIRN_MARKS_SECONDS");
  return std::chrono::seconds(seconds != nullptr ? std::atoi(seconds) : 60);
}

TEST_F(MarksTest, ReadersNeverSeeAnOutdatedSegment) {
  open(false);
  const bool full = test_duration() >= std::chrono::seconds(60);
  const std::uint64_t builds_min = full ? 1000 : 20;
  const Outcome outcome = run(test_duration(), builds_min, true);
  const auto info = store_->info();
  ASSERT_TRUE(info);
  EXPECT_EQ(outcome.violations, 0U);
  EXPECT_GT(outcome.reads, 0U);
  EXPECT_GT(commits_.load(), 0U);
  EXPECT_GE(info->segments.builds, builds_min);
  EXPECT_GE(info->segments.evictions + info->segments.drops, builds_min / 2);
  RecordProperty("reads", std::to_string(outcome.reads));
  RecordProperty("commits", std::to_string(commits_.load()));
  RecordProperty("builds", std::to_string(info->segments.builds));
  const auto checked = store_->check();
  ASSERT_TRUE(checked);
  EXPECT_TRUE(checked->clean());
}

TEST_F(MarksTest, ACommitThatMarksNothingIsNoticed) {
  open(true);
  EXPECT_GT(run(std::chrono::seconds(20), 1, true).violations, 0U);
}

}  // namespace
}  // namespace cairn::storage
