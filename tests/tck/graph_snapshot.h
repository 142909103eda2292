// The whole graph at one moment, and what changed between two: the TCK's side effects.
//
// The TCK counts what a later query can observe: ids of nodes and relationships, distinct label names in the graph,
// and triples of entity, key and value.
#pragma once

#include "base/expected.h"
#include "engine/session.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace cairn::tck {

struct GraphSnapshot {
  std::vector<Value> nodes;          // materialised
  std::vector<Value> relationships;  // materialised
};

// Reads the graph by two queries.
Expected<GraphSnapshot> take_snapshot(Session& session);

// "+nodes" → 2 and so on; what is zero is left out.
using SideEffects = std::map<std::string, std::uint64_t>;

SideEffects side_effects(const GraphSnapshot& before, const GraphSnapshot& after);

// "+nodes 2, -labels 1", or "none".
std::string to_string(const SideEffects& effects);

}  // namespace cairn::tck
