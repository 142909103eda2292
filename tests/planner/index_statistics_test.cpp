// What the planner asks about indexes, and what it makes of the answers.
#include "tests/planner/planning.h"

#include "engine/planner/explain.h"
#include "engine/planner/index_statistics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace cairn::engine::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string text_of(const std::optional<Value>& value) {
  if (!value) return "?";
  return value->is_integer() ? std::to_string(value->as_integer()) : std::string(value->as_string());
}

// Answers by the index and the values asked for, as `Person_name = x`.
class FakeStatistics final : public IndexStatistics {
 public:
  explicit FakeStatistics(std::map<std::string, double> answers) : answers_(std::move(answers)) {}

  std::optional<double> entries(const storage::IndexDefinition& index, const IndexQuestion& question) override {
    std::string text = index.name;
    for (const auto& value : question.equal) text += " = " + text_of(value);
    if (question.lower) text += (question.lower_inclusive ? " >= " : " > ") + text_of(question.lower);
    if (question.upper) text += (question.upper_inclusive ? " <= " : " < ") + text_of(question.upper);
    if (question.prefix) text += " starts " + text_of(question.prefix);
    asked.push_back(text);
    const auto answer = answers_.find(text);
    if (answer == answers_.end()) return std::nullopt;
    return answer->second;
  }

  std::vector<std::string> asked;

 private:
  std::map<std::string, double> answers_;
};

// 1,000 things with indexes on `a`, on `b` and on both, in this order or the reverse.
std::unique_ptr<storage::GraphStore> things(bool reversed) {
  GraphMaker graph;
  graph.nodes({"Thing"}, 1000);
  graph.index("Thing", reversed ? "b" : "a", false);
  graph.index("Thing", reversed ? "a" : "b", false);
  return graph.commit();
}

std::string plan_with(const storage::GraphStore& store, std::string_view text, FakeStatistics& statistics) {
  const auto planned = plan_statement_text(store, text, RewriteSet::all(), &statistics);
  return planned == nullptr ? "" : plan_text(explain(*planned));
}

TEST(IndexStatistics, ChooseBetweenIndexesWhateverTheirOrder) {
  for (const bool reversed : {false, true}) {
    const auto store = things(reversed);
    FakeStatistics rare_b({{"Thing_a = 1", 500}, {"Thing_b = 2", 3}});
    EXPECT_THAT(plan_with(*store, "MATCH (t:Thing) WHERE t.a = 1 AND t.b = 2 RETURN t", rare_b),
                HasSubstr("IndexSeek Thing_b(t.b) t.b = 2"));
    FakeStatistics rare_a({{"Thing_a = 1", 3}, {"Thing_b = 2", 500}});
    EXPECT_THAT(plan_with(*store, "MATCH (t:Thing) WHERE t.a = 1 AND t.b = 2 RETURN t", rare_a),
                HasSubstr("IndexSeek Thing_a(t.a) t.a = 1"));
  }
}

TEST(IndexStatistics, AreAskedForAveragesOfValuesThatAreNotKnown) {
  const auto store = things(false);
  FakeStatistics statistics({{"Thing_a = ?", 200}, {"Thing_b = ?", 2}});
  EXPECT_THAT(
      plan_with(*store, "UNWIND $rows AS row MATCH (t:Thing) WHERE t.a = row.a AND t.b = $p RETURN t", statistics),
      HasSubstr("IndexSeek Thing_b(t.b)"));
}

TEST(IndexStatistics, AreAskedForEachElementOfAList) {
  const auto store = things(false);
  FakeStatistics statistics({{"Thing_a = 1", 2}, {"Thing_a = -5", 400}, {"Thing_b = 2", 100}});
  EXPECT_THAT(plan_with(*store, "MATCH (t:Thing) WHERE t.a IN [1, -5] AND t.b = 2 RETURN t", statistics),
              HasSubstr("IndexSeek Thing_b(t.b)"));
  EXPECT_THAT(plan_with(*store, "MATCH (t:Thing) WHERE t.a IN [1, 1, 1] AND t.b = 2 RETURN t", statistics),
              HasSubstr("IndexSeek Thing_a(t.a)"));
}

TEST(IndexStatistics, AreAskedForRangesAndPrefixes) {
  const auto store = things(false);
  FakeStatistics statistics({{"Thing_a > 1 <= 7", 20}, {"Thing_b starts x", 10}, {"Thing_b starts y", 600}});
  EXPECT_THAT(plan_with(*store, "MATCH (t:Thing) WHERE 1 < t.a <= 7 AND t.b STARTS WITH 'x' RETURN t", statistics),
              HasSubstr("IndexRangeSeek Thing_b(t.b)"));
  EXPECT_THAT(plan_with(*store, "MATCH (t:Thing) WHERE 1 < t.a <= 7 AND t.b STARTS WITH 'y' RETURN t", statistics),
              HasSubstr("IndexRangeSeek Thing_a(t.a)"));
}

TEST(IndexStatistics, SayWhenAScanIsCheaper) {
  const auto store = things(false);
  FakeStatistics statistics({{"Thing_a > 1", 990}, {"Thing_a", 3}, {"Thing_b", 999}});
  EXPECT_THAT(plan_with(*store, "MATCH (t:Thing) WHERE t.a > 1 RETURN t", statistics), HasSubstr("LabelScan"));
  EXPECT_THAT(plan_with(*store, "MATCH (t:Thing) WHERE t.a IS NOT NULL RETURN t", statistics),
              Not(HasSubstr("LabelScan")));
  EXPECT_THAT(plan_with(*store, "MATCH (t:Thing) WHERE t.b IS NOT NULL RETURN t", statistics), HasSubstr("LabelScan"));
}

TEST(IndexStatistics, AreNotAskedAboutSingleEntries) {
  FakeStatistics statistics({});
  EXPECT_THAT(plan_with(social_graph(), "MATCH (p:Person {id: 3}) RETURN p", statistics),
              HasSubstr("IndexSeek Person_id"));
  EXPECT_TRUE(statistics.asked.empty());
}

}  // namespace
}  // namespace cairn::engine::testing
