#include "engine/value/equality.h"

#include "engine/value/number.h"

namespace cairn {

namespace {

Ternary equal_lists(std::span<const Value> left, std::span<const Value> right) {
  if (left.size() != right.size()) return Ternary::False;
  Ternary answer = Ternary::True;
  for (std::size_t i = 0; i < left.size() && answer != Ternary::False; ++i) {
    answer = ternary_and(answer, equals(left[i], right[i]));
  }
  return answer;
}

Ternary equal_maps(std::span<const MapEntry> left, std::span<const MapEntry> right) {
  if (left.size() != right.size()) return Ternary::False;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i].key != right[i].key) return Ternary::False;
  }
  Ternary answer = Ternary::True;
  for (std::size_t i = 0; i < left.size() && answer != Ternary::False; ++i) {
    answer = ternary_and(answer, equals(left[i].value, right[i].value));
  }
  return answer;
}

}  // namespace

Ternary equals(const Value& left, const Value& right) {
  if (left.is_null() || right.is_null()) return Ternary::Null;
  if (left.is_number() && right.is_number()) return ternary(compare_numbers(left, right) == 0);
  if (left.type() != right.type()) return Ternary::False;
  switch (left.type()) {
    case ValueType::Boolean: return ternary(left.as_boolean() == right.as_boolean());
    case ValueType::String: return ternary(left.as_string() == right.as_string());
    case ValueType::List: return equal_lists(left.as_list(), right.as_list());
    case ValueType::Map: return equal_maps(left.as_map(), right.as_map());
    case ValueType::Node:
    case ValueType::Relationship: return ternary(left.entity_id() == right.entity_id());
    case ValueType::Path: return equal_lists(left.path_elements(), right.path_elements());
    default: return Ternary::False;
  }
}

}  // namespace cairn
