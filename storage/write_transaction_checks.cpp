#include "storage/base_reader.h"
#include "storage/constraint_errors.h"
#include "storage/index_key.h"
#include "storage/unique_values.h"
#include "storage/write_set.h"
#include "storage/write_transaction.h"

#include <algorithm>

namespace cairn::storage {

namespace {

constexpr std::size_t keys_at_once = 256;

template <class Range, class Value>
bool contains(const Range& range, const Value& value) {
  return std::ranges::find(range, value) != range.end();
}

// Index by index: an index belongs to one label or type, and those ascend.
bool stands_before(const IndexDefinition& a, const IndexDefinition& b) {
  return std::pair(a.token, a.id) < std::pair(b.token, b.id);
}

}  // namespace

// --- what is to be checked

WriteTransaction::IndexPlaces WriteTransaction::places_of(EntityKind kind, std::span<const std::uint32_t> tokens,
                                                          const PropertyList& properties, KeyToken key) const {
  IndexPlaces places;
  const Schema& schema = writes_->schema();
  if (schema.indexes().empty()) return places;
  for (const std::uint32_t token : tokens) {
    for (const IndexDefinition* index : schema.indexes_of(kind, token)) {
      if (key != no_token && !contains(index->keys, key)) continue;
      IndexPlace place{.index = index, .key = {}, .cut = false};
      bool whole = true;
      for (const KeyToken each : index->keys) {
        const ValueView value = properties.find(each);
        whole = whole && !value.is_null();
        if (whole) place.cut = append_index_key(place.key, value, index->cut_keys) || place.cut;
      }
      if (whole) places.push_back(std::move(place));
    }
  }
  return places;
}

void WriteTransaction::move_places(EntityId id, IndexPlaces before, IndexPlaces after) {
  auto leave = [&](IndexPlace& place) {
    writes_->change_index(place.index->id, std::move(place.key), id, /*add=*/false);
  };
  auto enter = [&](IndexPlace& place) {
    if (place.index->unique) unique_checks_.emplace_back(place.index->id, place.key);
    writes_->change_index(place.index->id, std::move(place.key), id, /*add=*/true);
  };
  auto old_place = before.begin();
  auto new_place = after.begin();
  while (old_place != before.end() || new_place != after.end()) {
    const bool only_old =
        new_place == after.end() || (old_place != before.end() && stands_before(*old_place->index, *new_place->index));
    const bool only_new =
        !only_old && (old_place == before.end() || stands_before(*new_place->index, *old_place->index));
    if (only_old) {
      leave(*old_place++);
    } else if (only_new) {
      enter(*new_place++);
    } else {
      // Behind a cut key the value may have changed all the same.
      const bool moved = old_place->key != new_place->key;
      if (!moved && new_place->cut && new_place->index->unique)
        unique_checks_.emplace_back(new_place->index->id, new_place->key);
      if (moved) {
        leave(*old_place);
        enter(*new_place);
      }
      ++old_place;
      ++new_place;
    }
  }
}

void WriteTransaction::note_constraints(EntityKind kind, EntityId id, std::span<const std::uint32_t> tokens,
                                        KeyToken key) {
  const Schema& schema = writes_->schema();
  if (schema.constraints().empty()) return;
  for (const std::uint32_t token : tokens) {
    for (const ConstraintDefinition* constraint : schema.constraints_of(kind, token)) {
      if (constraint->kind == ConstraintKind::Unique) continue;  // its index sees to it
      if (key != no_token && !contains(constraint->keys, key)) continue;
      constraint_checks_.emplace_back(constraint->id, id);
      writes_->add_memory(sizeof(constraint_checks_.back()));
    }
  }
}

void WriteTransaction::forget_checks(ChecksPlace from) {
  unique_checks_.resize(from.unique);
  constraint_checks_.resize(from.constraint);
}

// --- checking

Expected<void> WriteTransaction::run_checks(ChecksPlace first) {
  if (const auto checked = check_constraints(first.constraint); !checked) return checked.error();
  return check_unique(first.unique);
}

Expected<void> WriteTransaction::check_constraints(std::size_t first) {
  const auto begin = constraint_checks_.begin() + static_cast<std::ptrdiff_t>(first);
  std::sort(begin, constraint_checks_.end());
  constraint_checks_.erase(std::unique(begin, constraint_checks_.end()), constraint_checks_.end());
  for (std::size_t i = first; i < constraint_checks_.size(); ++i) {
    const auto& [id, entity] = constraint_checks_[i];
    const ConstraintDefinition* constraint = writes_->schema().find_constraint(id);
    if (constraint == nullptr) continue;
    if (const auto checked = check_entity(*constraint, entity); !checked) return checked.error();
  }
  return {};
}

Expected<void> WriteTransaction::check_entity(const ConstraintDefinition& constraint, EntityId id) {
  const PropertyList* properties = nullptr;
  if (constraint.entity == EntityKind::Node) {
    const NodeChange* node = writes_->node(id);
    if (node == nullptr || node->deleted || !contains(node->record.labels, constraint.token)) return {};
    properties = &node->record.properties;
  } else {
    const RelationshipChange* relationship = writes_->relationship(id);
    if (relationship == nullptr || relationship->deleted) return {};
    properties = &relationship->record.properties;
  }
  std::vector<ValueView> values;
  values.reserve(constraint.keys.size());
  for (const KeyToken key : constraint.keys) values.push_back(properties->find(key));
  return check_values(constraint, id, values);
}

Expected<void> WriteTransaction::check_values(const ConstraintDefinition& constraint, EntityId id,
                                              std::span<const ValueView> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].is_null() && constraint.requires_presence())
      return property_missing_error(*reader_, constraint, id, constraint.keys[i]);
    if (!values[i].is_null() && constraint.kind == ConstraintKind::Type && !constraint.types.matches(values[i]))
      return wrong_type_error(*reader_, constraint, id, values[i]);
  }
  return {};
}

