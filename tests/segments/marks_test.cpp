// Readers recompute an invariant of the whole graph while a writer commits and segments are built, dropped
// and evicted; whoever sees a decoded copy that a commit has outdated finds the invariant broken.
//
// The graph: nodes with a property `balance` whose sum never changes, relationships that come and go, a
// property `degree` that says how many a node has going out, a label that stands on just the nodes that have
// one, and an index on `degree`; each relationship has a property `share`, 100 on average, and a few nodes have one
// called `baton`, which wanders. Each commit keeps all of this true. So every kind of segment is read, dense ones
// and sparse ones, and for each kind a commit that does not mark it is noticed.
//
// CAIRN_MARKS_SECONDS sets how long it runs (60); fewer rebuilds than 1,000 are then no failure.

#include "storage/graph_store.h"
#include "storage/memory_budget.h"
#include "storage/test_hooks.h"
#include "storage/touched.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <numeric>
#include <random>

namespace cairn::storage {
namespace {

constexpr std::size_t node_count = 9000;  // three ranges of ids, the last one short
constexpr std::int64_t balance_first = 100;
constexpr std::size_t relationships_first = 6000;
constexpr std::int64_t share_first = 100;
constexpr std::size_t baton_count = 60;  // few enough for sparse segments
constexpr std::uint32_t all_kinds = 0x1FF;

struct Tokens {
  LabelToken label = no_token;
  TypeToken type = no_token;
  KeyToken balance = no_token;
  KeyToken degree = no_token;
  KeyToken share = no_token;
  KeyToken baton = no_token;
  IndexId index = 0;
};

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

// What the writer knows of the graph, to change it consistently.
struct Model {
  std::vector<std::int64_t> balance;
  std::vector<std::int64_t> degree;
  std::vector<RelationshipId> relationships;
  std::vector<std::pair<NodeId, NodeId>> ends;
  std::vector<std::int64_t> shares;
  std::vector<NodeId> batons;
};

class MarksTest : public testing::Test {
 protected:
  void open(std::uint32_t skip_marks_of) {
    auto hooks = std::make_shared<TestHooks>();
    hooks->skip_marks_of = skip_marks_of;
    hooks->segment_misses_to_build = 64;
    OpenOptions options;
    // Room for only some of the segments the readers want, so that they push each other out.
    options.segment_bytes_max = skip_marks_of == 0 ? 250'000 : 4'000'000;
    options.memory_budget = std::make_shared<MemoryBudget>(64'000'000);
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

  void set_share(WriteTransaction& transaction, std::size_t at) {
    const std::string bytes = encoded(model_.shares[at]);
    ASSERT_TRUE(transaction.set_property(EntityKind::Relationship, model_.relationships[at], tokens_.share,
                                         ValueView::trusted(bytes)));
  }

  void fill() {
    auto transaction = std::move(*store_->begin_write());
    tokens_.label = transaction->label("Linked");
    const LabelToken account = transaction->label("Account");
    tokens_.type = transaction->type("PAYS");
    tokens_.balance = transaction->key("balance");
    tokens_.degree = transaction->key("degree");
    tokens_.share = transaction->key("share");
    tokens_.baton = transaction->key("baton");
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
    const std::string name = text("baton");
    for (NodeId node = 0; node < baton_count; ++node) {
      model_.batons.push_back(node * 149);
      ASSERT_TRUE(transaction->set_property(EntityKind::Node, node * 149, tokens_.baton, ValueView::trusted(name)));
    }
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
    model_.shares.push_back(share_first);
    set_share(transaction, model_.shares.size() - 1);
    ++model_.degree[source];
    return {source, target};
  }

  NodeId disconnect(WriteTransaction& transaction) {
    const std::size_t at = random_() % model_.relationships.size();
    EXPECT_TRUE(transaction.delete_relationship(model_.relationships[at]));
    const NodeId source = model_.ends[at].first;
    --model_.degree[source];
    const std::int64_t surplus = model_.shares[at] - share_first;
    model_.relationships[at] = model_.relationships.back();
    model_.ends[at] = model_.ends.back();
    model_.shares[at] = model_.shares.back();
    model_.relationships.pop_back();
    model_.ends.pop_back();
    model_.shares.pop_back();
    const std::size_t heir = random_() % model_.shares.size();
    model_.shares[heir] += surplus;
    set_share(transaction, heir);
    return source;
  }

  void share_out(WriteTransaction& transaction) {
    const std::size_t from = random_() % model_.shares.size();
    const std::size_t to = random_() % model_.shares.size();
    const auto amount = static_cast<std::int64_t>(random_() % 50);
    model_.shares[from] -= amount;
    model_.shares[to] += amount;
    set_share(transaction, from);
    set_share(transaction, to);
  }

  void pass_baton(WriteTransaction& transaction) {
    NodeId& holder = model_.batons[random_() % baton_count];
    const NodeId next = any_node();
    if (std::find(model_.batons.begin(), model_.batons.end(), next) != model_.batons.end()) return;
    ASSERT_TRUE(transaction.remove_property(EntityKind::Node, holder, tokens_.baton));
    const std::string name = text("baton");
    ASSERT_TRUE(transaction.set_property(EntityKind::Node, next, tokens_.baton, ValueView::trusted(name)));
    holder = next;
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
      share_out(*transaction);
      pass_baton(*transaction);
      if (random_() % 2 == 0) set_degree(*transaction, connect(*transaction).first);
      if (random_() % 2 == 0 && model_.relationships.size() > 1) set_degree(*transaction, disconnect(*transaction));
      ASSERT_TRUE(transaction->commit());
      commits_.fetch_add(1);
    }
  }

