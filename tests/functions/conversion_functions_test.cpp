#include "tests/functions/function_call.h"

namespace cairn::engine {
namespace {

using namespace test;

const std::vector<Value> composites{list({}), map({}), Value::node(1), Value::relationship(1), path({1})};

TEST(ToBoolean, TakesBooleansIntegersAndTexts) {
  EXPECT_EQ(outcome_of("toBoolean", {boolean(false)}), "false");
  EXPECT_EQ(outcome_of("toBoolean", {integer(0)}), "false");
  EXPECT_EQ(outcome_of("toBoolean", {integer(-3)}), "true");
  EXPECT_EQ(outcome_of("toBoolean", {string("TrUe ")}), "true");
  EXPECT_EQ(outcome_of("toBoolean", {string("false")}), "false");
  EXPECT_EQ(outcome_of("toBoolean", {string("yes")}), "null");
  EXPECT_EQ(outcome_of("toBoolean", {string("")}), "null");
  EXPECT_EQ(outcome_of("toBoolean", {floating(1.0)}), wrong_value);
}

TEST(ToInteger, CutsFractionsOff) {
  EXPECT_EQ(outcome_of("toInteger", {floating(82.9)}), "82");
  EXPECT_EQ(outcome_of("toInteger", {floating(-82.9)}), "-82");
  EXPECT_EQ(outcome_of("toInteger", {string("2.9")}), "2");
  EXPECT_EQ(outcome_of("toInteger", {string("1e3")}), "1000");
  EXPECT_EQ(outcome_of("toInteger", {string(" +42\n")}), "42");
  EXPECT_EQ(outcome_of("toInteger", {string("-9223372036854775808")}), "-9223372036854775808");
  EXPECT_EQ(outcome_of("toInteger", {boolean(true)}), "1");
}

TEST(ToInteger, IsNullForOtherTexts) {
  for (const char* text : {"foo", "", " ", "+", "-", "+-1", "--1", "1x", "0x10", "1 2", "NaN", "nan", "e", "."}) {
    EXPECT_EQ(outcome_of("toInteger", {string(text)}), "null") << text;
  }
}

TEST(ToInteger, RefusesNumbersPast64Bits) {
  constexpr std::string_view overflow = "ArithmeticError IntegerOverflow";
  EXPECT_EQ(outcome_of("toInteger", {floating(1e19)}), overflow);
  EXPECT_EQ(outcome_of("toInteger", {floating(9223372036854775808.0)}), overflow);
  EXPECT_EQ(outcome_of("toInteger", {floating(-9223372036854775808.0)}), "-9223372036854775808");
  EXPECT_EQ(outcome_of("toInteger", {floating(nan)}), overflow);
  EXPECT_EQ(outcome_of("toInteger", {string("9223372036854775808")}), overflow);
  EXPECT_EQ(outcome_of("toInteger", {string("-Infinity")}), overflow);
  EXPECT_EQ(outcome_of("toIntegerOrNull", {floating(1e19)}), "null");
}

TEST(ToFloat, TakesNumbersAndTexts) {
  EXPECT_EQ(outcome_of("toFloat", {integer(3)}), "3.0");
  EXPECT_EQ(outcome_of("toFloat", {string(" 5 ")}), "5.0");
  EXPECT_EQ(outcome_of("toFloat", {string("-.5")}), "-0.5");
  EXPECT_EQ(outcome_of("toFloat", {string("+1.5E2")}), "150.0");
  EXPECT_EQ(outcome_of("toFloat", {string("1e999")}), "Infinity");
  EXPECT_EQ(outcome_of("toFloat", {string("-1e-999")}), "-0.0");
  EXPECT_EQ(outcome_of("toFloat", {string("0.0001e999")}), "Infinity");
  EXPECT_EQ(outcome_of("toFloat", {string("0." + std::string(400, '0') + "1")}), "0.0");
  EXPECT_EQ(outcome_of("toFloat", {string("NaN")}), "NaN");
  EXPECT_EQ(outcome_of("toFloat", {string("foo")}), "null");
  EXPECT_EQ(outcome_of("toFloat", {string("inf")}), "null");
  EXPECT_EQ(outcome_of("toFloat", {string("0x1p3")}), "null");
  EXPECT_EQ(outcome_of("toFloat", {boolean(true)}), wrong_value);
}

TEST(ToString, ShowsNumbersAsTheLanguageDoes) {
  EXPECT_EQ(outcome_of("toString", {integer(-1)}), "'-1'");
  EXPECT_EQ(outcome_of("toString", {floating(2.3)}), "'2.3'");
  EXPECT_EQ(outcome_of("toString", {floating(1e10)}), "'1.0E10'");
  EXPECT_EQ(outcome_of("toString", {boolean(false)}), "'false'");
  EXPECT_EQ(outcome_of("toString", {string("apa")}), "'apa'");
}

TEST(Conversions, RefuseCompositesUnlessNullIsAskedFor) {
  for (const std::string name : {"toBoolean", "toInteger", "toFloat", "toString"}) {
    for (const Value& value : composites) {
      EXPECT_EQ(outcome_of(name, {value}), wrong_value) << name << to_literal(value);
      EXPECT_EQ(outcome_of(name + "OrNull", {value}), "null") << name << to_literal(value);
      EXPECT_EQ(outcome_of(name + "List", {list({value, Value()})}), "[null, null]") << name << to_literal(value);
    }
    expect_null_for_null(name, {integer(1)});
    expect_null_for_null(name + "OrNull", {integer(1)});
    expect_null_for_null(name + "List", {list({})});
    EXPECT_EQ(outcome_of(name + "List", {integer(1)}), wrong_value);
  }
}

TEST(Conversions, OfListsConvertEachElement) {
  const Value mixed = list({integer(1), string("2"), boolean(true), floating(1.5), string("x"), Value()});
  EXPECT_EQ(outcome_of("toBooleanList", {mixed}), "[true, null, true, null, null, null]");
  EXPECT_EQ(outcome_of("toIntegerList", {mixed}), "[1, 2, 1, 1, null, null]");
  EXPECT_EQ(outcome_of("toFloatList", {mixed}), "[1.0, 2.0, null, 1.5, null, null]");
  EXPECT_EQ(outcome_of("toStringList", {mixed}), "['1', '2', 'true', '1.5', 'x', null]");
}

}  // namespace
}  // namespace cairn::engine
