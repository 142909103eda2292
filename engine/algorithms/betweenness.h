// Betweenness centrality: on how many shortest paths between others a vertex lies.
#pragma once

#include "engine/algorithms/projection.h"

#include <vector>

namespace cairn::engine::algorithms {

// For each vertex the sum, over all ordered pairs of other vertices, of the share of their shortest paths that
// leads through it; in an undirected projection over unordered pairs, that is half of it. Paths along parallel
// entries are different paths. With weights (positive ones) the shortest path is the cheapest; costs are sums
// of doubles and paths of equal cost are those whose sums come out equal.
// Brandes' algorithm (2001), boost::brandes_betweenness_centrality: time grows with vertices times entries.
// Errors: Cancelled; ResourceExhausted; ArithmeticError if there are more shortest paths than can be counted
// (more than 10^4000).
Expected<std::vector<double>> betweenness(const Projection& projection, ProcedureContext& context);

}  // namespace cairn::engine::algorithms
