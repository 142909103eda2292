#include "engine/value/orderability.h"

#include "engine/value/number.h"

#include <algorithm>

namespace cairn {

namespace {

int rank(ValueType type) {
  switch (type) {
    case ValueType::Map: return 0;
    case ValueType::Node: return 1;
    case ValueType::Relationship: return 2;
    case ValueType::List: return 3;
    case ValueType::Path: return 4;
    case ValueType::DateTime: return 5;
    case ValueType::LocalDateTime: return 6;
    case ValueType::Date: return 7;
    case ValueType::Time: return 8;
    case ValueType::LocalTime: return 9;
    case ValueType::Duration: return 10;
    case ValueType::String: return 11;
    case ValueType::Boolean: return 12;
    case ValueType::Integer:
    case ValueType::Float: return 13;
    case ValueType::Null: return 14;
  }
  return 15;
}

bool is_nan(const Value& value) { return value.is_float() && value.as_float() != value.as_float(); }

std::weak_ordering order_numbers(const Value& left, const Value& right) {
  const std::partial_ordering ordering = compare_numbers(left, right);
  if (ordering == std::partial_ordering::less) return std::weak_ordering::less;
  if (ordering == std::partial_ordering::greater) return std::weak_ordering::greater;
  if (ordering == std::partial_ordering::equivalent) return std::weak_ordering::equivalent;
  return is_nan(left) <=> is_nan(right);
}

std::weak_ordering order_lists(std::span<const Value> left, std::span<const Value> right) {
  const std::size_t shared = std::min(left.size(), right.size());
  for (std::size_t i = 0; i < shared; ++i) {
    if (const auto ordering = order(left[i], right[i]); ordering != 0) return ordering;
  }
  return left.size() <=> right.size();
}

std::weak_ordering order_maps(std::span<const MapEntry> left, std::span<const MapEntry> right) {
  if (left.size() != right.size()) return left.size() <=> right.size();
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (const auto ordering = left[i].key <=> right[i].key; ordering != 0) return ordering;
  }
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (const auto ordering = order(left[i].value, right[i].value); ordering != 0) return ordering;
  }
  return std::weak_ordering::equivalent;
}

}  // namespace

std::weak_ordering order(const Value& left, const Value& right) {
  if (left.is_number() && right.is_number()) return order_numbers(left, right);
  if (left.type() != right.type()) return rank(left.type()) <=> rank(right.type());
  switch (left.type()) {
    case ValueType::Boolean: return left.as_boolean() <=> right.as_boolean();
    case ValueType::String: return left.as_string() <=> right.as_string();
    case ValueType::List: return order_lists(left.as_list(), right.as_list());
    case ValueType::Map: return order_maps(left.as_map(), right.as_map());
    case ValueType::Node:
    case ValueType::Relationship: return left.entity_id() <=> right.entity_id();
    case ValueType::Path: return order_lists(left.path_elements(), right.path_elements());
    default: return std::weak_ordering::equivalent;
  }
}

std::weak_ordering order_floats(double left, double right) {
  return order_numbers(Value::floating(left), Value::floating(right));
}

}  // namespace cairn
