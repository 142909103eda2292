// Where a pattern is begun and how it grows.
#include "tests/planner/planning.h"

#include "engine/planner/explain.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace cairn::engine::testing {
namespace {

TEST(JoinOrder, StartsAtAUniqueIndex) {
  EXPECT_EQ(plan_of("MATCH (b)<-[:KNOWS]-(a:Person {id: 3}) RETURN b.name"),
            "Project b.name\n"
            "Expand (a)-[:KNOWS]->(b)\n"
            "IndexSeek Person_id(a.id) a.id = 3\n");
}

TEST(JoinOrder, PrefersTheUniqueOfTwoIndexes) {
  EXPECT_EQ(plan_of("MATCH (a:Person) WHERE a.name = 'x' AND 3 = a.id RETURN a"),
            "Filter a.name = 'x'\n"
            "IndexSeek Person_id(a.id) a.id = 3\n");
}

TEST(JoinOrder, SeeksNoValueThatChangesOrReadsTheNode) {
  EXPECT_EQ(plan_of("MATCH (a:Person) WHERE a.id = a.name RETURN a"),
            "Filter a.id = a.name\n"
            "LabelScan (a:Person)\n");
  EXPECT_EQ(plan_of("MATCH (a:Person) WHERE a.id = rand() RETURN a"),
            "Filter a.id = rand()\n"
            "LabelScan (a:Person)\n");
}

TEST(JoinOrder, SeeksByWhatEarlierStepsBind) {
  EXPECT_EQ(plan_of("MATCH (a:Person), (b:City) WHERE a.name = b.name RETURN a, b"),
            "IndexSeek Person_name(a.name) a.name = b.name\n"
            "LabelScan (b:City)\n");
  EXPECT_EQ(plan_of("UNWIND $rows AS row MATCH (a:Person {id: row.id}) RETURN a"),
            "IndexSeek Person_id(a.id) a.id = row.id\n"
            "Unwind $rows AS row\n");
}

TEST(JoinOrder, SeeksById) {
  EXPECT_EQ(plan_of("MATCH (a) WHERE id(a) = 3 RETURN a"), "NodeByIdSeek (a) WHERE id = 3\n");
}

TEST(JoinOrder, KeepsAnIdPredicateThatASeekTakesTooWide) {
  EXPECT_EQ(plan_of("MATCH (a) WHERE elementId(a) = '3' RETURN a"),
            "Filter elementId(a) = '3'\n"
            "NodeByIdSeek (a) WHERE id = '3'\n");
}

TEST(JoinOrder, ScansTheRarestLabel) {
  EXPECT_EQ(plan_of("MATCH (a:Person:Employee) RETURN a"),
            "Filter a:Person\n"
            "LabelScan (a:Employee)\n");
  EXPECT_EQ(plan_of("MATCH (a:Person)-[:LIVES_IN]->(c)-[:LIES_IN]->(x:Country) RETURN a, c, x"),
            "Expand (c)<-[:LIVES_IN]-(a)\n"
            "Expand (x)<-[:LIES_IN]-(c)\n"
            "LabelScan (x:Country)\n");
}

TEST(JoinOrder, ScansAllNodesForAChoiceOfLabels) {
  EXPECT_EQ(plan_of("MATCH (a:Person|City) RETURN a"),
            "Filter a:Person|City\n"
            "AllNodesScan (a)\n");
}

TEST(JoinOrder, DoesNotDependOnHowThePatternIsWritten) {
  const std::string expected =
      "Expand (c)-[:LIES_IN]->(x)\n"
      "Expand (b)-[:LIVES_IN]->(c)\n"
      "Expand (a)-[:KNOWS]->(b)\n"
      "IndexSeek Person_id(a.id) a.id = 1\n";
  for (const std::string_view pattern : {
           "(a:Person {id: 1})-[:KNOWS]->(b)-[:LIVES_IN]->(c)-[:LIES_IN]->(x)",
           "(x)<-[:LIES_IN]-(c)<-[:LIVES_IN]-(b)<-[:KNOWS]-(a:Person {id: 1})",
           "(c)-[:LIES_IN]->(x), (b)-[:LIVES_IN]->(c), (a:Person {id: 1})-[:KNOWS]->(b)",
           "(b)-[:LIVES_IN]->(c), (a)-[:KNOWS]->(b), (x)<-[:LIES_IN]-(c), (a:Person {id: 1})",
       }) {
    EXPECT_EQ(plan_of("MATCH " + std::string(pattern) + " RETURN x"), expected);
  }
}

TEST(JoinOrder, BeginsTheSmallestPartOfAPatternThatFallsApart) {
  const std::string expected =
      "LabelScan (a:Person)\n"
      "LabelScan (b:City)\n";
  EXPECT_EQ(plan_of("MATCH (a:Person), (b:City) RETURN a, b"), expected);
  EXPECT_EQ(plan_of("MATCH (b:City), (a:Person) RETURN a, b"), expected);
}

TEST(JoinOrder, SeeksBothEndsOfAPath) {
  EXPECT_EQ(plan_of("MATCH (a:Person {id: 1})-[:KNOWS*..4]-(b:Person {id: 2}) RETURN count(*)"),
            "Aggregate count(*)\n"
            "VariableExpandInto (a)-[:KNOWS*1..4]-(b)\n"
            "IndexSeek Person_id(b.id) b.id = 2\n"
            "IndexSeek Person_id(a.id) a.id = 1\n");
}

TEST(JoinOrder, ClosesACycleByTestingItsEnds) {
  EXPECT_EQ(plan_of("MATCH (a:Person)-[:KNOWS]->(b)-[:KNOWS]->(c)-[:KNOWS]->(a) RETURN a, b, c"),
            "ExpandInto (c)-[:KNOWS]->(a)\n"
            "Expand (b)-[:KNOWS]->(c)\n"
            "Expand (a)-[:KNOWS]->(b)\n"
            "LabelScan (a:Person)\n");
  EXPECT_EQ(plan_of("MATCH (a)-[:LIKES]->(a) RETURN a"),
            "ExpandInto (a)-[:LIKES]->(a)\n"
            "AllNodesScan (a)\n");
}

TEST(JoinOrder, WalksBackFromTheFarEnd) {
  EXPECT_EQ(plan_of("MATCH p = (a)-[:KNOWS*2]->(b:Person {id: 5}) RETURN p"),
            "Project path(a, #1, b) AS p\n"
            "VariableExpand (b)<-[#1:KNOWS*2..2]-(a)\n"
            "IndexSeek Person_id(b.id) b.id = 5\n");
  const auto planned = plan_statement_text(social_graph(), "MATCH (a)-[rs:KNOWS*2]->(b:Person {id: 5}) RETURN rs");
  ASSERT_NE(planned, nullptr);
  EXPECT_TRUE(planned->root->children.front()->reversed);
}

TEST(JoinOrder, StartsAHopPredicateWhereItsNodeIsKnown) {
  EXPECT_EQ(plan_of("MATCH (a)-[r:KNOWS*2..3 {w: b.w}]->(b) RETURN a"),
            "VariableExpand (b)<-[:KNOWS*2..3 EACH #3 WHERE #3.w = b.w]-(a)\n"
            "AllNodesScan (b)\n");
}

TEST(JoinOrder, FiltersOneOfTwoPathsAfterwardsIfTheirHopsWaitForEachOther) {
  EXPECT_EQ(plan_of("MATCH (a)-[r*1..2 {w: size(s)}]->(b), (c)-[s*1..2 {w: size(r)}]->(d) RETURN a"),
            "Filter all(#6 IN r WHERE #6.w = size(s))\n"
            "VariableExpand (c)-[s*1..2 EACH #7 WHERE #7.w = size(r)]->(d) <> r\n"
            "AllNodesScan (c)\n"
            "VariableExpand (a)-[r*1..2]->(b)\n"
            "AllNodesScan (a)\n");
}

// A MATCH of so many nodes that nothing connects.
std::string unconnected(std::size_t count) {
  std::string text = "MATCH (n0)";
  for (std::size_t i = 1; i < count; ++i) text += fmt::format(", (n{})", i);
  return text + " RETURN n0";
}

TEST(JoinOrder, OrdersHundredsOfUnconnectedNodesAndRefusesThousands) {
  // Trying out every order of so many, as of a few, would not end.
  const std::string plan = plan_of(unconnected(400));
  EXPECT_EQ(std::count(plan.begin(), plan.end(), '\n'), 400);
  EXPECT_NE(plan_of(unconnected(3000)).find("StatementTooLarge"), std::string::npos);
}

TEST(JoinOrder, ScansRelationshipsWhereNodesAreMany) {
  GraphMaker graph;
  const storage::NodeId first = graph.nodes({}, 2000);
  for (std::uint64_t i = 0; i < 3; ++i) graph.relationship("R", first + i, first + 10 + i);
  const std::unique_ptr<storage::GraphStore> store = graph.commit();
  const auto planned = plan_statement_text(*store, "MATCH (a)-[r:R]-(b) RETURN r");
  ASSERT_NE(planned, nullptr);
  EXPECT_EQ(plan_text(explain(*planned)),
            "Result r\n"
            "RelationshipScan (a)-[r:R]-(b)\n"
            "Start\n");
}

TEST(JoinOrder, FollowsThePatternAsWrittenWhenAskedTo) {
  EXPECT_EQ(plan_of("MATCH (b)<-[:KNOWS]-(a:Person {id: 3}) RETURN b.name", all_but(Rewrite::GreedyOrder)),
            "Project b.name\n"
            "Filter a.id = 3\n"
            "Expand (b)<-[:KNOWS]-(a)\n"
            "AllNodesScan (b)\n");
}

TEST(JoinOrder, ChecksARelationshipThatIsBound) {
  EXPECT_EQ(plan_of("MATCH (a:Person {id: 1})-[r]->(b) WITH r MATCH (x)-[r]-(y) RETURN x, y"),
            "BindRelationship (x)-[r]-(y)\n"
            "Expand (a)-[r]->(b)\n"
            "IndexSeek Person_id(a.id) a.id = 1\n");
  EXPECT_EQ(plan_of("MATCH (a:Person {id: 1})-[r]->(b) WITH r MATCH (x)-[r]->(x) RETURN x"),
            "BindRelationship (x)-[r]->(x)\n"
            "Expand (a)-[r]->(b)\n"
            "IndexSeek Person_id(a.id) a.id = 1\n");
}

TEST(JoinOrder, FollowsAListOfRelationshipsThatIsBound) {
  EXPECT_EQ(plan_of("MATCH (a:Person {id: 1})-[rs:KNOWS*2]->(b) WITH a, rs MATCH (a)-[rs* {w: 1}]->(y) RETURN y"),
            "VariableExpand (a)-[rs*1..]->(y)\n"
            "Filter all(#4 IN rs WHERE #4.w = 1)\n"
            "VariableExpand (a)-[rs:KNOWS*2..2]->(b)\n"
            "IndexSeek Person_id(a.id) a.id = 1\n");
}

// Most of the graph's relationships are KNOWS, one in twenty is WORKS_AT.
TEST(JoinOrder, ReadsPropertiesOfManyRelationshipsInTheirOrder) {
  const auto begins_with = [](std::string_view query) {
    const std::string plan = plan_of(query);
    const std::size_t last_line = plan.rfind('\n', plan.size() - 2) + 1;
    return plan.substr(last_line, plan.find(' ', last_line) - last_line);
  };
  for (const std::string_view query : {
           "MATCH ()-[k:KNOWS]->() WHERE k.since > 1 RETURN count(*)",
           "MATCH (a)-[k:KNOWS]->(b) RETURN a, sum(k.since)",
           "MATCH (a)-[k:KNOWS {since: 1}]->(b) RETURN a",
           "MATCH (a)-[k:KNOWS]->(b) RETURN k['since']",
           "MATCH (a)-[k:KNOWS]->(b) RETURN properties(k)",
           "MATCH (a)-[k:KNOWS]->(b) RETURN keys(k)",
           "MATCH (a)-[k:KNOWS]->(b) RETURN k",
           "MATCH (a)-[k:KNOWS]->(b) WITH k AS l RETURN l.since",
           "MATCH (a)-[k:KNOWS]->(b) WITH k RETURN k.since",
           "MATCH (a)-[k:KNOWS]->(b) RETURN k ORDER BY k.since LIMIT 1",
           "MATCH (a)-[k:KNOWS]->(b) RETURN DISTINCT k.since LIMIT 1",
           "MATCH (a)-[k:KNOWS]->(b) WITH sum(k.since) AS s RETURN s LIMIT 1",
           "MATCH (a)-[k:KNOWS]->(b) SET k.since = k.since + 1 RETURN a LIMIT 1",
           "MATCH (a)-[k:KNOWS]->(b) WHERE EXISTS { MATCH (a) WHERE a.id = k.since } RETURN count(*)",
       }) {
    EXPECT_EQ(begins_with(query), "RelationshipScan") << query;
  }
  for (const std::string_view query : {
           "MATCH (a)-[k:KNOWS]->(b) RETURN a, count(k)",
           "MATCH (a)-[k:KNOWS]->(b) RETURN id(k), type(k)",
           "MATCH (a)-[k:KNOWS]->(b) RETURN a.since, b.since",
           "MATCH (a)-[k:KNOWS]->(b) WITH a, k RETURN a, count(k)",
           "MATCH (a)-[k:KNOWS]->(b) RETURN k LIMIT 1",
           "MATCH (a)-[k:KNOWS]->(b) WHERE k.since > 1 WITH k LIMIT 1 RETURN k.since",
           "MATCH (a)-[k:KNOWS]->(b) SET k.since = 1",
           "MATCH (a)-[w:WORKS_AT]->(b) RETURN w.since",
           "MATCH (a:Person {id: 1})-[k:KNOWS]->(b) RETURN k.since",
           "MATCH (a)-[k:KNOWS*2]->(b) RETURN k[0].since",
       }) {
    EXPECT_NE(begins_with(query), "RelationshipScan") << query;
  }
}

}  // namespace
}  // namespace cairn::engine::testing
