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

bool Checker::belongs(const IndexDefinition& index, EntityId id) const {
  if (index.entity == EntityKind::Node)
    return node_exists(id) && std::ranges::binary_search(labels_of(id), index.token);
  return id < relationships_.size() && relationships_[id].type == index.token;
}

Expected<void> Checker::read_property(const IndexDefinition& index, std::span<const EntityId> ids,
                                      PropertyColumn& out) {
  auto read = reader_.property(index.entity, ids, index.key, out);
  if (read || read.error().detail != "Damaged") return read;
  PropertyColumn single;
  std::string scratch;
  out.reset(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!reader_.property(index.entity, ids.subspan(i, 1), index.key, single) || single.valid[0] == 0) continue;
    out.set(i, single.value_at(0, scratch), /*copy=*/true);
  }
  return {};
}

Expected<void> Checker::check_indexes() {
  std::vector<std::pair<std::string, EntityId>> batch;
  const IndexDefinition* current = nullptr;
  const auto cursor = reader_.view().cursor(Family::Indexes);
  for (; cursor->valid(); cursor->next()) {
    const std::string_view key = cursor->key();
    const auto entry = parse_index_entry_key(key);
    const IndexDefinition* index = entry ? version_->schema->find(entry->index) : nullptr;
    if (index == nullptr) {
      report(Family::Indexes, key, entry ? "belongs to an index that does not exist" : "is no key of an index");
      continue;
    }
    if (current != index || batch.size() >= entries_at_once) {
      if (current != nullptr) {
        if (const auto checked = check_index_batch(*current, batch); !checked) return checked.error();
      }
      current = index;
    }
    const auto entities = index->unique ? parse_unique(cursor->value()) : std::nullopt;
    if (index->unique ? !entities : !entry->entity) {
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
  for (const IndexDefinition& index : version_->schema->indexes) {
    if (indexed_expected_[index.id] == indexed_found_[index.id]) continue;
    if (const auto found = find_missing_entries(index); !found) return found.error();
  }
  return {};
}

Expected<void> Checker::check_index_batch(const IndexDefinition& index,
                                          std::vector<std::pair<std::string, EntityId>>& entries) {
  report_.keys += entries.size();
  std::vector<EntityId> ids;
  ids.reserve(entries.size());
  for (const auto& [key, id] : entries) ids.push_back(id);
  PropertyColumn column;
  if (const auto read = read_property(index, ids, column); !read) return read.error();
  std::string scratch;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& [value_key, id] = entries[i];
    std::string expected;
    if (column.valid[i] != 0) append_index_key(expected, column.value_at(i, scratch));
    if (belongs(index, id) && expected == value_key) {
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
  PropertyColumn column;
  std::vector<EntityId> ids;
  for (const IndexDefinition& index : version_->schema->indexes) {
    const EntityId bound = index.entity == EntityKind::Node ? nodes_.size() : relationships_.size();
    for (EntityId id = 0; id < bound;) {
      ids.clear();
      for (; id < bound && ids.size() < entries_at_once; ++id) {
        if (belongs(index, id)) ids.push_back(id);
      }
      if (const auto read = read_property(index, ids, column); !read) return read.error();
      indexed_expected_[index.id] += static_cast<std::uint64_t>(std::ranges::count(column.valid, 1));
    }
  }
  return {};
}

Expected<void> Checker::find_missing_entries(const IndexDefinition& index) {
  PropertyColumn column;
  std::string scratch;
  const EntityId bound = index.entity == EntityKind::Node ? nodes_.size() : relationships_.size();
  for (EntityId id = 0; id < bound; ++id) {
    if (!belongs(index, id)) continue;
    if (const auto read = read_property(index, std::span(&id, 1), column); !read) return read.error();
    if (column.valid[0] == 0) continue;
    std::string value_key;
    append_index_key(value_key, column.value_at(0, scratch));
    std::vector<EntityId> entities;
    if (const auto read = reader_.index_entities(index, value_key, entities); !read) return read.error();
    if (std::ranges::find(entities, id) != entities.end()) continue;
    report(Family::Indexes, index_entry_key(index.id, value_key, id), fmt::format("is missing for entity {}", id));
  }
  return {};
}

}  // namespace cairn::storage
