#include "engine/executor/graph_access.h"

#include "engine/executor/query_context.h"

#include <fmt/format.h>

namespace cairn::engine {

namespace {

using storage::EntityKind;
using storage::StoredType;
using storage::ValueView;

Error not_a_property(const Value& value) {
  return runtime_error(ErrorType::TypeError, "InvalidPropertyType",
                       fmt::format("{} cannot be a property value", capital_a_value_type(value.type())),
                       "A property is a boolean, a number, a string, or a list of values of one of these types");
}

Error deleted_access(EntityKind kind, EntityId id) {
  return runtime_error(ErrorType::EntityNotFound, "DeletedEntityAccess",
                       fmt::format("The {} with id {} has been deleted in this transaction",
                                   kind == EntityKind::Node ? "node" : "relationship", id));
}

EntityKind kind_of(const Value& entity) { return entity.is_node() ? EntityKind::Node : EntityKind::Relationship; }

Expected<void> append_scalar(const Value& value, std::string& out) {
  switch (value.type()) {
    case ValueType::Boolean: storage::append_boolean(out, value.as_boolean()); return {};
    case ValueType::Integer: storage::append_integer(out, value.as_integer()); return {};
    case ValueType::Float: storage::append_float(out, value.as_float()); return {};
    case ValueType::String: storage::append_string(out, value.as_string()); return {};
    default: return not_a_property(value);
  }
}

Expected<void> append_list(std::span<const Value> elements, std::string& out) {
  storage::ListEncoder list;
  for (const Value& element : elements) {
    if (element.is_null()) {
      return runtime_error(ErrorType::TypeError, "InvalidPropertyType", "A list with null cannot be a property value");
    }
    if (element.type() != elements.front().type()) {
      return runtime_error(ErrorType::TypeError, "InvalidPropertyType",
                           fmt::format("A list that holds {} and {} cannot be a property value",
                                       a_value_type(elements.front().type()), a_value_type(element.type())));
    }
    if (auto appended = append_scalar(element, list.element()); !appended) return appended;
  }
  list.finish(out);
  return {};
}

}  // namespace

bool holds_entity(const Value& value) {
  switch (value.type()) {
    case ValueType::Node:
    case ValueType::Relationship:
    case ValueType::Path: return true;
    case ValueType::List: {
      const auto elements = value.as_list();
      return std::any_of(elements.begin(), elements.end(), holds_entity);
    }
    case ValueType::Map: {
      const auto entries = value.as_map();
      return std::any_of(entries.begin(), entries.end(),
                         [](const MapEntry& entry) { return holds_entity(entry.value); });
    }
    default: return false;
  }
}

Value to_value(ValueView view) {
  switch (view.type()) {
    case StoredType::Null: return {};
    case StoredType::False:
    case StoredType::True: return Value::boolean(view.boolean());
    case StoredType::Integer: return Value::integer(view.integer());
    case StoredType::Float: return Value::floating(view.floating());
    case StoredType::String: return Value::string(view.string());
    case StoredType::List: {
      std::vector<Value> elements;
      elements.reserve(view.list_size());
      storage::ListReader reader(view);
      while (const auto element = reader.next()) elements.push_back(to_value(*element));
      return value_or_end(Value::list(std::move(elements)));
    }
    default:
      throw QueryError(runtime_error(
          ErrorType::FeatureNotSupported, "StoredType",
          fmt::format("Properties of stored type {} cannot be read by this version", static_cast<int>(view.type()))));
  }
}

Expected<void> append_stored(const Value& value, std::string& out) {
  return value.is_list() ? append_list(value.as_list(), out) : append_scalar(value, out);
}

GraphAccess::GraphAccess(storage::Reader& reader, storage::WriteTransaction* transaction)
    : reader_(reader), transaction_(transaction) {}

GraphAccess::~GraphAccess() = default;

bool GraphAccess::is_deleted(EntityKind kind, EntityId id) const {
  return transaction_ != nullptr && transaction_->was_deleted(kind, id);
}

void GraphAccess::check_not_deleted(EntityKind kind, std::span<const std::uint64_t> ids,
                                    std::span<const std::uint8_t> valid) {
  if (transaction_ == nullptr || !transaction_->has_changes()) return;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!valid.empty() && valid[i] == 0) continue;
    if (is_deleted(kind, ids[i])) throw QueryError(deleted_access(kind, ids[i]));
  }
}

