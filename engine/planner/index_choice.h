// The indexes that could find a node or relationship of a query graph, and what each would be asked for.
#pragma once

#include "engine/planner/query_graph.h"

#include <vector>

namespace cairn::engine {

// One way to find an element.
struct IndexChoice {
  IndexAccess access;
  double matches = 0;                // entities found for each input row
  double lookups = 1;                // places in the index to go to for each input row
  std::vector<std::size_t> used;     // predicates of the graph that the seek has taken into account
  std::vector<std::size_t> covered;  // those of them that need not be asked any more
};

// The choices for `element` when `bound` is known. Empty where no index helps.
std::vector<IndexChoice> find_index_choices(const PlanningContext& context, const QueryGraph& graph,
                                            const VariableSet& bound, PatternElement element);

}  // namespace cairn::engine
