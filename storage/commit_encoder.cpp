#include "storage/commit_encoder.h"

#include "storage/committer.h"

#include "storage/block_builder.h"
#include "storage/format.h"
#include "storage/label_block.h"
#include "storage/meta_codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

namespace cairn::storage {

namespace {

constexpr std::size_t blocks_at_once = 256;
// So many new entities of one block are written as a block at once.
constexpr std::size_t block_records_min = 256;

template <class Map>
auto sorted_keys(const Map& map) {
  std::vector<typename Map::key_type> keys;
  keys.reserve(map.size());
  for (const auto& [key, value] : map) keys.push_back(key);
  std::ranges::sort(keys);
  return keys;
}

std::vector<EntityId> all_ids(const IdChange& change) {
  std::vector<EntityId> ids = change.added.values();
  const std::vector<EntityId> removed = change.removed.values();
  const auto middle = static_cast<std::ptrdiff_t>(ids.size());
  ids.insert(ids.end(), removed.begin(), removed.end());
  std::inplace_merge(ids.begin(), ids.begin() + middle, ids.end());
  return ids;
}

Thing list_thing(const ListKey& list) {
  return {list.direction == Direction::Outgoing ? Thing::Kind::Outgoing : Thing::Kind::Incoming, list.type};
}

Error still_connected(NodeId id) {
  return runtime_error(ErrorType::ConstraintVerificationFailed, "DeleteConnectedNode",
                       fmt::format("node {} is deleted but still has relationships", id),
                       "delete its relationships first, or use DETACH DELETE");
}

}  // namespace

void put_counters(CommitRecordBuilder& record, const CommitHeader& header, const IdCounters& counters) {
  record.put(Family::Meta, meta_counters, encode(counters));
  record.put(Family::Meta, watermark_key(header.number),
             encode(Watermark{.instant_us = header.instant_us, .counters = counters}));
}

Expected<std::string> CommitEncoder::encode(const CommitHeader& header) {
  if (const auto encoded = encode_lists(); !encoded) return encoded.error();
  if (const auto encoded = encode_nodes(); !encoded) return encoded.error();
  if (const auto encoded = encode_relationships(); !encoded) return encoded.error();
  if (const auto encoded = encode_labels(); !encoded) return encoded.error();
  if (const auto encoded = encode_indexes(); !encoded) return encoded.error();
  encode_names();
  if (const auto encoded = encode_counts(); !encoded) return encoded.error();
  end_builds(record_, writes_.builds(), writes_.schema());
  if (writes_.schema_changed()) {
    Schema schema = writes_.schema();
    schema.next_index = writes_.next_index();
    record_.put(Family::Meta, meta_schema, storage::encode(schema));
    if (!schema.constraints().empty()) features_.insert(feature_constraints);
    for (const auto& index : schema.indexes()) {
      if (index->keys.size() > 1) features_.insert(feature_composite_indexes);
      if (index->cut_keys == CutKeys::Hashed) features_.insert(feature_hashed_keys);
    }
  }
  const std::vector<std::string_view> features(features_.begin(), features_.end());
  if (const auto required = require_features(base_.view(), features, record_); !required) return required.error();
  const IdCounters counters{.node_id_bound = writes_.node_id_bound(),
                            .relationship_id_bound = writes_.relationship_id_bound()};
  put_counters(record_, header, counters);
  for (auto& [thing, ids] : record_.touched().ids) std::ranges::sort(ids);
  return record_.finish(header);
}

Expected<void> CommitEncoder::encode_lists() {
  std::vector<ListJob> jobs;
  for (const ListKey& key : sorted_keys(writes_.lists())) {
    const ListChange& change = *writes_.list(key);
    if (change.empty()) continue;
    jobs.push_back({key, {change.added.values(), change.removed.values()}, key.node >= base_version_.node_id_bound});
    record_.touched().ids[list_thing(key)].push_back(key.node);
  }
  std::vector<ListOutcome> outcomes(jobs.size());
  if (const auto written = lists_.write(jobs, outcomes); !written) return written.error();
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (outcomes[i].had_entries == outcomes[i].has_entries) continue;
    const ListKey& key = jobs[i].list;
    presence_[key.node].push_back({{key.type, key.direction}, outcomes[i].has_entries});
  }
  return {};
}