  using Pairs = std::vector<std::pair<NodeId, NodeId>>;

  // Each of these is true if what the reader sees fits together. `nodes` are all, in any order.
  bool nodes_fit(Reader& reader, std::span<const NodeId> nodes, std::span<const std::int64_t> counted) {
    PropertyColumn column;
    EXPECT_TRUE(reader.property(EntityKind::Node, nodes, tokens_.balance, column));
    const std::int64_t sum = std::accumulate(column.integers.begin(), column.integers.end(), std::int64_t{0});
    if (sum != balance_first * static_cast<std::int64_t>(node_count)) return false;
    EXPECT_TRUE(reader.property(EntityKind::Node, nodes, tokens_.degree, column));
    if (!std::equal(column.integers.begin(), column.integers.end(), counted.begin(), counted.end())) return false;
    EXPECT_TRUE(reader.property(EntityKind::Node, nodes, tokens_.baton, column));
    return static_cast<std::size_t>(std::count(column.valid.begin(), column.valid.end(), 1)) == baton_count;
  }

  bool labels_fit(Reader& reader, std::span<const NodeId> nodes, std::span<const std::int64_t> counted) {
    std::vector<std::uint8_t> linked(node_count);
    EXPECT_TRUE(reader.have_label(nodes, tokens_.label, linked));
    std::vector<NodeId> expected;
    for (std::size_t i = 0; i < node_count; ++i) {
      if ((linked[i] != 0) != (counted[i] > 0)) return false;
      if (linked[i] != 0) expected.push_back(nodes[i]);
    }
    std::sort(expected.begin(), expected.end());
    std::vector<NodeId> scanned(node_count);
    NodeId next = 0;
    const auto found = reader.scan_nodes(tokens_.label, 0, node_count, scanned, next);
    EXPECT_TRUE(found);
    scanned.resize(*found);
    if (scanned != expected) return false;
    std::vector<LabelToken> labels;
    for (std::size_t i = 0; i < node_count; i += 3) {
      EXPECT_TRUE(reader.labels(nodes[i], labels));
      const bool stands = std::find(labels.begin(), labels.end(), tokens_.label) != labels.end();
      if (stands != (counted[i] > 0)) return false;
    }
    return true;
  }

