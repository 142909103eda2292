#include "storage/write_transaction.h"

#include "storage/base_reader.h"
#include "storage/committer.h"
#include "storage/constraint_errors.h"
#include "storage/write_set.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn::storage {

namespace {

constexpr std::size_t labels_read_max = 65'536;
// A transaction takes memory from the budget in such steps.
constexpr std::size_t memory_step_bytes = std::size_t{1} << 18U;

Error not_found(const WriteTransaction& transaction, EntityKind kind, EntityId id) {
  if (transaction.was_deleted(kind, id)) {
    return runtime_error(ErrorType::EntityNotFound, "DeletedEntityAccess",
                         fmt::format("the {} with id {} has been deleted in this transaction", kind_name(kind), id));
  }
  return runtime_error(ErrorType::EntityNotFound, "EntityNotFound",
                       fmt::format("{} {} does not exist", kind_name(kind), id));
}

PropertyList property_list(std::span<const PropertyEntry> entries) {
  PropertyList list;
  for (const PropertyEntry& entry : entries) {
    if (!entry.value.is_null()) list.set(entry.key, entry.value);
  }
  return list;
}

}  // namespace

WriteTransaction::WriteTransaction(Committer& committer, std::unique_ptr<WriteLockHold> lock, VersionPtr base,
                                   SegmentCache* segments)
    : committer_(committer),
      segments_(segments),
      lock_(std::move(lock)),
      base_(std::move(base)),
      writes_(std::make_unique<WriteSet>(*base_, committer.ids_taken())),
      memory_(committer.memory_budget()),
      reader_(std::make_unique<Reader>(base_, writes_.get(), nullptr)),
      base_reader_(std::make_unique<BaseReader>(base_, segments_)) {}

WriteTransaction::~WriteTransaction() { rollback(); }

bool WriteTransaction::has_changes() const { return writes_->has_changes(); }

std::size_t WriteTransaction::memory_bytes() const { return writes_->memory_bytes(); }

// --- statements

void WriteTransaction::begin_statement() {
  writes_->begin_statement();
  checks_before_ = checks_place();
}

Expected<void> WriteTransaction::end_statement() {
  if (const auto checked = run_checks(checks_before_); !checked) return checked.error();
  forget_checks(checks_before_);
  writes_->end_statement();
  return {};
}

void WriteTransaction::undo_statement() {
  if (!writes_->in_statement()) return;
  writes_->undo_statement();
  forget_checks(checks_before_);
}

// --- names

std::uint32_t WriteTransaction::token(TokenKind kind, std::string_view name) {
  const auto found = reader_->find_token(kind, name);
  return found ? *found : writes_->add_token(kind, name);
}

LabelToken WriteTransaction::label(std::string_view name) { return token(TokenKind::Label, name); }
TypeToken WriteTransaction::type(std::string_view name) { return token(TokenKind::Type, name); }
KeyToken WriteTransaction::key(std::string_view name) { return token(TokenKind::Key, name); }

// --- loading

Expected<void> WriteTransaction::check_memory() {
  const std::size_t limit = committer_.write_set_bytes_max();
  const std::size_t bytes = writes_->memory_bytes();
  if (bytes <= limit) {
    if (bytes <= memory_.bytes()) return {};
    const std::size_t wanted = (bytes + memory_step_bytes - 1) / memory_step_bytes * memory_step_bytes;
    if (memory_.grow_to_evicting(wanted)) return {};
    // What this transaction itself holds of decoded copies cannot be evicted.
    base_reader_->let_go();
    if (memory_.grow_to_evicting(wanted)) return {};
    return runtime_error(ErrorType::ResourceExhausted, "WriteSetTooLarge",
                         "the database has no memory left for the transaction's changes",
                         "commit in smaller parts with CALL { … } IN TRANSACTIONS, or use `cairn import`");
  }
  return runtime_error(ErrorType::ResourceExhausted, "WriteSetTooLarge",
                       fmt::format("the transaction's changes take more than {} MiB of memory", limit >> 20U),
                       "commit in smaller parts with CALL { … } IN TRANSACTIONS, or use `cairn import`");
}

