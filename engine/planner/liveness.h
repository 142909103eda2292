// Liveness: which variables the rows of each operator must still hold, because something above reads them.
//
// The last pass over a plan. It fills `live` everywhere, trims what Optional and Eager keep, leaves out named
// paths that nobody reads and, with Rewrite::DropUnreadRelationships, relationship variables.
#pragma once

#include "engine/planner/planning_context.h"

namespace cairn::engine {

// For a complete plan that ends in Result: of the statement or of one of its subqueries.
void fill_liveness(const PlanningContext& context, Plan& root);

}  // namespace cairn::engine
