#include "engine/value/arithmetic.h"

#include "engine/value/float_text.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace cairn {

namespace {

constexpr std::int64_t int64_least = std::numeric_limits<std::int64_t>::min();

std::string operation_text(std::int64_t left, char sign, std::int64_t right) {
  return fmt::format("{} {} {}", left, sign, right);
}

Error type_mismatch(const Value& left, char sign, const Value& right) {
  return runtime_error(
      ErrorType::TypeError, "InvalidArgumentType",
      fmt::format("Cannot calculate {} {} {}", value_type_name(left.type()), sign, value_type_name(right.type())));
}

// What both operators that follow the same pattern share: integers by `on_integers`, else doubles by `on_floats`.
template <class OnIntegers, class OnFloats>
Expected<Value> calculate(const Value& left, char sign, const Value& right, OnIntegers on_integers,
                          OnFloats on_floats) {
  if (left.is_integer() && right.is_integer()) return on_integers(left.as_integer(), right.as_integer());
  if (left.is_number() && right.is_number()) return Value::floating(on_floats(left.as_number(), right.as_number()));
  if (left.is_null() || right.is_null()) return Value::null();
  return type_mismatch(left, sign, right);
}

// True for what a string takes when it is added to one.
bool joins_text(const Value& value) { return value.is_string() || value.is_number() || value.is_boolean(); }

// The text an operand stands for; that of a number or boolean is put into `buffer`.
std::string_view operand_text(const Value& value, std::string& buffer) {
  switch (value.type()) {
    case ValueType::Boolean: buffer = value.as_boolean() ? "true" : "false"; return buffer;
    case ValueType::Integer: buffer = fmt::format_int(value.as_integer()).str(); return buffer;
    case ValueType::Float: append_float_text(buffer, value.as_float()); return buffer;
    default: return value.as_string();
  }
}

Expected<Value> join_texts(const Value& left, const Value& right) {
  std::string left_buffer;
  std::string right_buffer;
  const std::string_view left_text = operand_text(left, left_buffer);
  const std::string_view right_text = operand_text(right, right_buffer);
  if (auto checked = check_string_size(left_text.size() + right_text.size()); !checked) return checked.error();
  return Value::string(left_text, right_text);
}

Expected<Value> join_lists(const Value& left, const Value& right) {
  const auto parts = [](const Value& value) {
    return value.is_list() ? value.as_list() : std::span<const Value>(&value, 1);
  };
  // Refused before it is copied: doubling a list again and again is quick to write.
  if (left.heap_bytes() + right.heap_bytes() > value_bytes_max) return value_too_large();
  std::vector<Value> elements;
  elements.reserve(parts(left).size() + parts(right).size());
  elements.insert(elements.end(), parts(left).begin(), parts(left).end());
  elements.insert(elements.end(), parts(right).begin(), parts(right).end());
  return Value::list(std::move(elements));
}

}  // namespace

Error integer_overflow(std::string_view operation) {
  return runtime_error(ErrorType::ArithmeticError, "IntegerOverflow",
                       fmt::format("{} does not fit into a 64-bit integer", operation), "use floats, e.g. toFloat(x)");
}

Error division_by_zero(std::string_view operation) {
  return runtime_error(ErrorType::ArithmeticError, "DivisionByZero",
                       fmt::format("{} divides an integer by zero", operation),
                       "leave such rows out with WHERE, or use floats, e.g. toFloat(x)");
}

Expected<void> check_string_size(std::size_t bytes) {
  if (bytes > value_bytes_max) return value_too_large();
  return {};
}

Expected<Value> add(const Value& left, const Value& right) {
  if (left.is_null() || right.is_null()) return Value::null();
  if (left.is_list() || right.is_list()) return join_lists(left, right);
  const bool is_text = left.is_string() || right.is_string();
  if (is_text && joins_text(left) && joins_text(right)) return join_texts(left, right);
  return calculate(
      left, '+', right,
      [](std::int64_t a, std::int64_t b) -> Expected<Value> {
        std::int64_t sum = 0;
        if (__builtin_add_overflow(a, b, &sum)) return integer_overflow(operation_text(a, '+', b));
        return Value::integer(sum);
      },
      [](double a, double b) { return a + b; });
}

Expected<Value> subtract(const Value& left, const Value& right) {
  return calculate(
      left, '-', right,
      [](std::int64_t a, std::int64_t b) -> Expected<Value> {
        std::int64_t difference = 0;
        if (__builtin_sub_overflow(a, b, &difference)) return integer_overflow(operation_text(a, '-', b));
        return Value::integer(difference);
      },
      [](double a, double b) { return a - b; });
}

Expected<Value> multiply(const Value& left, const Value& right) {
  return calculate(
      left, '*', right,
      [](std::int64_t a, std::int64_t b) -> Expected<Value> {
        std::int64_t product = 0;
        if (__builtin_mul_overflow(a, b, &product)) return integer_overflow(operation_text(a, '*', b));
        return Value::integer(product);
      },
      [](double a, double b) { return a * b; });
}

Expected<Value> divide(const Value& left, const Value& right) {
  return calculate(
      left, '/', right,
      [](std::int64_t a, std::int64_t b) -> Expected<Value> {
        if (b == 0) return division_by_zero(operation_text(a, '/', b));
        if (a == int64_least && b == -1) return integer_overflow(operation_text(a, '/', b));
        return Value::integer(a / b);
      },
      [](double a, double b) { return a / b; });
}

Expected<Value> modulo(const Value& left, const Value& right) {
  return calculate(
      left, '%', right,
      [](std::int64_t a, std::int64_t b) -> Expected<Value> {
        if (b == 0) return division_by_zero(operation_text(a, '%', b));
        return Value::integer(b == -1 ? 0 : a % b);
      },
      [](double a, double b) { return std::fmod(a, b); });
}

Expected<Value> power(const Value& left, const Value& right) {
  const auto raise = [](double a, double b) { return std::pow(a, b); };
  return calculate(
      left, '^', right,
      [&](std::int64_t a, std::int64_t b) -> Expected<Value> {
        return Value::floating(raise(static_cast<double>(a), static_cast<double>(b)));
      },
      raise);
}

Expected<Value> negate(const Value& operand) {
  if (operand.is_float()) return Value::floating(-operand.as_float());
  if (operand.is_null()) return Value::null();
  if (!operand.is_integer()) {
    return runtime_error(ErrorType::TypeError, "InvalidArgumentType",
                         fmt::format("Cannot negate {}", a_value_type(operand.type())));
  }
  if (operand.as_integer() == int64_least) return integer_overflow(fmt::format("-({})", int64_least));
  return Value::integer(-operand.as_integer());
}

}  // namespace cairn
