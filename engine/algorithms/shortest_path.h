// The cheapest path from one vertex to another.
#pragma once

#include "engine/algorithms/projection.h"

#include <optional>
#include <vector>

namespace cairn::engine::algorithms {

struct ShortestPath {
  std::vector<Vertex> vertices;        // from source to target, at least one
  std::vector<std::uint64_t> entries;  // the projection's entries between them, one fewer
  double cost = 0;                     // the sum of their weights; without weights their number
};

// Nothing if no path leads there; of equally cheap paths always the same. Dijkstra's algorithm
// (boost::dijkstra_shortest_paths), which ends at the target. Weights must not be negative. Errors: Cancelled,
// ResourceExhausted.
Expected<std::optional<ShortestPath>> shortest_path(const Projection& projection, Vertex source, Vertex target,
                                                    ProcedureContext& context);

}  // namespace cairn::engine::algorithms
