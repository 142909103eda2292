// The compile-time errors, rule by rule: a statement, then its error with the position, or "bound".

#include "tests/binder/bind_helpers.h"

#include <gtest/gtest.h>

namespace cairn::engine::testing {

namespace {

struct Case {
  std::string_view text;
  std::string_view outcome;
};

void expect_all(std::initializer_list<Case> cases) {
  for (const Case& each : cases) EXPECT_EQ(outcome(each.text), each.outcome) << each.text;
}

}  // namespace

TEST(BinderErrors, AVariableHasOneKind) {
  expect_all({
      {"MATCH (r) MATCH ()-[r]-() RETURN r", "SyntaxError VariableTypeConflict 1:21"},
      {"MATCH ()-[r]-() MATCH (r) RETURN r", "SyntaxError VariableTypeConflict 1:24"},
      {"MATCH (r)-[r]->() RETURN r", "SyntaxError VariableTypeConflict 1:12"},
      {"MATCH p = ()-->(), (p) RETURN p", "SyntaxError VariableTypeConflict 1:21"},
      {"MATCH p = ()-->() MATCH ()-[p]->() RETURN p", "SyntaxError VariableTypeConflict 1:29"},
      {"MATCH ()-[r*]->(), (r) RETURN r", "SyntaxError VariableTypeConflict 1:21"},
      {"MATCH ()-[r*]->() MATCH ()-[r]->() RETURN r", "SyntaxError VariableTypeConflict 1:29"},
      {"MATCH ()-[r]->() MATCH ()-[r*]->() RETURN r", "SyntaxError VariableTypeConflict 1:28"},
      {"WITH 1 AS n MATCH (n) RETURN n", "SyntaxError VariableTypeConflict 1:20"},
      {"WITH {a: 1} AS r MATCH ()-[r]->() RETURN r", "SyntaxError VariableTypeConflict 1:28"},
      {"MATCH (n) WITH [n] AS ns MATCH (ns) RETURN ns", "SyntaxError VariableTypeConflict 1:33"},
      {"MATCH (n) WITH [n] AS ns MATCH ()-[ns*]->() RETURN ns", "SyntaxError VariableTypeConflict 1:36"},
      {"MATCH (n) CREATE ()-[n:T]->()", "SyntaxError VariableTypeConflict 1:22"},
      {"MATCH ()-[r]->() CREATE (r)-[:T]->()", "SyntaxError VariableTypeConflict 1:26"},
      {"MATCH (n) WITH n.x AS n MATCH (n) RETURN n", "bound"},
      {"WITH null AS n MATCH (n) RETURN n", "bound"},
      {"UNWIND $p AS n MATCH (n) RETURN n", "bound"},
      {"MATCH p = ()-->() UNWIND nodes(p) AS n MATCH (n)-->() RETURN n", "bound"},
      {"MATCH ()-[r]->()-[s]->() WITH [r, s] AS rs MATCH ()-[rs*]->() RETURN rs", "bound"},
      {"MATCH (n) WITH head(collect(n)) AS m MATCH (m)-->() RETURN m", "bound"},
  });
}

TEST(BinderErrors, ANameIsBoundOnce) {
  expect_all({
      {"MATCH p = (p)-->() RETURN p", "SyntaxError VariableAlreadyBound 1:7"},
      {"MATCH (p), p = ()-->() RETURN p", "SyntaxError VariableAlreadyBound 1:12"},
      {"MATCH p = ()-[p]->() RETURN p", "SyntaxError VariableAlreadyBound 1:7"},
      {"MATCH p = ()-->() MATCH p = ()-->() RETURN p", "SyntaxError VariableAlreadyBound 1:25"},
      {"WITH 1 AS p MATCH p = ()-->() RETURN p", "SyntaxError VariableAlreadyBound 1:19"},
      {"MATCH (a) CREATE (a)", "SyntaxError VariableAlreadyBound 1:19"},
      {"MATCH (a) MERGE (a)", "SyntaxError VariableAlreadyBound 1:18"},
      {"MATCH (a) CREATE (a:A)-[:T]->()", "SyntaxError VariableAlreadyBound 1:19"},
      {"MATCH (a) CREATE (a {x: 1})-[:T]->()", "SyntaxError VariableAlreadyBound 1:19"},
      {"CREATE (a:A)-[:T]->(), (a:B)-[:T]->()", "SyntaxError VariableAlreadyBound 1:25"},
      {"CREATE (a), (a)", "SyntaxError VariableAlreadyBound 1:14"},
      {"CREATE (a)-[:T]->(a)", "bound"},
      {"CREATE (a:A), (a)-[:T]->(b)", "bound"},
      {"MATCH (a)-[r]->(b) MERGE (a)-[r]->(b)", "SyntaxError VariableAlreadyBound 1:31"},
      {"MATCH (a)-[r:T]->(b) CREATE (a)-[r:T]->(b)", "SyntaxError VariableAlreadyBound 1:34"},
      {"MERGE (a)-[:T]->(a:B)", "SyntaxError VariableAlreadyBound 1:18"},
      {"WITH 1 AS x UNWIND [1] AS x RETURN x", "SyntaxError VariableAlreadyBound 1:27"},
      {"WITH 1 AS first CALL test.pair('a', 1) YIELD first RETURN first", "SyntaxError VariableAlreadyBound 1:46"},
      {"CALL test.pair('a', 1) YIELD first AS a, second AS a RETURN a", "SyntaxError VariableAlreadyBound 1:52"},
      {"MATCH ()-[r]->()-[r]->() RETURN r", "SyntaxError RelationshipUniquenessViolation 1:19"},
      {"MATCH ()-[r]->(), ()-[r]->() RETURN r", "SyntaxError RelationshipUniquenessViolation 1:23"},
      {"MATCH ()-[r]->() MATCH ()-[r]-() RETURN r", "bound"},
  });
}

TEST(BinderErrors, NamesMustBeKnown) {
  expect_all({
      {"MATCH () RETURN foo", "SyntaxError UndefinedVariable 1:17"},
      {"MATCH (s) WHERE s.name = other RETURN s", "SyntaxError UndefinedVariable 1:26"},
      {"MATCH (a) DELETE x", "SyntaxError UndefinedVariable 1:18"},
      {"MATCH (a) SET a.name = missing", "SyntaxError UndefinedVariable 1:24"},
      {"MERGE (n) ON CREATE SET x.num = 1", "SyntaxError UndefinedVariable 1:25"},
      {"CREATE (a {x: b.y}), (b)", "SyntaxError UndefinedVariable 1:15"},
      {"CREATE (a), (b {x: a.y})", "bound"},
      {"CREATE (a {x: a.y})", "SyntaxError UndefinedVariable 1:15"},
      {"MERGE (a)-[:T {x: a.y}]->()", "SyntaxError UndefinedVariable 1:19"},
      {"MATCH (a) CREATE (b {x: a.y}) RETURN b", "bound"},
      {"MATCH (a), (b {x: a.x}) RETURN b", "bound"},
      {"MATCH (n) WHERE (n)-[r]->() RETURN n", "SyntaxError UndefinedVariable 1:22"},
      {"MATCH (n) WHERE (n)-->(m) RETURN n", "SyntaxError UndefinedVariable 1:24"},
      {"MATCH (n) WHERE EXISTS {(n)-[r]->(m) WHERE m.x = 1} RETURN n", "bound"},
      {"MATCH (n) WHERE EXISTS {(n)-->(m)} RETURN m", "SyntaxError UndefinedVariable 1:43"},
      {"RETURN [x IN [1] | x] AS a, x", "SyntaxError UndefinedVariable 1:29"},
      {"WITH 1 AS a, 2 AS b WITH a RETURN b", "SyntaxError UndefinedVariable 1:35"},
      {"CALL test.pair('a', 1) YIELD third RETURN 1", "SyntaxError UndefinedVariable 1:30"},
      {"CALL test.pair('a', 1) RETURN first", "SyntaxError UndefinedVariable 1:31"},
  });
}

TEST(BinderErrors, OrderByAndWhereSeeBeforeAndAfterTheProjection) {
  expect_all({
      {"MATCH (a)-->(b) WITH a WHERE b.x = 1 RETURN a", "bound"},
      {"MATCH (a)-->(b) WITH a ORDER BY b.x RETURN a", "bound"},
      {"MATCH (a)-->(b) WITH a.x AS x WHERE x > 1 AND b.y < 2 RETURN x", "bound"},
      {"MATCH (a)-->(b) WITH DISTINCT a WHERE b.x = 1 RETURN a", "SyntaxError UndefinedVariable 1:39"},
      {"MATCH (a)-->(b) WITH DISTINCT a ORDER BY a.x, b.x RETURN a", "SyntaxError UndefinedVariable 1:47"},
      {"MATCH (a)-->(b) RETURN DISTINCT a.x ORDER BY a.x", "bound"},
      {"MATCH (a)-->(b) RETURN DISTINCT a.x AS y ORDER BY a.x + 1, y", "bound"},
      {"MATCH (a)-->(b) RETURN DISTINCT a.x ORDER BY a.y", "SyntaxError UndefinedVariable 1:46"},
      {"MATCH (a)-->(b) WITH a, count(*) AS c WHERE c > 1 RETURN a", "bound"},
      {"MATCH (a)-->(b) WITH a, count(*) AS c WHERE b.x > 1 RETURN a", "SyntaxError UndefinedVariable 1:45"},
      {"MATCH (a) WITH a.x % 3 AS m, min(a.y) AS n ORDER BY sum(a.y) RETURN m", "SyntaxError UndefinedVariable 1:57"},
      {"MATCH (a) WITH a.x + a.y AS s, count(*) AS c ORDER BY a.x + a.y + 1 RETURN s", "bound"},
      {"MATCH (n) WITH n.x AS n ORDER BY n.x RETURN n", "bound"},
      {"MATCH (n) RETURN DISTINCT toInteger(n.x) AS n ORDER BY toInteger(n.x)", "bound"},
      {"WITH 1 AS a, 2 AS b WITH a WITH a ORDER BY b RETURN a", "SyntaxError UndefinedVariable 1:44"},
  });
}

TEST(BinderErrors, AggregatesStandInProjectionsOnly) {
  expect_all({
      {"MATCH (a) WHERE count(a) > 1 RETURN a", "SyntaxError InvalidAggregation 1:17"},
      {"MATCH (a) RETURN a.x ORDER BY max(a.y)", "SyntaxError InvalidAggregation 1:31"},
      {"MATCH (a) WITH a.x AS x, count(*) AS c ORDER BY max(x) RETURN x", "SyntaxError InvalidAggregation 1:49"},
      {"MATCH (a) RETURN DISTINCT a.x ORDER BY count(*)", "SyntaxError InvalidAggregation 1:40"},
      {"MATCH (a) CALL test.pair('a', count(a)) YIELD first RETURN first", "SyntaxError InvalidAggregation 1:31"},
      {"RETURN [x IN [1] | count(x)]", "SyntaxError InvalidAggregation 1:20"},
      {"UNWIND collect(1) AS x RETURN x", "SyntaxError InvalidAggregation 1:8"},
      {"MATCH (a) SET a.x = count(*)", "SyntaxError InvalidAggregation 1:21"},
      {"RETURN count(count(*))", "SyntaxError NestedAggregation 1:14"},
      {"RETURN sum(1 + max(2))", "SyntaxError NestedAggregation 1:16"},
      {"RETURN count(rand())", "SyntaxError NonConstantExpression 1:14"},
      {"RETURN toUpper(DISTINCT 'a')", "SyntaxError InvalidAggregation 1:8"},
      {"MATCH (a) RETURN [x IN collect(a) | x.y]", "bound"},
      {"MATCH (a) RETURN count(DISTINCT a), count(*) + sum(a.x)", "bound"},
  });
}

TEST(BinderErrors, BesideAnAggregateOnlySimpleKeysMayBeRead) {
  expect_all({
      {"MATCH (a)--(b) RETURN a.x + count(b.x)", "SyntaxError AmbiguousAggregationExpression 1:23"},
      {"MATCH (a)--(b) RETURN a.x, a.x + count(b.x)", "bound"},
      {"MATCH (a)--(b) RETURN a, a.x + count(b.x)", "bound"},
      {"MATCH (a)--(b) WITH a.x AS x, b RETURN x, x + count(b.x)", "bound"},
      {"MATCH (a)--(b) RETURN a.x + b.x, a.x + b.x + count(*)", "SyntaxError AmbiguousAggregationExpression 1:34"},
      {"MATCH (a)--(b) WITH a.x + b.x, count(*) AS c ORDER BY a.x + b.x + count(*) RETURN c",
       "SyntaxError AmbiguousAggregationExpression 1:55"},
      {"MATCH (a)--(b) WITH count(b.x) AS c ORDER BY a.x + count(b.x) RETURN c", "SyntaxError UndefinedVariable 1:46"},
      {"MATCH (a)--(b) WITH a.x AS x, count(b.x) AS c ORDER BY a.x + count(b.x) RETURN x", "bound"},
      {"MATCH (a) RETURN $x + avg(a.x) - 1000", "bound"},
      {"MATCH (a) RETURN {n: count(*), k: a.x}", "SyntaxError AmbiguousAggregationExpression 1:35"},
  });
}

TEST(BinderErrors, ColumnsHaveDifferentNames) {
  expect_all({
      {"RETURN 1 AS a, 2 AS a", "SyntaxError ColumnNameConflict 1:16"},
      {"WITH 1 AS a, 2 AS a RETURN a", "SyntaxError ColumnNameConflict 1:14"},
      {"MATCH (n) RETURN *, n", "SyntaxError ColumnNameConflict 1:21"},
      {"MATCH (a) WITH a, count(*) RETURN a", "SyntaxError NoExpressionAlias 1:19"},
      {"MATCH (a) WITH a.x RETURN 1", "SyntaxError NoExpressionAlias 1:16"},
      {"MATCH () RETURN *", "SyntaxError NoVariablesInScope 1:17"},
      {"MATCH () WITH * MATCH (n) RETURN n", "bound"},
      {"RETURN 1 AS a UNION RETURN 2 AS b", "SyntaxError DifferentColumnsInUnion 1:21"},
      {"RETURN 1 AS a UNION RETURN 1 AS a, 2 AS b", "SyntaxError DifferentColumnsInUnion 1:21"},
      {"RETURN 1 AS a, 2 AS b UNION ALL RETURN 3 AS b, 4 AS a", "bound"},
  });
}

TEST(BinderErrors, SkipAndLimitAreConstantWholeNumbers) {
  expect_all({
      {"MATCH (n) RETURN n SKIP n.x", "SyntaxError NonConstantExpression 1:25"},
      {"MATCH (n) RETURN n.x AS x LIMIT x", "SyntaxError NonConstantExpression 1:33"},
      {"MATCH (n) RETURN n LIMIT -1", "SyntaxError NegativeIntegerArgument 1:26"},
      {"MATCH (n) RETURN n SKIP -1", "SyntaxError NegativeIntegerArgument 1:25"},
      {"MATCH (n) RETURN n LIMIT 1.5", "SyntaxError InvalidArgumentType 1:26"},
      {"MATCH (n) RETURN n LIMIT 'a'", "SyntaxError InvalidArgumentType 1:26"},
      {"MATCH (n) RETURN n LIMIT size([x IN [1, 2] WHERE x > 1])", "bound"},
      {"MATCH (n) RETURN n SKIP toInteger(rand() * 9) LIMIT $p", "bound"},
      {"MATCH (n) RETURN n LIMIT count(*)", "SyntaxError InvalidAggregation 1:26"},
  });
}

TEST(BinderErrors, ClausesStandWhereTheyMay) {
  expect_all({
      {"MATCH (n)", "SyntaxError InvalidClauseComposition 1:1"},
      {"RETURN 1 AS a MATCH (n) RETURN n", "SyntaxError InvalidClauseComposition 1:1"},
      {"RETURN 1 AS a UNION RETURN 2 AS a UNION ALL RETURN 3 AS a", "SyntaxError InvalidClauseComposition 1:45"},
      {"MATCH (n) WHERE EXISTS {MATCH (n) SET n.x = 1} RETURN n", "SyntaxError InvalidClauseComposition 1:35"},
      {"MATCH (n) WHERE EXISTS {MATCH (n)-->(m) WITH m MATCH (m)-->()} RETURN n", "bound"},
      {"MATCH (n) CALL test.nothing()", "bound"},
      {"MATCH (n) CALL test.pair('a', 1) YIELD first", "SyntaxError InvalidClauseComposition 1:11"},
      {"CREATE (n) MATCH (m) RETURN m", "bound"},
      {"MATCH (n) DELETE n FINISH", "bound"},
  });
}

TEST(BinderErrors, UpdatesSayWhatTheyChange) {
  expect_all({
      {"CREATE ()-[:T*2]->()", "SyntaxError CreatingVarLength 1:14"},
      {"MERGE ()-[:T*2]->()", "SyntaxError CreatingVarLength 1:13"},
      {"CREATE (a)-[:T]-(b)", "SyntaxError RequiresDirectedRelationship 1:11"},
      {"CREATE (a)<-[:T]->(b)", "SyntaxError RequiresDirectedRelationship 1:11"},
      {"MERGE (a)-[:T]-(b)", "bound"},
      {"CREATE ()-->()", "SyntaxError NoSingleRelationshipType 1:10"},
      {"CREATE ()-[:A|B]->()", "SyntaxError NoSingleRelationshipType 1:13"},
      {"MERGE ()-[NO_COLON]->()", "SyntaxError NoSingleRelationshipType 1:9"},
      {"MATCH (n) DELETE n:Person", "SyntaxError InvalidDelete 1:18"},
      {"MATCH ()-[r]-() DELETE r:T", "SyntaxError InvalidDelete 1:24"},
      {"MATCH () DELETE 1 + 1", "SyntaxError InvalidArgumentType 1:17"},
      {"MATCH (n) DELETE n.x", "bound"},
      {"MATCH (n $p) RETURN n", "SyntaxError InvalidParameterUse 1:10"},
      {"MATCH ()-[r:T $p]->() RETURN r", "SyntaxError InvalidParameterUse 1:15"},
      {"MERGE (n $p)", "SyntaxError InvalidParameterUse 1:10"},
      {"MERGE ()-[:T $p]->()", "SyntaxError InvalidParameterUse 1:14"},
      {"CREATE (n $p)-[:T $p]->()", "bound"},
      {"WITH 1 AS n SET n.x = 1", "SyntaxError InvalidArgumentType 1:17"},
      {"MATCH (n) SET n = 1", "SyntaxError InvalidArgumentType 1:19"},
      {"MATCH ()-[r]->() SET r:A", "SyntaxError InvalidArgumentType 1:22"},
      {"MATCH (n)-->(m) SET n = m, n += {a: 1}, n:A:B REMOVE n.x, n:A", "bound"},
  });
}

TEST(BinderErrors, TypesThatAreCertainlyWrongAreRejected) {
  expect_all({
      {"RETURN 123 AND true", "SyntaxError InvalidArgumentType 1:8"},
      {"RETURN true OR 'a'", "SyntaxError InvalidArgumentType 1:16"},
      {"RETURN null XOR []", "SyntaxError InvalidArgumentType 1:17"},
      {"RETURN NOT {}", "SyntaxError InvalidArgumentType 1:12"},
      {"RETURN 1 IN 2", "SyntaxError InvalidArgumentType 1:13"},
      {"MATCH (n) WHERE (n) RETURN n", "SyntaxError InvalidArgumentType 1:18"},
      {"RETURN none(x IN ['a'] WHERE x % 2 = 0)", "SyntaxError InvalidArgumentType 1:30"},
      {"RETURN [x IN [1, 2] WHERE x]", "SyntaxError InvalidArgumentType 1:27"},
      {"RETURN [x IN [[1], [2]] | [y IN x | NOT y]]", "SyntaxError InvalidArgumentType 1:41"},
      {"MATCH p = ()-->() RETURN size(p)", "SyntaxError InvalidArgumentType 1:31"},
      {"MATCH (n) RETURN length(n)", "SyntaxError InvalidArgumentType 1:25"},
      {"MATCH (n) RETURN type(n)", "SyntaxError InvalidArgumentType 1:23"},
      {"MATCH ()-[r]->() RETURN length(r)", "SyntaxError InvalidArgumentType 1:32"},
      {"MATCH p = ()-->() RETURN labels(p)", "SyntaxError InvalidArgumentType 1:33"},
      {"RETURN properties(1)", "SyntaxError InvalidArgumentType 1:19"},
      {"MATCH p = ()-->() WHERE p.x = 1 RETURN p", "SyntaxError InvalidArgumentType 1:25"},
      {"WITH 1 AS x RETURN x.y", "TypeError InvalidArgumentType 1:20"},
      {"WITH [1, true] AS x RETURN x.y", "TypeError InvalidArgumentType 1:28"},
      {"RETURN true + 1", "SyntaxError InvalidArgumentType 1:8"},
      {"RETURN 'a' + {}", "SyntaxError InvalidArgumentType 1:14"},
      {"RETURN 1 + 2 - 'a'", "SyntaxError InvalidArgumentType 1:16"},
      {"RETURN 'a' * 2", "SyntaxError InvalidArgumentType 1:8"},
      {"RETURN -'a'", "SyntaxError InvalidArgumentType 1:9"},
      {"UNWIND 1 AS x RETURN x", "SyntaxError InvalidArgumentType 1:8"},
      {"RETURN toUpper()", "SyntaxError InvalidNumberOfArguments 1:8"},
      {"RETURN foo(1)", "SyntaxError UnknownFunction 1:8"},
      {"RETURN date()", "FeatureNotSupported FeatureNotSupported 1:8"},
  });
}

TEST(BinderErrors, TypesThatMayBeRightAreNot) {
  expect_all({
      {"RETURN $p AND true", "bound"},
      {"RETURN null AND true", "bound"},
      {"MATCH (n) WHERE n.x RETURN n.x IN n.y", "bound"},
      {"WITH [1, true] AS l RETURN l[1] AND true", "bound"},
      {"RETURN [x IN [] WHERE x | x.y]", "bound"},
      {"RETURN any(x IN $p WHERE x % 2 = 0)", "bound"},
      {"RETURN [1] + true, true + [1], 1 + 'a', 'a' + 1.5, true + 'a', null + true", "bound"},
      {"MATCH ()-[r]->() WITH [r, 1] AS l RETURN type(l[0]), (l[0]).x", "bound"},
      {"WITH coalesce($p, 1) AS x RETURN x.y", "bound"},
      {"RETURN 1 < 'a', 1 STARTS WITH 'a', {a: 1}.a AND true", "bound"},
      {"RETURN CASE WHEN $p THEN 1 ELSE true END AND true", "bound"},
  });
}

TEST(BinderErrors, CallsFollowTheProceduresSignature) {
  expect_all({
      {"CALL test.unknown()", "ProcedureError ProcedureNotFound 1:6"},
      {"CALL test.pair('a')", "SyntaxError InvalidNumberOfArguments 1:1"},
      {"CALL test.pair('a', 1, 2) YIELD first RETURN first", "SyntaxError InvalidNumberOfArguments 1:1"},
      {"CALL test.pair(true, 1)", "SyntaxError InvalidArgumentType 1:16"},
      {"CALL test.pair(null, $p)", "bound"},
      {"CALL test.pair", "bound"},
      {"CALL test.numbers(1)", "bound"},
      {"CALL test.pair YIELD first RETURN first", "SyntaxError InvalidArgumentPassingMode 1:1"},
      {"MATCH (n) CALL test.nothing RETURN n", "bound"},
      {"CALL test.pair('a', 1) YIELD *", "bound"},
      {"CALL test.pair('a', 1) YIELD second AS b, first AS a WHERE b > 1 RETURN a", "bound"},
  });
}

TEST(BinderErrors, ParametersMustHaveValues) {
  expect_all({
      {"RETURN $missing", "ParameterMissing MissingParameter 1:8"},
      {"MATCH (n) RETURN n LIMIT $missing", "ParameterMissing MissingParameter 1:26"},
  });
}

TEST(BinderErrors, WhatIsNotThereYetSaysSo) {
  const std::string_view not_supported = "FeatureNotSupported FeatureNotSupported";
  for (const std::string_view text : {
           "RETURN date('2020-01-01')",
           "RETURN duration.between(1, 2)",
           "RETURN point({x: 1, y: 2})",
           "MATCH (n) RETURN COUNT {(n)-->()}",
           "MATCH (n) RETURN COLLECT {MATCH (n)-->(m) RETURN m}",
           "MATCH (n) CALL (n) {RETURN 1 AS x} RETURN x",
           "UNWIND [1] AS x FOREACH (y IN [x] | CREATE ())",
           "LOAD CSV FROM 'a.csv' AS row RETURN row",
           "MATCH p = SHORTEST 2 (a)-[*]-(b) RETURN p",
           "MATCH (n) RETURN n {.x, .*}",
           "MATCH (n:$(['A'])) RETURN n",
           "MATCH (n) SET n:$('A')",
           "CREATE ()-[:$('A')]->()",
           "CREATE TEXT INDEX FOR (n:A) ON (n.x)",
       }) {
    EXPECT_EQ(outcome(text).substr(0, not_supported.size()), not_supported) << text << "\n" << outcome(text);
  }
}

TEST(BinderErrors, HintsNameWhatWasProbablyMeant) {
  const auto hint = [](std::string_view text) {
    const Expected<BoundStatement> bound = bind_text(text);
    return bound ? "bound" : bound.error().hint;
  };
  EXPECT_EQ(hint("MATCH (person) RETURN perosn.name"), "did you mean `person`?");
  EXPECT_EQ(hint("RETURN toUper('a')"), "did you mean `toUpper`?");
  EXPECT_EQ(hint("RETURN colect(1)"), "did you mean `collect`?");
  EXPECT_EQ(hint("RETURN $nam"), "did you mean `name`?");
  EXPECT_EQ(hint("CALL test.pairs('a', 1)"), "did you mean `test.pair`?");
  EXPECT_EQ(hint("MATCH (a) RETURN zebra"), "");
}

}  // namespace cairn::engine::testing
