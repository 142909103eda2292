// Rewrite::CountStore: a bare count of nodes or relationships reads the exact counts of the graph.
//
//   Aggregate[count(*)] ← AllNodesScan or LabelScan ← Start                   becomes CountNodes
//   Aggregate[count(*)] ← Expand, directed ← AllNodesScan or LabelScan ← Start   becomes CountRelationships
//   Aggregate[count(*)] ← RelationshipScan, directed ← Start                  becomes CountRelationships
//
// Aggregates may be count(*) or count of a variable of the pattern. The counts are read when the plan runs.
#pragma once

#include "engine/planner/planning_context.h"

namespace cairn::engine {

// Applies the rewrite wherever it fits below `plan`.
void use_count_store(PlanningContext& context, PlanPointer& plan);

}  // namespace cairn::engine
