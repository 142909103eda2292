// Long and deep statements: what is long must work, what is too deep must be one clean error, and nothing may take
// time that grows faster than the text.
#include "parser/parser.h"
#include "parser/printer.h"

#include <gtest/gtest.h>

#include <chrono>
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

// The time of one parse, the best of a few runs.
double seconds(const std::string& text) {
  double best = 1e9;
  for (int i = 0; i < 3; ++i) {
    auto begin = std::chrono::steady_clock::now();
    auto statement = parse_statement(text);
    std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
    best = std::min(best, elapsed.count());
  }
  return best;
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
  for (int i = 0; i < 200; ++i) text = "(" + text + repeat(".a", 200) + ")";
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

TEST(Limits, TakesLinearTimeForNestedText) {
  // Ten times the text may take far more than ten times as long on a busy machine, but not the square of it.
  for (std::string_view open : {"({k:", "[(a)-[", "(a)-[{k:(", "[x IN (", "CASE WHEN (", "EXISTS { (a {k: "}) {
    double small = seconds("RETURN " + repeat(open, 20));
    double large = seconds("RETURN " + repeat(open, 200));
    EXPECT_LT(large, 60 * small + 0.01) << open;
  }
}

TEST(Limits, TakesLinearTimeForLongMalformedText) {
  for (std::string_view part : {"(a)-", "(a)--", "[(a)-->(b), ", "a.", "a(", "|", "{", "(", ")", "x:A|", "((a)-->(b))",
                                "1 + ", "`a`.", "IS ", "NOT ", "WHERE "}) {
    double small = seconds("RETURN " + repeat(part, 2'000));
    double large = seconds("RETURN " + repeat(part, 20'000));
    EXPECT_LT(large, 60 * small + 0.02) << part;
  }
}

}  // namespace

}  // namespace cairn::parser
