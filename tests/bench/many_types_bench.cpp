// A graph with 1,000 labels, relationship types and property keys, whose use follows Zipf's law, beside one of
// the same size with 10 of each: what the number of names costs in time and memory.
//
// Names: question/number of names. The environment variable CAIRN_BENCH_ENTITIES says how many nodes and
// relationships there are (default 1,000,000; a fifth of them nodes).
#include "engine/database.h"
#include "storage/graph_store.h"
#include "tests/bench/must.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <malloc.h>
#include <unistd.h>

namespace cairn {
namespace {

constexpr std::size_t entities_per_transaction = 50'000;

std::size_t entity_count() {
  const char* asked = std::getenv("CAIRN_BENCH_ENTITIES");
  return asked == nullptr ? 1'000'000 : std::strtoull(asked, nullptr, 10);
}

// Numbers from 0 on, the n-th in proportion to 1 / (n + 1).
class Zipf {
 public:
  explicit Zipf(std::size_t count) : sums_(count) {
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sums_[i] = sum += 1.0 / static_cast<double>(i + 1);
  }
  std::size_t pick(std::mt19937_64& random) const {
    const double place = std::uniform_real_distribution<double>(0, sums_.back())(random);
    return static_cast<std::size_t>(std::ranges::lower_bound(sums_, place) - sums_.begin());
  }

