// A seek by an index finds exactly what its predicates are true for: values of every type, of nodes and relationships,
// with random indexes, asked with the rewrites on and off.
#include "engine/database.h"
#include "engine/session_internal.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

namespace cairn::engine::testing {
namespace {

class IndexAnswers : public ::testing::Test {
 protected:
  void SetUp() override {
    Expected<std::unique_ptr<Database>> opened = Database::open(":memory:");
    ASSERT_TRUE(opened) << to_string(opened.error());
    database_ = std::move(*opened);
    session_ = database_->session();
  }

  void run(const std::string& statement) {
    const Expected<Result> result = session_->run(statement);
    ASSERT_TRUE(result) << statement << "\n" << to_string(result.error());
  }

  // The numbers that a query of one column answers, sorted.
  std::vector<std::int64_t> rows(const std::string& query, const RewriteSet& rewrites) {
    static_cast<SessionInternal&>(*session_).set_rewrites(rewrites);
    const Expected<Result> result = session_->run(query);
    EXPECT_TRUE(result) << query << "\n" << (result ? "" : to_string(result.error()));
    std::vector<std::int64_t> numbers;
    if (!result) return numbers;
    for (const std::vector<Value>& row : result->rows()) numbers.push_back(row.front().as_integer());
    std::sort(numbers.begin(), numbers.end());
    return numbers;
  }

