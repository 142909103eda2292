// The indexes of a database, as a Version knows them.
#pragma once

#include "storage/ids.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

// An index on one property of the nodes with one label, or of the relationships with one type.
// An entity is in it iff it has the label or type and the property.
struct IndexDefinition {
  IndexId id = 0;
  std::string name;  // unique among indexes
  EntityKind entity = EntityKind::Node;
  std::uint32_t token = no_token;  // a label of nodes, a type of relationships
  KeyToken key = no_token;
  bool unique = false;  // no two entities with the same value (1 and 1.0 are the same)

  friend bool operator==(const IndexDefinition&, const IndexDefinition&) = default;
};

// Immutable; `version` changes whenever an index is made or dropped, so that plans can be told stale.
struct Schema {
  std::uint64_t version = 0;
  IndexId next_index = 1;
  std::vector<IndexDefinition> indexes;  // by id

  const IndexDefinition* find(std::string_view name) const;
  const IndexDefinition* find(IndexId id) const;
  // The index on exactly this, a unique one first; null if there is none.
  const IndexDefinition* find(EntityKind entity, std::uint32_t token, KeyToken key) const;
};

using SchemaPtr = std::shared_ptr<const Schema>;

}  // namespace cairn::storage
