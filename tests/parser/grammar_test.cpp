// Which texts are statements, and what their trees hold where the printed form does not show it.
#include "parser/equality.h"
#include "parser/parser.h"
#include "parser/printer.h"

#include <gtest/gtest.h>

namespace cairn::parser {

namespace {

using namespace cairn::ast;

void expect_parses(std::string_view text) {
  auto statement = parse_statement(text);
  ASSERT_TRUE(statement) << text << "\n" << to_string(statement.error());
  auto again = parse_statement(print(*statement));
  ASSERT_TRUE(again) << print(*statement) << "\n" << to_string(again.error());
  EXPECT_TRUE(equal(*statement, *again)) << text << "\n" << print(*statement);
}

void expect_error(std::string_view text, std::string_view detail, std::uint32_t offset) {
  auto statement = parse_statement(text);
  ASSERT_FALSE(statement) << text;
  EXPECT_EQ(statement.error().type, ErrorType::SyntaxError) << text;
  EXPECT_EQ(statement.error().phase, ErrorPhase::CompileTime) << text;
  EXPECT_EQ(statement.error().detail, detail) << text << "\n" << to_string(statement.error());
  EXPECT_EQ(statement.error().offset, offset) << text << "\n" << to_string(statement.error());
}

template <class Node>
Node node_of(std::string_view text) {
  auto expression = parse_expression(text);
  EXPECT_TRUE(expression) << text << "\n" << to_string(expression.error());
  if (!expression) return {};
  Node* node = std::get_if<Node>(&(*expression)->node);
  EXPECT_NE(node, nullptr) << text << " is " << (*expression)->node.index();
  return node == nullptr ? Node{} : std::move(*node);
}

std::string type_of(std::string_view type) {
  auto expression = parse_expression("x IS :: " + std::string(type));
  return expression ? print(**expression) : to_string(expression.error());
}

TEST(Grammar, AcceptsEveryClause) {
  for (std::string_view text : {
           "MATCH (n) RETURN n;",
           "OPTIONAL MATCH (n) WHERE n.x = 1 RETURN DISTINCT *, n.x AS y ORDER BY y DESC, n.z ASCENDING SKIP 1 LIMIT 2",
           "UNWIND [1, 2] AS x WITH x WHERE x > 1 RETURN x",
           "WITH DISTINCT *, 1 AS a ORDER BY a OFFSET 1 LIMIT 1 WHERE a = 1 FINISH",
           "LOAD CSV WITH HEADERS FROM 'file' AS line FIELDTERMINATOR ';' RETURN line",
           "LOAD CSV FROM $file AS line RETURN line",
           "CREATE (a:A {x: 1})-[:R $p]->(b), p = (c)",
           "MERGE (a:A) ON CREATE SET a.x = 1, a:B ON MATCH SET a += {y: 1}",
           "MATCH (a) SET a = b, a.x = 1, a[k] = 2, a['x']['y'] = 3, a:A:B, a:$(l), a:$any(ls) REMOVE a.x, a:A, a[k]",
           "MATCH (a) DELETE a, b.c DETACH DELETE a NODETACH DELETE b",
           "FOREACH (x IN xs | CREATE (a) FOREACH (y IN x | SET y.z = 1) MERGE (b))",
           "CALL db.labels",
           "CALL db.labels() YIELD *",
           "CALL my.proc(1, 'a') YIELD x AS y, z WHERE y > 1 RETURN y",
           "CALL my.proc YIELD -",
           "OPTIONAL CALL my.proc() YIELD x RETURN x",
           "CALL { MATCH (n) RETURN n } RETURN n",
           "MATCH (a) CALL (a) { CREATE (c) } IN TRANSACTIONS OF 10 ROWS ON ERROR CONTINUE REPORT STATUS AS s RETURN s",
           "MATCH (a) CALL (a, b) { CREATE (c) } RETURN s",
           "OPTIONAL CALL (*) { RETURN 1 AS x UNION RETURN 2 AS x } IN TRANSACTIONS RETURN x",
           "CALL () { FINISH } IN TRANSACTIONS OF $n ROWS ON ERROR BREAK",
           "RETURN 1 AS x UNION ALL RETURN 2 AS x UNION DISTINCT RETURN 3 AS x UNION RETURN 4 AS x",
           "EXPLAIN MATCH (n) RETURN n",
           "profile RETURN 1",
       }) {
    expect_parses(text);
  }
}

TEST(Grammar, AcceptsEveryPattern) {
  for (std::string_view text : {
           "MATCH (), (a), (:A), (a:A&(B|!C)&%), (a IS A), ({x: 1}), (a $p), (a:A {x: 1} WHERE a.y > 1) RETURN 1",
           "MATCH ()--()-->()<--()<-->() RETURN 1",
           "MATCH ()-[r]-()-[:A|B|:C]->()<-[r:!A {x: 1} WHERE r.y]-()-[$p]-()-[WHERE x]-() RETURN 1",
           "MATCH ()-[*]-()-[*2]-()-[*2..]-()-[*..3]-()-[r:A*2..3 {x: 1}]->() RETURN 1",
           "MATCH ()-[:A]->+()-[:A]-*()<-[:A]-{2}()--{2,}()--{,3}()-->{2,3}() RETURN 1",
           "MATCH p = shortestPath((a)-[*]-(b)), allShortestPaths((a)-[*..5]->(b)) RETURN p",
           "MATCH p = SHORTEST 2 (a)-[*]-(b), q = SHORTEST 2 PATHS (a)--(b), SHORTEST $k PATH GROUPS (a)--(b) RETURN p",
           "MATCH ANY (a)--(b), ANY 3 PATHS (a)--(b), ANY SHORTEST (a)--(b), p = ALL SHORTEST PATHS (a)--(b) RETURN p",
           "MATCH (a:$(x)&!$all(y))-[:$any(z)]->() RETURN a",
           "MATCH (a)–[:R]—>(b)−−〉(c) RETURN a",
       }) {
    expect_parses(text);
  }
}

TEST(Grammar, AcceptsEveryExpression) {
  for (std::string_view text : {
           "RETURN null, true, FALSE, 1, -1, 0x1f, 0o17, 1_0, 1.5, .5, 1e3, 'a', \"b\", [], [1, 2], {}, {a: 1, `b c`: "
           "2}",
           "RETURN $a, $1, $`a b`, a.b.c, a[0], a[..], a[1..], a[..-1], a[1..2], a['k'].b[0]",
           "RETURN a OR b XOR c AND NOT d = e <> f < g > h <= i >= j",
           "RETURN a + b - c || d * e / f % g ^ h, -a, +b, - - c",
           "RETURN a IN b, a STARTS WITH b, a ENDS WITH b, a CONTAINS b, a =~ b, a IS NULL, a IS NOT NULL",
           "RETURN a IS :: INTEGER, a IS NOT :: LIST<STRING NOT NULL>, a :: FLOAT!, a IS TYPED ANY, a IS NOT TYPED "
           "NULL",
           "RETURN a:A, a:A|B, a:A:B, a IS A&B, a.b:!A, NOT a:A AND b",
           "RETURN count(*), count(DISTINCT a), count(ALL a), my.f(), f(a, b)",
           "RETURN CASE a WHEN 1, 2 THEN 'x' WHEN 3 THEN 'y' ELSE 'z' END, CASE WHEN a THEN 1 WHEN (a)-->() THEN 2 END",
           "RETURN [x IN xs], [x IN xs WHERE x > 1], [x IN xs | x + 1], [x IN xs WHERE x:A | x], [x IN xs WHERE "
           "(x:A|B) | x]",
           "RETURN [(a)-->(b) | b.x], [p = (a)-[:R|S]->(b) WHERE b.x | p]",
           "RETURN all(x IN xs WHERE x), ANY(x IN xs WHERE x), none(x IN xs WHERE x), single(x IN xs WHERE x), all(x "
           "IN xs)",
           "RETURN reduce(a = 0, x IN xs | a + x)",
           "RETURN EXISTS { (a)-->(b) }, EXISTS { MATCH (a) WHERE true }, COUNT { (a) WHERE a.x }, COLLECT { MATCH (a) "
           "RETURN a }",
           "RETURN EXISTS { p = (a)-->() }, COUNT { SHORTEST 1 (a)--(b) }, exists(a.b), exists((a)-->())",
           "RETURN n {.a, .*, b: 1, c}, n {}",
           "RETURN shortestPath((a)-[*]-(b)), length(allShortestPaths((a)-[*]-(b)))",
           "MATCH (a) WHERE (a)-->() AND NOT (a)<-[:R]-(:B {x: 1}) OR (((a)--())) RETURN a",
       }) {
    expect_parses(text);
  }
}

TEST(Grammar, AcceptsEveryCommand) {
  for (std::string_view text : {
           "BEGIN",
           "BEGIN TRANSACTION READ ONLY;",
           "begin read write",
           "COMMIT",
           "COMMIT TRANSACTION",
           "ROLLBACK;",
           "CREATE INDEX FOR (n:L) ON (n.p)",
           "CREATE RANGE INDEX i IF NOT EXISTS FOR (n:L) ON (n.p, n.q)",
           "CREATE TEXT INDEX i FOR ()-[r:T]-() ON (r.p)",
           "CREATE POINT INDEX FOR ()-[r:T]->() ON (r.p) OPTIONS {a: 1}",
           "CREATE LOOKUP INDEX FOR (n) ON EACH labels(n)",
           "CREATE LOOKUP INDEX i FOR ()-[r]-() ON EACH type(r)",
           "CREATE FULLTEXT INDEX i FOR (n:A|B) ON EACH [n.a, n.b]",
           "CREATE VECTOR INDEX i FOR (n:A) ON (n.a) OPTIONS $o",
           "CREATE INDEX index FOR (n:L) ON (n.p)",
           "CREATE INDEX for FOR (n:L) ON (n.p)",
           "CREATE CONSTRAINT FOR (n:L) REQUIRE n.p IS UNIQUE",
           "CREATE CONSTRAINT c FOR (n:L) REQUIRE (n.p) IS NODE UNIQUE",
           "CREATE CONSTRAINT c IF NOT EXISTS FOR (n:L) REQUIRE (n.p, n.q) IS NODE KEY",
           "CREATE CONSTRAINT c FOR ()-[r:T]-() REQUIRE (r.p, r.q) IS RELATIONSHIP KEY",
           "CREATE CONSTRAINT c FOR ()-[r:T]-() REQUIRE r.p IS REL UNIQUE",
           "CREATE CONSTRAINT FOR (n:L) REQUIRE n.p IS KEY",
           "CREATE CONSTRAINT FOR (n:L) REQUIRE n.p IS NOT NULL",
           "CREATE CONSTRAINT FOR (n:L) REQUIRE n.p IS :: INTEGER | FLOAT",
           "CREATE CONSTRAINT FOR (n:L) REQUIRE n.p IS TYPED LIST<DATE>",
           "CREATE CONSTRAINT FOR (n:L) REQUIRE n.p :: DATE",
           "DROP INDEX i",
           "DROP INDEX if IF EXISTS",
           "DROP CONSTRAINT c IF EXISTS",
           "SHOW INDEXES",
           "SHOW ALL INDEX",
           "SHOW RANGE INDEXES WHERE name = 'x'",
           "SHOW UNIQUE CONSTRAINTS YIELD *",
           "SHOW UNIQUENESS CONSTRAINT",
           "SHOW NODE CONSTRAINTS",
           "SHOW NODE KEY CONSTRAINTS",
           "SHOW REL UNIQUE CONSTRAINTS",
           "SHOW RELATIONSHIP PROPERTY UNIQUENESS CONSTRAINTS",
           "SHOW EXIST CONSTRAINTS",
           "SHOW NODE EXISTENCE CONSTRAINTS",
           "SHOW RELATIONSHIP PROPERTY EXISTENCE CONSTRAINTS",
           "SHOW NOT NULL CONSTRAINTS WHERE name = 'x'",
           "SHOW PROPERTY TYPE CONSTRAINTS",
           "SHOW NODE PROPERTY TYPE CONSTRAINT YIELD name",
           "SHOW CONSTRAINT YIELD name AS n ORDER BY n SKIP 1 LIMIT 2 WHERE n = 'x' RETURN n, count(*)",
           "SHOW FUNCTIONS",
           "SHOW PROCEDURES YIELD name",
           "EXPLAIN SHOW FUNCTION",
           "CREATE index = (a)-->(b)",
       }) {
    expect_parses(text);
  }
}

TEST(Grammar, ReservesNoWord) {
  for (std::string_view text : {
           "MATCH (match:MATCH {return: 1})-[where:WHERE]->(is:IS) RETURN match.return, where, is",
           "WITH 1 AS case, 2 AS not, 3 AS count, 4 AS distinct, 5 AS in RETURN case, not, count, distinct, in",
           "RETURN distinct, 1 AS return",
           "MATCH (type:Type {property: existence})-[exist:EXIST]->() RETURN type(exist), uniqueness.type",
           "RETURN not.x AS not, case.y, count.z, exists.a, all, any",
           "RETURN not = 1, not + 1, distinct AS x",
           "RETURN count(distinct), count(DISTINCT distinct), collect(all)",
           "UNWIND null_ AS unwind WITH unwind ORDER BY unwind RETURN unwind",
           "MATCH shortest = (any)-->(all) RETURN shortest",
           "CREATE (create), (index), (constraint:Constraint)",
           "MATCH (where {x: 1}), (where:A), (is), (where) RETURN 1",
           "RETURN {match: 1, null: 2, true: 3}.null",
           "CALL call.create() YIELD yield AS where RETURN where",
           "RETURN order ORDER BY order",
       }) {
    expect_parses(text);
  }
}

TEST(Grammar, TellsALabelBarFromTheBarOfAComprehension) {
  auto comprehension = node_of<ListComprehension>("[x IN xs WHERE x:A | x:B|C]");
  ASSERT_NE(comprehension.where, nullptr);
  EXPECT_EQ(print(*comprehension.where), "x:A");
  ASSERT_NE(comprehension.projection, nullptr);
  EXPECT_EQ(print(*comprehension.projection), "x:B|C");
  EXPECT_EQ(node_of<ListLiteral>("[x:A|B, y]").elements.size(), 2U);
  EXPECT_EQ(print(*node_of<Quantifier>("all(x IN xs WHERE x:A|B)").where), "x:A|B");
  EXPECT_EQ(print(*node_of<LabelPredicate>("x:A|B").operand), "x");
  EXPECT_TRUE(parse_expression("(x IN y AND z:A|B)"));
}

TEST(Grammar, KeepsChainsFlat) {
  EXPECT_EQ(node_of<LogicalChain>("a AND b AND c AND d").operands.size(), 4U);
  auto comparison = node_of<ComparisonChain>("a < b <= c");
  EXPECT_EQ(comparison.operators, (std::vector{ComparisonOperator::Less, ComparisonOperator::LessOrEqual}));
  auto arithmetic = node_of<ArithmeticChain>("a + b - c || d");
  EXPECT_EQ(arithmetic.operators,
            (std::vector{ArithmeticOperator::Add, ArithmeticOperator::Subtract, ArithmeticOperator::Concatenate}));
  EXPECT_EQ(node_of<Not>("NOT NOT NOT a").count, 3U);
}

TEST(Grammar, BindsOperatorsByTheirPrecedence) {
  EXPECT_EQ(node_of<ArithmeticChain>("-a ^ b").operators.front(), ArithmeticOperator::Power);
  EXPECT_EQ(node_of<ComparisonChain>("a = b IS NULL").operands.size(), 2U);
  EXPECT_EQ(node_of<InList>("1 + 2 IN [3]").element->node.index(), ExpressionNode(ArithmeticChain{}).index());
  EXPECT_EQ(node_of<ArithmeticChain>("x + n:A").operands.size(), 2U);
  EXPECT_EQ(node_of<ArithmeticChain>("(a)-(b)").operands.size(), 2U);
}

TEST(Grammar, FoldsTheSignIntoANumber) {
  EXPECT_EQ(node_of<IntegerLiteral>("-9223372036854775808").value, std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(node_of<IntegerLiteral>("-0x8000000000000000").value, std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(node_of<IntegerLiteral>("- - 5").value, 5);
  EXPECT_EQ(node_of<FloatLiteral>("-1.5").value, -1.5);
  EXPECT_EQ(node_of<Sign>("-(5)").negative, true);
  EXPECT_EQ(node_of<Sign>("-a.b").negative, true);
}

TEST(Grammar, ReadsNumbersToTheirLimits) {
  EXPECT_EQ(node_of<IntegerLiteral>("9223372036854775807").value, std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(node_of<FloatLiteral>("1.7976931348623157e308").value, std::numeric_limits<double>::max());
  EXPECT_EQ(node_of<FloatLiteral>("1e-400").value, 0.0);
  EXPECT_EQ(node_of<FloatLiteral>("0." + std::string(400, '0') + "1").value, 0.0);
  for (std::string_view text : {"9223372036854775808", "- -9223372036854775808", "-9223372036854775809",
                                "-9223372036854775808[0]", "18446744073709551616", "0x8000000000000000"}) {
    auto expression = parse_expression(text);
    ASSERT_FALSE(expression) << text;
    EXPECT_EQ(expression.error().detail, "IntegerOverflow") << text;
  }
  std::string long_number(400, '9');
  long_number += ".0";
  for (std::string_view text :
       {std::string_view("1e309"), std::string_view("-1.5e400"), std::string_view(long_number)}) {
    auto expression = parse_expression(text);
    ASSERT_FALSE(expression) << text;
    EXPECT_EQ(expression.error().detail, "FloatingPointOverflow") << text;
  }
}

TEST(Grammar, ResolvesTheNamesOfTypes) {
  EXPECT_EQ(type_of("bool"), "x IS :: BOOLEAN");
  EXPECT_EQ(type_of("signed integer not null"), "x IS :: INTEGER NOT NULL");
  EXPECT_EQ(type_of("VARCHAR!"), "x IS :: STRING NOT NULL");
  EXPECT_EQ(type_of("timestamp without time zone"), "x IS :: LOCAL DATETIME");
  EXPECT_EQ(type_of("TIME WITH TIMEZONE"), "x IS :: ZONED TIME");
  EXPECT_EQ(type_of("INT LIST NOT NULL"), "x IS :: LIST<INTEGER> NOT NULL");
  EXPECT_EQ(type_of("ARRAY<LIST<ANY PROPERTY VALUE>>"), "x IS :: LIST<LIST<PROPERTY VALUE>>");
  EXPECT_EQ(type_of("ANY<INTEGER | STRING>"), "x IS :: INTEGER | STRING");
  EXPECT_EQ(type_of("ANY VALUE"), "x IS :: ANY");
}

TEST(Grammar, KeepsTheFreePlacesEmpty) {
  auto statement = parse_statement("MATCH (a) SET a.x = 1");
  ASSERT_TRUE(statement);
  EXPECT_EQ(statement->view, nullptr);
  EXPECT_EQ(statement->stamp, nullptr);
  const auto& clauses = std::get<Query>(statement->node).parts.front().clauses;
  EXPECT_EQ(std::get<Match>(clauses[0].node).view, nullptr);
  EXPECT_EQ(std::get<Set>(clauses[1].node).stamp, nullptr);
}

TEST(Grammar, AllowsPatternsOnlyAsConditions) {
  expect_error("RETURN size((a)-->())", "UnexpectedSyntax", 12);
  expect_error("MATCH (a) RETURN (a)-->()", "UnexpectedSyntax", 17);
  expect_error("MATCH (a) WITH (a)-->() AS x RETURN x", "UnexpectedSyntax", 15);
  expect_error("MATCH (a) SET a.x = (a)-->()", "UnexpectedSyntax", 20);
  expect_error("MATCH (a) WHERE (a)-->() = true RETURN a", "UnexpectedSyntax", 16);
  expect_error("MATCH (a) WHERE ((a)-->()) IS NULL RETURN a", "UnexpectedSyntax", 17);
  expect_error("RETURN [(a)-->(b)]", "UnexpectedSyntax", 8);
  expect_error("RETURN {x: (a)-->(b)}", "UnexpectedSyntax", 11);
  expect_error("RETURN CASE a WHEN (a)-->(b) THEN 1 END", "UnexpectedSyntax", 19);
}

TEST(Grammar, RejectsWhatIsNoRelationshipPattern) {
  expect_error("MATCH ()-[:R*-2]->() RETURN 1", "InvalidRelationshipPattern", 13);
  expect_error("MATCH ()-[:R..]->() RETURN 1", "InvalidRelationshipPattern", 12);
  expect_error("MATCH ()-[*1..-2]->() RETURN 1", "InvalidRelationshipPattern", 14);
  expect_error("MATCH ()-[*1.5]->() RETURN 1", "InvalidRelationshipPattern", 11);
  expect_error("MATCH ()-[*2]->+() RETURN 1", "InvalidRelationshipPattern", 15);
}

TEST(Grammar, AllowsYieldAllOnlyInAStandaloneCall) {
  expect_error("CALL my.proc() YIELD * RETURN 1", "UnexpectedSyntax", 15);
  expect_error("CALL { CALL my.proc() YIELD * } RETURN 1", "UnexpectedSyntax", 22);
  expect_error("CALL my.proc() YIELD * UNION CALL my.proc() YIELD *", "UnexpectedSyntax", 15);
}

TEST(Grammar, ChecksSchemaCommands) {
  expect_error("CREATE INDEX FOR (n:L) ON (m.p)", "UndefinedVariable", 27);
  expect_error("CREATE INDEX FOR (n:A|B) ON (n.p)", "UnexpectedSyntax", 22);
  expect_error("CREATE INDEX FOR (n) ON (n.p)", "UnexpectedSyntax", 17);
  expect_error("CREATE LOOKUP INDEX FOR (n:A) ON EACH labels(n)", "UnexpectedSyntax", 24);
  expect_error("CREATE CONSTRAINT FOR (n:A) REQUIRE n.p IS RELATIONSHIP KEY", "UnexpectedSyntax", 43);
}

}  // namespace

}  // namespace cairn::parser