Expected<void> CommitEncoder::find_deleted_in_blocks(EntityKind kind, std::span<const EntityId> deleted) {
  std::vector<std::uint8_t> found(deleted.size());
  if (const auto read = base_.entities().in_blocks(kind, deleted, found); !read) return read.error();
  for (std::size_t i = 0; i < deleted.size(); ++i) {
    if (found[i] != 0) deleted_in_blocks_.emplace(kind, deleted[i]);
  }
  return {};
}

void CommitEncoder::remove_entity(EntityKind kind, EntityId id) {
  if (!deleted_in_blocks_.contains({kind, id})) {
    record_.remove(record_family(kind), record_key(id));
    return;
  }
  std::string tombstone;
  append_tombstone(tombstone);
  record_.put(record_family(kind), record_key(id), tombstone);
}

std::span<const EntityId> CommitEncoder::new_block(EntityKind kind, std::span<const EntityId> ids) const {
  const std::uint64_t block = ids.front() / block_entities;
  const EntityId bound = kind == EntityKind::Node ? base_version_.node_id_bound : base_version_.relationship_id_bound;
  if (block * block_entities < bound) return {};
  std::size_t count = 0;
  std::size_t stored = 0;
  for (; count < ids.size() && ids[count] / block_entities == block; ++count) {
    const bool deleted =
        kind == EntityKind::Node ? writes_.node(ids[count])->deleted : writes_.relationship(ids[count])->deleted;
    if (!deleted) ++stored;
  }
  return stored >= block_records_min ? ids.first(count) : std::span<const EntityId>();
}

template <class Record>
void CommitEncoder::put_record(EntityKind kind, EntityId id, const Record& record) {
  std::string bytes;
  append_record(bytes, record);
  record_.put(record_family(kind), record_key(id), bytes);
}

template <class Record>
void CommitEncoder::put_records(EntityKind kind, std::span<const std::pair<EntityId, const Record*>> records,
                                bool as_block) {
  if (!as_block) {
    for (const auto& [id, record] : records) put_record(kind, id, *record);
    return;
  }
  BlockBuilder<Record> builder(kind, records.front().first / block_entities);
  for (const auto& [id, record] : records) {
    if (fits_block(*record)) {
      builder.add(static_cast<std::size_t>(id % block_entities), *record);
    } else {
      put_record(kind, id, *record);
    }
  }
  builder.put(record_);
  if (builder.size() > 0) features_.insert(feature_blocks);
}

Expected<void> CommitEncoder::encode_nodes() {
  const std::vector<EntityId> ids = sorted_keys(writes_.nodes());
  std::vector<EntityId> deleted;
  for (const NodeId id : ids) {
    const NodeChange& change = *writes_.node(id);
    if (change.deleted && !change.created) deleted.push_back(id);
  }
  if (const auto found = find_deleted_in_blocks(EntityKind::Node, deleted); !found) return found.error();
  for (std::span<const EntityId> rest = ids; !rest.empty();) {
    const std::span<const EntityId> together = new_block(EntityKind::Node, rest);
    // Kept at their place, since pointers into it are given away.
    std::deque<NodeRecord> kept;
    std::vector<std::pair<EntityId, const NodeRecord*>> records;
    for (const NodeId id : together.empty() ? rest.first(1) : together) {
      const NodeChange& change = *writes_.node(id);
      NodeRecord record = change.record;
      apply_presence(id, record.lists);
      if (change.deleted && !record.lists.empty()) return still_connected(id);
      if (change.deleted && change.created) continue;
      touch_node(id, change);
      if (change.deleted) {
        remove_entity(EntityKind::Node, id);
      } else {
        records.emplace_back(id, &kept.emplace_back(std::move(record)));
      }
    }
    put_records<NodeRecord>(EntityKind::Node, records, !together.empty());
    rest = rest.subspan(std::max<std::size_t>(together.size(), 1));
  }
  return encode_list_presence();
}

