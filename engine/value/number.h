// Exact comparison of numbers across integer and float: no integer is rounded to a double on the way.
#pragma once

#include "engine/value/value.h"

#include <compare>
#include <cstdint>
#include <optional>

namespace cairn {

// 2^63: the first double above every int64. Its negative is the least int64 itself.
inline constexpr double int64_end = 9223372036854775808.0;

// Unordered only if `right` is NaN.
inline std::partial_ordering compare_exactly(std::int64_t left, double right) {
  if (right != right) return std::partial_ordering::unordered;
  if (right >= int64_end) return std::partial_ordering::less;
  if (right < -int64_end) return std::partial_ordering::greater;
  const auto whole = static_cast<std::int64_t>(right);
  if (left != whole) return left <=> whole;
  return 0.0 <=> right - static_cast<double>(whole);
}

// Both are Integers or Floats. Unordered if one is NaN; -0.0 equals 0.0.
inline std::partial_ordering compare_numbers(const Value& left, const Value& right) {
  if (left.is_integer()) {
    if (right.is_integer()) return left.as_integer() <=> right.as_integer();
    return compare_exactly(left.as_integer(), right.as_float());
  }
  if (right.is_float()) return left.as_float() <=> right.as_float();
  return 0 <=> compare_exactly(right.as_integer(), left.as_float());
}

// The integer that equals `value`, if there is one.
inline std::optional<std::int64_t> as_exact_integer(double value) {
  if (!(value >= -int64_end && value < int64_end)) return std::nullopt;
  const auto whole = static_cast<std::int64_t>(value);
  if (static_cast<double>(whole) != value) return std::nullopt;
  return whole;
}

}  // namespace cairn
