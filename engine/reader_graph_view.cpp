#include "engine/reader_graph_view.h"

#include "engine/executor/graph_access.h"

#include <algorithm>

namespace cairn::engine {

namespace {

storage::Direction to_direction(Traversal traversal) {
  switch (traversal) {
    case Traversal::Outgoing: return storage::Direction::Outgoing;
    case Traversal::Incoming: return storage::Direction::Incoming;
    case Traversal::Both: return storage::Direction::Both;
  }
  return storage::Direction::Both;
}

ConstraintRule rule_of(storage::ConstraintKind kind) {
  switch (kind) {
    case storage::ConstraintKind::Unique: return ConstraintRule::Unique;
    case storage::ConstraintKind::Key: return ConstraintRule::Key;
    case storage::ConstraintKind::NotNull: return ConstraintRule::NotNull;
    case storage::ConstraintKind::Type: break;
  }
  return ConstraintRule::Type;
}

void append_ids(const storage::NeighbourSpan& span, std::vector<EntityId>& out) {
  if (span.width == storage::IdWidth::U32) {
    const auto* ids = static_cast<const std::uint32_t*>(span.ids);
    out.insert(out.end(), ids, ids + span.count);
  } else {
    const auto* ids = static_cast<const std::uint64_t*>(span.ids);
    out.insert(out.end(), ids, ids + span.count);
  }
}

void set_number(const storage::PropertyColumn& column, std::size_t i, NumberColumn& out) {
  if (column.kind == storage::ColumnKind::Integer) {
    out.values[i] = static_cast<double>(column.integers[i]);
  } else if (column.kind == storage::ColumnKind::Float) {
    out.values[i] = column.floats[i];
  } else if (column.kind == storage::ColumnKind::Mixed && column.values[i].type() == storage::StoredType::Integer) {
    out.values[i] = static_cast<double>(column.values[i].integer());
  } else if (column.kind == storage::ColumnKind::Mixed && column.values[i].type() == storage::StoredType::Float) {
    out.values[i] = column.values[i].floating();
  } else {
    out.states[i] = NumberState::NoNumber;
    return;
  }
  out.states[i] = NumberState::Present;
}

Value value_at(const storage::PropertyColumn& column, std::size_t i) {
  switch (column.kind) {
    case storage::ColumnKind::Empty: return Value::null();
    case storage::ColumnKind::Boolean: return Value::boolean(column.booleans[i] != 0);
    case storage::ColumnKind::Integer: return Value::integer(column.integers[i]);
    case storage::ColumnKind::Float: return Value::floating(column.floats[i]);
    case storage::ColumnKind::String: return Value::string(column.strings[i]);
    case storage::ColumnKind::Mixed: return to_value(column.values[i]);
  }
  return Value::null();
}

}  // namespace

std::optional<Token> ReaderGraphView::find_label(std::string_view name) const { return reader_.find_label(name); }

std::optional<Token> ReaderGraphView::find_relationship_type(std::string_view name) const {
  return reader_.find_type(name);
}

std::optional<Token> ReaderGraphView::find_property_key(std::string_view name) const { return reader_.find_key(name); }

std::string_view ReaderGraphView::label_name(Token label) const { return reader_.label_name(label); }

std::string_view ReaderGraphView::relationship_type_name(Token type) const { return reader_.type_name(type); }

std::string_view ReaderGraphView::property_key_name(Token key) const { return reader_.key_name(key); }

Token ReaderGraphView::label_count() const { return reader_.token_count(storage::TokenKind::Label); }

Token ReaderGraphView::relationship_type_count() const { return reader_.token_count(storage::TokenKind::Type); }

Token ReaderGraphView::property_key_count() const { return reader_.token_count(storage::TokenKind::Key); }

std::uint64_t ReaderGraphView::node_count(std::optional<Token> label) const {
  return reader_.statistics().nodes(label.value_or(storage::label_exists));
}

std::uint64_t ReaderGraphView::relationship_count(std::optional<Token> type) const {
  return reader_.statistics().relationships(type.value_or(storage::no_token));
}

EntityId ReaderGraphView::node_id_bound() const { return reader_.node_id_bound(); }

EntityId ReaderGraphView::relationship_id_bound() const { return reader_.relationship_id_bound(); }

SchemaTarget ReaderGraphView::target(storage::EntityKind entity, std::uint32_t token,
                                     std::span<const storage::KeyToken> keys) const {
  SchemaTarget target;
  target.of_relationships = entity == storage::EntityKind::Relationship;
  target.token = target.of_relationships ? reader_.type_name(token) : reader_.label_name(token);
  for (const storage::KeyToken key : keys) target.keys.emplace_back(reader_.key_name(key));
  return target;
}

std::vector<IndexInfo> ReaderGraphView::indexes() const {
  std::vector<IndexInfo> infos;
  for (const auto& index : reader_.schema().indexes()) {
    IndexInfo& info = infos.emplace_back();
    info.id = index->id;
    info.name = index->name;
    info.target = target(index->entity, index->token, index->keys);
    info.unique = index->unique;
    const storage::ConstraintDefinition* owner = reader_.schema().owner_of(index->id);
    if (owner != nullptr) info.owning_constraint = owner->name;
  }
  return infos;
}

std::vector<ConstraintInfo> ReaderGraphView::constraints() const {
  std::vector<ConstraintInfo> infos;
  for (const auto& constraint : reader_.schema().constraints()) {
    ConstraintInfo& info = infos.emplace_back();
    info.id = constraint->id;
    info.name = constraint->name;
    info.rule = rule_of(constraint->kind);
    info.target = target(constraint->entity, constraint->token, constraint->keys);
    info.types = constraint->types.text();
    const storage::IndexDefinition* index = reader_.schema().find_index(constraint->index);
    if (index != nullptr) info.owned_index = index->name;
  }
  return infos;
}

Expected<std::size_t> ReaderGraphView::scan_nodes(std::optional<Token> label, EntityId begin, std::span<EntityId> out,
                                                  EntityId& next) const {
  return reader_.scan_nodes(label.value_or(storage::label_exists), begin, node_id_bound(), out, next);
}

Expected<void> ReaderGraphView::labels(EntityId node, std::vector<Token>& out) const {
  return reader_.labels(node, out);
}

Expected<void> ReaderGraphView::relationships(std::span<const EntityId> ids, std::span<RelationshipShape> out) const {
  ends_.resize(ids.size());
  if (auto read = reader_.relationships(ids, ends_); !read) return read;
  std::transform(ends_.begin(), ends_.end(), out.begin(), [](const storage::RelationshipEnds& ends) {
    return ends.exists ? RelationshipShape{ends.source, ends.target, ends.type} : RelationshipShape{};
  });
  return {};
}

Expected<void> ReaderGraphView::neighbours(std::span<const EntityId> nodes, Traversal traversal,
                                           std::span<const Token> types, NeighbourLists& out) const {
  return expand(nodes, traversal, types, storage::NeighbourNeed::Ids, out);
}

Expected<void> ReaderGraphView::neighbours_and_relationships(std::span<const EntityId> nodes, Traversal traversal,
                                                             std::span<const Token> types, NeighbourLists& out) const {
  return expand(nodes, traversal, types, storage::NeighbourNeed::IdsAndRelationships, out);
}

Expected<void> ReaderGraphView::expand(std::span<const EntityId> nodes, Traversal traversal,
                                       std::span<const Token> types, storage::NeighbourNeed need,
                                       NeighbourLists& out) const {
  if (auto read = reader_.expand(nodes, to_direction(traversal), types, need, spans_); !read) return read;
  out.offsets.assign(1, 0);
  out.nodes.clear();
  out.relationships.clear();
  for (const storage::NeighbourSpan& span : spans_.spans) {
    // Closes the lists of the nodes before this one; those without a span are empty.
    out.offsets.resize(span.parent + 1, out.nodes.size());
    append_ids(span, out.nodes);
    if (need == storage::NeighbourNeed::IdsAndRelationships) {
      out.relationships.insert(out.relationships.end(), span.relationships, span.relationships + span.count);
    }
  }
  out.offsets.resize(nodes.size() + 1, out.nodes.size());
  return {};
}

Expected<void> ReaderGraphView::degrees(std::span<const EntityId> nodes, Traversal traversal,
                                        std::span<const Token> types, std::span<std::uint64_t> out) const {
  return reader_.degrees(nodes, to_direction(traversal), types, out);
}

Expected<void> ReaderGraphView::node_numbers(std::span<const EntityId> ids, Token key, NumberColumn& out) const {
  return numbers(storage::EntityKind::Node, ids, key, out);
}

Expected<void> ReaderGraphView::relationship_numbers(std::span<const EntityId> ids, Token key,
                                                     NumberColumn& out) const {
  return numbers(storage::EntityKind::Relationship, ids, key, out);
}

Expected<void> ReaderGraphView::node_values(std::span<const EntityId> ids, Token key, std::vector<Value>& out) const {
  return values(storage::EntityKind::Node, ids, key, out);
}

Expected<void> ReaderGraphView::relationship_values(std::span<const EntityId> ids, Token key,
                                                    std::vector<Value>& out) const {
  return values(storage::EntityKind::Relationship, ids, key, out);
}

Expected<void> ReaderGraphView::numbers(storage::EntityKind kind, std::span<const EntityId> ids, Token key,
                                        NumberColumn& out) const {
  if (auto read = reader_.property(kind, ids, key, column_); !read) return read;
  out.values.assign(ids.size(), 0);
  out.states.assign(ids.size(), NumberState::Absent);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (column_.valid[i] != 0) set_number(column_, i, out);
  }
  return {};
}

Expected<void> ReaderGraphView::values(storage::EntityKind kind, std::span<const EntityId> ids, Token key,
                                       std::vector<Value>& out) const {
  if (auto read = reader_.property(kind, ids, key, column_); !read) return read;
  out.assign(ids.size(), Value::null());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (column_.valid[i] != 0) out[i] = value_at(column_, i);
  }
  return {};
}

}  // namespace cairn::engine
