// A Version: one state of the whole graph, as a committed transaction left it.
//
// Only the writer makes Versions; everybody else copies the pointer. A Version never changes, and what
// it shows stays readable until its last reference is gone.
#pragma once

#include "storage/ids.h"
#include "storage/schema.h"
#include "storage/statistics.h"
#include "storage/tokens.h"

#include <cstdint>
#include <memory>

namespace cairn::storage {

class StoreView;

// Immutable, hence safe for any number of threads. Must not outlive the GraphStore that made it.
struct Version {
  CommitNumber number = 0;      // of the commit that made it
  std::int64_t instant_us = 0;  // of that commit, microseconds since 1970; strictly increasing
  NodeId node_id_bound = 0;     // every node's id is below
  RelationshipId relationship_id_bound = 0;
  TokenTable tokens;
  SchemaPtr schema;
  Statistics statistics;
  std::shared_ptr<const StoreView> view;  // the bytes of this state; only storage looks inside
};

using VersionPtr = std::shared_ptr<const Version>;

// What a reader is asked to show of the graph. Today always the present.
enum class View : std::uint16_t { Present = 0 };

}  // namespace cairn::storage
