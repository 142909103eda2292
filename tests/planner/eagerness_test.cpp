// Where rows wait around updates, and where they need not.
#include "tests/planner/planning.h"

#include <gtest/gtest.h>

namespace cairn::engine::testing {
namespace {

// How many Eagers the plan has.
std::size_t eagers(std::string_view text, const RewriteSet& rewrites = RewriteSet::all()) {
  const std::string plan = plan_of(text, rewrites);
  std::size_t count = 0;
  for (std::size_t at = plan.find("Eager"); at != std::string::npos; at = plan.find("Eager", at + 1)) ++count;
  return count;
}

TEST(Eagerness, WaitsBeforeNodesThatTheScanWouldFind) {
  EXPECT_EQ(plan_of("MATCH (a:Person) CREATE (b:Person)"),
            "Create (b:Person)\n"
            "Eager\n"
            "LabelScan (a:Person)\n");
  EXPECT_EQ(eagers("MATCH (a) CREATE (b:Dog)"), 1);
}

TEST(Eagerness, DoesNotWaitForNodesWithOtherLabels) {
  EXPECT_EQ(eagers("MATCH (a:Person) CREATE (a)-[:OWNS]->(b:Dog)"), 0);
  EXPECT_EQ(eagers("MATCH (a:Person), (b:Person) CREATE (a)-[:KNOWS]->(b)"), 0);
}

TEST(Eagerness, WaitsBeforeRelationshipsThatTheWalkWouldFind) {
  EXPECT_EQ(eagers("MATCH (a:Person)-[:KNOWS]->(b) CREATE (b)-[:KNOWS]->(a)"), 1);
  EXPECT_EQ(eagers("MATCH (a:Person)-->(b) CREATE (b)-[:KNOWS]->(a)"), 1);
  EXPECT_EQ(eagers("MATCH (a:Person)-[:KNOWS]->(b) CREATE (b)-[:LIKES]->(a)"), 0);
}

TEST(Eagerness, WaitsBeforeARowReadsWhatAnotherSets) {
  EXPECT_EQ(plan_of("MATCH (a:Person)-[:KNOWS]->(b) SET a.x = b.y + 1 RETURN b.x"),
            "Project b.x\n"
            "Eager b\n"
            "Set a.x = b.y + 1\n"
            "Expand (a)-[:KNOWS]->(b)\n"
            "LabelScan (a:Person)\n");
  EXPECT_EQ(eagers("MATCH (a:Person)-[:KNOWS]->(b) SET a.x = b.y + 1 RETURN b.y"), 0);
  EXPECT_EQ(eagers("MATCH (a:Person) WHERE a.x = 1 SET a.x = 2"), 1);
}

TEST(Eagerness, WaitsBeforeARowAsksForALabelThatAnotherGets) {
  EXPECT_EQ(eagers("MATCH (a:Person) SET a:Person"), 1);
  EXPECT_EQ(eagers("MATCH (a:Person)-[:LIKES]->(b) WHERE b:City SET a:City"), 1);
  EXPECT_EQ(eagers("MATCH (a:Person)-[:LIKES]->(b) WHERE b:City SET a:Dog"), 0);
  EXPECT_EQ(eagers("MATCH (a:Person) SET a:Dog RETURN labels(a) AS names"), 1);
}

TEST(Eagerness, WaitsBeforeAnEntityThatChangedIsShown) {
  EXPECT_EQ(eagers("MATCH (a:Person) SET a.x = 1 RETURN a"), 1);
  EXPECT_EQ(eagers("MATCH (a:Person) CREATE (b:Dog) RETURN a, b"), 0);
  EXPECT_EQ(eagers("MATCH (a:Person) SET a.x = 1 WITH collect(a) AS all RETURN all"), 0);
  EXPECT_EQ(eagers("RETURN 1 AS v UNION ALL MATCH (a:Person) SET a.x = 1 RETURN a AS v"), 1);
  EXPECT_EQ(eagers("RETURN 1 AS v UNION ALL MATCH (a:Person) SET a.x = 1 RETURN 2 AS v"), 0);
}

TEST(Eagerness, WaitsAroundADelete) {
  EXPECT_EQ(plan_of("MATCH (a) DELETE a RETURN a"),
            "Eager a\n"
            "Delete a\n"
            "Eager a\n"
            "AllNodesScan (a)\n");
  EXPECT_EQ(eagers("MATCH (a) DELETE a RETURN count(*)"), 1);
}

TEST(Eagerness, WaitsBetweenUpdatesOfTheSameThing) {
  EXPECT_EQ(eagers("MATCH (a:Person)-[:KNOWS]->(b) SET a.x = 1 SET b.x = 2"), 1);
  EXPECT_EQ(eagers("MATCH (a:Person)-[:KNOWS]->(b) SET a.x = 1 SET b.y = 2"), 0);
  EXPECT_EQ(eagers("MATCH (a:Person)-[:KNOWS]->(b) SET a:Dog REMOVE b:Dog"), 1);
}

TEST(Eagerness, WaitsBetweenMergesThatMayFindEachOther) {
  EXPECT_EQ(eagers("UNWIND $rows AS r MERGE (a:P {id: r.s}) MERGE (b:P {id: r.t})"), 1);
  EXPECT_EQ(eagers("UNWIND $rows AS r MERGE (a:P {id: r.s}) MERGE (b:Q {id: r.t}) MERGE (a)-[:K]->(b)"), 0);
}

TEST(Eagerness, SeesWhatSubqueriesLookFor) {
  EXPECT_EQ(eagers("MATCH (a:Person) WHERE EXISTS { (a)-[:LIKES]->() } CREATE (a)-[:LIKES]->(:Dog)"), 1);
  EXPECT_EQ(eagers("MATCH (a:Person) WHERE EXISTS { (a)-[:LIKES]->() } CREATE (a)-[:OWNS]->(:Dog)"), 0);
  EXPECT_EQ(eagers("MATCH (a:Person) CREATE (a)-[:OWNS]->(d:Dog) RETURN [(d)<-[:OWNS]-(x) | x.name] AS names"), 1);
}

TEST(Eagerness, KeepsALimitFromCuttingAnUpdate) {
  EXPECT_EQ(plan_of("MATCH (a:Person) CREATE (a)-[:LIKES]->(m:Dog) RETURN m LIMIT 1"),
            "Limit 1\n"
            "Eager m\n"
            "Create (a)-[#1:LIKES]->(m:Dog)\n"
            "LabelScan (a:Person)\n");
}

TEST(Eagerness, LetsOperatorsThatWaitAnywayDoTheWaiting) {
  EXPECT_EQ(eagers("MATCH (a:Person) WITH a ORDER BY a.id CREATE (b:Person)"), 0);
  EXPECT_EQ(eagers("MATCH (a:Person) WITH count(*) AS n CREATE (b:Person {n: n})"), 0);
}

TEST(Eagerness, DoesNotWaitForASingleRow) {
  EXPECT_EQ(eagers("CREATE (a:A {x: 1}) SET a.x = 2 CREATE (b:A {x: a.x}) RETURN a, b"), 0);
}

TEST(Eagerness, WaitsForProceduresWhichMayReadAnything) {
  EXPECT_EQ(eagers("MATCH (a:Person) SET a.x = 1 WITH a CALL test.nodes() YIELD node RETURN count(*)"), 1);
}

TEST(Eagerness, WaitsAroundEveryUpdateWithoutTheRewrite) {
  EXPECT_EQ(plan_of("MATCH (a:Person) SET a.x = 1 CREATE (b:Dog) RETURN b.y", all_but(Rewrite::ElideEager)),
            "Project b.y\n"
            "Eager b\n"
            "Create (b:Dog)\n"
            "Eager\n"
            "Set a.x = 1\n"
            "Eager a\n"
            "LabelScan (a:Person)\n");
}

}  // namespace
}  // namespace cairn::engine::testing
