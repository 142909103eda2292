#include "engine/value/comparison.h"

#include "engine/value/number.h"

#include <algorithm>

namespace cairn {

namespace {

Comparison from_ordering(std::partial_ordering ordering) {
  if (ordering == std::partial_ordering::less) return Comparison::Less;
  if (ordering == std::partial_ordering::greater) return Comparison::Greater;
  if (ordering == std::partial_ordering::equivalent) return Comparison::Equal;
  return Comparison::Unordered;
}

Comparison compare_lists(std::span<const Value> left, std::span<const Value> right) {
  const std::size_t shared = std::min(left.size(), right.size());
  for (std::size_t i = 0; i < shared; ++i) {
    const Comparison pair = compare(left[i], right[i]);
    if (pair != Comparison::Equal) return pair;
  }
  return from_ordering(left.size() <=> right.size());
}

}  // namespace

Comparison compare(const Value& left, const Value& right) {
  if (left.is_number() && right.is_number()) return from_ordering(compare_numbers(left, right));
  if (left.type() != right.type()) return Comparison::Unknown;
  switch (left.type()) {
    case ValueType::Boolean: return from_ordering(left.as_boolean() <=> right.as_boolean());
    case ValueType::String: return from_ordering(left.as_string() <=> right.as_string());
    case ValueType::List: return compare_lists(left.as_list(), right.as_list());
    default: return Comparison::Unknown;
  }
}

}  // namespace cairn
