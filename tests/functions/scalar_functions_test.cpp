#include "tests/functions/function_call.h"

#include <set>

namespace cairn::engine {
namespace {

using namespace test;

TEST(Coalesce, IsTheFirstThatIsNotNull) {
  EXPECT_EQ(outcome_of("coalesce", {Value(), integer(1), string("x")}), "1");
  EXPECT_EQ(outcome_of("coalesce", {Value(), Value()}), "null");
  EXPECT_EQ(outcome_of("coalesce", {boolean(false)}), "false");
}

TEST(NullIf, IsNullForEqualArguments) {
  EXPECT_EQ(outcome_of("nullIf", {integer(1), floating(1.0)}), "null");
  EXPECT_EQ(outcome_of("nullIf", {integer(1), integer(2)}), "1");
  EXPECT_EQ(outcome_of("nullIf", {integer(1), Value()}), "1");
  EXPECT_EQ(outcome_of("nullIf", {Value(), integer(1)}), "null");
}

TEST(Exists, IsFalseForNullOnly) {
  EXPECT_EQ(outcome_of("exists", {Value()}), "false");
  EXPECT_EQ(outcome_of("exists", {boolean(false)}), "true");
}

TEST(Size, CountsElementsAndCharacters) {
  EXPECT_EQ(outcome_of("size", {list({Value(), Value()})}), "2");
  EXPECT_EQ(outcome_of("size", {string("aß😀")}), "3");
  EXPECT_EQ(outcome_of("char_length", {string("")}), "0");
  EXPECT_EQ(outcome_of("size", {map({})}), wrong_value);
  EXPECT_EQ(outcome_of("size", {path({1})}), wrong_value);
  expect_null_for_null("size", {list({})});
}

TEST(IsEmpty, LooksIntoListsMapsAndTexts) {
  EXPECT_EQ(outcome_of("isEmpty", {list({})}), "true");
  EXPECT_EQ(outcome_of("isEmpty", {list({Value()})}), "false");
  EXPECT_EQ(outcome_of("isEmpty", {map({})}), "true");
  EXPECT_EQ(outcome_of("isEmpty", {map({{"k", Value()}})}), "false");
  EXPECT_EQ(outcome_of("isEmpty", {string("")}), "true");
  EXPECT_EQ(outcome_of("isEmpty", {string(" ")}), "false");
  EXPECT_EQ(outcome_of("isEmpty", {integer(0)}), wrong_value);
  expect_null_for_null("isEmpty", {list({})});
}

TEST(ValueType, NamesTheMostExactType) {
  const auto type_of = [](const Value& value) { return std::string(call("valueType", {value})->as_string()); };
  EXPECT_EQ(type_of(Value()), "NULL");
  EXPECT_EQ(type_of(integer(1)), "INTEGER NOT NULL");
  EXPECT_EQ(type_of(path({1})), "PATH NOT NULL");
  EXPECT_EQ(type_of(list({})), "LIST<NOTHING> NOT NULL");
  EXPECT_EQ(type_of(list({Value()})), "LIST<NULL> NOT NULL");
  EXPECT_EQ(type_of(list({integer(1), integer(2)})), "LIST<INTEGER NOT NULL> NOT NULL");
  EXPECT_EQ(type_of(list({integer(1), Value()})), "LIST<INTEGER> NOT NULL");
  EXPECT_EQ(type_of(list({string("a"), integer(1), list({map({})})})),
            "LIST<INTEGER NOT NULL | LIST<MAP NOT NULL> NOT NULL | STRING NOT NULL> NOT NULL");
}

TEST(Rand, StaysBelowOneAndRepeatsWithItsSeed) {
  const Function& rand = *function_registry().find("rand");
  FunctionContext first;
  FunctionContext second;
  first.random = RandomSource(5);
  second.random = RandomSource(5);
  double sum = 0;
  for (int i = 0; i < 10000; ++i) {
    const double number = call_function(rand, first, {})->as_float();
    ASSERT_GE(number, 0.0);
    ASSERT_LT(number, 1.0);
    ASSERT_EQ(number, call_function(rand, second, {})->as_float());
    sum += number;
  }
  EXPECT_NEAR(sum / 10000, 0.5, 0.02);
  FunctionContext third;
  EXPECT_NE(call_function(rand, third, {})->as_float(), call_function(rand, third, {})->as_float());
}

TEST(RandomUuid, HasTheFormOfVersionFour) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const Value uuid = *call("randomUUID", {});
    const std::string_view text = uuid.as_string();
    ASSERT_EQ(text.size(), 36U);
    for (const std::size_t dash : {8U, 13U, 18U, 23U}) EXPECT_EQ(text[dash], '-');
    EXPECT_EQ(text[14], '4');
    EXPECT_NE(std::string_view("89ab").find(text[19]), std::string_view::npos);
    seen.insert(std::string(text));
  }
  EXPECT_EQ(seen.size(), 100U);
}

TEST(Timestamp, IsTheStatementsTimeInMilliseconds) {
  FunctionContext context;
  context.now = std::chrono::system_clock::time_point(std::chrono::milliseconds(1234567));
  EXPECT_EQ(call_function(*function_registry().find("timestamp"), context, {})->as_integer(), 1234567);
}

}  // namespace
}  // namespace cairn::engine
