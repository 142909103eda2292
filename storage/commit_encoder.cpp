#include "storage/commit_encoder.h"

#include "storage/label_block.h"
#include "storage/meta_codec.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn::storage {

namespace {

constexpr std::size_t blocks_at_once = 256;

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
  encode_relationships();
  if (const auto encoded = encode_labels(); !encoded) return encoded.error();
  if (const auto encoded = encode_indexes(); !encoded) return encoded.error();
  encode_names();
  encode_counts();
  if (writes_.schema_changed()) {
    Schema schema = writes_.schema();
    schema.next_index = writes_.next_index();
    record_.put(Family::Meta, meta_schema, storage::encode(schema));
  }
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

Expected<void> CommitEncoder::encode_nodes() {
  for (const NodeId id : sorted_keys(writes_.nodes())) {
    if (const auto encoded = encode_node(id, *writes_.node(id)); !encoded) return encoded.error();
  }
  for (const auto& [id, changes] : presence_) {
    if (writes_.node(id) != nullptr) continue;
    if (const auto encoded = encode_list_presence(id); !encoded) return encoded.error();
  }
  return {};
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

Expected<void> CommitEncoder::encode_node(NodeId id, const NodeChange& change) {
  NodeRecord record = change.record;
  apply_presence(id, record.lists);
  if (change.deleted && !record.lists.empty()) return still_connected(id);
  if (change.deleted && change.created) return {};
  if (change.created || change.deleted || change.labels_touched) {
    record_.touched().ids[{Thing::Kind::Labels, 0}].push_back(id);
  }
  touch_properties(Thing::Kind::NodeProperty, id, change);
  if (change.deleted) {
    record_.remove(Family::Nodes, record_key(id));
    return {};
  }
  std::string bytes;
  append_record(bytes, record);
  record_.put(Family::Nodes, record_key(id), bytes);
  return {};
}

// A node that only got its first, or lost its last, relationship of a type.
Expected<void> CommitEncoder::encode_list_presence(NodeId id) {
  auto record = base_.node(id);
  if (!record) return record.error();
  if (!*record) return damaged_error(Family::Nodes, record_key(id));
  apply_presence(id, (*record)->lists);
  std::string bytes;
  append_record(bytes, **record);
  record_.put(Family::Nodes, record_key(id), bytes);
  return {};
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

void CommitEncoder::encode_relationships() {
  for (const RelationshipId id : sorted_keys(writes_.relationships())) {
    const RelationshipChange& change = *writes_.relationship(id);
    if (change.deleted && change.created) continue;
    if (change.deleted || change.created) record_.touched().ids[{Thing::Kind::Ends, 0}].push_back(id);
    touch_properties(Thing::Kind::RelationshipProperty, id, change);
    if (change.deleted) {
      record_.remove(Family::Relationships, record_key(id));
      continue;
    }
    std::string bytes;
    append_record(bytes, change.record);
    record_.put(Family::Relationships, record_key(id), bytes);
  }
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
  for (const IndexDefinition& index : base_version_.schema->indexes) {
    if (writes_.schema().find(index.id) != nullptr) continue;
    const std::string prefix = index_prefix(index.id);
    record_.remove_range(Family::Indexes, prefix, after_prefix(prefix));
  }
  for (const auto& [id, entries] : writes_.indexes()) {
    const IndexDefinition* index = writes_.schema().find(id);
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
  const bool on_disk = base_version_.schema->find(index.id) != nullptr;
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

void CommitEncoder::encode_counts() {
  for (const CountKey& count : writes_.touched_counts()) {
    const std::string value = encode_count(count, writes_.statistics());
    if (value.empty()) {
      record_.remove(Family::Statistics, statistics_key(count));
    } else {
      record_.put(Family::Statistics, statistics_key(count), value);
    }
  }
}

}  // namespace cairn::storage
