// PageRank (Brin and Page 1998): how often a walker comes by who follows a random entry, or with probability
// 1 - damping jumps to any vertex.
#pragma once

#include "engine/algorithms/projection.h"

#include <vector>

namespace cairn::engine::algorithms {

struct PagerankOptions {
  double damping = 0.85;  // at least 0, below 1
  std::uint64_t max_iterations = 100;
  double tolerance = 1e-8;  // ends when the scores change by less than this in all
};

// The score of each vertex; they sum to 1. A vertex without entries passes its score to all vertices alike.
// Parallel entries count as often as they stand; weights are not looked at. Errors: Cancelled,
// ResourceExhausted.
Expected<std::vector<double>> pagerank(const Projection& projection, const PagerankOptions& options,
                                       ProcedureContext& context);

}  // namespace cairn::engine::algorithms
