// Comparison: `<`, `<=`, `>`, `>=`. Ternary, and defined within a type only.
//
//   left      right     answer
//   null      anything  null
//   number    number    as numbers, exactly; with NaN every comparison is false
//   string    string    by code point
//   boolean   boolean   false before true
//   list      list      the first pair that is not equal decides, then the length; null if that pair's is null
//   map, node, relationship, path   same type: null, they have no order
//   any       another type: null
//
// ORDER BY, min and max use another relation: orderability.h.
// Source: openCypher's CIP2016-06-14 and TCK expressions/comparison/Comparison2.
#pragma once

#include "engine/value/ternary.h"
#include "engine/value/value.h"

#include <cstdint>

namespace cairn {

enum class Comparison : std::uint8_t {
  Less,
  Equal,
  Greater,
  Unordered,  // NaN is involved: less, equal and greater are all false
  Unknown,    // null is the answer to every question
};

Comparison compare(const Value& left, const Value& right);

constexpr Ternary is_less(Comparison comparison) {
  return comparison == Comparison::Unknown ? Ternary::Null : ternary(comparison == Comparison::Less);
}
constexpr Ternary is_less_or_equal(Comparison comparison) {
  if (comparison == Comparison::Unknown) return Ternary::Null;
  return ternary(comparison == Comparison::Less || comparison == Comparison::Equal);
}
constexpr Ternary is_greater(Comparison comparison) {
  return comparison == Comparison::Unknown ? Ternary::Null : ternary(comparison == Comparison::Greater);
}
constexpr Ternary is_greater_or_equal(Comparison comparison) {
  if (comparison == Comparison::Unknown) return Ternary::Null;
  return ternary(comparison == Comparison::Greater || comparison == Comparison::Equal);
}

}  // namespace cairn
