// Expressions as they are written, and what they are: parsed, bound and evaluated without a graph.
#include "engine/binder/binder.h"
#include "parser/parser.h"
#include "tests/executor/evaluator_support.h"

#include <array>

namespace cairn::engine {
namespace {

using namespace test;

class EvaluatorTextTest : public EvaluatorTest {
 protected:
  EvaluatorTextTest() {
    // Values of which the binder knows nothing.
    parameters = {{"null", null()},
                  {"true", boolean(true)},
                  {"one", integer(1)},
                  {"half", floating(0.5)},
                  {"text", text("text")},
                  {"list", integers({1, 2, 3})},
                  {"map", map_value({{"key", integer(7)}})}};
    begin_statement();
  }

  // The value as text of the language, or the detail of the runtime error.
  std::string result(std::string_view written) {
    const auto parsed = parser::parse_expression(written);
    if (!parsed) return "syntax: " + parsed.error().detail;
    const auto bound = bind_expression(**parsed, written, {.parameters = parameters, .procedures = nullptr});
    if (!bound) return "compile time: " + bound.error().detail;
    try {
      return to_literal(evaluate_constant(context(), *bound->expression));
    } catch (const QueryError& error) {
      return error.error().detail;
    }
  }

  struct Line {
    std::string_view written;
    std::string_view result;
  };

