// What each clause puts on top of the plan.
#include "tests/planner/planning.h"

#include <gtest/gtest.h>

namespace cairn::engine::testing {
namespace {

TEST(Clauses, AppliesAPredicateAsSoonAsItsVariablesAreBound) {
  EXPECT_EQ(plan_of("MATCH (a:Person {id: 1}) WITH a, 3 AS k MATCH (a)-->(b) WHERE b.id = k AND k > 2 RETURN b"),
            "Filter b.id = k\n"
            "Expand (a)-->(b)\n"
            "Filter k > 2\n"
            "Project 3 AS k\n"
            "IndexSeek Person_id(a.id) a.id = 1\n");
}

TEST(Clauses, MovesNoVolatilePredicate) {
  EXPECT_EQ(plan_of("MATCH (a:Person)-[:KNOWS]->(b) WHERE rand() < 0.5 AND a.x > 3 RETURN b"),
            "Filter rand() < 0.5\n"
            "Expand (a)-[:KNOWS]->(b)\n"
            "Filter a.x > 3\n"
            "LabelScan (a:Person)\n");
}

TEST(Clauses, KeepsThePredicatesOfAnOptionalMatchInside) {
  EXPECT_EQ(plan_of("MATCH (a:Person {id: 1}) OPTIONAL MATCH (a)-->(b:City) WHERE a.name = 'x' RETURN a, b"),
            "Optional b\n"
            "  Filter b:City\n"
            "  Expand (a)-->(b)\n"
            "  Filter a.name = 'x'\n"
            "  Argument a\n"
            "IndexSeek Person_id(a.id) a.id = 1\n");
}

TEST(Clauses, MakesOnlyWhatIsReadOfAnOptionalMatchNull) {
  EXPECT_EQ(plan_of("MATCH (a:Person) OPTIONAL MATCH (a)-[r:LIKES]->(b) OPTIONAL MATCH (b)<--(c) RETURN a, c"),
            "Optional c\n"
            "  Expand (b)<--(c)\n"
            "  Argument a, b\n"
            "Optional b\n"
            "  Expand (a)-[:LIKES]->(b)\n"
            "  Argument a\n"
            "LabelScan (a:Person)\n");
}

TEST(Clauses, MatchesNoNullThatAnEarlierClauseHasLeft) {
  EXPECT_EQ(plan_of("OPTIONAL MATCH (a:Dog) MATCH (a) RETURN a"),
            "Filter a IS NOT NULL\n"
            "Optional a\n"
            "  LabelScan (a:Dog)\n"
            "  Argument\n");
}

TEST(Clauses, PassesOnAVariableWithoutWork) {
  EXPECT_EQ(plan_of("MATCH (a:Person) WITH a, a AS b, a.id + 1 AS c RETURN a, b, c"),
            "Project a AS b, a.id + 1 AS c\n"
            "LabelScan (a:Person)\n");
}

TEST(Clauses, OrdersTheStepsOfAProjection) {
  EXPECT_EQ(plan_of("MATCH (a:Person) WITH DISTINCT a.name AS n ORDER BY n SKIP $p LIMIT 3 WHERE n > 'x' RETURN n"),
            "Filter n > 'x'\n"
            "Limit 3\n"
            "Skip $p\n"
            "Sort n\n"
            "Distinct n\n"
            "Project a.name AS n\n"
            "LabelScan (a:Person)\n");
}

TEST(Clauses, GroupsBeforeItComputesItems) {
  EXPECT_EQ(plan_of("MATCH (a:Person) WITH a.name AS name, count(*) + 1 AS n WHERE n > 1 RETURN name, n"),
            "Filter n > 1\n"
            "Project #3 + 1 AS n\n"
            "Aggregate a.name AS name, count(*) AS #3\n"
            "LabelScan (a:Person)\n");
}

TEST(Clauses, SortsByWhatTheProjectionDrops) {
  EXPECT_EQ(plan_of("MATCH (a:Person) RETURN a.name AS n ORDER BY a.id DESC"),
            "Sort a.id DESC\n"
            "Project a.name AS n\n"
            "LabelScan (a:Person)\n");
}

TEST(Clauses, PutsThePartsOfAUnionUnderOneName) {
  const std::string parts =
      "Union x\n"
      "  Project b.name AS x\n"
      "  LabelScan (b:City)\n"
      "  Start\n"
      "Project a.name AS x\n"
      "LabelScan (a:Person)\n";
  EXPECT_EQ(plan_of("MATCH (a:Person) RETURN a.name AS x UNION ALL MATCH (b:City) RETURN b.name AS x"), parts);
  EXPECT_EQ(plan_of("MATCH (a:Person) RETURN a.name AS x UNION MATCH (b:City) RETURN b.name AS x"),
            "Distinct x\n" + parts);
}

TEST(Clauses, BuildsANamedPathOnlyIfItIsRead) {
  EXPECT_EQ(plan_of("MATCH p = (a:Person {id: 1})-[:KNOWS]->()-->(b) RETURN p"),
            "Project path(a, #1, #2, #3, b) AS p\n"
            "Expand (#2)-[#3]->(b)\n"
            "Expand (a)-[#1:KNOWS]->(#2)\n"
            "IndexSeek Person_id(a.id) a.id = 1\n");
  EXPECT_EQ(plan_of("MATCH p = (a:Person {id: 1})-[:KNOWS]->(b) RETURN b"),
            "Expand (a)-[:KNOWS]->(b)\n"
            "IndexSeek Person_id(a.id) a.id = 1\n");
}

TEST(Clauses, BuildsAPathBeforeThePredicateThatReadsIt) {
  EXPECT_EQ(plan_of("MATCH p = (a:Person {id: 1})-[:KNOWS]->(b), (b)-[:LIVES_IN]->(c) WHERE length(p) > 2 RETURN p, c"),
            "Expand (b)-[:LIVES_IN]->(c)\n"
            "Filter length(p) > 2\n"
            "Project path(a, #1, b) AS p\n"
            "Expand (a)-[#1:KNOWS]->(b)\n"
            "IndexSeek Person_id(a.id) a.id = 1\n");
}

TEST(Clauses, ChoosesAmongShortestPathsInsideTheSearch) {
  EXPECT_EQ(plan_of("MATCH (a:Person {id: 1}), (b:Person {id: 2}), p = shortestPath((a)-[:KNOWS*]-(b)) "
                    "WHERE length(p) > 2 AND a.name <> 'x' RETURN p"),
            "Project path(a, #2, b) AS p\n"
            "ShortestPath shortestPath((a)-[#2:KNOWS*1..]-(b)) WHERE length(p) > 2\n"
            "Filter a.name <> 'x'\n"
            "IndexSeek Person_id(a.id) a.id = 1\n"
            "IndexSeek Person_id(b.id) b.id = 2\n");
}

TEST(Clauses, PlansSubqueriesAtEveryDepth) {
  EXPECT_EQ(plan_of("MATCH (a:Person {id: 1}) WHERE EXISTS { (a)-->(b) WHERE EXISTS { (b)-->(c {id: a.id}) } } "
                    "RETURN [(a)-[:KNOWS]->(d) | d.name] AS names"),
            "Project COLLECT { MATCH (a)-[#5:KNOWS]->(d) RETURN d.name AS #7 } AS names\n"
            "  PatternComprehension\n"
            "  Project d.name AS #7\n"
            "  Expand (a)-[:KNOWS]->(d)\n"
            "  Argument a\n"
            "Filter EXISTS { MATCH (a)-[#1]->(b) WHERE EXISTS { MATCH (b)-[#3]->(c) WHERE c.id = a.id } }\n"
            "  Exists\n"
            "  Filter EXISTS { MATCH (b)-[#3]->(c) WHERE c.id = a.id }\n"
            "    Exists\n"
            "    Filter c.id = a.id\n"
            "    Expand (b)-->(c)\n"
            "    Argument a, b\n"
            "  Expand (a)-->(b)\n"
            "  Argument a\n"
            "IndexSeek Person_id(a.id) a.id = 1\n");
}

TEST(Clauses, AsksASubqueryLast) {
  EXPECT_EQ(plan_of("MATCH (a:Person) WHERE EXISTS { (a)-[:LIKES]->() } AND a.x = 1 RETURN a"),
            "Filter a.x = 1 AND EXISTS { MATCH (a)-[#1:LIKES]->(#2) }\n"
            "  Exists\n"
            "  Expand (a)-[:LIKES]->(#2)\n"
            "  Argument a\n"
            "LabelScan (a:Person)\n");
}

TEST(Clauses, LooksForThePatternOfAMerge) {
  EXPECT_EQ(plan_of("MATCH (a:Person {id: 1}) MERGE p = (a)-[r:LIKES {w: 2}]-(b:City) RETURN p"),
            "Project path(a, r, b) AS p\n"
            "Merge (a)-[r:LIKES {w}]-(b:City)\n"
            "  Filter b:City AND r.w = 2\n"
            "  Expand (a)-[r:LIKES]-(b)\n"
            "  Argument a\n"
            "IndexSeek Person_id(a.id) a.id = 1\n");
}

TEST(Clauses, SeeksTheKeyOfAMerge) {
  EXPECT_EQ(plan_of("UNWIND $rows AS row MERGE (a:Person {id: row.id})"),
            "Merge (a:Person {id})\n"
            "  IndexSeek Person_id(a.id) a.id = row.id\n"
            "  Argument row.id\n"
            "Unwind $rows AS row\n");
}

TEST(Clauses, BuildsThePathOfACreateAboveIt) {
  EXPECT_EQ(plan_of("CREATE p = (a:A)-[:R]->(b) RETURN p"),
            "Project path(a, #1, b) AS p\n"
            "Create (a:A)-[#1:R]->(b)\n");
}

TEST(Clauses, CallsAProcedureForEachRow) {
  EXPECT_EQ(plan_of("CALL test.nodes() YIELD node MATCH (node)-->(b) RETURN b"),
            "Expand (node)-->(b)\n"
            "Call test.nodes() YIELD node AS node\n");
}

TEST(Clauses, RefusesAStatementWithTooManyOperators) {
  std::string text;
  for (int i = 0; i < 1100; ++i) text += fmt::format("MATCH (n{}) ", i);
  EXPECT_EQ(
      plan_of(text + "RETURN 1 AS x"),
      "ResourceExhausted (StatementTooLarge): the statement needs more than 1000 operators; split it into several "
      "statements");
}

}  // namespace
}  // namespace cairn::engine::testing