Expected<NodeChange*> WriteTransaction::load_node(NodeId id) {
  NodeChange* none = nullptr;
  if (const NodeChange* change = writes_->node(id)) return change->deleted ? none : &writes_->edit_node(id);
  auto record = base_reader_->node(id);
  if (!record) return record.error();
  if (!*record) return none;
  labels_read_.erase(id);
  return &writes_->add_node(id, std::move(**record), /*created=*/false);
}

Expected<RelationshipChange*> WriteTransaction::load_relationship(RelationshipId id) {
  RelationshipChange* none = nullptr;
  if (const RelationshipChange* change = writes_->relationship(id)) {
    return change->deleted ? none : &writes_->edit_relationship(id);
  }
  auto record = base_reader_->relationship(id);
  if (!record) return record.error();
  if (!*record) return none;
  return &writes_->add_relationship(id, std::move(**record), /*created=*/false);
}

Expected<const WriteTransaction::Labels*> WriteTransaction::labels_of(NodeId id) {
  const Labels* none = nullptr;
  if (const NodeChange* change = writes_->node(id)) return change->deleted ? none : &change->record.labels;
  auto found = labels_read_.find(id);
  if (found == labels_read_.end()) {
    Labels labels;
    if (const auto read = base_reader_->labels(id, labels); !read) return read.error();
    std::uint8_t exists = labels.empty() ? 0 : 1;
    if (exists == 0) {
      const auto read = base_reader_->have_label(std::span(&id, 1), label_exists, std::span(&exists, 1));
      if (!read) return read.error();
    }
    if (labels_read_.size() >= labels_read_max) labels_read_.clear();
    found = labels_read_.emplace(id, exists != 0 ? std::optional(std::move(labels)) : std::nullopt).first;
  }
  return found->second ? &*found->second : none;
}

// --- what follows from a change

Expected<void> WriteTransaction::count_label(NodeId id, LabelToken label, std::int64_t difference) {
  writes_->statistics_editor().add_nodes(label, difference);
  NeighbourSpans spans;
  for (const Direction direction : {Direction::Outgoing, Direction::Incoming}) {
    const auto expanded = reader_->expand(std::span(&id, 1), direction, {}, NeighbourNeed::Ids, spans);
    if (!expanded) return expanded.error();
    for (const NeighbourSpan& span : spans.spans) {
      writes_->statistics_editor().add_relationships(label, span.type, direction, difference * span.count);
    }
  }
  return {};
}

void WriteTransaction::count_relationship(const RelationshipRecord& record, std::int64_t difference) {
  StatisticsEditor& statistics = writes_->statistics_editor();
  statistics.add_relationships(record.type, difference);
  if (record.source == record.target) statistics.add_self_loops(record.type, difference);
}

// --- entities

Expected<NodeId> WriteTransaction::create_node(std::span<const LabelToken> labels,
                                               std::span<const PropertyEntry> properties) {
  if (const auto checked = check_memory(); !checked) return checked.error();
  NodeRecord record;
  record.labels.assign(labels.begin(), labels.end());
  std::ranges::sort(record.labels);
  const auto repeated = std::ranges::unique(record.labels);
  record.labels.erase(repeated.begin(), repeated.end());
  record.properties = property_list(properties);
  const NodeId id = writes_->take_node_id();
  const NodeRecord& kept = writes_->add_node(id, std::move(record), /*created=*/true).record;
  writes_->change_label(label_exists, id, /*add=*/true);
  writes_->statistics_editor().add_nodes(label_exists, 1);
  for (const LabelToken label : kept.labels) {
    writes_->change_label(label, id, /*add=*/true);
    writes_->statistics_editor().add_nodes(label, 1);
  }
  move_places(id, {}, places_of(EntityKind::Node, kept.labels, kept.properties));
  note_constraints(EntityKind::Node, id, kept.labels);
  return id;
}