// ---- columns

Column GraphAccess::property(EntityKind kind, std::span<const std::uint64_t> ids, std::span<const std::uint8_t> valid,
                             std::string_view key, PropertyBuffer& buffer) {
  check_not_deleted(kind, ids, valid);
  const auto token = reader_.find_key(key);
  if (!token) return Column::nulls();

  storage::PropertyColumn& stored = buffer.stored_;
  value_or_end(reader_.property(kind, ids, *token, stored));
  if (!valid.empty()) {
    for (std::size_t i = 0; i < ids.size(); ++i) stored.valid[i] &= valid[i];
  }
  const std::uint8_t* present = stored.valid.data();
  switch (stored.kind) {
    case storage::ColumnKind::Empty: return Column::nulls();
    case storage::ColumnKind::Boolean:
      return {.type = ColumnType::Booleans, .data = stored.booleans.data(), .validity = present};
    case storage::ColumnKind::Integer:
      return {.type = ColumnType::Integers, .data = stored.integers.data(), .validity = present};
    case storage::ColumnKind::Float:
      return {.type = ColumnType::Floats, .data = stored.floats.data(), .validity = present};
    case storage::ColumnKind::String:
      return {.type = ColumnType::Strings, .data = stored.strings.data(), .validity = present};
    case storage::ColumnKind::Mixed: break;
  }
  const std::span<Value> values = buffer.values_.make_values(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (stored.valid[i] != 0) values[i] = to_value(stored.values[i]);
  }
  return buffer.values_.view();
}

void GraphAccess::ends(std::span<const std::uint64_t> relationships, std::span<storage::RelationshipEnds> out) {
  value_or_end(reader_.relationships(relationships, out));
}

storage::RelationshipEnds GraphAccess::ends(EntityId relationship) { return value_or_end(read_ends(relationship)); }

// ---- one entity

void GraphAccess::expect_relationships(std::span<const std::uint64_t> ids) {
  expected_ = ids;
  expected_ends_.clear();
  expected_next_ = 0;
}

Expected<storage::RelationshipEnds> GraphAccess::read_ends(EntityId relationship) {
  const auto rest = expected_.subspan(expected_next_);
  const auto found = std::find(rest.begin(), rest.end(), relationship);
  if (found != rest.end()) {
    expected_next_ += static_cast<std::size_t>(found - rest.begin());
    if (expected_ends_.empty()) {
      std::vector<storage::RelationshipEnds> ends(expected_.size());
      if (auto read = reader_.relationships(expected_, ends); !read) return std::move(read).error();
      expected_ends_ = std::move(ends);
    }
    return expected_ends_[expected_next_];
  }
  storage::RelationshipEnds ends;
  if (auto read = reader_.relationships(std::span(&relationship, 1), std::span(&ends, 1)); !read) {
    return std::move(read).error();
  }
  return ends;
}

Expected<Value> GraphAccess::labels(const Value& node) {
  if (is_deleted(EntityKind::Node, node.entity_id())) return deleted_access(EntityKind::Node, node.entity_id());
  if (auto read = reader_.labels(node.entity_id(), labels_); !read) return std::move(read).error();
  std::vector<Value> names;
  names.reserve(labels_.size());
  for (const storage::LabelToken label : labels_) names.push_back(Value::string(reader_.label_name(label)));
  return Value::list(std::move(names));
}

Expected<Value> GraphAccess::relationship_type(const Value& relationship) {
  const auto ends = read_ends(relationship.entity_id());
  if (!ends) return ends.error();
  return Value::string(reader_.type_name(ends->type));
}