  bool relationships_fit(Reader& reader, const Pairs& forward) {
    std::vector<RelationshipId> ids(forward.size() + 1);
    RelationshipId next = 0;
    const auto found = reader.scan_relationships(0, reader.relationship_id_bound(), ids, next);
    EXPECT_TRUE(found);
    if (*found != forward.size()) return false;
    ids.resize(*found);
    std::vector<RelationshipEnds> ends(ids.size());
    EXPECT_TRUE(reader.relationships(ids, ends));
    Pairs pairs;
    for (const RelationshipEnds& each : ends) {
      if (!each.exists || each.type != tokens_.type) return false;
      pairs.emplace_back(each.source, each.target);
    }
    std::sort(pairs.begin(), pairs.end());
    if (pairs != forward) return false;
    PropertyColumn shares;
    EXPECT_TRUE(reader.property(EntityKind::Relationship, ids, tokens_.share, shares));
    const std::int64_t sum = std::accumulate(shares.integers.begin(), shares.integers.end(), std::int64_t{0});
    return sum == share_first * static_cast<std::int64_t>(ids.size());
  }

  // Fills `counted` with how many relationships go out of each node, and `forward` with the ends of all.
  bool lists_fit(Reader& reader, std::span<const NodeId> nodes, bool with_relationships,
                 std::vector<std::int64_t>& counted, Pairs& forward) {
    const std::span type(&tokens_.type, 1);
    const NeighbourNeed need = with_relationships ? NeighbourNeed::IdsAndRelationships : NeighbourNeed::Ids;
    NeighbourSpans out;
    NeighbourSpans in;
    EXPECT_TRUE(reader.expand(nodes, Direction::Outgoing, type, need, out));
    EXPECT_TRUE(reader.expand(nodes, Direction::Incoming, type, need, in));
    Pairs backward;
    std::vector<RelationshipId> out_ids;
    std::vector<RelationshipId> in_ids;
    for (const NeighbourSpan& span : out.spans) {
      counted[span.parent] += span.count;
      for (std::uint32_t i = 0; i < span.count; ++i) forward.emplace_back(nodes[span.parent], span.id(i));
      if (with_relationships) out_ids.insert(out_ids.end(), span.relationships, span.relationships + span.count);
    }
    for (const NeighbourSpan& span : in.spans) {
      for (std::uint32_t i = 0; i < span.count; ++i) backward.emplace_back(span.id(i), nodes[span.parent]);
      if (with_relationships) in_ids.insert(in_ids.end(), span.relationships, span.relationships + span.count);
    }
    std::sort(forward.begin(), forward.end());
    std::sort(backward.begin(), backward.end());
    std::sort(out_ids.begin(), out_ids.end());
    std::sort(in_ids.begin(), in_ids.end());
    if (forward != backward || out_ids != in_ids) return false;
    if (forward.size() != reader.statistics().relationships(tokens_.type)) return false;
    // The same without naming the type.
    std::size_t untyped = 0;
    EXPECT_TRUE(reader.expand(nodes, Direction::Outgoing, {}, NeighbourNeed::Ids, out));
    for (const NeighbourSpan& span : out.spans) untyped += span.count;
    return untyped == forward.size();
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

    std::vector<std::int64_t> counted(node_count, 0);
    Pairs forward;
    bool fits = lists_fit(*reader, nodes, random() % 2 == 0, counted, forward);
    fits = fits && nodes_fit(*reader, nodes, counted) && labels_fit(*reader, nodes, counted) &&
           relationships_fit(*reader, forward);
    memos_.fetch_add(reader->counts().memo);
    if (!fits) return false;

    std::vector<std::uint64_t> sizes(node_count);
    EXPECT_TRUE(reader->degrees(nodes, Direction::Outgoing, std::span(&tokens_.type, 1), sizes));
    if (!std::equal(sizes.begin(), sizes.end(), counted.begin(),
                    [](std::uint64_t a, std::int64_t b) { return a == static_cast<std::uint64_t>(b); })) {
      return false;
    }
    const std::int64_t wanted = static_cast<std::int64_t>(random() % 4);
    std::vector<EntityId> found;
    const std::string bytes = encoded(wanted);
    EXPECT_TRUE(reader->index_seek(tokens_.index, ValueView::trusted(bytes), found));
    if (found.size() != static_cast<std::size_t>(std::count(counted.begin(), counted.end(), wanted))) return false;
    return index_fits(*reader, nodes, counted);
  }