Expected<RelationshipId> WriteTransaction::create_relationship(TypeToken type, NodeId source, NodeId target,
                                                               std::span<const PropertyEntry> properties) {
  if (const auto checked = check_memory(); !checked) return checked.error();
  StatisticsEditor& statistics = writes_->statistics_editor();
  // Both ends are looked at before anything is counted; asking for the second may invalidate the first.
  const auto target_labels = labels_of(target);
  if (!target_labels) return target_labels.error();
  if (*target_labels == nullptr) return not_found(*this, EntityKind::Node, target);
  const auto source_labels = labels_of(source);
  if (!source_labels) return source_labels.error();
  if (*source_labels == nullptr) return not_found(*this, EntityKind::Node, source);
  for (const LabelToken label : **source_labels) statistics.add_relationships(label, type, Direction::Outgoing, 1);
  const auto target_again = labels_of(target);
  if (!target_again) return target_again.error();
  for (const LabelToken label : **target_again) statistics.add_relationships(label, type, Direction::Incoming, 1);

  RelationshipRecord record{
      .type = type, .source = source, .target = target, .properties = property_list(properties), .extras = {}};
  const RelationshipId id = writes_->take_relationship_id();
  const RelationshipRecord& kept = writes_->add_relationship(id, std::move(record), /*created=*/true).record;
  writes_->change_relationship_ids(id, /*add=*/true);
  writes_->change_list({Direction::Outgoing, type, source}, {target, id}, /*add=*/true);
  writes_->change_list({Direction::Incoming, type, target}, {source, id}, /*add=*/true);
  count_relationship(kept, 1);
  move_places(id, {}, places_of(EntityKind::Relationship, std::span(&type, 1), kept.properties));
  note_constraints(EntityKind::Relationship, id, std::span(&type, 1));
  return id;
}

Expected<void> WriteTransaction::delete_relationship(RelationshipId id) {
  const auto loaded = load_relationship(id);
  if (!loaded) return loaded.error();
  if (*loaded == nullptr) return not_found(*this, EntityKind::Relationship, id);
  RelationshipChange& change = **loaded;
  const RelationshipRecord& record = change.record;
  const std::pair<NodeId, Direction> ends[] = {{record.source, Direction::Outgoing},
                                               {record.target, Direction::Incoming}};
  for (const auto& [node, direction] : ends) {
    const auto labels = labels_of(node);
    if (!labels) return labels.error();
    if (*labels == nullptr) continue;
    for (const LabelToken label : **labels)
      writes_->statistics_editor().add_relationships(label, record.type, direction, -1);
  }
  change.deleted = true;
  writes_->change_relationship_ids(id, /*add=*/false);
  writes_->change_list({Direction::Outgoing, record.type, record.source}, {record.target, id}, /*add=*/false);
  writes_->change_list({Direction::Incoming, record.type, record.target}, {record.source, id}, /*add=*/false);
  count_relationship(record, -1);
  move_places(id, places_of(EntityKind::Relationship, std::span(&record.type, 1), record.properties), {});
  return check_memory();
}

Expected<void> WriteTransaction::delete_node(NodeId id) {
  const auto loaded = load_node(id);
  if (!loaded) return loaded.error();
  if (*loaded == nullptr) return not_found(*this, EntityKind::Node, id);
  NodeChange& change = **loaded;
  for (const LabelToken label : change.record.labels) {
    if (const auto counted = count_label(id, label, -1); !counted) return counted.error();
    writes_->change_label(label, id, /*add=*/false);
  }
  writes_->change_label(label_exists, id, /*add=*/false);
  writes_->statistics_editor().add_nodes(label_exists, -1);
  change.deleted = true;
  move_places(id, places_of(EntityKind::Node, change.record.labels, change.record.properties), {});
  return check_memory();
}

Expected<std::uint64_t> WriteTransaction::detach_delete_node(NodeId id) {
  NeighbourSpans spans;
  const auto expanded =
      reader_->expand(std::span(&id, 1), Direction::Both, {}, NeighbourNeed::IdsAndRelationships, spans);
  if (!expanded) return expanded.error();
  std::uint64_t deleted = 0;
  for (const NeighbourSpan& span : spans.spans) {
    for (std::uint32_t i = 0; i < span.count; ++i, ++deleted) {
      if (const auto done = delete_relationship(span.relationships[i]); !done) return done.error();
    }
  }
  if (const auto done = delete_node(id); !done) return done.error();
  return deleted;
}

Expected<bool> WriteTransaction::is_connected(NodeId id) {
  std::uint64_t degree = 0;
  const auto counted = reader_->degrees(std::span(&id, 1), Direction::Both, {}, std::span(&degree, 1));
  if (!counted) return counted.error();
  return degree > 0;
}

