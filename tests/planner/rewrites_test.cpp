// The rewrites by name, and what each does to a plan.
#include "engine/planner/explain.h"
#include "tests/planner/planning.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace cairn::engine::testing {
namespace {

TEST(Rewrites, AreFoundByName) {
  for (std::size_t i = 0; i < rewrite_count; ++i) {
    const auto rewrite = static_cast<Rewrite>(i);
    EXPECT_EQ(find_rewrite(rewrite_name(rewrite)), rewrite);
    EXPECT_TRUE(RewriteSet::all().has(rewrite));
    EXPECT_FALSE(RewriteSet::none().has(rewrite));
    EXPECT_FALSE(all_but(rewrite).has(rewrite));
  }
  EXPECT_EQ(find_rewrite("Nonsense"), std::nullopt);
}

TEST(Rewrites, CanAllBeOff) {
  EXPECT_EQ(plan_of("MATCH (a:Person {id: 3})-[:KNOWS]->(b:Person) RETURN count(b) AS n", RewriteSet::none()),
            "Aggregate count(b) AS n\n"
            "Filter a.id = 3 AND b:Person\n"
            "Expand (a)-[#1:KNOWS]->(b)\n"
            "LabelScan (a:Person)\n");
}

TEST(Rewrites, IndexSeekCanBeOff) {
  EXPECT_EQ(plan_of("MATCH (a:Person {id: 3}) RETURN a", all_but(Rewrite::IndexSeek)),
            "Filter a.id = 3\n"
            "LabelScan (a:Person)\n");
}

TEST(Rewrites, EqualitiesToListSeeksEachValueOfAChoice) {
  const std::string_view query =
      "MATCH (a:Person) WHERE a.id = 1 OR ($p = a.id OR a.id IN [3, -4]) OR a.id = null RETURN a";
  EXPECT_EQ(plan_of(query), "IndexSeek Person_id(a.id) a.id IN [1, $p, 3, -4, null]\n");
  EXPECT_EQ(plan_of(query, all_but(Rewrite::EqualitiesToList)),
            "Filter a.id = 1 OR $p = a.id OR a.id IN [3, -4] OR a.id = null\n"
            "LabelScan (a:Person)\n");
}

TEST(Rewrites, EqualitiesToListLeavesOtherChoices) {
  for (const std::string_view choice :
       {"a.id = 1 OR a.name = 'x'", "a.id = 1 OR a.id > 7", "a.id = 1 OR a.id = 1 / 0", "a.id = 1 OR a.id IN $rows",
        "a.id = 1 OR a.id = a.name", "a.id = 1 OR a.id = 2 = 3"}) {
    EXPECT_EQ(plan_of(fmt::format("MATCH (a:Person) WHERE {} RETURN a", choice)),
              fmt::format("Filter {}\nLabelScan (a:Person)\n", choice));
  }
}

TEST(Rewrites, DropUnreadRelationshipsLeavesThemUnbound) {
  const std::string_view query = "MATCH (a:Person {id: 3})-[r:KNOWS]->(b) RETURN b";
  EXPECT_EQ(plan_of(query),
            "Expand (a)-[:KNOWS]->(b)\n"
            "IndexSeek Person_id(a.id) a.id = 3\n");
  EXPECT_EQ(plan_of(query, all_but(Rewrite::DropUnreadRelationships)),
            "Expand (a)-[r:KNOWS]->(b)\n"
            "IndexSeek Person_id(a.id) a.id = 3\n");
}

TEST(Rewrites, DropImpliedLabelsBelievesExactCounts) {
  const std::string_view query = "MATCH (a:Person {id: 3})-[:LIVES_IN]->(c:City) RETURN c";
  EXPECT_EQ(plan_of(query),
            "Expand (a)-[:LIVES_IN]->(c)\n"
            "IndexSeek Person_id(a.id) a.id = 3\n");
  EXPECT_EQ(plan_of(query, all_but(Rewrite::DropImpliedLabels)),
            "Filter c:City\n"
            "Expand (a)-[:LIVES_IN]->(c)\n"
            "IndexSeek Person_id(a.id) a.id = 3\n");
}

TEST(Rewrites, DropImpliedLabelsKeepsATestThatSomeFail) {
  EXPECT_EQ(plan_of("MATCH (a:Person {id: 3})-[:LIKES]->(c:City) RETURN c"),
            "Filter c:City\n"
            "Expand (a)-[:LIKES]->(c)\n"
            "IndexSeek Person_id(a.id) a.id = 3\n");
}

TEST(Rewrites, ThatBelieveCountsSaySo) {
  const auto implied = plan_statement_text(social_graph(), "MATCH (a:Person)-[:LIVES_IN]->(c:City) RETURN c");
  ASSERT_NE(implied, nullptr);
  EXPECT_TRUE(implied->depends_on_counts);
  const auto plain = plan_statement_text(social_graph(), "MATCH (a:Person)-[:LIVES_IN]->(c) RETURN c");
  ASSERT_NE(plain, nullptr);
  EXPECT_FALSE(plain->depends_on_counts);
  const auto writing =
      plan_statement_text(social_graph(), "MATCH (a:Person)-[:LIVES_IN]->(c:City) CREATE (a)-[:LIVES_IN]->(c)");
  ASSERT_NE(writing, nullptr);
  EXPECT_FALSE(writing->depends_on_counts);
}

TEST(Rewrites, TopNKeepsOnlyTheFirstRows) {
  EXPECT_EQ(plan_of("MATCH (a:Person) RETURN a.id AS x ORDER BY x SKIP 3 LIMIT 4"),
            "Skip 3\n"
            "TopN x LIMIT 7\n"
            "Project a.id AS x\n"
            "LabelScan (a:Person)\n");
  EXPECT_EQ(plan_of("MATCH (a:Person) RETURN a.id AS x ORDER BY x LIMIT $p"),
            "TopN x LIMIT $p\n"
            "Project a.id AS x\n"
            "LabelScan (a:Person)\n");
  EXPECT_EQ(plan_of("MATCH (a:Person) RETURN a.id AS x ORDER BY x LIMIT 4", all_but(Rewrite::TopN)),
            "Limit 4\n"
            "Sort x\n"
            "Project a.id AS x\n"
            "LabelScan (a:Person)\n");
}

TEST(Rewrites, CountStoreReadsExactCounts) {
  EXPECT_EQ(plan_of("MATCH (a) RETURN count(*) AS n"), "CountNodes count(()) AS n\n");
  EXPECT_EQ(plan_of("MATCH (a:Person) RETURN count(a) AS n, count(*) AS m"),
            "Project n AS m\n"
            "CountNodes count((:Person)) AS n\n");
  EXPECT_EQ(plan_of("MATCH (:Person)-[r:KNOWS|LIKES]->() RETURN count(r) AS n"),
            "CountRelationships count((:Person)-[:KNOWS|LIKES]->()) AS n\n");
}

TEST(Rewrites, CountStoreLeavesOtherCountsAlone) {
  EXPECT_EQ(plan_of("MATCH (a:Person) RETURN count(DISTINCT a) AS n"),
            "Aggregate count(DISTINCT a) AS n\n"
            "LabelScan (a:Person)\n");
  EXPECT_EQ(plan_of("MATCH (a:Person) RETURN count(a.name) AS n"),
            "Aggregate count(a.name) AS n\n"
            "LabelScan (a:Person)\n");
  EXPECT_EQ(plan_of("MATCH (a:Person)--(b) RETURN count(*) AS n"),
            "Aggregate count(*) AS n\n"
            "Expand (a)--(b)\n"
            "LabelScan (a:Person)\n");
  EXPECT_EQ(plan_of("UNWIND [1, 2] AS x MATCH (a:Person) RETURN count(*) AS n"),
            "Aggregate count(*) AS n\n"
            "LabelScan (a:Person)\n"
            "Unwind [1, 2] AS x\n");
}

TEST(Rewrites, CountRowsReadsNoVariableThatIsNeverNull) {
  EXPECT_EQ(plan_of("MATCH (a:Person {id: 1})-[r:KNOWS]->(b) RETURN count(r) AS n"),
            "Aggregate count(*) AS n\n"
            "Expand (a)-[:KNOWS]->(b)\n"
            "IndexSeek Person_id(a.id) a.id = 1\n");
  EXPECT_EQ(plan_of("MATCH (a:Person {id: 1}) OPTIONAL MATCH (a)-[r:KNOWS]->(b) RETURN count(r) AS n"),
            "Aggregate count(r) AS n\n"
            "Optional r\n"
            "  Expand (a)-[r:KNOWS]->(b)\n"
            "  Argument a\n"
            "IndexSeek Person_id(a.id) a.id = 1\n");
}

TEST(Rewrites, FuseCreatesJoinsWhatDoesNotReadEachOther) {
  EXPECT_EQ(plan_of("CREATE (a:A) CREATE (b {x: 1}) CREATE (a)-[:R]->(b) CREATE (c {x: b.x})"),
            "Create (c {x})\n"
            "Create (a:A), (b {x}), (a)-[#2:R]->(b)\n");
  EXPECT_EQ(plan_of("CREATE (a:A) CREATE (b)", all_but(Rewrite::FuseCreates)),
            "Create (b)\n"
            "Create (a:A)\n");
}

}  // namespace
}  // namespace cairn::engine::testing
