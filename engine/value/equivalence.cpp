#include "engine/value/equivalence.h"

#include <algorithm>
#include <functional>

namespace cairn {

namespace {

constexpr std::uint64_t list_seed = 0x6c69737400000001ULL;
constexpr std::uint64_t map_seed = 0x6d61700000000002ULL;
constexpr std::uint64_t path_seed = 0x7061746800000003ULL;

bool equivalent_numbers(const Value& left, const Value& right) {
  const std::partial_ordering ordering = compare_numbers(left, right);
  if (ordering != std::partial_ordering::unordered) return ordering == 0;
  const auto is_nan = [](const Value& value) { return value.is_float() && value.as_float() != value.as_float(); };
  return is_nan(left) && is_nan(right);
}

bool equivalent_maps(std::span<const MapEntry> left, std::span<const MapEntry> right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const MapEntry& a, const MapEntry& b) {
    return a.key == b.key && equivalent(a.value, b.value);
  });
}

bool equivalent_lists(std::span<const Value> left, std::span<const Value> right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), equivalent);
}

std::uint64_t hash_list(std::uint64_t seed, std::span<const Value> elements) {
  std::uint64_t result = combine_hashes(seed, elements.size());
  for (const Value& element : elements) result = combine_hashes(result, hash(element));
  return result;
}

std::uint64_t hash_map(std::span<const MapEntry> entries) {
  std::uint64_t result = combine_hashes(map_seed, entries.size());
  for (const MapEntry& entry : entries) {
    result = combine_hashes(combine_hashes(result, hash_string(entry.key)), hash(entry.value));
  }
  return result;
}

}  // namespace

bool equivalent(const Value& left, const Value& right) {
  if (left.is_number() && right.is_number()) return equivalent_numbers(left, right);
  if (left.type() != right.type()) return false;
  switch (left.type()) {
    case ValueType::Null: return true;
    case ValueType::Boolean: return left.as_boolean() == right.as_boolean();
    case ValueType::String: return left.as_string() == right.as_string();
    case ValueType::List: return equivalent_lists(left.as_list(), right.as_list());
    case ValueType::Map: return equivalent_maps(left.as_map(), right.as_map());
    case ValueType::Node:
    case ValueType::Relationship: return left.entity_id() == right.entity_id();
    case ValueType::Path: return equivalent_lists(left.path_elements(), right.path_elements());
    default: return false;
  }
}

std::uint64_t hash(const Value& value) {
  switch (value.type()) {
    case ValueType::Boolean: return hash_boolean(value.as_boolean());
    case ValueType::Integer: return hash_integer(value.as_integer());
    case ValueType::Float: return hash_float(value.as_float());
    case ValueType::String: return hash_string(value.as_string());
    case ValueType::List: return hash_list(list_seed, value.as_list());
    case ValueType::Map: return hash_map(value.as_map());
    case ValueType::Node: return hash_node(value.entity_id());
    case ValueType::Relationship: return hash_relationship(value.entity_id());
    case ValueType::Path: return hash_list(path_seed, value.path_elements());
    default: return hash_of_null;
  }
}

std::uint64_t hash_string(std::string_view value) { return std::hash<std::string_view>{}(value); }

}  // namespace cairn