bool WriteTransaction::was_deleted(EntityKind kind, EntityId id) const {
  if (kind == EntityKind::Node) {
    const NodeChange* change = writes_->node(id);
    return change != nullptr && change->deleted;
  }
  const RelationshipChange* change = writes_->relationship(id);
  return change != nullptr && change->deleted;
}

// --- properties and labels

Expected<bool> WriteTransaction::change_property(EntityKind kind, EntityId id, KeyToken key, ValueView value) {
  const auto change = [&](auto& entity, std::span<const std::uint32_t> tokens) {
    PropertyList& properties = entity.record.properties;
    const ValueView old_value = properties.find(key);
    if (old_value == value) return false;
    IndexPlaces before = places_of(kind, tokens, properties, key);
    if (value.is_null()) {
      properties.remove(key);
    } else {
      properties.set(key, value);
      writes_->add_memory(value.bytes().size());
    }
    entity.touch_key(key);
    move_places(id, std::move(before), places_of(kind, tokens, properties, key));
    note_constraints(kind, id, tokens, key);
    return true;
  };
  bool changed = false;
  if (kind == EntityKind::Node) {
    const auto loaded = load_node(id);
    if (!loaded) return loaded.error();
    if (*loaded == nullptr) return not_found(*this, kind, id);
    changed = change(**loaded, (*loaded)->record.labels);
  } else {
    const auto loaded = load_relationship(id);
    if (!loaded) return loaded.error();
    if (*loaded == nullptr) return not_found(*this, kind, id);
    changed = change(**loaded, std::span(&(*loaded)->record.type, 1));
  }
  if (const auto checked = check_memory(); !checked) return checked.error();
  return changed;
}

Expected<bool> WriteTransaction::set_property(EntityKind kind, EntityId id, KeyToken key, ValueView value) {
  return change_property(kind, id, key, value);
}

Expected<bool> WriteTransaction::remove_property(EntityKind kind, EntityId id, KeyToken key) {
  return change_property(kind, id, key, ValueView());
}

Expected<bool> WriteTransaction::add_label(NodeId id, LabelToken label) {
  const auto loaded = load_node(id);
  if (!loaded) return loaded.error();
  if (*loaded == nullptr) return not_found(*this, EntityKind::Node, id);
  NodeChange& change = **loaded;
  const auto place = std::ranges::lower_bound(change.record.labels, label);
  if (place != change.record.labels.end() && *place == label) return false;
  if (const auto counted = count_label(id, label, 1); !counted) return counted.error();
  change.record.labels.insert(place, label);
  change.labels_touched = true;
  writes_->change_label(label, id, /*add=*/true);
  move_places(id, {}, places_of(EntityKind::Node, std::span(&label, 1), change.record.properties));
  note_constraints(EntityKind::Node, id, std::span(&label, 1));
  if (const auto checked = check_memory(); !checked) return checked.error();
  return true;
}

Expected<bool> WriteTransaction::remove_label(NodeId id, LabelToken label) {
  const auto loaded = load_node(id);
  if (!loaded) return loaded.error();
  if (*loaded == nullptr) return not_found(*this, EntityKind::Node, id);
  NodeChange& change = **loaded;
  const auto place = std::ranges::lower_bound(change.record.labels, label);
  if (place == change.record.labels.end() || *place != label) return false;
  if (const auto counted = count_label(id, label, -1); !counted) return counted.error();
  change.record.labels.erase(place);
  change.labels_touched = true;
  writes_->change_label(label, id, /*add=*/false);
  move_places(id, places_of(EntityKind::Node, std::span(&label, 1), change.record.properties), {});
  if (const auto checked = check_memory(); !checked) return checked.error();
  return true;
}

// --- the end

Expected<CommitResult> WriteTransaction::commit() {
  if (const auto checked = run_checks({}); !checked) {
    rollback();
    return checked.error();
  }
  return committer_.commit(base_, *writes_, std::move(lock_));
}

void WriteTransaction::rollback() {
  if (lock_ == nullptr) return;
  committer_.roll_back(base_, *writes_, std::move(lock_));
}

}  // namespace cairn::storage
