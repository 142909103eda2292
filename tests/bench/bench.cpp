// Whole statements on a graph of people who know each other: 20,000 nodes, 200,000 relationships.
#include "engine/database.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include <unistd.h>

namespace cairn {
namespace {

constexpr std::int64_t person_count = 20'000;
constexpr std::int64_t friends_per_person = 10;

void run(Session& session, const std::string& statement, const Parameters& parameters = {}) {
  const Expected<Result> result = session.run(statement, parameters);
  if (result) {
    benchmark::DoNotOptimize(result->rows().data());
    return;
  }
  std::cerr << statement << ": " << to_string(result.error()) << "\n";
  std::exit(1);
}

std::unique_ptr<Database> open(const std::string& path) {
  Expected<std::unique_ptr<Database>> database = Database::open(path);
  if (database) return *std::move(database);
  std::cerr << to_string(database.error()) << "\n";
  std::exit(1);
}

// The graph, made once. Friends are spread by a multiplication, so that every run has the same graph.
Session& people() {
  static const std::unique_ptr<Database> database = open(":memory:");
  static const std::unique_ptr<Session> session = [] {
    std::unique_ptr<Session> made = database->session();
    run(*made, "CREATE INDEX person_id FOR (p:Person) ON (p.id)");
    run(*made,
        fmt::format("UNWIND range(0, {}) AS id CREATE (:Person {{id: id, age: id % 90, name: 'p' + toString(id)}})",
                    person_count - 1));
    run(*made,
        fmt::format("MATCH (a:Person) UNWIND range(1, {}) AS k "
                    "MATCH (b:Person {{id: (a.id * 7919 + k * 104729) % {}}}) CREATE (a)-[:KNOWS {{since: k}}]->(b)",
                    friends_per_person, person_count));
    return made;
  }();
  return *session;
}

void run_repeatedly(benchmark::State& state, const std::string& statement) {
  Session& session = people();
  for (auto step : state) run(session, statement);
}

void lookup_by_index(benchmark::State& state) {
  Session& session = people();
  std::int64_t id = 0;
  for (auto step : state) {
    id = (id + 7919) % person_count;
    run(session, "MATCH (p:Person {id: $id}) RETURN p.name", {{"id", Value::integer(id)}});
  }
}
BENCHMARK(lookup_by_index);

void friends_of_friends(benchmark::State& state) {
  Session& session = people();
  std::int64_t id = 0;
  for (auto step : state) {
    id = (id + 7919) % person_count;
    run(session, "MATCH (p:Person {id: $id})-[:KNOWS]->()-[:KNOWS]->(f) RETURN count(DISTINCT f)",
        {{"id", Value::integer(id)}});
  }
}
BENCHMARK(friends_of_friends);

void scan_and_group(benchmark::State& state) {
  run_repeatedly(state, "MATCH (p:Person) RETURN p.age AS age, count(*) AS n ORDER BY n DESC LIMIT 10");
}
BENCHMARK(scan_and_group)->Unit(benchmark::kMillisecond);

void expand_all(benchmark::State& state) {
  run_repeatedly(state, "MATCH (a:Person)-[r:KNOWS]->(b:Person) WHERE a.age < b.age RETURN count(*)");
}
BENCHMARK(expand_all)->Unit(benchmark::kMillisecond);

void parse_and_plan(benchmark::State& state) {
  run_repeatedly(state,
                 "MATCH (a:Missing)-[:KNOWS*1..3]-(b) WHERE a.name STARTS WITH 'x' RETURN b.name, count(*) AS n");
}
BENCHMARK(parse_and_plan);

// A synced commit each.
void commit_on_disk(benchmark::State& state) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / fmt::format("cairn-bench-{}", ::getpid());
  {
    const std::unique_ptr<Database> database = open(folder.string());
    const std::unique_ptr<Session> session = database->session();
    for (auto step : state) run(*session, "CREATE (:Event {at: 1})");
  }
  std::filesystem::remove_all(folder);
}
BENCHMARK(commit_on_disk);

}  // namespace
}  // namespace cairn

BENCHMARK_MAIN();
