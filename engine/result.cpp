#include "engine/result.h"

namespace cairn {

bool UpdateCounts::any() const { return *this != UpdateCounts{}; }

UpdateCounts& UpdateCounts::operator+=(const UpdateCounts& other) {
  nodes_created += other.nodes_created;
  nodes_deleted += other.nodes_deleted;
  relationships_created += other.relationships_created;
  relationships_deleted += other.relationships_deleted;
  labels_added += other.labels_added;
  labels_removed += other.labels_removed;
  properties_set += other.properties_set;
  indexes_added += other.indexes_added;
  indexes_removed += other.indexes_removed;
  constraints_added += other.constraints_added;
  constraints_removed += other.constraints_removed;
  return *this;
}

}  // namespace cairn
