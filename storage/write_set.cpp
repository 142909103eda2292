#include "storage/write_set.h"

#include <algorithm>

namespace cairn::storage {

namespace {

// What things weigh in memory, allocator and tables included; estimates.
constexpr std::size_t entity_bytes = 256;
constexpr std::size_t property_bytes = 64;
constexpr std::size_t list_bytes = 192;
constexpr std::size_t entry_bytes = 24;
constexpr std::size_t index_entry_bytes = 128;
constexpr std::size_t undo_bytes = 64;
constexpr std::size_t name_bytes = 128;

std::size_t weight(const PropertyList& properties) {
  std::size_t bytes = 0;
  for (const StoredProperty& property : properties.all()) bytes += property_bytes + property.value.size();
  return bytes;
}

template <class Map, class Key>
auto* find_in(Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

WriteSet::WriteSet(const Version& base, const IdCounters& taken)
    : statistics_(base.statistics),
      base_schema_(base.schema),
      schema_(base.schema),
      next_node_(std::max(base.node_id_bound, taken.node_id_bound)),
      next_relationship_(std::max(base.relationship_id_bound, taken.relationship_id_bound)),
      next_index_(base.schema->next_index) {
  for (const TokenKind kind : {TokenKind::Label, TokenKind::Type, TokenKind::Key}) {
    new_names_[static_cast<std::size_t>(kind)].first = base.tokens.names(kind).size() + 1;
  }
}

bool WriteSet::has_changes() const {
  const auto named = [](const NewNames& names) { return !names.names.empty(); };
  return !nodes_.empty() || !relationships_.empty() || schema_changed() || std::ranges::any_of(new_names_, named);
}

const NodeChange* WriteSet::node(NodeId id) const { return find_in(nodes_, id); }
const RelationshipChange* WriteSet::relationship(RelationshipId id) const { return find_in(relationships_, id); }
const ListChange* WriteSet::list(const ListKey& key) const { return find_in(lists_, key); }
const IdChange* WriteSet::label(LabelToken label) const { return find_in(labels_, label); }
const IndexEntries* WriteSet::index(IndexId index) const { return find_in(indexes_, index); }
const std::vector<ListName>* WriteSet::touched_lists(NodeId id) const { return find_in(touched_lists_, id); }

std::uint32_t WriteSet::find_token(TokenKind kind, std::string_view name) const {
  const NewNames& names = new_names_[static_cast<std::size_t>(kind)];
  if (names.names.empty()) return no_token;
  const auto found = names.tokens.find(std::string(name));
  return found == names.tokens.end() ? no_token : found->second;
}

std::string_view WriteSet::token_name(TokenKind kind, std::uint32_t token) const {
  const NewNames& names = new_names_[static_cast<std::size_t>(kind)];
  if (token < names.first || token - names.first >= names.names.size()) return {};
  return names.names[token - names.first];
}

std::uint32_t WriteSet::add_token(TokenKind kind, std::string_view name) {
  NewNames& names = new_names_[static_cast<std::size_t>(kind)];
  const auto token = static_cast<std::uint32_t>(names.first + names.names.size());
  names.names.emplace_back(name);
  names.tokens.emplace(name, token);
  memory_bytes_ += name_bytes + 2 * name.size();
  return token;
}

NodeChange& WriteSet::add_node(NodeId id, NodeRecord record, bool created) {
  if (in_statement()) log(NodeUndo{id, std::nullopt});
  memory_bytes_ += entity_bytes + weight(record.properties);
  return nodes_
      .insert_or_assign(id, NodeChange{.record = std::move(record), .created = created, .captured_by = statement_})
      .first->second;
}

RelationshipChange& WriteSet::add_relationship(RelationshipId id, RelationshipRecord record, bool created) {
  if (in_statement()) log(RelationshipUndo{id, std::nullopt});
  memory_bytes_ += entity_bytes + weight(record.properties);
  RelationshipChange change{.record = std::move(record), .created = created, .captured_by = statement_};
  return relationships_.insert_or_assign(id, std::move(change)).first->second;
}

NodeChange& WriteSet::edit_node(NodeId id) {
  NodeChange& change = nodes_.at(id);
  if (in_statement() && change.captured_by != statement_) {
    log(NodeUndo{id, change});
    memory_bytes_ += entity_bytes + weight(change.record.properties);
    change.captured_by = statement_;
  }
  return change;
}

RelationshipChange& WriteSet::edit_relationship(RelationshipId id) {
  RelationshipChange& change = relationships_.at(id);
  if (in_statement() && change.captured_by != statement_) {
    log(RelationshipUndo{id, change});
    memory_bytes_ += entity_bytes + weight(change.record.properties);
    change.captured_by = statement_;
  }
  return change;
}

void WriteSet::apply_list(const ListKey& key, const ListEntry& entry, bool add) {
  const auto [place, made] = lists_.try_emplace(key);
  if (made) {
    touched_lists_[key.node].push_back({key.type, key.direction});
    memory_bytes_ += list_bytes;
  }
  place->second.change(entry, add);
}

void WriteSet::change_list(const ListKey& key, const ListEntry& entry, bool add) {
  apply_list(key, entry, add);
  memory_bytes_ += entry_bytes;
  if (in_statement()) log(ListUndo{key, entry, add});
}

void WriteSet::change_label(LabelToken label, NodeId node, bool add) {
  labels_[label].change(node, add);
  memory_bytes_ += entry_bytes;
  if (in_statement()) log(LabelUndo{label, node, add});
}

void WriteSet::change_relationship_ids(RelationshipId id, bool add) {
  relationship_ids_.change(id, add);
  memory_bytes_ += entry_bytes;
  if (in_statement()) log(RelationshipIdUndo{id, add});
}

void WriteSet::apply_index(IndexId index, std::string value_key, EntityId entity, bool add) {
  IndexEntries& entries = indexes_[index];
  const auto [place, made] = entries.try_emplace({std::move(value_key), entity}, add);
  if (!made && place->second != add) entries.erase(place);
}

void WriteSet::change_index(IndexId index, std::string value_key, EntityId entity, bool add) {
  memory_bytes_ += index_entry_bytes + value_key.size();
  if (in_statement()) log(IndexUndo{index, value_key, entity, add});
  apply_index(index, std::move(value_key), entity, add);
}

void WriteSet::fill_index(IndexId index, std::string value_key, EntityId entity) {
  const std::size_t bytes = index_entry_bytes + value_key.size();
  apply_index(index, std::move(value_key), entity, true);
  // What could not be added for lack of memory is not counted, nor taken back by empty_index.
  memory_bytes_ += bytes;
}

void WriteSet::give_up_builds(const WriteSet& given_up) {
  builds_ = given_up.builds_;
  schema_ = given_up.base_schema_;
  next_index_ = std::max(next_index_, given_up.next_index_);
}

void WriteSet::empty_index(IndexId index) {
  const auto found = indexes_.find(index);
  if (found == indexes_.end()) return;
  for (const auto& [entry, added] : found->second) memory_bytes_ -= index_entry_bytes + entry.first.size();
  indexes_.erase(found);
}

void WriteSet::set_schema(Schema schema) { schema_ = std::make_shared<const Schema>(std::move(schema)); }

void WriteSet::log(Undo undo) {
  memory_bytes_ += undo_bytes;
  undo_.push_back(std::move(undo));
}

void WriteSet::begin_statement() {
  ++statement_;
  undo_.clear();
  savepoint_ = Savepoint{statistics_.snapshot(), schema_, {}, memory_bytes_};
  for (std::size_t i = 0; i < new_names_.size(); ++i) savepoint_->names[i] = new_names_[i].names.size();
}

void WriteSet::end_statement() {
  savepoint_.reset();
  undo_.clear();
}

void WriteSet::take_back(const Undo& undo) {
  if (const auto* node = std::get_if<NodeUndo>(&undo)) {
    if (node->before) {
      nodes_[node->id] = *node->before;
    } else {
      nodes_.erase(node->id);
    }
  } else if (const auto* relationship = std::get_if<RelationshipUndo>(&undo)) {
    if (relationship->before) {
      relationships_[relationship->id] = *relationship->before;
    } else {
      relationships_.erase(relationship->id);
    }
  } else if (const auto* list = std::get_if<ListUndo>(&undo)) {
    apply_list(list->key, list->entry, !list->add);
  } else if (const auto* label = std::get_if<LabelUndo>(&undo)) {
    labels_[label->label].change(label->node, !label->add);
  } else if (const auto* id = std::get_if<RelationshipIdUndo>(&undo)) {
    relationship_ids_.change(id->id, !id->add);
  } else if (const auto* index = std::get_if<IndexUndo>(&undo)) {
    apply_index(index->index, index->value_key, index->entity, !index->add);
  }
}

void WriteSet::undo_statement() {
  if (!savepoint_) return;
  for (auto undo = undo_.rbegin(); undo != undo_.rend(); ++undo) take_back(*undo);
  undo_.clear();
  statistics_.restore(savepoint_->statistics);
  if (schema_ != savepoint_->schema) {
    schema_ = savepoint_->schema;
    // Entries of indexes that the statement made are not in the undo log.
    std::erase_if(indexes_, [&](const auto& each) { return schema_->find_index(each.first) == nullptr; });
  }
  for (std::size_t i = 0; i < new_names_.size(); ++i) {
    NewNames& names = new_names_[i];
    while (names.names.size() > savepoint_->names[i]) {
      names.tokens.erase(names.names.back());
      names.names.pop_back();
    }
  }
  memory_bytes_ = savepoint_->memory_bytes;
  savepoint_.reset();
}

}  // namespace cairn::storage