void CommitEncoder::apply_presence(NodeId id, std::vector<ListName>& lists) const {
  const auto changes = presence_.find(id);
  if (changes == presence_.end()) return;
  for (const auto& [name, present] : changes->second) {
    const auto place = std::ranges::lower_bound(lists, name);
    const bool there = place != lists.end() && *place == name;
    if (present && !there) lists.insert(place, name);
    if (!present && there) lists.erase(place);
  }
}

void CommitEncoder::touch_node(NodeId id, const NodeChange& change) {
  if (change.created || change.deleted || change.labels_touched) {
    record_.touched().ids[{Thing::Kind::Labels, 0}].push_back(id);
  }
  if (change.created || change.deleted || presence_.contains(id)) {
    record_.touched().ids[{Thing::Kind::Lists, 0}].push_back(id);
  }
  touch_properties(Thing::Kind::NodeProperty, id, change);
}

// Nodes that only got their first, or lost their last, relationship of a type.
Expected<void> CommitEncoder::encode_list_presence() {
  std::vector<NodeId> ids;
  for (const auto& [id, changes] : presence_) {
    if (writes_.node(id) == nullptr) ids.push_back(id);
  }
  std::size_t found = 0;
  const auto read = base_.entities().nodes(ids, [&](std::size_t i, NodeRecord&& record) {
    ++found;
    apply_presence(ids[i], record.lists);
    record_.touched().ids[{Thing::Kind::Lists, 0}].push_back(ids[i]);
    put_record(EntityKind::Node, ids[i], record);
  });
  if (!read) return read.error();
  if (found == ids.size()) return {};
  return storage_error("Damaged", "a relationship begins or ends at a node that is not there",
                       "run `cairn check` on the database, or restore a backup");
}

template <class Record>
void CommitEncoder::touch_properties(Thing::Kind kind, EntityId id, const EntityChange<Record>& change) {
  std::vector<KeyToken> keys = change.touched_keys;
  if (change.created || change.deleted) {
    for (const StoredProperty& property : change.record.properties.all()) keys.push_back(property.key);
  }
  std::ranges::sort(keys);
  const auto repeated = std::ranges::unique(keys);
  keys.erase(repeated.begin(), repeated.end());
  for (const KeyToken key : keys) record_.touched().ids[{kind, key}].push_back(id);
}

Expected<void> CommitEncoder::encode_relationships() {
  const std::vector<EntityId> ids = sorted_keys(writes_.relationships());
  std::vector<EntityId> deleted;
  for (const RelationshipId id : ids) {
    const RelationshipChange& change = *writes_.relationship(id);
    if (change.deleted && !change.created) deleted.push_back(id);
  }
  if (const auto found = find_deleted_in_blocks(EntityKind::Relationship, deleted); !found) return found.error();
  for (std::span<const EntityId> rest = ids; !rest.empty();) {
    const std::span<const EntityId> together = new_block(EntityKind::Relationship, rest);
    std::vector<std::pair<EntityId, const RelationshipRecord*>> records;
    for (const RelationshipId id : together.empty() ? rest.first(1) : together) {
      const RelationshipChange& change = *writes_.relationship(id);
      if (change.deleted && change.created) continue;
      if (change.deleted || change.created) record_.touched().ids[{Thing::Kind::Ends, 0}].push_back(id);
      touch_properties(Thing::Kind::RelationshipProperty, id, change);
      if (change.deleted) {
        remove_entity(EntityKind::Relationship, id);
      } else {
        records.emplace_back(id, &change.record);
      }
    }
    put_records<RelationshipRecord>(EntityKind::Relationship, records, !together.empty());
    rest = rest.subspan(std::max<std::size_t>(together.size(), 1));
  }
  return {};
}

