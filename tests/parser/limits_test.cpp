// Long and deep statements: what is long must work, what is too deep must be one clean error, and the steps may not
// grow faster than the text.
#include "parser/parse_cost.h"
#include "parser/parser.h"
#include "parser/printer.h"

#include <gtest/gtest.h>

#include <thread>

namespace cairn::parser {

namespace {

std::string repeat(std::string_view text, std::size_t count) {
  std::string result;
  result.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

void expect_too_deep(const std::string& text) {
  auto statement = parse_statement(text);
  ASSERT_FALSE(statement);
  EXPECT_EQ(statement.error().detail, "NestingTooDeep") << to_string(statement.error());
  EXPECT_TRUE(statement.error().position.has_value());
}

TEST(Limits, ParsesAndFreesAMillionTerms) {
  for (std::string_view separator : {"+", " AND ", "<", ",", " - "}) {
    std::string text = "RETURN x" + repeat(std::string(separator) + "x", 1'000'000);
    auto statement = parse_statement(text);
    ASSERT_TRUE(statement) << to_string(statement.error());
    EXPECT_GE(print(*statement).size(), 2'000'000U);
  }
  EXPECT_TRUE(parse_statement("RETURN " + repeat("NOT ", 1'000'000) + "x"));
  EXPECT_TRUE(parse_statement("RETURN " + repeat("- ", 1'000'000) + "x"));
  EXPECT_TRUE(parse_statement("MATCH (a)" + repeat("-->(a)", 300'000) + " RETURN a"));
  EXPECT_TRUE(parse_statement("RETURN x:A" + repeat("|A", 1'000'000)));
}

TEST(Limits, TakesPartsSideBySideForWideAndNotForDeep) {
  constexpr std::size_t many = 10'000;
  for (std::string_view part : {"x.a + ", "x[0] * ", "x.a = ", "x IS NULL AND ", "x.a IN y OR ", "x:A AND "}) {
    auto statement = parse_statement("RETURN " + repeat(part, many) + "x");
    EXPECT_TRUE(statement) << part << to_string(statement.error());
  }
  EXPECT_TRUE(parse_statement("MATCH (x) SET x.a = 1" + repeat(", x.a = 1", many)));
  EXPECT_TRUE(parse_statement("MATCH (x) REMOVE x.a" + repeat(", x.a", many)));
}

TEST(Limits, ParsesAStringOfTenMegabytes) {
  std::string text = "RETURN '" + repeat("0123456789", 1'000'000) + "' AS x";
  ASSERT_TRUE(parse_statement(text));
  text[7] = ' ';
  EXPECT_FALSE(parse_statement(text));
}

TEST(Limits, RefusesTooDeepNestingOfEveryKind) {
  constexpr std::size_t deep = 100'000;
  for (std::string_view open :
       {"(", "[", "{a:", "f(", "CASE WHEN ", "[x IN ", "x[", "EXISTS { MATCH (a) WHERE ", "1 + (", "all(x IN ",
        "reduce(a = ", "a {b: ", "NOT (", "-(", "COUNT { MATCH (a {x: "}) {
    expect_too_deep("RETURN " + repeat(open, deep));
  }
  expect_too_deep("RETURN " + repeat("(", deep) + "1" + repeat(")", deep));
  expect_too_deep("RETURN x" + repeat(".a", deep));
  expect_too_deep("RETURN x" + repeat("[0]", deep));
  expect_too_deep("RETURN x" + repeat(" IS NULL", deep));
  expect_too_deep("RETURN x" + repeat(" IN x", deep));
  expect_too_deep("MATCH (a:" + repeat("!", deep) + "A) RETURN a");
  expect_too_deep("MATCH (a:" + repeat("(", deep) + "A) RETURN a");
  expect_too_deep("RETURN x IS :: " + repeat("LIST<", deep));
  expect_too_deep("RETURN x IS :: INTEGER" + repeat(" LIST", deep));
  expect_too_deep(repeat("CALL { ", deep));
  expect_too_deep(repeat("FOREACH (x IN y | ", deep));
}

TEST(Limits, BoundsTheHeightOfATreeThatGrowsInTurns) {
  // Each level alone is far from the limit; together they would be 200 * 200 nodes high.
  std::string text = "x";
  for (int i = 0; i < 200; ++i) text.insert(0, "(").append(repeat(".a", 200)).append(")");
  expect_too_deep("RETURN " + text);
}

TEST(Limits, AllowsTheNestingThatItSays) {
  ParseLimits limits{.nesting_max = 50};
  EXPECT_TRUE(parse_expression(repeat("(", 49) + "1" + repeat(")", 49), limits));
  EXPECT_FALSE(parse_expression(repeat("(", 50) + "1" + repeat(")", 50), limits));
  EXPECT_TRUE(parse_expression("x" + repeat(".a", 50), limits));
  EXPECT_FALSE(parse_expression("x" + repeat(".a", 51), limits));
}

TEST(Limits, NeedsLittleStack) {
  // Well below the stack of a thread, so that the limit is safe with sanitizers too.
  std::string text = "RETURN " + repeat("[x IN [{a: f((", 40) + "1" + repeat("))}] | x]", 40);
  bool parsed = false;
  std::thread([&] { parsed = parse_statement(text).has_value(); }).join();
  EXPECT_TRUE(parsed);
}

// Ten times the text may take about ten times the steps.
void expect_linear_cost(std::string_view part, std::size_t count) {
  std::uint64_t small = parse_cost("RETURN " + repeat(part, count));
  std::uint64_t large = parse_cost("RETURN " + repeat(part, 10 * count));
  EXPECT_LE(large, 12 * small) << part << ": " << small << " steps";
}

TEST(Limits, LooksAtNothingBehindTheEnd) {
  // Every beginning of a statement that uses every lookahead; a read behind the last token is a sanitizer's to find.
  constexpr std::string_view text =
      "MATCH p = SHORTEST $k (a:$(x)|$any(y)&!B IS C {k: -1} WHERE a.x)-[r:R*1..2 $p]->{1,2}(b) WHERE NOT (a)-->() AND "
      "a IS NOT NULL AND a IS TYPED INTEGER NOT NULL AND a STARTS WITH +2.5 OR all(x IN xs WHERE x) SET a.x = 1, a += "
      "b "
      "RETURN DISTINCT count(*), count(DISTINCT a), [x IN xs | x], [p = (a)--() | p], CASE WHEN a THEN 1 END, "
      "-x[1..2], "
      "reduce(a = 0, x IN xs | a), EXISTS {(a)}, shortestPath((a)--(b)), n {.a} ORDER BY a DESC";
  for (std::size_t end = 0; end <= text.size(); ++end) {
    auto statement = parse_statement(std::string(text.substr(0, end)));
    if (statement) continue;
    EXPECT_LE(*statement.error().offset, end);
  }
}

TEST(Limits, TakesLinearStepsForNestedText) {
  for (std::string_view open : {"({k:", "[(a)-[", "(a)-[{k:(", "[x IN (", "CASE WHEN (", "EXISTS { (a {k: ", "f(", "[[",
                                "{k: {k: ", "all(x IN [", "(a)-->(b {k: "}) {
    expect_linear_cost(open, 12);
  }
}

TEST(Limits, TakesLinearStepsForNestedTextThatIsMalformedInside) {
  for (std::size_t depth : {10U, 100U}) {
    std::string text = "RETURN " + repeat("({k: [x IN f(", depth) + "1 1" + repeat(") | x]}.k)", depth);
    EXPECT_LE(parse_cost(text), 2'000 * depth) << depth;
    text = "MATCH " + repeat("(a {k: [(b)-[:R {x: EXISTS { ", depth / 2) + "1 1";
    EXPECT_LE(parse_cost(text), 2'000 * depth) << depth;
  }
}

TEST(Limits, TakesLinearStepsForLongMalformedText) {
  for (std::string_view part : {"(a)-", "(a)--", "[(a)-->(b), ", "a.", "|", ")", "x:A|", "((a)-->(b))", "1 + ", "`a`.",
                                "IS ", "NOT ", "WHERE ", "MATCH (a) ", "a, "}) {
    expect_linear_cost(part, 200);
  }
}

}  // namespace

}  // namespace cairn::parser
