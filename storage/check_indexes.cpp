#include "storage/checker.h"
#include "storage/index_key.h"
#include "storage/meta_codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace cairn::storage {

namespace {
constexpr std::size_t entries_at_once = 1024;
}  // namespace

bool Checker::belongs(EntityKind entity, std::uint32_t token, EntityId id) const {
  if (entity == EntityKind::Node) return node_exists(id) && std::ranges::binary_search(labels_of(id), token);
  return id < relationships_.size() && relationships_[id].type == token;
}

Expected<void> Checker::read_property(EntityKind entity, std::span<const EntityId> ids, KeyToken key,
                                      PropertyColumn& out) {
  auto read = reader_.property(entity, ids, key, out);
  if (read || read.error().detail != "Damaged") return read;
  PropertyColumn single;
  std::string scratch;
  out.reset(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!reader_.property(entity, ids.subspan(i, 1), key, single) || single.valid[0] == 0) continue;
    out.set(i, single.value_at(0, scratch), /*copy=*/true);
  }
  return {};
}

Expected<std::vector<std::optional<std::string>>> Checker::expected_keys(const IndexDefinition& index,
                                                                         std::span<const EntityId> ids) {
  std::vector<std::optional<std::string>> keys(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (belongs(index.entity, index.token, ids[i])) keys[i].emplace();
  }
  PropertyColumn column;
  std::string scratch;
  for (const KeyToken key : index.keys) {
    if (const auto read = read_property(index.entity, ids, key, column); !read) return read.error();
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (keys[i] && column.valid[i] == 0) keys[i].reset();
      if (keys[i]) append_index_key(*keys[i], column.value_at(i, scratch));
    }
  }
  return keys;
}

Expected<void> Checker::check_indexes() {
  std::vector<std::pair<std::string, EntityId>> batch;
  const IndexDefinition* current = nullptr;
  const auto cursor = reader_.view().cursor(Family::Indexes);
  for (; cursor->valid(); cursor->next()) {
    const std::string_view key = cursor->key();
    const auto id = parse_index_id(key);
    const IndexDefinition* index = id ? version_->schema->find_index(*id) : nullptr;
    if (index == nullptr) {
      report(Family::Indexes, key, id ? "belongs to an index that does not exist" : "is no key of an index");
      continue;
    }
    if (current != index || batch.size() >= entries_at_once) {
      if (current != nullptr) {
        if (const auto checked = check_index_batch(*current, batch); !checked) return checked.error();
      }
      current = index;
    }
    const auto entry = parse_index_entry_key(key, index->keys.size());
    const auto entities = index->unique ? parse_unique(cursor->value()) : std::nullopt;
    if (!entry || (index->unique ? !entities || entry->entity : !entry->entity)) {
      report(Family::Indexes, key, "cannot be decoded");
    } else if (index->unique) {
      if (entities->size() > 1 && !entry->cut)
        report(Family::Indexes, key, "holds several entities though it is unique");
      for (const EntityId entity : *entities) batch.emplace_back(entry->value_key, entity);
    } else {
      batch.emplace_back(entry->value_key, *entry->entity);
    }
  }
  if (const auto status = cursor->status(); !status) return status.error();
  if (current != nullptr) {
    if (const auto checked = check_index_batch(*current, batch); !checked) return checked.error();
  }
  if (const auto counted = count_indexed(); !counted) return counted.error();
  for (const auto& index : version_->schema->indexes()) {
    if (indexed_expected_[index->id] == indexed_found_[index->id]) continue;
    if (const auto found = find_missing_entries(*index); !found) return found.error();
  }
  return {};
}

Expected<void> Checker::check_index_batch(const IndexDefinition& index,
                                          std::vector<std::pair<std::string, EntityId>>& entries) {
  report_.keys += entries.size();
  std::vector<EntityId> ids;
  ids.reserve(entries.size());
  for (const auto& [key, id] : entries) ids.push_back(id);
  const auto expected = expected_keys(index, ids);
  if (!expected) return expected.error();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& [value_key, id] = entries[i];
    if ((*expected)[i] == value_key) {
      ++indexed_found_[index.id];
    } else {
      report(Family::Indexes, index_entry_key(index.id, value_key, id),
             fmt::format("entity {} does not have this value", id));
    }
  }
  entries.clear();
  return {};
}

// How many entities each index must hold.
Expected<void> Checker::count_indexed() {
  std::vector<EntityId> ids;
  for (const auto& index : version_->schema->indexes()) {
    const EntityId bound = index->entity == EntityKind::Node ? nodes_.size() : relationships_.size();
    for (EntityId id = 0; id < bound;) {
      ids.clear();
      for (; id < bound && ids.size() < entries_at_once; ++id) {
        if (belongs(index->entity, index->token, id)) ids.push_back(id);
      }
      const auto keys = expected_keys(*index, ids);
      if (!keys) return keys.error();
      for (const auto& key : *keys) indexed_expected_[index->id] += key ? 1 : 0;
    }
  }
  return {};
}

Expected<void> Checker::find_missing_entries(const IndexDefinition& index) {
  const EntityId bound = index.entity == EntityKind::Node ? nodes_.size() : relationships_.size();
  for (EntityId id = 0; id < bound; ++id) {
    if (!belongs(index.entity, index.token, id)) continue;
    const auto keys = expected_keys(index, std::span(&id, 1));
    if (!keys) return keys.error();
    if (!keys->front()) continue;
    const std::string& value_key = *keys->front();
    std::vector<EntityId> entities;
    if (const auto read = reader_.index_entities(index, value_key, entities); !read) return read.error();
    if (std::ranges::find(entities, id) != entities.end()) continue;
    report(Family::Indexes, index_entry_key(index.id, value_key, id), fmt::format("is missing for entity {}", id));
  }
  return {};
}

}  // namespace cairn::storage