  std::unique_ptr<Database> database_;
  std::unique_ptr<Session> session_;
};

const std::vector<std::string>& storable_values() {
  static const std::string long_text(300, 'z');
  static const std::vector<std::string> values = {"0",
                                                  "1",
                                                  "2",
                                                  "1.0",
                                                  "1.5",
                                                  "-0.0",
                                                  "-1",
                                                  "9007199254740993",
                                                  "9007199254740992.0",
                                                  "0.0/0.0",
                                                  "1.0/0.0",
                                                  "-1.0/0.0",
                                                  "''",
                                                  "'a'",
                                                  "'ab'",
                                                  "'abc'",
                                                  "'b'",
                                                  "'" + long_text + "'",
                                                  "'" + long_text + "a'",
                                                  "'" + long_text + "b'",
                                                  "true",
                                                  "false",
                                                  "[]",
                                                  "[1]",
                                                  "[1.0]",
                                                  "[1, 2]",
                                                  "[0.0/0.0]",
                                                  "['a']",
                                                  "['a', 'b']",
                                                  "[true]",
                                                  "['" + long_text + "']"};
  return values;
}

std::string any_value(std::mt19937& random) {
  static const std::vector<std::string> others = {"null", "[1, null]", "[1, 2.0]", "{k: 1}", "[[1]]", "[1, 'a']"};
  if (random() % 8 == 0) return others[random() % others.size()];
  return storable_values()[random() % storable_values().size()];
}

// A predicate about `subject`, which is a property; `outside` is one of another variable, known or not.
std::string random_predicate(std::mt19937& random, const std::string& subject, const std::string& outside) {
  static constexpr std::array comparisons = {"<", "<=", ">", ">="};
  auto comparison = [&] { return comparisons[random() % comparisons.size()]; };
  auto value = [&] { return random() % 4 == 0 ? outside : any_value(random); };
  switch (random() % 10) {
    case 0:
    case 1: return fmt::format("{} = {}", subject, value());
    case 2: return fmt::format("{} = {}", value(), subject);
    case 3: return fmt::format("{} IN [{}, {}, {}, {}]", subject, value(), value(), value(), value());
    case 4: return fmt::format("{} {} {}", subject, comparison(), value());
    case 9:
      return fmt::format("({0} = {1} OR {2} = {0} OR {0} IN [{3}, {4}])", subject, any_value(random), any_value(random),
                         any_value(random), value());
    case 5: return fmt::format("{} {} {} {} {}", value(), comparison(), subject, comparison(), value());
    case 6: return fmt::format("{} STARTS WITH {}", subject, value());
    case 7: return fmt::format("{} IS NOT NULL", subject);
    default:
      return fmt::format("{} {} {} {} {} {} {}", subject, comparison(), value(), comparison(), value(), "<", value());
  }
}

std::string random_properties(std::mt19937& random, int number) {
  std::string text = fmt::format("{{n: {}", number);
  for (const char* key : {"x", "y", "z"}) {
    if (random() % 4 == 0) continue;
    text += fmt::format(", {}: {}", key, storable_values()[random() % storable_values().size()]);
  }
  return text + "}";
}

void random_indexes(std::mt19937& random, std::vector<std::string>& statements) {
  static constexpr std::array targets = {"(e:A)", "(e:B)", "()-[e:T]-()"};
  static constexpr std::array keys = {"e.x", "e.y", "e.x, e.y", "e.y, e.x, e.z", "e.z"};
  for (const char* target : targets) {
    for (const char* key : keys) {
      if (random() % 2 == 0) statements.push_back(fmt::format("CREATE INDEX FOR {} ON ({})", target, key));
    }
  }
}

std::string random_query(std::mt19937& random) {
  static constexpr std::array patterns = {
      "MATCH (a:A) WHERE {} RETURN a.n AS n",
      "MATCH (a:A:B) WHERE {} RETURN a.n AS n",
      "UNWIND [1, 'a', null, [1], 1.5] AS v WITH {{x: v, y: v}} AS o MATCH (a:A) WHERE {} RETURN a.n AS n",
      "MATCH (o:B) MATCH (a:A) WHERE {} RETURN a.n * 1000 + o.n AS n",
      "MATCH (o:B), (a:A) WHERE {} RETURN a.n * 1000 + o.n AS n",
      "MATCH (o:B) OPTIONAL MATCH (a:A) WHERE {} RETURN coalesce(a.n, -1) * 1000 + o.n AS n",
      "MATCH (o)-[a:T]->(q) WHERE {} RETURN a.n * 1000 + o.n AS n",
      "MATCH (o)-[a:T]-(q:A) WHERE {} RETURN a.n * 1000 + o.n AS n",
      "MATCH (o)<-[a:T]-(o) WHERE {} RETURN a.n AS n",
      "MATCH (o:A)-[a:T]->(q)-[b:T]-(p) WHERE {} RETURN a.n * 1000 + b.n AS n",
      "MATCH (o:B) WITH o MATCH (o)-[a:T]->(q) WHERE {} RETURN a.n * 1000 + o.n AS n",
  };
  const std::string pattern = patterns[random() % patterns.size()];
  const bool knows_o = pattern.find("(o") != std::string::npos || pattern.find("AS o") != std::string::npos;
  static constexpr std::array keys = {"x", "x", "y", "z"};
  std::vector<std::string> predicates;
  for (auto count = 1 + random() % 3; count > 0; --count) {
    const std::string outside = knows_o ? std::string("o.") + keys[random() % 3] : "1";
    predicates.push_back(random_predicate(random, std::string("a.") + keys[random() % keys.size()], outside));
  }
  return fmt::format(fmt::runtime(pattern), fmt::join(predicates, " AND "));
}

TEST_F(IndexAnswers, AreThoseOfTheFilter) {
  std::mt19937 random(23);
  std::vector<RewriteSet> sets{RewriteSet::all()};
  for (const Rewrite rewrite :
       {Rewrite::IndexSeek, Rewrite::IndexList, Rewrite::EqualitiesToList, Rewrite::IndexRange, Rewrite::IndexPrefix,
        Rewrite::IndexExistence, Rewrite::CompositeIndex, Rewrite::RelationshipIndex, Rewrite::GreedyOrder}) {
    sets.push_back(RewriteSet::all());
    sets.back().disable(rewrite);
  }
  std::size_t found = 0;
  for (int graph = 0; graph < 25; ++graph) {
    ASSERT_TRUE(database_->clear());
    session_ = database_->session();
    std::vector<std::string> statements;
    random_indexes(random, statements);
    std::string create = "CREATE ";
    for (int i = 0; i < 30; ++i) {
      create += fmt::format("{}(v{}{}{} {})", i == 0 ? "" : ", ", i, random() % 3 == 0 ? "" : ":A",
                            random() % 2 == 0 ? "" : ":B", random_properties(random, i));
    }
    for (int i = 0; i < 25; ++i) {
      create += fmt::format(", (v{})-[:{} {}]->(v{})", random() % 10, random() % 4 == 0 ? "U" : "T",
                            random_properties(random, i), random() % 10);
    }
    statements.insert(graph % 2 == 0 ? statements.begin() : statements.end(), create);
    for (const std::string& statement : statements) ASSERT_NO_FATAL_FAILURE(run(statement));
    for (int i = 0; i < 60; ++i) {
      const std::string query = random_query(random);
      const std::vector<std::int64_t> expected = rows(query, RewriteSet::none());
      found += expected.size();
      ASSERT_EQ(rows(query, RewriteSet::all()), expected)
          << fmt::format("{};\n", fmt::join(statements, ";\n")) << query;
      const RewriteSet& some = sets[random() % sets.size()];
      ASSERT_EQ(rows(query, some), expected) << fmt::format("{};\n", fmt::join(statements, ";\n")) << query;
    }
  }
  EXPECT_GT(found, 5'000U);
}

TEST_F(IndexAnswers, OfMoreRowsThanABatchHas) {
  run("CREATE INDEX FOR (a:A) ON (a.x)");
  run("CREATE INDEX FOR (a:A) ON (a.y, a.x)");
  run("UNWIND range(0, 9999) AS i CREATE (:A {x: i % 100, y: i % 7, n: i})");
  const RewriteSet all = RewriteSet::all();
  EXPECT_EQ(rows("UNWIND range(0, 4999) AS i MATCH (a:A {x: i}) RETURN count(*) AS n", all),
            std::vector<std::int64_t>{10'000});
  EXPECT_EQ(rows("MATCH (a:A) WHERE a.x >= 0 RETURN count(*) AS n", all), std::vector<std::int64_t>{10'000});
  EXPECT_EQ(rows("MATCH (a:A) WHERE a.x IN range(0, 5000) RETURN count(*) AS n", all),
            std::vector<std::int64_t>{10'000});
  EXPECT_EQ(rows("UNWIND range(0, 3000) AS i MATCH (a:A {y: i}) WHERE a.x < 50 RETURN count(*) AS n", all),
            std::vector<std::int64_t>{5'000});
  EXPECT_EQ(
      rows("UNWIND range(0, 99) AS i MATCH (a:A) WHERE a.x IN [i, i + 1, i] WITH a LIMIT 150 RETURN count(*) AS n",
           all),
      std::vector<std::int64_t>{150});
}

TEST_F(IndexAnswers, KeepTheNumberThatARowStandsFor) {
  run("CREATE INDEX FOR (a:A) ON (a.x)");
  run("CREATE INDEX FOR ()-[r:T]-() ON (r.x)");
  run("UNWIND range(1, 30) AS i CREATE (b:B) WITH collect(b) AS bs UNWIND bs AS b UNWIND bs AS c CREATE (b)-[:U]->(c)");
  run("UNWIND range(1, 3) AS i CREATE (a:A {x: 1})-[:T {x: 1}]->(a)");
  for (const char* seek :
       {"(a:A {x: 1})", "()-[a:T {x: 1}]-()", "(a:A) WHERE a.x IN [1, 1.0]", "(a:A) WHERE 0 < a.x"}) {
    const std::string query = fmt::format("MATCH (:B)-[:U]->(:B) MATCH {} RETURN count(*) AS n", seek);
    EXPECT_EQ(rows(query, RewriteSet::all()), std::vector<std::int64_t>{2'700}) << query;
    EXPECT_EQ(rows(query, RewriteSet::none()), std::vector<std::int64_t>{2'700}) << query;
  }
}

}  // namespace
}  // namespace cairn::engine::testing
