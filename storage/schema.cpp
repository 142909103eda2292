#include "storage/schema.h"

#include <algorithm>

namespace cairn::storage {

const IndexDefinition* Schema::find(std::string_view name) const {
  const auto found = std::ranges::find(indexes, name, &IndexDefinition::name);
  return found == indexes.end() ? nullptr : &*found;
}

const IndexDefinition* Schema::find(IndexId id) const {
  const auto found = std::ranges::find(indexes, id, &IndexDefinition::id);
  return found == indexes.end() ? nullptr : &*found;
}

const IndexDefinition* Schema::find(EntityKind entity, std::uint32_t token, KeyToken key) const {
  const IndexDefinition* best = nullptr;
  for (const IndexDefinition& index : indexes) {
    if (index.entity != entity || index.token != token || index.key != key) continue;
    if (index.unique) return &index;
    if (best == nullptr) best = &index;
  }
  return best;
}

}  // namespace cairn::storage