  template <std::size_t n>
  void expect(const std::array<Line, n>& lines) {
    for (const Line& line : lines) EXPECT_EQ(result(line.written), line.result) << line.written;
  }
};

TEST_F(EvaluatorTextTest, FollowsTheRulesOfComparison) {
  expect(std::to_array<Line>({
      {"1 = 1.0", "true"},
      {"'1' = 1", "false"},
      {"null = null", "null"},
      {"null <> null", "null"},
      {"[1, 2] = [1, null]", "null"},
      {"[1, 2] = [null, 'foo']", "false"},
      {"[1] = [1, null]", "false"},
      {"{k: 1} = {k: null}", "null"},
      {"{k: 1} = {k: 1, l: null}", "false"},
      {"1 < 'a'", "null"},
      {"[1, 0] >= [1]", "true"},
      {"[1, 2] >= [1, null]", "null"},
      {"[1, 2] >= [3, null]", "false"},
      {"1 < 2 < 3", "true"},
      {"1 < 3 < 2", "false"},
      {"0.0 / 0.0 = 0.0 / 0.0", "false"},
      {"0.0 / 0.0 <> 1", "true"},
      {"0.0 / 0.0 > 1", "false"},
      {"0.0 / 0.0 > 'a'", "null"},
      {"$one = 1 AND $half < 1", "true"},
  }));
}

TEST_F(EvaluatorTextTest, FollowsTheRulesOfMembership) {
  expect(std::to_array<Line>({
      {"3 IN [1, null, 3]", "true"},
      {"4 IN [1, null, 3]", "null"},
      {"[] IN []", "false"},
      {"null IN []", "false"},
      {"[1, 2] IN [1, [1, 2]]", "true"},
      {"[1, 2] IN [[null, 2]]", "null"},
      {"[1] IN [[1, null]]", "false"},
      {"3 IN [[1, 2, 3]][0]", "true"},
      {"3 IN [1, 2, 3][0..1]", "false"},
      {"2 IN $list", "true"},
      {"2 IN $null", "null"},
      {"2 IN $text", "InvalidArgumentType"},
  }));
}

TEST_F(EvaluatorTextTest, FollowsTheRulesOfSubscripts) {
  expect(std::to_array<Line>({
      {"$list[0]", "1"},
      {"$list[-1]", "3"},
      {"$list[3]", "null"},
      {"$list[$null]", "null"},
      {"$list[$half]", "InvalidArgumentType"},
      {"$list[$text]", "InvalidArgumentType"},
      {"$text[0]", "InvalidArgumentType"},
      {"$one[0]", "InvalidArgumentType"},
      {"$null[0]", "null"},
      {"$map['key']", "7"},
      {"$map['Key']", "null"},
      {"$map[$null]", "null"},
      {"$map[$one]", "MapElementAccessByNonString"},
      {"$map[$half]", "MapElementAccessByNonString"},
      {"$map.key", "7"},
      {"$map.other", "null"},
      {"$text.key", "InvalidArgumentType"},
      {"$list[1..]", "[2, 3]"},
      {"$list[..-1]", "[1, 2]"},
      {"$list[null..]", "null"},
      {"$list[2..1]", "[]"},
      {"$list[-5..5]", "[1, 2, 3]"},
  }));
}

TEST_F(EvaluatorTextTest, FollowsTheRulesOfLogic) {
  expect(std::to_array<Line>({
      {"NOT null", "null"},
      {"null AND false", "false"},
      {"null OR true", "true"},
      {"true XOR null", "null"},
      {"false AND $one", "false"},
      {"true AND $one", "InvalidArgumentType"},
      {"null AND $text", "InvalidArgumentType"},
      {"NOT $list", "InvalidArgumentType"},
      {"false AND 1 / 0 = 1", "false"},
      {"$null IS NULL", "true"},
      {"$one IS NOT NULL", "true"},
      {"CASE WHEN $null THEN 1 WHEN $true THEN 2 ELSE 3 END", "2"},
      {"CASE $one WHEN 2 THEN 'two' WHEN 1.0 THEN 'one' END", "'one'"},
      {"CASE null WHEN null THEN 1 ELSE 2 END", "2"},
      {"CASE WHEN true THEN 1 ELSE 1 / 0 END", "1"},
      {"CASE WHEN $null THEN 1 / 0 ELSE 1 END", "1"},
      {"coalesce(null, $null, 3)", "3"},
  }));
}

TEST_F(EvaluatorTextTest, FollowsTheRulesOfArithmetic) {
  expect(std::to_array<Line>({
      {"12 / 4 * (3 - 2 * 4)", "-15"},
      {"-7 / 2", "-3"},
      {"-7 % 3", "-1"},
      {"2 ^ 3 ^ 2", "64.0"},
      {"1 / 0", "DivisionByZero"},
      {"1.0 / 0", "Infinity"},
      {"9223372036854775807 + 1", "IntegerOverflow"},
      {"1 + null", "null"},
      {"'a' + 'b' + 1", "'ab1'"},
      {"[1] + 2 + [3]", "[1, 2, 3]"},
      {"$true + $one", "InvalidArgumentType"},
      {"-$one", "-1"},
  }));
}

TEST_F(EvaluatorTextTest, FollowsTheRulesOfListExpressions) {
  expect(std::to_array<Line>({
      {"[x IN $list WHERE x > 1 | x * 10]", "[20, 30]"},
      {"[x IN $list | [y IN $list WHERE y < x | x + y]]", "[[], [3], [4, 5]]"},
      {"[x IN $null | x]", "null"},
      {"[x IN [[1, 2], [3]] | [y IN x | y + size(x)]]", "[[3, 4], [4]]"},
      {"all(x IN $list WHERE x > 0)", "true"},
      {"any(x IN [1, null] WHERE x = 2)", "null"},
      {"none(x IN [] WHERE true)", "true"},
      {"single(x IN $list WHERE x = 2)", "true"},
      {"single(x IN [2, null] WHERE x = 2)", "null"},
      {"all(x IN $null WHERE x > 0)", "null"},
      {"any(x IN [[1], [2, 3]] WHERE all(y IN x WHERE y > 1))", "true"},
      {"[x IN range(0, 4) WHERE x % 2 = 0]", "[0, 2, 4]"},
      {"size([x IN range(1, 10000) WHERE any(y IN [x] WHERE y % 7 = 0)])", "1428"},
  }));
}

TEST_F(EvaluatorTextTest, FollowsTheRulesOfTextPredicates) {
  expect(std::to_array<Line>({
      {"'abc' STARTS WITH 'ab'", "true"},
      {"'abc' ENDS WITH null", "null"},
      {"'abc' CONTAINS 'd'", "false"},
      {"$one CONTAINS '1'", "null"},
      {"'abc' =~ 'a.c'", "true"},
      {"'abc' =~ 'b'", "false"},
      {"$one =~ '1'", "null"},
  }));
}

}  // namespace
}  // namespace cairn::engine
