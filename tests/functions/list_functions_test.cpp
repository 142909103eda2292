#include "tests/functions/function_call.h"

namespace cairn::engine {
namespace {

using namespace test;

const Value three = list({integer(1), string("b"), Value()});

TEST(ListFunctions, TakeListsApart) {
  EXPECT_EQ(outcome_of("head", {three}), "1");
  EXPECT_EQ(outcome_of("last", {three}), "null");
  EXPECT_EQ(outcome_of("tail", {three}), "['b', null]");
  EXPECT_EQ(outcome_of("reverse", {three}), "[null, 'b', 1]");
}

TEST(ListFunctions, OfTheEmptyListAreNullOrEmpty) {
  EXPECT_EQ(outcome_of("head", {list({})}), "null");
  EXPECT_EQ(outcome_of("last", {list({})}), "null");
  EXPECT_EQ(outcome_of("tail", {list({})}), "[]");
  EXPECT_EQ(outcome_of("reverse", {list({})}), "[]");
}

TEST(ListFunctions, RefuseWhatIsNoList) {
  for (const char* name : {"head", "last", "tail", "reverse"}) {
    EXPECT_EQ(outcome_of(name, {integer(1)}), wrong_value) << name;
    expect_null_for_null(name, {three});
  }
}

TEST(ListFunctions, ReverseOfATextKeepsItsCharactersWhole) {
  EXPECT_EQ(outcome_of("reverse", {string("aß😀")}), "'😀ßa'");
  EXPECT_EQ(outcome_of("reverse", {string("")}), "''");
}

std::string range_of(const std::vector<std::int64_t>& numbers) {
  std::vector<Value> arguments;
  for (const std::int64_t number : numbers) arguments.push_back(integer(number));
  return outcome_of("range", arguments);
}

TEST(Range, IncludesBothEnds) {
  EXPECT_EQ(range_of({0, 3}), "[0, 1, 2, 3]");
  EXPECT_EQ(range_of({-1, 1}), "[-1, 0, 1]");
  EXPECT_EQ(range_of({0, 0}), "[0]");
  EXPECT_EQ(range_of({0, -1}), "[]");
  EXPECT_EQ(range_of({2, 8, 3}), "[2, 5, 8]");
  EXPECT_EQ(range_of({2, 7, 3}), "[2, 5]");
  EXPECT_EQ(range_of({8, 2, -3}), "[8, 5, 2]");
  EXPECT_EQ(range_of({2, 8, -3}), "[]");
}

TEST(Range, ReachesTheEndsOf64Bits) {
  EXPECT_EQ(range_of({int64_greatest - 1, int64_greatest}), "[9223372036854775806, 9223372036854775807]");
  EXPECT_EQ(range_of({int64_least, int64_greatest, int64_greatest}), "[-9223372036854775808, -1, 9223372036854775806]");
  EXPECT_EQ(range_of({int64_greatest, int64_least, int64_least}), "[9223372036854775807, -1]");
  EXPECT_EQ(range_of({0, int64_least, int64_least}), "[0, -9223372036854775808]");
}

TEST(Range, RefusesBadArguments) {
  EXPECT_EQ(range_of({2, 8, 0}), out_of_range);
  for (const Value& bad : {boolean(true), floating(-0.0), string("x"), list({integer(0)}), map({})}) {
    for (std::size_t i = 0; i < 3; ++i) {
      std::vector<Value> arguments{integer(0), integer(1), integer(1)};
      arguments[i] = bad;
      EXPECT_EQ(outcome_of("range", arguments), "ArgumentError InvalidArgumentType");
    }
  }
  expect_null_for_null("range", {integer(1), integer(2), integer(1)});
}

TEST(Range, RefusesMoreElementsThanAValueMayHave) {
  EXPECT_EQ(range_of({0, int64_greatest}), "ResourceExhausted ValueTooLarge");
  EXPECT_EQ(range_of({int64_least, int64_greatest}), "ResourceExhausted ValueTooLarge");
  EXPECT_EQ(range_of({int64_greatest, int64_least, -1}), "ResourceExhausted ValueTooLarge");
}

}  // namespace
}  // namespace cairn::engine
