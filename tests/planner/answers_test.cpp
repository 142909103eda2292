// Plans answer what trying everything answers, with any rewrites on or off.
#include "engine/database.h"
#include "engine/session_internal.h"
#include "tests/planner/pattern_oracle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace cairn::engine::testing {
namespace {

class Answers : public ::testing::Test {
 protected:
  void SetUp() override {
    Expected<std::unique_ptr<Database>> opened = Database::open(":memory:");
    ASSERT_TRUE(opened) << to_string(opened.error());
    database_ = std::move(*opened);
  }

  // The graph with some of the indexes that its patterns could use.
  void load(const OracleGraph& graph, std::mt19937& random) {
    static constexpr std::array indexes = {
        "CREATE INDEX FOR (v:A) ON (v.x)",
        "CREATE INDEX FOR (v:B) ON (v.x)",
        "CREATE INDEX FOR (v:A) ON (v.x, v.n)",
        "CREATE CONSTRAINT FOR (v:A) REQUIRE v.n IS UNIQUE",
        "CREATE CONSTRAINT FOR (v:B) REQUIRE (v.x, v.n) IS KEY",
        "CREATE INDEX FOR ()-[r:R]-() ON (r.n)",
        "CREATE CONSTRAINT FOR ()-[r:S]-() REQUIRE r.n IS UNIQUE",
    };
    std::vector<std::string> statements;
    for (const char* index : indexes) {
      if (random() % 2 == 0) statements.emplace_back(index);
    }
    statements.insert(random() % 2 == 0 ? statements.begin() : statements.end(), graph.statement());
    load(statements);
  }

  void load(const std::vector<std::string>& statements) {
    session_.reset();
    ASSERT_TRUE(database_->clear());
    session_ = database_->session();
    for (const std::string& statement : statements) {
      const Expected<Result> result = session_->run(statement);
      ASSERT_TRUE(result) << statement << "\n" << to_string(result.error());
    }
  }

  // The rows of a one-column answer as texts, sorted; an error as its type and detail.
  std::vector<std::string> rows(const std::string& query, const RewriteSet& rewrites) {
    static_cast<SessionInternal&>(*session_).set_rewrites(rewrites);
    const Expected<Result> result = session_->run(query);
    if (!result) return {std::string(error_type_name(result.error().type)) + " " + result.error().detail};
    std::vector<std::string> texts;
    for (const std::vector<Value>& row : result->rows()) {
      const Value& value = row.front();
      texts.push_back(value.is_string()    ? std::string(value.as_string())
                      : value.is_integer() ? std::to_string(value.as_integer())
                                           : std::string(value_type_name(value.type())));
    }
    std::sort(texts.begin(), texts.end());
    return texts;
  }

  static std::vector<RewriteSet> rewrite_sets() {
    std::vector<RewriteSet> sets{RewriteSet::all(), RewriteSet::none()};
    for (std::size_t i = 0; i < rewrite_count; ++i) {
      RewriteSet set = RewriteSet::all();
      set.disable(static_cast<Rewrite>(i));
      sets.push_back(set);
    }
    return sets;
  }

