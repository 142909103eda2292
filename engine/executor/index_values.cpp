#include "engine/executor/index_values.h"

#include "storage/stored_value.h"

#include <algorithm>
#include <cmath>

namespace cairn::engine {

namespace {

void append_scalar(const Value& value, std::string& out) {
  switch (value.type()) {
    case ValueType::Boolean: return storage::append_boolean(out, value.as_boolean());
    case ValueType::Integer: return storage::append_integer(out, value.as_integer());
    case ValueType::Float: return storage::append_float(out, value.as_float());
    default: return storage::append_string(out, value.as_string());
  }
}

}  // namespace

bool may_bound(const Value& value) {
  if (value.is_float()) return !std::isnan(value.as_float());
  return value.is_boolean() || value.is_number() || value.is_string();
}

bool may_be_sought(const Value& value) {
  if (!value.is_list()) return may_bound(value);
  const std::span<const Value> elements = value.as_list();
  return std::all_of(elements.begin(), elements.end(), may_bound);
}

void append_sought(const Value& value, std::string& out) {
  if (!value.is_list()) return append_scalar(value, out);
  storage::ListEncoder list;
  for (const Value& element : value.as_list()) append_scalar(element, list.element());
  list.finish(out);
}

}  // namespace cairn::engine
