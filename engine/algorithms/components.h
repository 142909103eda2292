// Which vertices hang together.
#pragma once

#include "engine/algorithms/projection.h"

#include <vector>

namespace cairn::engine::algorithms {

// The component of each vertex. Components are numbered from 0 by their first vertex, so that 0 is that of
// vertex 0. Errors: Cancelled, ResourceExhausted.

// Weakly connected: by relationships in either direction, whichever the projection's is. Union-find
// (boost::disjoint_sets) over the entries.
Expected<std::vector<Vertex>> connected_components(const Projection& projection, ProcedureContext& context);

// Strongly connected: each vertex of a component reaches each other one. Tarjan's algorithm
// (boost::strong_components). In an undirected projection these are the connected components.
Expected<std::vector<Vertex>> strongly_connected_components(const Projection& projection, ProcedureContext& context);

}  // namespace cairn::engine::algorithms
