// The entities in a column: what is read for all nodes, and for all relationships, of a batch at once.
#pragma once

#include "engine/executor/column.h"
#include "storage/ids.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cairn::engine {

// The nodes, or the relationships, of a column of Values, and where they stand.
struct EntityRows {
  std::vector<std::uint64_t> ids;
  std::vector<std::uint16_t> positions;

  void clear() {
    ids.clear();
    positions.clear();
  }
  void add(std::uint64_t id, std::size_t position) {
    ids.push_back(id);
    positions.push_back(static_cast<std::uint16_t>(position));
  }
};

// A typed column of nodes or relationships as the arrays storage reads.
struct EntityArrays {
  storage::EntityKind kind;
  std::span<const std::uint64_t> ids;
  std::span<const std::uint8_t> valid;  // empty: all valid
};

inline bool is_entity_column(const Column& column) {
  return column.type == ColumnType::Nodes || column.type == ColumnType::Relationships;
}

// `column` is an entity column with data; of a constant one, only its one entry.
inline EntityArrays entity_arrays(const Column& column, std::size_t size) {
  const std::size_t count = column.constant ? 1 : size;
  return {.kind = column.type == ColumnType::Nodes ? storage::EntityKind::Node : storage::EntityKind::Relationship,
          .ids = {column.array<std::uint64_t>(), count},
          .valid = {column.validity, column.validity == nullptr ? 0 : count}};
}

}  // namespace cairn::engine