  // The whole index, in its order.
  bool index_fits(Reader& reader, std::span<const NodeId> nodes, std::span<const std::int64_t> counted) {
    std::vector<std::pair<std::int64_t, NodeId>> expected;
    for (std::size_t i = 0; i < node_count; ++i) expected.emplace_back(counted[i], nodes[i]);
    std::sort(expected.begin(), expected.end());
    std::vector<EntityId> piece(1000);
    IndexPosition position;
    std::size_t at = 0;
    while (!position.finished) {
      const auto found = reader.index_range(tokens_.index, {}, position, piece);
      EXPECT_TRUE(found);
      for (std::size_t i = 0; i < *found; ++i, ++at) {
        if (at == node_count || expected[at].second != piece[i]) return false;
      }
    }
    return at == node_count;
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
  std::atomic<std::uint64_t> memos_ = 0;
};

std::chrono::milliseconds test_duration() {
  const char* const seconds = std::getenv("CAIRN_MARKS_SECONDS");
  return std::chrono::seconds(seconds != nullptr ? std::atoi(seconds) : 60);
}

TEST_F(MarksTest, ReadersNeverSeeAnOutdatedSegment) {
  open(0);
  const bool full = test_duration() >= std::chrono::seconds(60);
  const std::uint64_t builds_min = full ? 1000 : 20;
  const Outcome outcome = run(test_duration(), builds_min, true);
  const auto info = store_->info();
  ASSERT_TRUE(info);
  EXPECT_EQ(outcome.violations, 0U);
  EXPECT_GT(outcome.reads, 0U);
  EXPECT_GT(commits_.load(), 0U);
  EXPECT_GE(info->segments.builds, builds_min);
  if (full) {
    EXPECT_GE(info->segments.evictions + info->segments.drops + info->segments.successors, builds_min / 2);
    EXPECT_GT(info->segments.evictions, 0U);
    EXPECT_GT(info->segments.successors, 0U);
    EXPECT_GT(memos_.load(), 0U);
  }
  RecordProperty("memos", std::to_string(memos_.load()));
  RecordProperty("successors", std::to_string(info->segments.successors));
  RecordProperty("reads", std::to_string(outcome.reads));
  RecordProperty("commits", std::to_string(commits_.load()));
  RecordProperty("builds", std::to_string(info->segments.builds));
  const auto checked = store_->check();
  ASSERT_TRUE(checked);
  EXPECT_TRUE(checked->clean());
}

TEST_F(MarksTest, ACommitThatMarksNothingIsNoticed) {
  open(all_kinds);
  EXPECT_GT(run(std::chrono::seconds(20), 1, true).violations, 0U);
}

TEST_F(MarksTest, ACommitThatDoesNotMarkOneKindIsNoticed) {
  for (std::uint32_t kind = 0; kind <= static_cast<std::uint32_t>(Thing::Kind::IndexRun); ++kind) {
    SCOPED_TRACE(kind);
    model_ = {};
    open(1U << kind);
    EXPECT_GT(run(std::chrono::seconds(20), 1, true).violations, 0U);
  }
}

}  // namespace
}  // namespace cairn::storage