  std::unique_ptr<Database> database_;
  std::unique_ptr<Session> session_;
};

constexpr int graphs = 150;
constexpr int patterns = 8;

TEST_F(Answers, AreThoseOfTryingEverything) {
  std::mt19937 random(11);
  std::size_t row_count = 0;
  for (int i = 0; i < graphs; ++i) {
    const OracleGraph graph = OracleGraph::random(random);
    ASSERT_NO_FATAL_FAILURE(load(graph, random));
    for (int j = 0; j < patterns; ++j) {
      const OraclePattern pattern = OraclePattern::random(random);
      const std::vector<std::string> expected = pattern.answer(graph);
      row_count += expected.size();
      for (const RewriteSet& rewrites : rewrite_sets()) {
        ASSERT_EQ(rows(pattern.query(), rewrites), expected) << graph.statement() << "\n" << pattern.query();
      }
    }
  }
  EXPECT_GT(row_count, 5'000U);
}

TEST_F(Answers, CountWhatNothingElseReads) {
  std::mt19937 random(13);
  for (int i = 0; i < graphs; ++i) {
    const OracleGraph graph = OracleGraph::random(random);
    ASSERT_NO_FATAL_FAILURE(load(graph, random));
    for (int j = 0; j < patterns; ++j) {
      const OraclePattern pattern = OraclePattern::random(random);
      const std::string query = pattern.query();
      const std::string count = query.substr(0, query.find(" RETURN ")) + " RETURN count(*) AS n";
      const std::vector<std::string> expected{std::to_string(pattern.answer(graph).size())};
      for (const RewriteSet& rewrites : {RewriteSet::all(), RewriteSet::none()}) {
        ASSERT_EQ(rows(count, rewrites), expected) << graph.statement() << "\n" << count;
      }
    }
  }
}

TEST_F(Answers, FindTheEndsOfARelationshipThatIsBound) {
  OracleGraph graph;
  graph.nodes.resize(2);
  graph.relationships = {{0, 0, true}, {0, 1, true}, {1, 0, true}};
  ASSERT_NO_FATAL_FAILURE(load({graph.statement()}));
  for (const RewriteSet& rewrites : rewrite_sets()) {
    const std::string bound = "MATCH ()-[r]->() WITH r ";
    EXPECT_EQ(rows(bound + "MATCH (x)-[r]->(x) RETURN r.n AS row", rewrites), std::vector<std::string>{"0"});
    EXPECT_EQ(rows(bound + "MATCH (x)-[r]-(x) RETURN r.n AS row", rewrites), std::vector<std::string>{"0"});
    EXPECT_EQ(rows(bound + "MATCH (x)-[r]-(y) RETURN x.n * 10 + y.n AS row", rewrites),
              (std::vector<std::string>{"0", "1", "1", "10", "10"}));
    EXPECT_EQ(rows("MATCH (x {n: 0}) MATCH ()-[r]->() MATCH (x)-[r]->(y) RETURN y.n AS row", rewrites),
              (std::vector<std::string>{"0", "1"}));
    EXPECT_EQ(rows("MATCH (x)-[r]->(y)-[q]->(z) WITH x, [r, q] AS rs MATCH (x)-[rs*]->(w) RETURN w.n AS row", rewrites),
              (std::vector<std::string>{"0", "0", "1", "1"}));
  }
}

// A statement of one to four clauses over `a`, `r` and `b`, most of them updates.
std::string random_update(std::mt19937& random) {
  auto pick = [&](const auto& choices) { return std::string(choices[random() % std::size(choices)]) + " "; };
  static constexpr std::array patterns_of_update = {
      "MATCH (a:A)-[r:R]->(b)",
      "MATCH (a)-[r]->(b:B)",
      "MATCH (a:A), (b:B) OPTIONAL MATCH (a)-[r:S]->(b)",
      "MATCH (a {x: 1})-[r]-(b)",
      "MATCH (a:A) WITH a, a AS b OPTIONAL MATCH (a)-[r]->()",
  };
  static constexpr std::array clauses = {
      "SET a.x = a.x + 1",
      "SET b.x = a.x",
      "SET a.y = b.y, b.y = 1",
      "SET a:B",
      "SET b += {x: 2}",
      "REMOVE a:A",
      "REMOVE b.x",
      "CREATE (:A {x: a.x})",
      "CREATE (a)-[:R]->(:B {x: b.x})",
      "CREATE (a)-[:S]->(b)",
      "CREATE (:C {x: 5})",
      "MERGE (:A {x: a.x})",
      "MERGE (a)-[:S]->(b)",
      "MERGE (a)-[q:R]->(m:B {x: b.x}) ON CREATE SET m.y = 7 ON MATCH SET a.x = 9",
      "DELETE r",
      "DETACH DELETE b",
      "WITH a, r, b WHERE a.x < 4",
      "WITH a, r, b LIMIT 1",
      "WITH a, r, b ORDER BY a.x, a.n, b.n, r.n",
      "MATCH (c:B) WITH a, r, b, count(c) AS n SET a.x = n",
      "WITH a, r, b WHERE EXISTS { (a)-[:S]->() }",
  };
  static constexpr std::array ends = {"RETURN count(*) AS row", "RETURN sum(a.x) AS row", "RETURN b.x AS row",
                                      "RETURN size([(a)-->(z) | z.x]) AS row"};
  std::string text = pick(patterns_of_update);
  for (auto i = 1 + random() % 4; i > 0; --i) text += pick(clauses);
  return text + pick(ends);
}

TEST_F(Answers, OfUpdatesDoNotDependOnEagersThatAreLeftOut) {
  std::mt19937 random(17);
  RewriteSet eager = RewriteSet::all();
  eager.disable(Rewrite::ElideEager);
  const std::string nodes =
      "MATCH (v) RETURN reduce(t = '', k IN [v.n, v.x, v.y] | t + coalesce(toString(k), '-') + ',') + "
      "reduce(t = '', l IN labels(v) | t + l) AS row";
  const std::string relationships =
      "MATCH (v)-[r]->(w) RETURN coalesce(toString(v.n), '-') + type(r) + coalesce(toString(w.n), '-') AS row";
  std::size_t answered = 0;
  for (int i = 0; i < 4 * graphs; ++i) {
    const OracleGraph graph = OracleGraph::random(random);
    const std::string update = random_update(random);
    std::vector<std::vector<std::string>> outcomes[2];
    for (const bool elided : {false, true}) {
      ASSERT_NO_FATAL_FAILURE(load({"CREATE INDEX FOR (v:A) ON (v.x)", graph.statement()}));
      const RewriteSet& rewrites = elided ? RewriteSet::all() : eager;
      for (const std::string& query : {update, nodes, relationships}) outcomes[elided].push_back(rows(query, rewrites));
    }
    ASSERT_EQ(outcomes[1], outcomes[0]) << graph.statement() << "\n" << update;
    answered += outcomes[0].front().empty() ? 0U : 1U;
  }
  EXPECT_GT(answered, 200U);
}

}  // namespace
}  // namespace cairn::engine::testing
