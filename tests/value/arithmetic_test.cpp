#include "engine/value/arithmetic.h"

#include "engine/value/identity.h"
#include "tests/value/sample_values.h"

namespace cairn {
namespace {

using namespace test;

using Operation = Expected<Value> (*)(const Value&, const Value&);

void expect_value(const Expected<Value>& result, const Value& expected) {
  ASSERT_TRUE(result) << to_string(result.error());
  EXPECT_TRUE(identical(*result, expected)) << to_literal(*result) << " instead of " << to_literal(expected);
}

void expect_error(const Expected<Value>& result, ErrorType type, std::string_view detail) {
  ASSERT_FALSE(result) << to_literal(*result);
  EXPECT_EQ(result.error().type, type);
  EXPECT_EQ(result.error().phase, ErrorPhase::Runtime);
  EXPECT_EQ(result.error().detail, detail);
}

void expect_overflow(const Expected<Value>& result) {
  expect_error(result, ErrorType::ArithmeticError, "IntegerOverflow");
}

TEST(Arithmetic, OfIntegersIsAnInteger) {
  expect_value(add(integer(1), integer(2)), integer(3));
  expect_value(subtract(integer(1), integer(2)), integer(-1));
  expect_value(multiply(integer(-3), integer(4)), integer(-12));
  expect_value(divide(integer(7), integer(2)), integer(3));
  expect_value(divide(integer(-7), integer(2)), integer(-3));
  expect_value(modulo(integer(-7), integer(3)), integer(-1));
  expect_value(modulo(integer(int64_least), integer(-1)), integer(0));
  expect_value(negate(integer(5)), integer(-5));
}

TEST(Arithmetic, WithAFloatIsAFloat) {
  expect_value(add(integer(1), floating(2.0)), floating(3.0));
  expect_value(subtract(floating(1.5), integer(1)), floating(0.5));
  expect_value(multiply(floating(0.5), floating(4.0)), floating(2.0));
  expect_value(divide(integer(7), floating(2.0)), floating(3.5));
  expect_value(modulo(floating(-7.5), integer(2)), floating(-1.5));
  expect_value(negate(floating(0.0)), floating(-0.0));
}

TEST(Arithmetic, PowerIsAlwaysAFloat) {
  expect_value(power(integer(2), integer(10)), floating(1024.0));
  expect_value(power(integer(4), floating(0.5)), floating(2.0));
  expect_value(power(integer(0), integer(-1)), floating(infinity));
}

TEST(Arithmetic, OfFloatsNeverFails) {
  expect_value(divide(integer(1), floating(0.0)), floating(infinity));
  expect_value(divide(floating(-1.0), integer(0)), floating(-infinity));
  expect_value(divide(floating(0.0), floating(0.0)), floating(nan));
  expect_value(modulo(floating(1.0), floating(0.0)), floating(nan));
  expect_value(multiply(floating(1e300), floating(1e300)), floating(infinity));
}

TEST(Arithmetic, RefusesIntegersThatLeave64Bits) {
  expect_overflow(add(integer(int64_greatest), integer(1)));
  expect_overflow(add(integer(int64_least), integer(-1)));
  expect_overflow(subtract(integer(int64_least), integer(1)));
  expect_overflow(multiply(integer(int64_greatest), integer(2)));
  expect_overflow(multiply(integer(int64_least), integer(-1)));
  expect_overflow(divide(integer(int64_least), integer(-1)));
  expect_overflow(negate(integer(int64_least)));
}

TEST(Arithmetic, RefusesToDivideIntegersByZero) {
  expect_error(divide(integer(1), integer(0)), ErrorType::ArithmeticError, "DivisionByZero");
  expect_error(modulo(integer(1), integer(0)), ErrorType::ArithmeticError, "DivisionByZero");
}

TEST(Arithmetic, WithNullIsNull) {
  for (const Operation operation : {add, subtract, multiply, divide, modulo, power}) {
    for (const Value& other : {integer(1), floating(1.0), Value(), string("a"), list({})}) {
      expect_value(operation(Value(), other), Value());
      expect_value(operation(other, Value()), Value());
    }
  }
  expect_value(negate(Value()), Value());
}

TEST(Arithmetic, AddsTextsAndWhatTurnsIntoText) {
  expect_value(add(string("a"), string("b")), string("ab"));
  expect_value(add(string("a"), integer(-1)), string("a-1"));
  expect_value(add(floating(1.0), string("a")), string("1.0a"));
  expect_value(add(string("a"), boolean(true)), string("atrue"));
  expect_value(add(string(""), string("")), string(""));
}

TEST(Arithmetic, AddsListsAndElements) {
  expect_value(add(list({integer(1)}), list({integer(2)})), list({integer(1), integer(2)}));
  expect_value(add(list({integer(1)}), integer(2)), list({integer(1), integer(2)}));
  expect_value(add(string("a"), list({integer(2)})), list({string("a"), integer(2)}));
  expect_value(add(list({}), list({list({})})), list({list({})}));
}

TEST(Arithmetic, RefusesWhatHasNoSum) {
  constexpr auto type_error = ErrorType::TypeError;
  expect_error(add(boolean(true), integer(1)), type_error, "InvalidArgumentType");
  expect_error(add(string("a"), map({})), type_error, "InvalidArgumentType");
  expect_error(add(Value::node(1), integer(1)), type_error, "InvalidArgumentType");
  expect_error(negate(string("a")), type_error, "InvalidArgumentType");
  for (const Operation operation : {subtract, multiply, divide, modulo, power}) {
    expect_error(operation(string("a"), integer(1)), type_error, "InvalidArgumentType");
    expect_error(operation(integer(1), list({})), type_error, "InvalidArgumentType");
  }
}

TEST(Arithmetic, BoundsTheSizeOfSums) {
  const Value text = string(std::string(value_bytes_max / 2 + 1, 'x'));
  expect_error(add(text, text), ErrorType::ResourceExhausted, "ValueTooLarge");
  const Value elements = list({text});
  expect_error(add(elements, elements), ErrorType::ResourceExhausted, "ValueTooLarge");
  expect_error(add(elements, text), ErrorType::ResourceExhausted, "ValueTooLarge");
}

}  // namespace
}  // namespace cairn
