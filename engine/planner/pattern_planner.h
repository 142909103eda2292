// From a query graph to operators: the steps of the join order, with each predicate, each comparison of
// relationships and each named path put where what it reads is bound.
#pragma once

#include "engine/planner/query_graph.h"

namespace cairn::engine {

// Puts the operators that find `graph` on top of `input`, whose rows hold `bound` (extended by what is found)
// and are `rows` in number (updated).
PlanPointer plan_pattern(PlanningContext& context, const QueryGraph& graph, PlanPointer input, VariableSet& bound,
                         double& rows);

}  // namespace cairn::engine
