// Whether entities that share a key of a unique index really have the same values.
//
// Long values are cut in keys (index_key.h), so several may share one: many in an index whose keys have no hash.
#pragma once

#include "base/expected.h"
#include "storage/property_column.h"
#include "storage/schema.h"

#include <functional>
#include <optional>
#include <span>
#include <utility>

namespace cairn::storage {

// One property of some entities.
using ReadProperty = std::function<Expected<void>(std::span<const EntityId>, KeyToken, PropertyColumn&)>;

// Two of the entities that have the same values, the one with the smaller id first; nothing if all differ.
// Reads values a few at a time and keeps a hash of each. `stop` is asked every few values: Cancelled if it says so.
Expected<std::optional<std::pair<EntityId, EntityId>>> find_duplicate(const IndexDefinition& index,
                                                                      std::span<const EntityId> entities,
                                                                      const ReadProperty& read,
                                                                      const std::function<bool()>& stop = {});

}  // namespace cairn::storage