Expected<void> GraphAccess::read_properties(EntityKind kind, EntityId id, std::vector<MapEntry>& out) {
  if (auto read = reader_.properties(kind, id, entries_); !read) return read;
  out.reserve(entries_.size());
  for (const storage::PropertyEntry& entry : entries_) {
    out.push_back({.key = std::string(reader_.key_name(entry.key)), .value = to_value(entry.value)});
  }
  return {};
}

Expected<Value> GraphAccess::properties(const Value& entity) {
  const EntityKind kind = kind_of(entity);
  if (is_deleted(kind, entity.entity_id())) return deleted_access(kind, entity.entity_id());
  std::vector<MapEntry> entries;
  if (auto read = read_properties(kind, entity.entity_id(), entries); !read) return std::move(read).error();
  return Value::map(std::move(entries));
}

Expected<Value> GraphAccess::property(const Value& entity, std::string_view key) {
  const EntityKind kind = kind_of(entity);
  const EntityId id = entity.entity_id();
  if (is_deleted(kind, id)) return deleted_access(kind, id);
  const auto token = reader_.find_key(key);
  if (!token) return Value::null();
  if (auto read = reader_.property(kind, std::span(&id, 1), *token, one_.stored_); !read) {
    return std::move(read).error();
  }
  std::string scratch;
  return to_value(one_.stored_.value_at(0, scratch));
}

Expected<Value> GraphAccess::start_node(const Value& relationship) {
  const auto ends = read_ends(relationship.entity_id());
  if (!ends) return ends.error();
  return Value::node(ends->source, relationship.view());
}

Expected<Value> GraphAccess::end_node(const Value& relationship) {
  const auto ends = read_ends(relationship.entity_id());
  if (!ends) return ends.error();
  return Value::node(ends->target, relationship.view());
}

bool GraphAccess::is_deleted(const Value& entity) { return is_deleted(kind_of(entity), entity.entity_id()); }

// ---- results

Value GraphAccess::materialise_node(EntityId id) {
  if (is_deleted(EntityKind::Node, id)) return Value::node(id);
  NodeData data;
  value_or_end(reader_.labels(id, labels_));
  for (const storage::LabelToken label : labels_) data.labels.emplace_back(reader_.label_name(label));
  value_or_end(read_properties(EntityKind::Node, id, data.properties));
  return Value::materialised_node(id, std::move(data));
}

Value GraphAccess::materialise_relationship(EntityId id) {
  const bool deleted = is_deleted(EntityKind::Relationship, id);
  const storage::RelationshipEnds found = ends(id);
  if (!found.exists && !deleted) return Value::relationship(id);
  RelationshipData data{.type = std::string(reader_.type_name(found.type)),
                        .source = found.source,
                        .target = found.target,
                        .properties = {}};
  if (!deleted) value_or_end(read_properties(EntityKind::Relationship, id, data.properties));
  return Value::materialised_relationship(id, std::move(data));
}

std::vector<Value> GraphAccess::materialise_all(std::span<const Value> values) {
  std::vector<Value> materialised;
  materialised.reserve(values.size());
  for (const Value& value : values) materialised.push_back(materialise(value));
  return materialised;
}

Value GraphAccess::materialise(const Value& value) {
  if (!holds_entity(value)) return value;
  switch (value.type()) {
    case ValueType::Node: return materialise_node(value.entity_id());
    case ValueType::Relationship: return materialise_relationship(value.entity_id());
    case ValueType::Path: return Value::path(materialise_all(value.path_elements()));
    case ValueType::List: return value_or_end(Value::list(materialise_all(value.as_list())));
    case ValueType::Map: {
      std::vector<MapEntry> entries;
      entries.reserve(value.as_map().size());
      for (const MapEntry& entry : value.as_map()) {
        entries.push_back({.key = entry.key, .value = materialise(entry.value)});
      }
      return value_or_end(Value::map(std::move(entries)));
    }
    default: return value;
  }
}

}  // namespace cairn::engine
