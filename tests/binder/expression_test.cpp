// Bound expressions as things of their own: copies, equality, what they read, their text.

#include "tests/binder/bind_helpers.h"

#include "engine/binder/bound_text.h"
#include "parser/parser.h"

#include <gtest/gtest.h>

namespace cairn::engine::testing {

namespace {

// The statement `MATCH (a)-[r]->(b) RETURN <expression> AS x, …` and its items.
struct Items {
  explicit Items(std::string_view list)
      : statement(*bind_text("MATCH (a)-[r]->(b) RETURN " + std::string(list))),
        clause(std::get<ProjectionClause>(std::get<BoundQuery>(statement.body).parts[0].clauses[1])) {}

  const Expression& operator[](std::size_t index) const { return *clause.items[index].expression; }

  BoundStatement statement;
  const ProjectionClause& clause;
};

bool same(std::string_view left, std::string_view right) {
  const Items items(std::string(left) + " AS left_side, " + std::string(right) + " AS right_side");
  return same_expression(items[0], items[1]);
}

std::string text(std::string_view expression) {
  const Items items(std::string(expression) + " AS x");
  return expression_text(items[0], items.statement);
}

}  // namespace

TEST(BoundExpressions, EqualMeaningIsSameWhateverTheNamesOfLocalVariables) {
  EXPECT_TRUE(same("a.x + 1", "a.x+1"));
  EXPECT_FALSE(same("a.x + 1", "a.x - 1"));
  EXPECT_FALSE(same("a.x", "b.x"));
  EXPECT_FALSE(same("1", "1.0"));
  EXPECT_TRUE(same("[x IN a.l WHERE x > 1 | x]", "[y IN a.l WHERE y > 1 | y]"));
  EXPECT_FALSE(same("[x IN a.l WHERE x > 1 | x]", "[y IN a.l WHERE y > 2 | y]"));
  EXPECT_TRUE(same("all(x IN a.l WHERE any(y IN x WHERE y = x))", "all(p IN a.l WHERE any(q IN p WHERE q = p))"));
  EXPECT_FALSE(same("all(x IN a.l WHERE any(y IN x WHERE y = x))", "all(p IN a.l WHERE any(q IN p WHERE p = q))"));
  EXPECT_TRUE(same("[(a)-->(c) | c.x]", "[(a)-->(d) | d.x]"));
  EXPECT_FALSE(same("[(a)-->(c) | c.x]", "[(b)-->(c) | c.x]"));
  EXPECT_TRUE(same("[x IN [a, b] | [(x)-->(c) | c.x]]", "[y IN [a, b] | [(y)-->(d) | d.x]]"));
  EXPECT_FALSE(same("rand()", "rand()"));
}

TEST(BoundExpressions, ACopyIsEqualAndIndependent) {
  const Items items(
      "CASE WHEN a.x IS NULL THEN [y IN [1, 2][0..1] | y ^ 2] ELSE [(a)-[q:T*1..2 {k: 1}]->(c) WHERE c:L | q] END AS "
      "x");
  const ExpressionPointer copy = clone(items[0]);
  EXPECT_TRUE(same_expression(*copy, items[0]));
  EXPECT_EQ(expression_text(*copy, items.statement), expression_text(items[0], items.statement));
  copy->children.pop_back();
  EXPECT_FALSE(same_expression(*copy, items[0]));
}

TEST(BoundExpressions, FreeVariablesLeaveOutWhatTheExpressionIntroduces) {
  const Items items(
      "a.x AS p, [x IN [1] | x + b.y] AS q, [(a)-->(c) | c.x] AS r, reduce(s = 0, x IN a.l | s + x) AS s, rand() AS t");
  EXPECT_EQ(free_variables(items[0]), (std::vector<VariableId>{0}));
  EXPECT_EQ(free_variables(items[1]), (std::vector<VariableId>{2}));
  EXPECT_EQ(free_variables(items[2]), (std::vector<VariableId>{0}));
  EXPECT_EQ(free_variables(items[3]), (std::vector<VariableId>{0}));
  EXPECT_TRUE(free_variables(items[4]).empty());
}

TEST(BoundExpressions, VolatileIsWhatHoldsAVolatileCall) {
  const Items items("[x IN [1] | rand()] AS p, a.x AS q, EXISTS {(a)-->(c) WHERE c.x > rand()} AS r");
  EXPECT_TRUE(is_volatile(items[0]));
  EXPECT_FALSE(is_volatile(items[1]));
  EXPECT_TRUE(is_volatile(items[2]));
}

TEST(BoundExpressions, TextHasBracketsWhereTheyAreNeeded) {
  EXPECT_EQ(text("(1 + a.x) * 2 - 3"), "(1 + a.x) * 2 - 3");
  EXPECT_EQ(text("1 - (2 - 3)"), "1 - (2 - 3)");
  EXPECT_EQ(text("NOT (a.x = 1 OR a.y) AND a.z"), "NOT (a.x = 1 OR a.y) AND a.z");
  EXPECT_EQ(text("1 < a.x <= 3"), "1 < a.x <= 3");
  EXPECT_EQ(text("(-2) ^ 2"), "-2 ^ 2");
  EXPECT_EQ(text("-(a.x)"), "-a.x");
  EXPECT_EQ(text("a.x IN [1, 'it\\'s'] OR a:A|B"), "a.x IN [1, 'it\\'s'] OR a:A|B");
  EXPECT_EQ(text("{k: a.`odd key`}.k[1..]"), "{k: a.`odd key`}.k[1..]");
  EXPECT_EQ(text("a.x IS NOT :: LIST<INTEGER NOT NULL>"), "NOT a.x IS :: LIST<INTEGER NOT NULL>");
  EXPECT_EQ(text("EXISTS {(a)-->(c:C)}"), "EXISTS { MATCH (a)-[#3]->(c:C) WHERE c:C }");
  EXPECT_EQ(text("single(x IN $p WHERE x STARTS WITH 'a')"), "single(x IN $p WHERE x STARTS WITH 'a')");
}

TEST(BoundExpressions, AnExpressionAloneKnowsNoVariablesAndNoGraph) {
  const auto bind_alone = [](std::string_view source) -> std::string {
    const Expected<ast::ExpressionPtr> expression = parser::parse_expression(source);
    if (!expression) return expression.error().detail;
    const Expected<BoundExpression> bound = bind_expression(**expression, source, {test_parameters(), nullptr});
    return bound ? expression_text(*bound->expression, bound->statement) : bound.error().detail;
  };
  EXPECT_EQ(bind_alone("[x IN [1, 2] | x * $p]"), "[x IN [1, 2] | x * $p]");
  EXPECT_EQ(bind_alone("1 + y"), "UndefinedVariable");
  EXPECT_EQ(bind_alone("count(1)"), "InvalidAggregation");
  EXPECT_EQ(bind_alone("[(a)-->(b) | 1]"), "UnexpectedSyntax");
}

TEST(BoundExpressions, LongChainsAndDeepNestingAreFine) {
  std::string chain = "RETURN 1";
  for (int i = 0; i < 20000; ++i) chain += " + 1";
  EXPECT_EQ(outcome(chain), "bound");
  std::string nested = "RETURN ";
  for (int i = 0; i < 200; ++i) nested += "[x IN [1] | ";
  nested += "1";
  for (int i = 0; i < 200; ++i) nested += "]";
  EXPECT_EQ(outcome(nested), "bound");
  // Each level has a column that hides a variable, so ORDER BY is read twice; 2^40 readings would never end.
  std::string hiding = "RETURN 1 AS x";
  for (int i = 0; i < 40; ++i) {
    hiding.insert(0, "MATCH (n) WITH n.x AS n ORDER BY EXISTS {").append("} RETURN n");
  }
  EXPECT_EQ(outcome(hiding), "bound");
}

}  // namespace cairn::engine::testing