 private:
  std::vector<double> sums_;
};

std::uint64_t resident_bytes() {
  ::malloc_trim(0);
  std::ifstream file("/proc/self/statm");
  std::uint64_t pages = 0;
  file >> pages >> pages;
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

// Makes one kind of graph on disk, through storage, so that only the queries are the engine's.
class Maker {
 public:
  Maker(storage::GraphStore& store, std::size_t names) : store_(store), names_(names) {}

  void make(std::size_t nodes, std::size_t relationships) {
    for (std::size_t made = 0; made < nodes;) {
      made += in_transaction(nodes - made, [&](storage::WriteTransaction& transaction) { make_node(transaction); });
    }
    for (std::size_t made = 0; made < relationships;) {
      made += in_transaction(relationships - made, [&](storage::WriteTransaction& transaction) {
        const storage::TypeToken type = transaction.type(fmt::format("T{}", names_.pick(random_)));
        must(transaction.create_relationship(type, random_() % nodes, random_() % nodes, properties(transaction, 1)));
      });
    }
    must(store_.fold());
  }

 private:
  template <class Make>
  std::size_t in_transaction(std::size_t wanted, Make make_one) {
    const std::size_t count = std::min(wanted, entities_per_transaction);
    const auto transaction = must(store_.begin_write());
    for (std::size_t i = 0; i < count; ++i) make_one(*transaction);
    must(transaction->commit());
    return count;
  }

  void make_node(storage::WriteTransaction& transaction) {
    std::vector<storage::LabelToken> labels;
    for (std::size_t i = 1 + random_() % 2; i > 0; --i) {
      labels.push_back(transaction.label(fmt::format("L{}", names_.pick(random_))));
    }
    must(transaction.create_node(labels, properties(transaction, 3)));
  }

  const std::vector<storage::PropertyEntry>& properties(storage::WriteTransaction& transaction, std::size_t count) {
    std::map<storage::KeyToken, std::string> values;
    for (std::size_t i = 0; i < count; ++i) {
      std::string value;
      storage::append_integer(value, static_cast<std::int64_t>(random_() % 1000));
      values[transaction.key(fmt::format("k{}", names_.pick(random_)))] = std::move(value);
    }
    values_ = std::move(values);
    entries_.clear();
    for (const auto& [key, value] : values_) entries_.push_back({key, storage::ValueView::trusted(value)});
    return entries_;
  }

  storage::GraphStore& store_;
  Zipf names_;
  std::mt19937_64 random_{1};
  std::map<storage::KeyToken, std::string> values_;
  std::vector<storage::PropertyEntry> entries_;
};

// The graph with so many names, made once and removed at exit.
class Graph {
 public:
  explicit Graph(std::size_t names)
      : path_(std::filesystem::temp_directory_path() / fmt::format("cairn-names-bench-{}-{}", names, ::getpid())) {
    storage::OpenOptions options;
    options.durability = storage::Durability::Relaxed;
    const auto store = must(storage::GraphStore::open(path_.string(), options));
    Maker(*store, names).make(entity_count() / 5, entity_count() - entity_count() / 5);
    must(store->close());
  }
  ~Graph() { std::filesystem::remove_all(path_); }
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

const Graph& graph(std::int64_t names) {
  static std::map<std::int64_t, Graph> graphs;
  return graphs.try_emplace(names, static_cast<std::size_t>(names)).first->second;
}

// Opening, and the memory that an open database takes before anything is asked.
void opening(benchmark::State& state) {
  const Graph& data = graph(state.range(0));
  double bytes = 0;
  for (auto step : state) {
    state.PauseTiming();
    const std::uint64_t before = resident_bytes();
    state.ResumeTiming();
    auto database = must(Database::open(data.path().string()));
    state.PauseTiming();
    bytes = static_cast<double>(resident_bytes()) - static_cast<double>(before);
    database.reset();
    state.ResumeTiming();
  }
  state.counters["resident_MiB"] = bytes / (1 << 20);
}
BENCHMARK(opening)->Arg(10)->Arg(1000)->Unit(benchmark::kMillisecond)->Iterations(5);

void ask_everywhere(benchmark::State& state, const std::string& statement) {
  const auto database = must(Database::open(graph(state.range(0)).path().string()));
  const auto session = database->session();
  std::mt19937_64 random(3);
  const std::size_t nodes = entity_count() / 5;
  for (auto step : state) {
    const Parameters parameters = {{"id", Value::integer(static_cast<std::int64_t>(random() % nodes))}};
    benchmark::DoNotOptimize(must(session->run(statement, parameters)).rows().data());
  }
  state.counters["resident_MiB"] = static_cast<double>(resident_bytes()) / (1 << 20);
}

// All neighbours of a node, of whatever type.
void untyped_expansion(benchmark::State& state) {
  ask_everywhere(state, "MATCH (n)-[r]-(m) WHERE id(n) = $id RETURN count(m)");
}
BENCHMARK(untyped_expansion)->Arg(10)->Arg(1000)->Unit(benchmark::kMicrosecond);

void all_properties(benchmark::State& state) {
  ask_everywhere(state, "MATCH (n) WHERE id(n) = $id RETURN properties(n), labels(n)");
}
BENCHMARK(all_properties)->Arg(10)->Arg(1000)->Unit(benchmark::kMicrosecond);

// Deleting a node with its relationships, undone each time.
void detach_delete(benchmark::State& state) {
  const auto database = must(Database::open(graph(state.range(0)).path().string()));
  const auto session = database->session();
  std::mt19937_64 random(4);
  const std::size_t nodes = entity_count() / 5;
  must(session->run("BEGIN"));
  for (auto step : state) {
    const Parameters parameters = {{"id", Value::integer(static_cast<std::int64_t>(random() % nodes))}};
    must(session->run("MATCH (n) WHERE id(n) = $id DETACH DELETE n", parameters));
  }
  must(session->run("ROLLBACK"));
}
BENCHMARK(detach_delete)->Arg(10)->Arg(1000)->Unit(benchmark::kMicrosecond)->Iterations(2000);

// One relationship more, committed.
void commit_one(benchmark::State& state) {
  DatabaseOptions options;
  options.durability = Durability::Relaxed;
  const auto database = must(Database::open(graph(state.range(0)).path().string(), options));
  const auto session = database->session();
  for (auto step : state) {
    must(session->run("MATCH (a), (b) WHERE id(a) = 17 AND id(b) = 4711 CREATE (a)-[:T3]->(b)"));
  }
}
BENCHMARK(commit_one)->Arg(10)->Arg(1000)->Unit(benchmark::kMicrosecond)->Iterations(500);

// Every relationship, whatever its type, from a cold start.
void whole_graph(benchmark::State& state) {
  for (auto step : state) {
    const auto database = must(Database::open(graph(state.range(0)).path().string()));
    const auto session = database->session();
    benchmark::DoNotOptimize(must(session->run("MATCH (a)-[r]->(b) WHERE a.k0 = b.k0 RETURN count(*)")).rows().data());
    state.counters["resident_MiB"] = static_cast<double>(resident_bytes()) / (1 << 20);
  }
}
BENCHMARK(whole_graph)->Arg(10)->Arg(1000)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace cairn
