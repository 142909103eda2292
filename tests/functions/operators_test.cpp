#include "engine/functions/operators.h"

#include "tests/functions/function_call.h"

namespace cairn::engine {
namespace {

using namespace test;

const Value numbers = list({integer(1), integer(2), integer(3)});

std::string in_outcome(const Value& element, const Value& elements) {
  const auto answer = is_in(element, elements);
  return answer ? to_literal(to_value(*answer)) : outcome(answer.error());
}

TEST(In, FindsEqualElements) {
  EXPECT_EQ(in_outcome(floating(2.0), numbers), "true");
  EXPECT_EQ(in_outcome(integer(4), numbers), "false");
  EXPECT_EQ(in_outcome(integer(3), list({integer(1), Value(), integer(3)})), "true");
  EXPECT_EQ(in_outcome(integer(4), list({integer(1), Value()})), "null");
  EXPECT_EQ(in_outcome(list({integer(1), integer(2)}), list({list({Value(), integer(2)})})), "null");
  EXPECT_EQ(in_outcome(list({integer(1), integer(2)}), list({list({Value(), string("foo")})})), "false");
  EXPECT_EQ(in_outcome(Value(), list({})), "false");
  EXPECT_EQ(in_outcome(Value(), numbers), "null");
  EXPECT_EQ(in_outcome(integer(1), Value()), "null");
  EXPECT_EQ(in_outcome(integer(1), string("1")), "TypeError InvalidArgumentType");
}

std::string element_outcome(const Value& container, const Value& index) {
  FunctionContext context;
  return outcome(element_at(context, container, index));
}

TEST(ElementAt, TakesAnElementOfAList) {
  EXPECT_EQ(element_outcome(numbers, integer(0)), "1");
  EXPECT_EQ(element_outcome(numbers, integer(-1)), "3");
  EXPECT_EQ(element_outcome(numbers, integer(3)), "null");
  EXPECT_EQ(element_outcome(numbers, integer(-4)), "null");
  EXPECT_EQ(element_outcome(numbers, integer(int64_least)), "null");
  EXPECT_EQ(element_outcome(numbers, floating(1.0)), "TypeError InvalidArgumentType");
  EXPECT_EQ(element_outcome(numbers, string("a")), "TypeError InvalidArgumentType");
}

TEST(ElementAt, TakesAValueOfAMap) {
  const Value record = map({{"name", string("Ada")}});
  EXPECT_EQ(element_outcome(record, string("name")), "'Ada'");
  EXPECT_EQ(element_outcome(record, string("Name")), "null");
  EXPECT_EQ(element_outcome(record, integer(0)), "TypeError MapElementAccessByNonString");
  EXPECT_EQ(element_outcome(record, floating(12.3)), "TypeError MapElementAccessByNonString");
}

TEST(ElementAt, IsNullForNullAndRefusesTheRest) {
  EXPECT_EQ(element_outcome(Value(), integer(0)), "null");
  EXPECT_EQ(element_outcome(numbers, Value()), "null");
  for (const Value& other : {boolean(true), integer(123), floating(4.7), string("1"), path({1})}) {
    EXPECT_EQ(element_outcome(other, integer(0)), "TypeError InvalidArgumentType");
  }
  EXPECT_EQ(element_outcome(Value::node(1), integer(0)), "TypeError InvalidArgumentType");
}

std::string slice_outcome(const Value& elements, std::optional<Value> from, std::optional<Value> to) {
  return outcome(slice(elements, from ? &*from : nullptr, to ? &*to : nullptr));
}

TEST(Slice, CutsToTheList) {
  EXPECT_EQ(slice_outcome(numbers, integer(1), integer(3)), "[2, 3]");
  EXPECT_EQ(slice_outcome(numbers, integer(1), std::nullopt), "[2, 3]");
  EXPECT_EQ(slice_outcome(numbers, std::nullopt, integer(2)), "[1, 2]");
  EXPECT_EQ(slice_outcome(numbers, std::nullopt, std::nullopt), "[1, 2, 3]");
  EXPECT_EQ(slice_outcome(numbers, integer(-2), integer(-1)), "[2]");
  EXPECT_EQ(slice_outcome(numbers, integer(-5), integer(5)), "[1, 2, 3]");
  EXPECT_EQ(slice_outcome(numbers, integer(2), integer(1)), "[]");
  EXPECT_EQ(slice_outcome(numbers, integer(int64_least), integer(int64_greatest)), "[1, 2, 3]");
}

TEST(Slice, WithNullIsNullAndRefusesWrongTypes) {
  EXPECT_EQ(slice_outcome(numbers, Value(), integer(2)), "null");
  EXPECT_EQ(slice_outcome(numbers, integer(1), Value()), "null");
  EXPECT_EQ(slice_outcome(Value(), integer(1), integer(2)), "null");
  EXPECT_EQ(slice_outcome(string("abc"), integer(1), integer(2)), "TypeError InvalidArgumentType");
  EXPECT_EQ(slice_outcome(numbers, floating(1.0), integer(2)), "TypeError InvalidArgumentType");
  EXPECT_EQ(slice_outcome(numbers, integer(1), string("2")), "TypeError InvalidArgumentType");
}

TEST(StringPredicates, AreNullUnlessBothSidesAreStrings) {
  EXPECT_EQ(starts_with(string("abc"), string("ab")), Ternary::True);
  EXPECT_EQ(starts_with(string("abc"), string("")), Ternary::True);
  EXPECT_EQ(starts_with(string("abc"), string("bc")), Ternary::False);
  EXPECT_EQ(ends_with(string("abc"), string("bc")), Ternary::True);
  EXPECT_EQ(ends_with(string("abc"), string("ab")), Ternary::False);
  EXPECT_EQ(contains(string("abc"), string("b")), Ternary::True);
  EXPECT_EQ(contains(string("abc"), string("B")), Ternary::False);
  for (const Value& other : {integer(1), floating(3.14), boolean(true), list({}), map({}), Value()}) {
    for (const auto predicate : {starts_with, ends_with, contains}) {
      EXPECT_EQ(predicate(string("a"), other), Ternary::Null);
      EXPECT_EQ(predicate(other, string("a")), Ternary::Null);
    }
  }
}

std::string match_outcome(std::string_view text, std::string_view pattern) {
  FunctionContext context;
  const auto answer = matches(context, string(text), string(pattern));
  return answer ? to_literal(to_value(*answer)) : outcome(answer.error());
}

TEST(Matches, WantsTheWholeText) {
  EXPECT_EQ(match_outcome("Tim", "T.*"), "true");
  EXPECT_EQ(match_outcome("Tim", "T"), "false");
  EXPECT_EQ(match_outcome("Tim", "im"), "false");
  EXPECT_EQ(match_outcome("tim", "(?i)T.*"), "true");
  EXPECT_EQ(match_outcome("😀", "."), "true");
  EXPECT_EQ(match_outcome("a\nb", "a.b"), "false");
  EXPECT_EQ(match_outcome("a\nb", "(?s)a.b"), "true");
  EXPECT_EQ(match_outcome("", ""), "true");
}

TEST(Matches, RefusesWhatIsNoPattern) {
  constexpr std::string_view invalid = "SyntaxError InvalidRegularExpression";
  EXPECT_EQ(match_outcome("a", "("), invalid);
  EXPECT_EQ(match_outcome("aa", "(a)\\1"), invalid);
  EXPECT_EQ(match_outcome("a", std::string(100000, '(')), invalid);
}

TEST(Matches, IsLinearWhereBacktrackingIsNot) {
  EXPECT_EQ(match_outcome(std::string(5000, 'a'), "(a*)*(a|aa)+c"), "false");
}

TEST(Matches, IsNullUnlessBothSidesAreStrings) {
  FunctionContext context;
  EXPECT_EQ(*matches(context, integer(1), string("1")), Ternary::Null);
  EXPECT_EQ(*matches(context, string("1"), Value()), Ternary::Null);
}

TEST(RegexCache, AnswersTheSameAcrossManyPatterns) {
  RegexCache cache;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 200; ++i) {
      const std::string text = std::to_string(i);
      EXPECT_TRUE(*cache.matches(text, text));
      EXPECT_FALSE(*cache.matches(text, text + "x"));
      EXPECT_FALSE(cache.matches(text, text + "("));
      EXPECT_FALSE(*cache.matches(text, text + "x"));
    }
  }
}

}  // namespace
}  // namespace cairn::engine
