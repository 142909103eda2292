#include "storage/checker.h"
#include "storage/index_key.h"
#include "storage/meta_codec.h"
#include "storage/unique_values.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn::storage {

namespace {
constexpr std::size_t entries_at_once = 1024;
}  // namespace

bool Checker::belongs(EntityKind entity, std::uint32_t token, EntityId id) const {
  if (entity == EntityKind::Node) return node_exists(id) && std::ranges::binary_search(labels_of(id), token);
  return id < relationships_.bound() && relationships_[id].type == token;
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
      if (keys[i]) append_index_key(*keys[i], column.value_at(i, scratch), index.cut_keys);
    }
  }
  return keys;
}

Expected<void> Checker::each_of(EntityKind entity, std::uint32_t token,
                                const std::function<Expected<void>(std::span<const EntityId>)>& visit) {
  const bool of_nodes = entity == EntityKind::Node;
  const EntityId bound = of_nodes ? nodes_.bound() : relationships_.bound();
  const auto next = [&](EntityId id) { return of_nodes ? nodes_.next(id) : relationships_.next(id); };
  std::vector<EntityId> ids;
  for (EntityId id = next(0); id < bound;) {
    ids.clear();
    for (; id < bound && ids.size() < entries_at_once; id = next(id + 1)) {
      if (belongs(entity, token, id)) ids.push_back(id);
    }
    if (const auto visited = visit(ids); !visited) return visited;
  }
  return {};
}

Expected<void> Checker::check_indexes() {
  std::vector<std::pair<std::string, EntityId>> batch;
  const IndexDefinition* current = nullptr;
  auto cursor = reader_.view().cursor(Family::Indexes);
  while (cursor->valid()) {
    const std::string key(cursor->key());
    const auto id = parse_index_id(key);
    const IndexDefinition* index = id ? version_->schema->find_index(*id) : nullptr;
    if (index == nullptr && id) {
      // An index that is being built has entries before it is defined.
      if (!building_.contains(*id)) report(Family::Indexes, key, "belongs to an index that does not exist");
      cursor = reader_.view().cursor(Family::Indexes, after_prefix(index_prefix(*id)));
      continue;
    }
    if (index == nullptr) {
      report(Family::Indexes, key, "is no key of an index");
      cursor->next();
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
      if (entities->size() > 1 && entry->cut) {
        if (const auto checked = check_distinct(*index, key, *entities); !checked) return checked.error();
      }
      for (const EntityId entity : *entities) batch.emplace_back(entry->value_key, entity);
    } else {
      batch.emplace_back(entry->value_key, *entry->entity);
    }
    cursor->next();
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

Expected<void> Checker::check_distinct(const IndexDefinition& index, std::string_view key,
                                       std::span<const EntityId> entities) {
  const auto read = [&](std::span<const EntityId> ids, KeyToken property, PropertyColumn& out) {
    return read_property(index.entity, ids, property, out);
  };
  const auto duplicate = find_duplicate(index, entities, read);
  if (!duplicate) return duplicate.error();
  if (*duplicate) {
    report(Family::Indexes, key,
           fmt::format("holds the same value of entities {} and {} though it is unique", (*duplicate)->first,
                       (*duplicate)->second));
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
  for (const auto& index : version_->schema->indexes()) {
    const auto count = [&](std::span<const EntityId> ids) -> Expected<void> {
      const auto keys = expected_keys(*index, ids);
      if (!keys) return keys.error();
      for (const auto& key : *keys) indexed_expected_[index->id] += key ? 1 : 0;
      return {};
    };
    if (const auto counted = each_of(index->entity, index->token, count); !counted) return counted;
  }
  return {};
}

Expected<void> Checker::find_missing_entries(const IndexDefinition& index) {
  return each_of(index.entity, index.token, [&](std::span<const EntityId> ids) -> Expected<void> {
    const auto keys = expected_keys(index, ids);
    if (!keys) return keys.error();
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (!(*keys)[i]) continue;
      const std::string& value_key = *(*keys)[i];
      std::vector<EntityId> entities;
      // What cannot be decoded has been reported already.
      const auto read = reader_.index_entities(index, value_key, entities);
      if (!read && read.error().detail != "Damaged") return read.error();
      if (std::ranges::find(entities, ids[i]) != entities.end()) continue;
      report(Family::Indexes, index_entry_key(index.id, value_key, ids[i]),
             fmt::format("is missing for entity {}", ids[i]));
    }
    return {};
  });
}

}  // namespace cairn::storage
