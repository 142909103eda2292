#include "storage/schema.h"

#include <algorithm>
#include <tuple>

namespace cairn::storage {

namespace {

template <class Definition>
const Definition* by_name(const Schema::List<Definition>& list, std::string_view name) {
  const auto found = std::ranges::find_if(list, [&](const auto& each) { return each->name == name; });
  return found == list.end() ? nullptr : found->get();
}

template <class Definition>
auto place_of_id(Schema::List<Definition>& list, IndexId id) {
  return std::ranges::lower_bound(list, id, {}, [](const auto& each) { return each->id; });
}

template <class Definition>
const Definition* by_id(const Schema::List<Definition>& list, IndexId id) {
  const auto found = std::ranges::lower_bound(list, id, {}, [](const auto& each) { return each->id; });
  return found == list.end() || (*found)->id != id ? nullptr : found->get();
}

template <class Definition>
auto place_of(const Definition* definition) {
  return std::tuple(definition->entity, definition->token, definition->id);
}

template <class Definition>
std::span<const Definition* const> of_token(const std::vector<const Definition*>& places, EntityKind entity,
                                            std::uint32_t token) {
  const auto key = [](const Definition* each) { return std::pair(each->entity, each->token); };
  const auto range = std::ranges::equal_range(places, std::pair(entity, token), {}, key);
  return {range.begin(), range.end()};
}

template <class Definition>
void insert(Schema::List<Definition>& list, std::vector<const Definition*>& places, Definition definition) {
  const auto added = std::make_shared<const Definition>(std::move(definition));
  list.insert(place_of_id(list, added->id), added);
  const auto place = std::ranges::lower_bound(places, place_of(added.get()), {}, place_of<Definition>);
  places.insert(place, added.get());
}

template <class Definition>
void erase(Schema::List<Definition>& list, std::vector<const Definition*>& places, IndexId id) {
  std::erase_if(places, [&](const Definition* each) { return each->id == id; });
  std::erase_if(list, [&](const auto& each) { return each->id == id; });
}

}  // namespace

const IndexDefinition* Schema::find_index(std::string_view name) const { return by_name(indexes_, name); }
const IndexDefinition* Schema::find_index(IndexId id) const { return by_id(indexes_, id); }

const IndexDefinition* Schema::find_index(EntityKind entity, std::uint32_t token,
                                          std::span<const KeyToken> keys) const {
  const IndexDefinition* best = nullptr;
  for (const IndexDefinition* index : indexes_of(entity, token)) {
    if (!std::ranges::equal(index->keys, keys)) continue;
    if (index->unique) return index;
    if (best == nullptr) best = index;
  }
  return best;
}

const ConstraintDefinition* Schema::find_constraint(std::string_view name) const { return by_name(constraints_, name); }
const ConstraintDefinition* Schema::find_constraint(IndexId id) const { return by_id(constraints_, id); }

const ConstraintDefinition* Schema::find_constraint(ConstraintKind kind, EntityKind entity, std::uint32_t token,
                                                    std::span<const KeyToken> keys) const {
  for (const ConstraintDefinition* constraint : constraints_of(entity, token)) {
    if (constraint->kind == kind && std::ranges::is_permutation(constraint->keys, keys)) return constraint;
  }
  return nullptr;
}

const ConstraintDefinition* Schema::owner_of(IndexId index) const {
  const IndexDefinition* definition = find_index(index);
  if (definition == nullptr) return nullptr;
  for (const ConstraintDefinition* constraint : constraints_of(definition->entity, definition->token)) {
    if (constraint->index == index) return constraint;
  }
  return nullptr;
}

std::span<const IndexDefinition* const> Schema::indexes_of(EntityKind entity, std::uint32_t token) const {
  return of_token(index_places_, entity, token);
}

std::span<const ConstraintDefinition* const> Schema::constraints_of(EntityKind entity, std::uint32_t token) const {
  return of_token(constraint_places_, entity, token);
}

void Schema::add(IndexDefinition index) { insert(indexes_, index_places_, std::move(index)); }
void Schema::add(ConstraintDefinition constraint) { insert(constraints_, constraint_places_, std::move(constraint)); }
void Schema::remove_index(IndexId id) { erase(indexes_, index_places_, id); }
void Schema::remove_constraint(IndexId id) { erase(constraints_, constraint_places_, id); }

}  // namespace cairn::storage
