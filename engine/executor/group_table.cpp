#include "engine/executor/group_table.h"

namespace cairn::engine {

namespace {

// First byte of a key. Only equality matters, so the numbers mean nothing; integers and floats share one
// range so that 1 and 1.0 are one key.
enum class KeyTag : char {
  Null = 0,
  False,
  True,
  Integer,
  Float,
  NotANumber,
  String,
  List,
  Map,
  Node,
  Relationship,
  Path,
  Temporal,
};

void append_tag(KeyTag tag, std::string& out) { out.push_back(static_cast<char>(tag)); }

void append_bytes(const void* bytes, std::size_t size, std::string& out) {
  out.append(static_cast<const char*>(bytes), size);
}

void append_integer(std::int64_t value, std::string& out) {
  append_tag(KeyTag::Integer, out);
  append_bytes(&value, sizeof value, out);
}

void append_float(double value, std::string& out) {
  if (std::isnan(value)) {
    append_tag(KeyTag::NotANumber, out);
    return;
  }
  // 2^63 itself is not an int64; below it every integral double converts exactly.
  if (value >= -0x1p63 && value < 0x1p63 && std::trunc(value) == value) {
    append_integer(static_cast<std::int64_t>(value), out);
    return;
  }
  append_tag(KeyTag::Float, out);
  append_bytes(&value, sizeof value, out);
}

void append_size(std::size_t size, std::string& out) { append_bytes(&size, sizeof size, out); }

void append_string(std::string_view text, std::string& out) {
  append_tag(KeyTag::String, out);
  append_size(text.size(), out);
  out.append(text);
}

void append_id(KeyTag tag, std::uint64_t id, std::string& out) {
  append_tag(tag, out);
  append_bytes(&id, sizeof id, out);
}

void append_elements(KeyTag tag, std::span<const Value> elements, std::string& out) {
  append_tag(tag, out);
  append_size(elements.size(), out);
  for (const Value& element : elements) append_equivalence_key(element, out);
}

}  // namespace

void append_equivalence_key(const Value& value, std::string& out) {
  switch (value.type()) {
    case ValueType::Null: return append_tag(KeyTag::Null, out);
    case ValueType::Boolean: return append_tag(value.as_boolean() ? KeyTag::True : KeyTag::False, out);
    case ValueType::Integer: return append_integer(value.as_integer(), out);
    case ValueType::Float: return append_float(value.as_float(), out);
    case ValueType::String: return append_string(value.as_string(), out);
    case ValueType::List: return append_elements(KeyTag::List, value.as_list(), out);
    case ValueType::Path: return append_elements(KeyTag::Path, value.path_elements(), out);
    case ValueType::Node: return append_id(KeyTag::Node, value.entity_id(), out);
    case ValueType::Relationship: return append_id(KeyTag::Relationship, value.entity_id(), out);
    case ValueType::Map:
      append_tag(KeyTag::Map, out);
      append_size(value.as_map().size(), out);
      for (const MapEntry& entry : value.as_map()) {
        append_string(entry.key, out);
        append_equivalence_key(entry.value, out);
      }
      return;
    case ValueType::Date:
    case ValueType::LocalTime:
    case ValueType::Time:
    case ValueType::LocalDateTime:
    case ValueType::DateTime:
    case ValueType::Duration: break;
  }
  throw QueryError(compile_error(ErrorType::FeatureNotSupported, "TemporalTypes",
                                 fmt::format("grouping by {} is not supported", a_value_type(value.type()))));
}

void append_equivalence_key(const Column& column, std::size_t row, std::string& out) {
  if (column.is_null(row)) return append_tag(KeyTag::Null, out);
  switch (column.type) {
    case ColumnType::Values: return append_equivalence_key(column.at<Value>(row), out);
    case ColumnType::Booleans: return append_tag(column.at<std::uint8_t>(row) != 0 ? KeyTag::True : KeyTag::False, out);
    case ColumnType::Integers: return append_integer(column.at<std::int64_t>(row), out);
    case ColumnType::Floats: return append_float(column.at<double>(row), out);
    case ColumnType::Strings: return append_string(column.at<std::string_view>(row), out);
    case ColumnType::Nodes: return append_id(KeyTag::Node, column.at<std::uint64_t>(row), out);
    case ColumnType::Relationships: return append_id(KeyTag::Relationship, column.at<std::uint64_t>(row), out);
  }
}

std::optional<std::size_t> GroupTable::find(std::string_view key) const {
  const auto found = groups_.find(key);
  return found == groups_.end() ? std::nullopt : std::optional<std::size_t>(found->second);
}

std::pair<std::size_t, bool> GroupTable::find_or_add(std::string_view key) {
  if (const auto found = find(key)) return {*found, false};
  const std::size_t group = groups_.size();
  const std::size_t bytes = key.size() + sizeof(std::pair<std::string, std::size_t>) + 2 * sizeof(void*);
  bytes_ += bytes;
  context_.memory().grow(bytes);
  groups_.emplace(std::string(key), group);
  return {group, true};
}

void GroupTable::clear() {
  groups_.clear();
  context_.memory().shrink(bytes_);
  bytes_ = 0;
}

}  // namespace cairn::engine