Expected<void> CommitEncoder::encode_labels() {
  ValueBatch values;
  for (const auto& [label, change] : writes_.labels()) {
    if (change.empty()) continue;
    const std::vector<EntityId> ids = all_ids(change);
    record_.touched().ids[{Thing::Kind::Label, label}] = ids;
    std::vector<std::string> keys;
    for (std::size_t begin = 0; begin < ids.size();) {
      keys.clear();
      std::size_t end = begin;
      for (std::uint64_t block = no_id; end < ids.size(); ++end) {
        if (ids[end] / label_block_ids == block) continue;
        if (keys.size() == blocks_at_once) break;
        block = ids[end] / label_block_ids;
        keys.push_back(label_key(label, block));
      }
      if (const auto fetched = base_.view().get_many(Family::Labels, keys, values); !fetched) return fetched.error();
      for (std::size_t i = 0; i < keys.size(); ++i) {
        auto block = values[i] ? parse_label_block(*values[i]) : LabelBlock{};
        if (!block) return damaged_error(Family::Labels, keys[i]);
        const std::uint64_t number = ids[begin] / label_block_ids;
        for (; begin < end && ids[begin] / label_block_ids == number; ++begin) {
          block->members.set(ids[begin] % label_block_ids, change.added.contains(ids[begin]));
        }
        std::string bytes;
        append_label_block(bytes, *block);
        if (block->members.none() && block->sections.empty()) {
          record_.remove(Family::Labels, keys[i]);
        } else {
          record_.put(Family::Labels, keys[i], bytes);
        }
      }
    }
  }
  return {};
}

Expected<void> CommitEncoder::encode_indexes() {
  for (const auto& index : base_version_.schema->indexes()) {
    if (writes_.schema().find_index(index->id) != nullptr) continue;
    if (std::ranges::find(writes_.builds(), index->id) != writes_.builds().end()) continue;
    const std::string prefix = index_prefix(index->id);
    record_.remove_range(Family::Indexes, prefix, after_prefix(prefix));
  }
  for (const auto& [id, entries] : writes_.indexes()) {
    const IndexDefinition* index = writes_.schema().find_index(id);
    if (index == nullptr) continue;
    if (index->unique) {
      if (const auto encoded = encode_unique_index(*index, entries); !encoded) return encoded.error();
      continue;
    }
    for (const auto& [entry, added] : entries) {
      const std::string key = index_entry_key(id, entry.first, entry.second);
      if (added) {
        record_.put(Family::Indexes, key, {});
      } else {
        record_.remove(Family::Indexes, key);
      }
    }
  }
  return {};
}

Expected<void> CommitEncoder::encode_unique_index(const IndexDefinition& index, const IndexEntries& entries) {
  const bool on_disk = base_version_.schema->find_index(index.id) != nullptr;
  for (auto entry = entries.begin(); entry != entries.end();) {
    const std::string& value_key = entry->first.first;
    std::vector<EntityId> entities;
    if (on_disk) {
      if (const auto read = base_.index_entities(index, value_key, entities); !read) return read.error();
    }
    for (; entry != entries.end() && entry->first.first == value_key; ++entry) {
      const auto place = std::ranges::lower_bound(entities, entry->first.second);
      const bool there = place != entities.end() && *place == entry->first.second;
      if (entry->second && !there) entities.insert(place, entry->first.second);
      if (!entry->second && there) entities.erase(place);
    }
    const std::string key = index_key(index.id, value_key);
    if (entities.empty()) {
      record_.remove(Family::Indexes, key);
    } else {
      record_.put(Family::Indexes, key, encode_unique(entities));
    }
  }
  return {};
}

void CommitEncoder::encode_names() {
  for (const TokenKind kind : {TokenKind::Label, TokenKind::Type, TokenKind::Key}) {
    std::uint32_t token = base_version_.tokens.names(kind).size();
    for (const std::string& name : writes_.new_names(kind)) {
      record_.put(Family::Tokens, token_key(kind, ++token), encode_token(name));
    }
  }
}

Expected<void> CommitEncoder::encode_counts() {
  const auto put = [&](const CountKey& count, const std::string& value) {
    if (value.empty()) {
      record_.remove(Family::Statistics, statistics_key(count));
    } else {
      record_.put(Family::Statistics, statistics_key(count), value);
    }
  };
  for (const CountKey& count : writes_.touched_counts()) {
    if (count.kind != CountKey::Kind::RelationshipsWithLabels) {
      put(count, encode_count(count, writes_.statistics()));
      continue;
    }
    const auto page = writes_.statistics_editor().complete(count, base_.view());
    if (!page) return page.error();
    if (*page != nullptr) put(count, encode_label_counts(count.label, (*page)->counts));
  }
  return {};
}

}  // namespace cairn::storage
