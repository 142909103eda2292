// Which relationships of one MATCH are compared while the query runs.
#include "tests/planner/planning.h"

#include <gtest/gtest.h>

namespace cairn::engine::testing {
namespace {

// The lines of the plan that compare relationships.
std::string comparisons(std::string_view text, const RewriteSet& rewrites = RewriteSet::all()) {
  const std::string plan = plan_of(text, rewrites);
  std::string found;
  for (std::size_t begin = 0; begin < plan.size();) {
    const std::size_t end = plan.find('\n', begin);
    const std::string line = plan.substr(begin, end - begin);
    if (line.find(" <> ") != std::string::npos && !line.starts_with("Filter")) found += line + "\n";
    if (end == std::string::npos) break;
    begin = end + 1;
  }
  return found;
}

TEST(RelationshipUniqueness, ComparesNoRelationshipsOfDifferentTypes) {
  EXPECT_EQ(comparisons("MATCH (a)-[r:KNOWS]-(b)-[q:LIKES]-(c) RETURN r, q"), "");
}

TEST(RelationshipUniqueness, ComparesNoChainWithoutSelfLoops) {
  EXPECT_EQ(comparisons("MATCH (a)-[r:KNOWS]->(b)-[q:KNOWS]->(c) RETURN r, q"), "");
}

TEST(RelationshipUniqueness, ComparesAChainOfATypeWithSelfLoops) {
  EXPECT_EQ(comparisons("MATCH (a:Person)-[r:LIKES]->(b)-[q:LIKES]->(c) RETURN r, q"),
            "DistinctRelationships q <> r\n");
}

TEST(RelationshipUniqueness, ComparesWhatMeetsAtANode) {
  EXPECT_EQ(comparisons("MATCH (a:Person)-[r:KNOWS]->(b)<-[q:KNOWS]-(c) RETURN r, q"),
            "DistinctRelationships q <> r\n");
  EXPECT_EQ(comparisons("MATCH (a:Person)-[r:KNOWS]-(b)-[q:KNOWS]-(c) RETURN r, q"), "DistinctRelationships q <> r\n");
}

TEST(RelationshipUniqueness, ComparesAcrossPartsWithoutACommonNode) {
  EXPECT_EQ(comparisons("MATCH (a:Person {id: 1})-[r:KNOWS]->(b), (c:Person {id: 2})-[q:KNOWS]->(d) RETURN r, q"),
            "DistinctRelationships q <> r\n");
}

TEST(RelationshipUniqueness, ComparesNothingAcrossClauses) {
  EXPECT_EQ(comparisons("MATCH (a)-[r:KNOWS]->(b) MATCH (a)-[q:KNOWS]->(c) RETURN r, q"), "");
}

TEST(RelationshipUniqueness, ComparesNothingBetweenEndsThatDiffer) {
  EXPECT_EQ(comparisons("MATCH (a:Person)-[r:KNOWS]->(b)<-[q:KNOWS]-(c) WHERE a <> c RETURN r, q"), "");
}

TEST(RelationshipUniqueness, ComparesNothingBetweenEndsThatNoRelationshipHas) {
  EXPECT_EQ(comparisons("MATCH (a:Person)-[r:LIVES_IN|LIES_IN]->(b), (c:City)-[q:LIVES_IN|LIES_IN]->(d) RETURN r, q"),
            "");
}

TEST(RelationshipUniqueness, WalksAroundRelationshipsFoundBefore) {
  EXPECT_EQ(comparisons("MATCH (a:Person {id: 1})-[r:KNOWS]->(b)-[:KNOWS*1..2]->(c) RETURN c"),
            "VariableExpand (b)-[:KNOWS*1..2]->(c) <> r\n");
}

TEST(RelationshipUniqueness, ComparesWithAListFoundBefore) {
  EXPECT_EQ(comparisons("MATCH (a:Person {id: 1})-[rs:KNOWS*1..2]->(b)-[r:KNOWS]->(c) RETURN c"),
            "DistinctRelationships r <> rs\n");
}

TEST(RelationshipUniqueness, ComparesWithARelationshipOfAnEarlierClause) {
  EXPECT_EQ(comparisons("MATCH (a:Person {id: 1})-[r:KNOWS]-(b) WITH a, r MATCH (a)-[r]-(x)-[q:KNOWS]-(y) RETURN q"),
            "DistinctRelationships q <> r\n");
}

TEST(RelationshipUniqueness, LeavesShortestPathsAlone) {
  EXPECT_EQ(comparisons("MATCH (a:Person {id: 1})-[:KNOWS]-(b), p = shortestPath((a)-[:KNOWS*]-(b)) RETURN p"), "");
}

TEST(RelationshipUniqueness, ComparesEverythingWithoutTheRewrite) {
  EXPECT_EQ(comparisons("MATCH (a:Person)-[r:KNOWS]->(b)-[q:LIKES]->(c)-[s:KNOWS]->(d) RETURN r, q, s",
                        all_but(Rewrite::DropImpossibleDistinct))
                .find("DistinctRelationships"),
            0);
}

TEST(RelationshipUniqueness, TrustsNoCountsInAStatementThatWrites) {
  EXPECT_EQ(comparisons("CREATE (x)-[:KNOWS]->(x) WITH x MATCH (a)-[r:KNOWS]->(b)-[q:KNOWS]->(c) RETURN r, q"),
            "DistinctRelationships q <> r\n");
}

}  // namespace
}  // namespace cairn::engine::testing
