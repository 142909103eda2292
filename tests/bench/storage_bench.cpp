// Reading and folding at the storage interface: the same 200,000 nodes and 800,000 relationships as single
// records and as base blocks, with decoded copies in memory and without.
//
// Names: form/source. Counters: ids per second, and bytes on disk per entity.
#include "storage/graph_store.h"
#include "storage/test_hooks.h"
#include "tests/bench/must.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include <unistd.h>

namespace cairn::storage {
namespace {

constexpr std::size_t node_count = 200'000;
constexpr std::size_t relationships_per_node = 4;
constexpr std::size_t batch_ids = 2048;
constexpr std::size_t block_entities = 1024;
constexpr std::array<std::string_view, 5> key_names = {"id", "age", "city", "name", "score"};

// A graph on disk, made once per form and removed at exit.
class Graph {
 public:
  // Transactions of fewer than 256 entities write single records, larger ones write blocks.
  Graph(std::string_view name, std::size_t entities_per_transaction, std::uint64_t segment_bytes_max)
      : path_(std::filesystem::temp_directory_path() / fmt::format("cairn-storage-bench-{}-{}", name, ::getpid())) {
    hooks_->skip_background_fold = true;
    options_.memory_bytes = std::uint64_t{512} << 20U;
    options_.segment_bytes_max = segment_bytes_max;
    options_.durability = Durability::Relaxed;
    options_.test_hooks = hooks_;
    store_ = must(GraphStore::open(path_.string(), options_));
    make(entities_per_transaction);
    // Relationships have written the records of their nodes anew.
    if (entities_per_transaction >= block_entities) must(store_->fold());
    reopen();
  }
  ~Graph() {
    store_.reset();
    std::filesystem::remove_all(path_);
  }
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;

  GraphStore& store() { return *store_; }
  void reopen() {
    store_.reset();
    store_ = must(GraphStore::open(path_.string(), options_));
  }

 private:
  void make(std::size_t entities_per_transaction) {
    std::mt19937_64 random(1);
    for (std::size_t made = 0; made < node_count;) {
      const auto transaction = must(store_->begin_write());
      const std::size_t end = std::min(node_count, made + entities_per_transaction);
      for (; made < end; ++made) make_node(*transaction, made, random);
      must(transaction->commit());
    }
    for (std::size_t made = 0; made < node_count * relationships_per_node;) {
      const auto transaction = must(store_->begin_write());
      const TypeToken type = transaction->type("KNOWS");
      const std::size_t end = std::min(node_count * relationships_per_node, made + entities_per_transaction);
      for (; made < end; ++made) {
        std::string since;
        append_integer(since, 1990 + static_cast<std::int64_t>(random() % 35));
        const PropertyEntry property{transaction->key("since"), ValueView::trusted(since)};
        must(transaction->create_relationship(type, made / relationships_per_node, random() % node_count,
                                              std::span(&property, 1)));
      }
      must(transaction->commit());
    }
    const auto transaction = must(store_->begin_write());
    const KeyToken key = transaction->key("id");
    must(transaction->create_index("ids", EntityKind::Node, transaction->label("Person"), std::span(&key, 1)));
    must(transaction->commit());
  }