Expected<void> WriteTransaction::check_unique(std::size_t first) {
  const auto from = unique_checks_.begin() + static_cast<std::ptrdiff_t>(first);
  std::sort(from, unique_checks_.end());
  unique_checks_.erase(std::unique(from, unique_checks_.end()), unique_checks_.end());
  for (std::size_t begin = first; begin < unique_checks_.size();) {
    const IndexId id = unique_checks_[begin].first;
    std::size_t end = begin;
    while (end < unique_checks_.size() && end - begin < keys_at_once && unique_checks_[end].first == id) ++end;
    const IndexDefinition* index = writes_->schema().find_index(id);
    if (index != nullptr) {
      if (const auto checked = check_unique(*index, begin, end); !checked) return checked;
    }
    begin = end;
  }
  return {};
}

Expected<void> WriteTransaction::check_unique(const IndexDefinition& index, std::size_t begin, std::size_t end) {
  std::vector<std::string> keys;
  keys.reserve(end - begin);
  for (std::size_t i = begin; i < end; ++i) keys.push_back(unique_checks_[i].second);
  std::vector<std::vector<EntityId>> found(keys.size());
  if (base_->schema->find_index(index.id) != nullptr) {
    if (const auto read = base_reader_->index_entities_many(index, keys, found); !read) return read;
  }
  const IndexEntries* changed = writes_->index(index.id);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (changed != nullptr) {
      for (auto entry = changed->lower_bound({keys[i], 0}); entry != changed->end() && entry->first.first == keys[i];
           ++entry) {
        std::erase(found[i], entry->first.second);
        if (entry->second) found[i].push_back(entry->first.second);
      }
    }
    if (const auto checked = check_distinct(index, found[i]); !checked) return checked;
  }
  return {};
}

Expected<void> WriteTransaction::check_distinct(const IndexDefinition& index, std::span<const EntityId> entities,
                                                const BuildOptions& options) {
  if (entities.size() < 2) return {};
  const auto read = [&](std::span<const EntityId> ids, KeyToken key, PropertyColumn& out) {
    return reader_->property(index.entity, ids, key, out);
  };
  const auto duplicate = find_duplicate(index, entities, read, options.stop);
  if (!duplicate) return duplicate.error();
  if (!*duplicate) return {};
  const EntityId one = (*duplicate)->first;
  std::vector<PropertyColumn> columns(index.keys.size());
  std::vector<std::string> scratch(index.keys.size());
  std::vector<ValueView> values;
  for (std::size_t i = 0; i < index.keys.size(); ++i) {
    if (const auto column = read(std::span(&one, 1), index.keys[i], columns[i]); !column) return column.error();
    values.push_back(columns[i].value_at(0, scratch[i]));
  }
  return not_unique_error(*reader_, index, values, (*duplicate)->first, (*duplicate)->second);
}

}  // namespace cairn::storage
