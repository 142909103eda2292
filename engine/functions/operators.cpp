#include "engine/functions/operators.h"

#include "engine/value/equality.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn::engine {

namespace {

Error wrong_type(std::string message) {
  return runtime_error(ErrorType::TypeError, "InvalidArgumentType", std::move(message));
}

Expected<Value> list_element(std::span<const Value> elements, const Value& index) {
  if (!index.is_integer()) {
    return wrong_type(fmt::format("A list is indexed by an Integer, not by {}", a_value_type(index.type())));
  }
  const auto size = static_cast<std::int64_t>(elements.size());
  const std::int64_t position = index.as_integer() < 0 ? index.as_integer() + size : index.as_integer();
  if (position < 0 || position >= size) return Value::null();
  return elements[static_cast<std::size_t>(position)];
}

Expected<Value> map_element(const Value& map, const Value& key) {
  if (!key.is_string()) {
    return runtime_error(ErrorType::TypeError, "MapElementAccessByNonString",
                         fmt::format("A map is indexed by a String, not by {}", a_value_type(key.type())));
  }
  const Value* found = map.find(key.as_string());
  return found != nullptr ? *found : Value::null();
}

Expected<Value> entity_element(FunctionContext& context, const Value& entity, const Value& key) {
  if (!key.is_string()) {
    return wrong_type(fmt::format("A property is named by a String, not by {}", a_value_type(key.type())));
  }
  if (context.entities == nullptr) return wrong_type("There is no graph to read the property from");
  return context.entities->property(entity, key.as_string());
}

// A bound of a slice as a position from 0 to `size`.
Expected<std::int64_t> slice_position(const Value& bound, std::int64_t size) {
  if (!bound.is_integer()) {
    return wrong_type(fmt::format("A slice is bounded by Integers, not by {}", a_value_type(bound.type())));
  }
  const std::int64_t position = bound.as_integer() < 0 ? bound.as_integer() + size : bound.as_integer();
  return std::clamp<std::int64_t>(position, 0, size);
}

// Answers `predicate` for two strings and null for anything else.
template <class Predicate>
Ternary for_strings(const Value& left, const Value& right, Predicate predicate) {
  if (!left.is_string() || !right.is_string()) return Ternary::Null;
  return ternary(predicate(left.as_string(), right.as_string()));
}

}  // namespace

Expected<Ternary> is_in(const Value& element, const Value& list) {
  if (list.is_null()) return Ternary::Null;
  if (!list.is_list()) return wrong_type(fmt::format("IN expects a List, not {}", a_value_type(list.type())));
  Ternary answer = Ternary::False;
  for (const Value& candidate : list.as_list()) {
    answer = ternary_or(answer, equals(element, candidate));
    if (answer == Ternary::True) break;
  }
  return answer;
}

Expected<Value> element_at(FunctionContext& context, const Value& container, const Value& index) {
  if (container.is_null() || index.is_null()) return Value::null();
  if (container.is_list()) return list_element(container.as_list(), index);
  if (container.is_map()) return map_element(container, index);
  if (container.is_entity()) return entity_element(context, container, index);
  return wrong_type(fmt::format("{} has no elements", capital_a_value_type(container.type())));
}

Expected<Value> slice(const Value& list, const Value* from, const Value* to) {
  const bool null_bound = (from != nullptr && from->is_null()) || (to != nullptr && to->is_null());
  if (list.is_null() || null_bound) return Value::null();
  if (!list.is_list()) return wrong_type(fmt::format("{} cannot be sliced", capital_a_value_type(list.type())));
  const std::span<const Value> elements = list.as_list();
  const auto size = static_cast<std::int64_t>(elements.size());
  const auto begin = from != nullptr ? slice_position(*from, size) : Expected<std::int64_t>(std::int64_t{0});
  if (!begin) return begin.error();
  const auto end = to != nullptr ? slice_position(*to, size) : Expected<std::int64_t>(size);
  if (!end) return end.error();
  if (*begin >= *end) return Value::list({});
  return Value::list({elements.begin() + *begin, elements.begin() + *end});
}

Ternary starts_with(const Value& text, const Value& prefix) {
  return for_strings(text, prefix, [](std::string_view a, std::string_view b) { return a.starts_with(b); });
}

Ternary ends_with(const Value& text, const Value& suffix) {
  return for_strings(text, suffix, [](std::string_view a, std::string_view b) { return a.ends_with(b); });
}

Ternary contains(const Value& text, const Value& part) {
  return for_strings(text, part, [](std::string_view a, std::string_view b) { return a.find(b) != a.npos; });
}

Expected<Ternary> matches(FunctionContext& context, const Value& text, const Value& pattern) {
  if (!text.is_string() || !pattern.is_string()) return Ternary::Null;
  const auto matched = context.regexes.matches(text.as_string(), pattern.as_string());
  if (!matched) return matched.error();
  return ternary(*matched);
}

}  // namespace cairn::engine
