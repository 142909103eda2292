#include "engine/value/identity.h"

#include <algorithm>
#include <bit>

namespace cairn {

namespace {

bool identical_floats(double left, double right) {
  if (left != left) return right != right;
  return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right);
}

bool identical_lists(std::span<const Value> left, std::span<const Value> right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), identical);
}

bool identical_maps(std::span<const MapEntry> left, std::span<const MapEntry> right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](const MapEntry& a, const MapEntry& b) { return a.key == b.key && identical(a.value, b.value); });
}

}  // namespace

bool identical(const Value& left, const Value& right) {
  if (left.type() != right.type()) return false;
  switch (left.type()) {
    case ValueType::Null: return true;
    case ValueType::Boolean: return left.as_boolean() == right.as_boolean();
    case ValueType::Integer: return left.as_integer() == right.as_integer();
    case ValueType::Float: return identical_floats(left.as_float(), right.as_float());
    case ValueType::String: return left.as_string() == right.as_string();
    case ValueType::List: return identical_lists(left.as_list(), right.as_list());
    case ValueType::Map: return identical_maps(left.as_map(), right.as_map());
    case ValueType::Node:
    case ValueType::Relationship: return left.entity_id() == right.entity_id();
    case ValueType::Path: return identical_lists(left.path_elements(), right.path_elements());
    default: return false;
  }
}

}  // namespace cairn
