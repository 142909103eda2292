// What statements become: the bound query as text, clause by clause.

#include "tests/binder/bind_helpers.h"

#include <gtest/gtest.h>

namespace cairn::engine::testing {

TEST(BinderShapes, LabelsPropertiesAndWhereBecomePredicatesOfTheMatch) {
  EXPECT_EQ(shape("MATCH (n:A:B {x: 0, x: 1})-[r:T|U {k: 2}]->(m WHERE m.y = 3) WHERE n.z = 4 AND (m.z = 5 AND r.z = "
                  "6) RETURN n"),
            "MATCH (n:A:B)-[r:T|U]->(m) WHERE n:A AND n:B AND n.x = 1 AND r.k = 2 AND m.y = 3 AND n.z = 4 AND m.z = 5 "
            "AND r.z = 6 NEW n, r, m\n"
            "RETURN n AS n");
  EXPECT_EQ(shape("MATCH (n:A|B&!C)-[:!T]-() RETURN n"),
            "MATCH (n)-[#1]-(#2) WHERE n:A|(B&!C) AND #1:!T NEW n, #1, #2\n"
            "RETURN n AS n");
}

TEST(BinderShapes, ABoundVariableIsNotNewInALaterMatch) {
  EXPECT_EQ(shape("MATCH (a) OPTIONAL MATCH p = (a)-->(b:B) RETURN p"),
            "MATCH (a) NEW a\n"
            "OPTIONAL MATCH p = (a)-[#1]->(b:B) WHERE b:B NEW #1, b, p\n"
            "RETURN p AS p");
}

TEST(BinderShapes, AVariableLengthPatternFiltersEachHop) {
  EXPECT_EQ(shape("MATCH (a)-[r:T*1..3 {k: a.x} WHERE r.y > 1]->(b) RETURN r"),
            "MATCH (a)-[r:T*1..3 EACH #3 WHERE #3.k = a.x AND #3.y > 1]->(b) NEW a, r, b\n"
            "RETURN r AS r");
  EXPECT_EQ(shape("MATCH (a)-[*]-(b) RETURN 1 AS x"),
            "MATCH (a)-[#1*1..]-(b) NEW a, #1, b\n"
            "RETURN 1 AS x");
}

TEST(BinderShapes, AggregationIsTakenApart) {
  EXPECT_EQ(shape("MATCH (a)--(b) RETURN a.x, count(*) + sum(b.y) / count(*) AS n"),
            "MATCH (a)-[#1]-(b) NEW a, #1, b\n"
            "RETURN `a.x` AS `a.x`, #5 + #6 / #5 AS n GROUP BY a.x AS `a.x` AGGREGATE count(*) AS #5, sum(b.y) AS #6");
  EXPECT_EQ(shape("MATCH (a)--(b) WITH a AS c, a, a.x + count(b) AS n RETURN n"),
            "MATCH (a)-[#1]-(b) NEW a, #1, b\n"
            "WITH a AS c, a AS a, a.x + #5 AS n GROUP BY a AS a AGGREGATE count(b) AS #5\n"
            "RETURN n AS n");
  EXPECT_EQ(shape("MATCH (a) RETURN count(DISTINCT a.x) AS n"),
            "MATCH (a) NEW a\n"
            "RETURN n AS n AGGREGATE count(DISTINCT a.x) AS n");
}

TEST(BinderShapes, OrderByReadsColumnsWhereItsExpressionsEqualThem) {
  EXPECT_EQ(shape("MATCH (a) RETURN a.x ORDER BY a.x DESC, a.y SKIP 1 LIMIT $p"),
            "MATCH (a) NEW a\n"
            "RETURN a.x AS `a.x` ORDER BY `a.x` DESC, a.y SKIP 1 LIMIT $p");
  EXPECT_EQ(shape("MATCH (a)--(b) WITH a.x AS x, count(b.y) AS c ORDER BY a.x + count(b.y) WHERE c > 1 RETURN x"),
            "MATCH (a)-[#1]-(b) NEW a, #1, b\n"
            "WITH x AS x, c AS c GROUP BY a.x AS x AGGREGATE count(b.y) AS c ORDER BY x + c WHERE c > 1\n"
            "RETURN x AS x");
  EXPECT_EQ(shape("MATCH (n) WITH n.x AS n ORDER BY n.x RETURN n"),
            "MATCH (n@0) NEW n@0\n"
            "WITH n@0.x AS n@1 ORDER BY n@1\n"
            "RETURN n@1 AS n@1");
  EXPECT_EQ(shape("MATCH (a) WITH DISTINCT a.x + a.y AS s ORDER BY a.x + a.y + 1 RETURN s"),
            "MATCH (a) NEW a\n"
            "WITH DISTINCT a.x + a.y AS s ORDER BY s + 1\n"
            "RETURN s AS s");
}

TEST(BinderShapes, AColumnThatHidesAVariableOfItsOwnExpressionIsStillFound) {
  EXPECT_EQ(shape("MATCH (n) WITH DISTINCT toInteger(n.x) AS n ORDER BY toInteger(n.x) DESC RETURN n"),
            "MATCH (n@0) NEW n@0\n"
            "WITH DISTINCT toInteger(n@0.x) AS n@1 ORDER BY n@1 DESC\n"
            "RETURN n@1 AS n@1");
  EXPECT_EQ(shape("MATCH (n) WITH DISTINCT n.x AS n ORDER BY n.x, n WHERE n.x > 1 RETURN n"),
            "MATCH (n@0) NEW n@0\n"
            "WITH DISTINCT n@0.x AS n@1 ORDER BY n@1, n@1 WHERE n@1 > 1\n"
            "RETURN n@1 AS n@1");
  EXPECT_EQ(shape("MATCH (m), (n) WITH m.x AS m, n ORDER BY EXISTS {(n)-->(k) WHERE k.y = m} RETURN m"),
            "MATCH (m@0), (n) NEW m@0, n\n"
            "WITH m@0.x AS m@2, n AS n ORDER BY EXISTS { MATCH (n)-[#5]->(k@6) WHERE k@6.y = m@2 NEW #5, k@6 }\n"
            "RETURN m@2 AS m@2");
}

TEST(BinderShapes, AWhereBehindAPlainWithKeepsReadingWhatItNames) {
  EXPECT_EQ(shape("MATCH (a) WITH a, a.x AS x WHERE a.x = 1 RETURN x"),
            "MATCH (a) NEW a\n"
            "WITH a AS a, a.x AS x WHERE a.x = 1\n"
            "RETURN x AS x");
}

TEST(BinderShapes, AStarStandsForTheVariablesByName) {
  EXPECT_EQ(shape("MATCH (b)-[c]->(a) RETURN *, 1 AS d"),
            "MATCH (b)-[c]->(a) NEW b, c, a\n"
            "RETURN a AS a, b AS b, c AS c, 1 AS d");
}

TEST(BinderShapes, PatternsInExpressionsBecomeSubqueries) {
  EXPECT_EQ(shape("MATCH (n) WHERE (n)-->(:A) AND EXISTS {MATCH (n)-->(m) WHERE m.x = n.x RETURN m} RETURN n"),
            "MATCH (n) WHERE EXISTS { MATCH (n)-[#1]->(#2:A) WHERE #2:A NEW #1, #2 } AND "
            "EXISTS { MATCH (n)-[#3]->(m) WHERE m.x = n.x NEW #3, m RETURN m AS m } NEW n\n"
            "RETURN n AS n");
  EXPECT_EQ(shape("MATCH (n) RETURN [(n)-->(m) WHERE m.x > 1 | m.y] AS ys"),
            "MATCH (n) NEW n\n"
            "RETURN COLLECT { MATCH (n)-[#1]->(m) WHERE m.x > 1 NEW #1, m RETURN m.y AS #3 } AS ys");
}

TEST(BinderShapes, SubqueriesKnowWhatTheyReadFromOutside) {
  const Expected<BoundStatement> bound = bind_text(
      "MATCH (a), (b), (c) WHERE EXISTS {(a)-->(d) WHERE d.x = c.x AND EXISTS {(d)-->(e) WHERE e.y = b.y}} "
      "RETURN a");
  ASSERT_TRUE(bound);
  const auto& match = std::get<MatchClause>(std::get<BoundQuery>(bound->body).parts[0].clauses[0]);
  ASSERT_EQ(match.predicates.size(), 1U);
  EXPECT_EQ(match.predicates[0]->subquery->outer_variables, (std::vector<VariableId>{0, 1, 2}));
  const auto& inner = std::get<MatchClause>(match.predicates[0]->subquery->parts[0].clauses[0]);
  ASSERT_EQ(inner.predicates.size(), 2U);
  EXPECT_EQ(inner.predicates[1]->subquery->outer_variables.size(), 2U);
  EXPECT_EQ(free_variables(*match.predicates[0]), (std::vector<VariableId>{0, 1, 2}));
}

TEST(BinderShapes, AShortestPathAsAValueIsTheFirstOfASubquery) {
  EXPECT_EQ(shape("MATCH (a), (b) RETURN shortestPath((a)-[:T*]->(b)) AS p"),
            "MATCH (a), (b) NEW a, b\n"
            "RETURN COLLECT { MATCH #3 = shortestPath((a)-[#2:T*1..]->(b)) NEW #2, #3 RETURN #3 AS #3 }[0] AS p");
}

TEST(BinderShapes, SimpleCaseBecomesSearchedCase) {
  EXPECT_EQ(shape("MATCH (n) RETURN CASE n.x WHEN 1, 2 THEN 'a' WHEN 3 THEN 'b' END AS c"),
            "MATCH (n) NEW n\n"
            "RETURN CASE WHEN n.x = 1 OR n.x = 2 THEN 'a' WHEN n.x = 3 THEN 'b' ELSE null END AS c");
  EXPECT_EQ(shape("RETURN CASE rand() WHEN 1 THEN 'a' WHEN 2 THEN 'b' ELSE 'c' END AS c"),
            "RETURN [#0 IN [rand()] | CASE WHEN #0 = 1 THEN 'a' WHEN #0 = 2 THEN 'b' ELSE 'c' END][0] AS c");
}

TEST(BinderShapes, ColumnsAreNamedByTheirSourceText) {
  const Expected<BoundStatement> bound =
      bind_text("MATCH (n) RETURN cOuNt( * ), n.x   +  1, (n:Foo), n AS `odd name`, `n`.x");
  ASSERT_TRUE(bound) << bound.error().message;
  EXPECT_EQ(std::get<BoundQuery>(bound->body).column_names,
            (std::vector<std::string>{"cOuNt( * )", "n.x   +  1", "(n:Foo)", "odd name", "`n`.x"}));
}

TEST(BinderShapes, PartsOfAUnionAreArrangedByName) {
  const Expected<BoundStatement> bound = bind_text("RETURN 1 AS a, 2 AS b UNION RETURN 3 AS b, 4 AS a");
  ASSERT_TRUE(bound);
  const auto& query = std::get<BoundQuery>(bound->body);
  EXPECT_EQ(query.column_names, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(query.part_columns, (std::vector<std::vector<VariableId>>{{0, 1}, {3, 2}}));
}

TEST(BinderShapes, UpdatesKeepWhatTheyMake) {
  EXPECT_EQ(shape("MATCH (a) CREATE p = (a)-[r:T {x: 1}]->(b:B {y: a.z}) RETURN p"),
            "MATCH (a) NEW a\n"
            "CREATE p = (a)-[r:T {x: 1}]->(b:B {y: a.z})\n"
            "RETURN p AS p");
  EXPECT_EQ(shape("MERGE (n:A {x: 1}) ON CREATE SET n.y = 2, n:B ON MATCH SET n += {z: 3} SET n = $p REMOVE n.q, n:C "
                  "DETACH DELETE n"),
            "MERGE (n:A {x: 1}) ON CREATE SET n.y = 2, n:B ON MATCH SET n += {z: 3} NEW n\n"
            "SET n = $p\n"
            "REMOVE n.q, n:C\n"
            "DETACH DELETE n");
}

TEST(BinderShapes, ACreateThatReadsWhatItMakesBecomesSeveral) {
  EXPECT_EQ(shape("CREATE (a {x: 1}), (b), (c {y: a.x})-[:T]->(b), (d {z: b.x}), (e {z: d.z})"),
            "CREATE (a {x: 1}), (b)\n"
            "CREATE (c {y: a.x})-[#3:T]->(b), (d {z: b.x})\n"
            "CREATE (e {z: d.z})");
}

TEST(BinderShapes, AStandaloneCallAnswersItsOutputs) {
  EXPECT_EQ(shape("CALL test.pair"), "CALL test.pair($name, $number) YIELD first AS first, second AS second");
  const Expected<BoundStatement> bound = bind_text("CALL test.pair('a', 1) YIELD second AS b");
  ASSERT_TRUE(bound);
  EXPECT_EQ(std::get<BoundQuery>(bound->body).column_names, (std::vector<std::string>{"b"}));
}

TEST(BinderShapes, OtherStatementsAreTakenOver) {
  EXPECT_EQ(shape("BEGIN READ ONLY"), "BEGIN READ ONLY");
  EXPECT_EQ(shape("COMMIT"), "COMMIT");
  EXPECT_EQ(shape("CREATE INDEX i IF NOT EXISTS FOR (n:A) ON (n.x)"), "CREATE INDEX i IF NOT EXISTS FOR (:A) ON (x)");
  EXPECT_EQ(shape("CREATE INDEX FOR ()-[r:T]-() ON (r.x, r.y)"), "CREATE INDEX FOR ()-[:T]-() ON (x, y)");
  EXPECT_EQ(shape("CREATE CONSTRAINT c FOR (n:A) REQUIRE n.x IS :: STRING | INTEGER"),
            "CREATE CONSTRAINT c FOR (:A) REQUIRE (x) IS :: STRING | INTEGER");
  EXPECT_EQ(shape("DROP CONSTRAINT c"), "DROP CONSTRAINT c");
  EXPECT_EQ(shape("SHOW INDEXES YIELD name AS n ORDER BY n LIMIT 1 WHERE n <> 'i'"),
            "CALL show.indexes() YIELD name AS n\nWITH n AS n ORDER BY n LIMIT 1 WHERE n <> 'i'\nRETURN n AS n");
  EXPECT_EQ(shape("DROP INDEX i IF EXISTS"), "DROP INDEX i IF EXISTS");
  EXPECT_TRUE(bind_text("EXPLAIN CREATE (n)")->writes);
  EXPECT_EQ(bind_text("EXPLAIN CREATE (n)")->explain, ExplainMode::Explain);
  EXPECT_FALSE(bind_text("PROFILE MATCH (n) RETURN n")->writes);
}

TEST(BinderShapes, KindsAndTypesOfVariablesAreKnown) {
  const Expected<BoundStatement> bound = bind_text(
      "MATCH (n)-[r]->() OPTIONAL MATCH p = (n)-[rs*]->(m) WITH n, r AS s, p, rs, m, n.x AS x, 1 + 2 AS y RETURN *");
  ASSERT_TRUE(bound);
  const auto find = [&](std::string_view name) -> const Variable& {
    return *std::find_if(bound->variables.begin(), bound->variables.end(),
                         [&](const Variable& variable) { return variable.name == name; });
  };
  EXPECT_EQ(find("n").kind, VariableKind::Node);
  EXPECT_FALSE(find("n").nullable);
  EXPECT_EQ(find("s").kind, VariableKind::Relationship);
  EXPECT_EQ(find("p").kind, VariableKind::Path);
  EXPECT_TRUE(find("p").nullable);
  EXPECT_EQ(find("rs").kind, VariableKind::Value);
  EXPECT_TRUE(find("rs").type.element().is_only(ValueType::Relationship));
  EXPECT_TRUE(find("m").nullable);
  EXPECT_TRUE(find("x").type.is_any());
  EXPECT_TRUE(find("y").type.is_only(ValueType::Integer));
}

}  // namespace cairn::engine::testing