  static void make_node(WriteTransaction& transaction, std::size_t number, std::mt19937_64& random) {
    const LabelToken label = transaction.label("Person");
    std::array<std::string, key_names.size()> values;
    append_integer(values[0], static_cast<std::int64_t>(number));
    append_integer(values[1], 18 + static_cast<std::int64_t>(random() % 80));
    append_string(values[2], fmt::format("city{}", random() % 200));
    append_string(values[3], fmt::format("Person number {}", number));
    append_float(values[4], static_cast<double>(random() % 10'000) / 100);
    std::array<PropertyEntry, key_names.size()> properties;
    for (std::size_t i = 0; i < key_names.size(); ++i) {
      properties[i] = {transaction.key(key_names[i]), ValueView::trusted(values[i])};
    }
    must(transaction.create_node(std::span(&label, 1), properties));
  }

  std::filesystem::path path_;
  std::shared_ptr<TestHooks> hooks_ = std::make_shared<TestHooks>();
  OpenOptions options_;
  std::unique_ptr<GraphStore> store_;
};

constexpr std::uint64_t no_segments = 1;
constexpr std::uint64_t with_segments = std::uint64_t{1} << 30U;

Graph& records() {
  static Graph graph("records", 200, no_segments);
  return graph;
}
Graph& blocks() {
  static Graph graph("blocks", 100'000, no_segments);
  return graph;
}
Graph& segments() {
  static Graph graph("segments", 100'000, with_segments);
  return graph;
}

using MakeGraph = Graph& (*)();

// One id at a time, anywhere.
void point_property(benchmark::State& state, MakeGraph make) {
  const auto reader = make().store().read(make().store().durable());
  const KeyToken key = *reader->find_key("age");
  PropertyColumn column;
  std::mt19937_64 random(2);
  for (auto step : state) {
    const NodeId id = random() % node_count;
    must(reader->property(EntityKind::Node, std::span(&id, 1), key, column));
    benchmark::DoNotOptimize(column.integers.data());
  }
}
BENCHMARK_CAPTURE(point_property, record, records)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(point_property, block, blocks)->Unit(benchmark::kMicrosecond);

void read_ages(Reader& reader, std::span<const NodeId> ids, PropertyColumn& column) {
  must(reader.property(EntityKind::Node, ids, *reader.find_key("age"), column));
}

// The same where all segments are there.
void point_property_from_segment(benchmark::State& state) {
  const auto reader = segments().store().read(segments().store().durable());
  std::vector<NodeId> all(node_count);
  std::iota(all.begin(), all.end(), NodeId{0});
  PropertyColumn column;
  read_ages(*reader, all, column);
  const KeyToken key = *reader->find_key("age");
  std::mt19937_64 random(2);
  for (auto step : state) {
    const NodeId id = random() % node_count;
    must(reader->property(EntityKind::Node, std::span(&id, 1), key, column));
    benchmark::DoNotOptimize(column.integers.data());
  }
  state.counters["from_store"] = static_cast<double>(reader->counts().store);
}
BENCHMARK(point_property_from_segment)->Unit(benchmark::kMicrosecond);

// Of nodes that were changed since their segment was built, and read since.
void point_property_from_memo(benchmark::State& state) {
  GraphStore& store = segments().store();
  PropertyColumn column;
  std::vector<NodeId> all(node_count);
  std::iota(all.begin(), all.end(), NodeId{0});
  read_ages(*store.read(store.durable()), all, column);
  std::vector<NodeId> changed;
  const auto transaction = must(store.begin_write());
  std::string value;
  append_integer(value, 44);
  for (NodeId id = 0; id < node_count; id += 100) {
    changed.push_back(id);
    must(transaction->set_property(EntityKind::Node, id, transaction->key("age"), ValueView::trusted(value)));
  }
  must(transaction->commit());
  const auto reader = store.read(store.durable());
  read_ages(*reader, changed, column);
  const KeyToken key = *reader->find_key("age");
  const ReadCounts before = reader->counts();
  std::mt19937_64 random(2);
  for (auto step : state) {
    const NodeId id = changed[random() % changed.size()];
    must(reader->property(EntityKind::Node, std::span(&id, 1), key, column));
    benchmark::DoNotOptimize(column.integers.data());
  }
  ReadCounts counts = reader->counts();
  counts -= before;
  state.counters["from_memo"] = static_cast<double>(counts.memo) / static_cast<double>(state.iterations());
}
BENCHMARK(point_property_from_memo)->Unit(benchmark::kMicrosecond);

// One value of an index at a time, anywhere; 200,000 seeks before have had runs decoded where there may be any.
void index_seek(benchmark::State& state, MakeGraph make) {
  const auto reader = make().store().read(make().store().durable());
  const IndexId index = reader->schema().find_index("ids")->id;
  std::vector<EntityId> found;
  std::mt19937_64 random(2);
  const auto seek = [&] {
    std::string value;
    append_integer(value, static_cast<std::int64_t>(random() % node_count));
    must(reader->index_seek(index, ValueView::trusted(value), found));
    benchmark::DoNotOptimize(found.data());
  };
  for (std::size_t i = 0; i < node_count; ++i) seek();
  for (auto step : state) seek();
}
BENCHMARK_CAPTURE(index_seek, store, blocks)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(index_seek, run, segments)->Unit(benchmark::kMicrosecond);

// All entries of an index in order.
void index_walk(benchmark::State& state, MakeGraph make) {
  const auto reader = make().store().read(make().store().durable());
  const IndexId index = reader->schema().find_index("ids")->id;
  std::vector<EntityId> piece(batch_ids);
  const auto walk = [&] {
    for (IndexPosition position; !position.finished;) must(reader->index_range(index, {}, position, piece));
  };
  walk();
  for (auto step : state) walk();
  state.counters["entries/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * node_count, benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(index_walk, store, blocks)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(index_walk, run, segments)->Unit(benchmark::kMillisecond);

// Everything about one entity.
void point_entity(benchmark::State& state, MakeGraph make) {
  const auto reader = make().store().read(make().store().durable());
  std::vector<PropertyEntry> properties;
  std::mt19937_64 random(2);
  for (auto step : state) {
    must(reader->properties(EntityKind::Node, random() % node_count, properties));
    benchmark::DoNotOptimize(properties.data());
  }
}
BENCHMARK_CAPTURE(point_entity, record, records)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(point_entity, block, blocks)->Unit(benchmark::kMicrosecond);

void scan_property(Reader& reader, KeyToken key, PropertyColumn& column) {
  std::vector<NodeId> ids(batch_ids);
  for (NodeId next = 0; next < node_count;) {
    const std::size_t count = must(reader.scan_nodes(label_exists, next, node_count, ids, next));
    must(reader.property(EntityKind::Node, std::span(ids).first(count), key, column));
    benchmark::DoNotOptimize(column.valid.data());
  }
}

// One property of all nodes, with RocksDB's cache warm.
void scan(benchmark::State& state, MakeGraph make, std::string_view key_name) {
  const auto reader = make().store().read(make().store().durable());
  const KeyToken key = *reader->find_key(key_name);
  PropertyColumn column;
  scan_property(*reader, key, column);
  for (auto step : state) scan_property(*reader, key, column);
  state.counters["ids/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * node_count, benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(scan, integer_record, records, "age")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan, integer_block, blocks, "age")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan, integer_segment, segments, "age")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan, dictionary_block, blocks, "city")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan, dictionary_segment, segments, "city")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan, string_record, records, "name")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan, string_block, blocks, "name")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan, string_segment, segments, "name")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan, float_block, blocks, "score")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan, float_segment, segments, "score")->Unit(benchmark::kMillisecond);

// The same in a database that was just opened: everything is read and decoded.
void scan_after_opening(benchmark::State& state, MakeGraph make) {
  PropertyColumn column;
  for (auto step : state) {
    state.PauseTiming();
    make().reopen();
    const auto reader = make().store().read(make().store().durable());
    const KeyToken key = *reader->find_key("age");
    state.ResumeTiming();
    scan_property(*reader, key, column);
  }
  state.counters["ids/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * node_count, benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(scan_after_opening, record, records)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan_after_opening, block, blocks)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan_after_opening, segment, segments)->Unit(benchmark::kMillisecond);

// The ends of relationships that are asked for by id.
void relationship_ends(benchmark::State& state, MakeGraph make) {
  const auto reader = make().store().read(make().store().durable());
  std::vector<RelationshipId> ids(batch_ids);
  std::iota(ids.begin(), ids.end(), 4096);
  std::vector<RelationshipEnds> ends(batch_ids);
  for (auto step : state) {
    must(reader->relationships(ids, ends));
    benchmark::DoNotOptimize(ends.data());
  }
  state.counters["ids/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * batch_ids, benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(relationship_ends, record, records)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(relationship_ends, block, blocks)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(relationship_ends, segment, segments)->Unit(benchmark::kMicrosecond);

// 1,024 single records become part of their block.
void fold_one_block(benchmark::State& state) {
  Graph& graph = blocks();
  std::int64_t round = 0;
  for (auto step : state) {
    state.PauseTiming();
    {
      const auto transaction = must(graph.store().begin_write());
      std::string value;
      append_integer(value, ++round);
      for (NodeId id = 0; id < 1024; ++id) {
        must(transaction->set_property(EntityKind::Node, id, transaction->key("age"), ValueView::trusted(value)));
      }
      must(transaction->commit());
    }
    state.ResumeTiming();
    must(graph.store().fold());
  }
}
BENCHMARK(fold_one_block)->Unit(benchmark::kMillisecond)->Iterations(50);

// How long a writer waits while others' records are folded without pause: the longest of its commits.
void commit_while_folding(benchmark::State& state) {
  Graph& graph = blocks();
  {
    const auto transaction = must(graph.store().begin_write());
    std::string value;
    append_integer(value, 1);
    for (NodeId id = 2048; id < 100'000; ++id) {
      must(transaction->set_property(EntityKind::Node, id, transaction->key("age"), ValueView::trusted(value)));
    }
    must(transaction->commit());
  }
  std::atomic<bool> cancelled = false;
  std::thread folder([&] { static_cast<void>(graph.store().fold(1, &cancelled).has_value()); });
  double longest_ms = 0;
  for (auto step : state) {
    const auto begin = std::chrono::steady_clock::now();
    const auto transaction = must(graph.store().begin_write());
    must(transaction->create_node({}, {}));
    must(transaction->commit());
    const auto took = std::chrono::steady_clock::now() - begin;
    longest_ms = std::max(longest_ms, std::chrono::duration<double, std::milli>(took).count());
  }
  cancelled = true;
  folder.join();
  state.counters["longest_ms"] = longest_ms;
}
BENCHMARK(commit_while_folding)->Unit(benchmark::kMicrosecond)->Iterations(500);

}  // namespace
}  // namespace cairn::storage
