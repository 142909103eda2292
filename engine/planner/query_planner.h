// Plans queries clause by clause: each clause puts its operators on top of those of the clauses before.
//
// What comes out is complete and right, but for the Eagers that updates need (eagerness.h) and the live
// variables (liveness.h).
#pragma once

#include "base/expected.h"
#include "engine/planner/planning_context.h"

namespace cairn::engine {

// The plan of a whole query: Start below, Result on top. Error: ResourceExhausted when the statement
// has more operators than can be run.
Expected<PlanPointer> plan_query(PlanningContext& context, const BoundQuery& query);

// Plans every subquery in the expressions of `plan`, and those inside these, into the statement's list. Same error.
Expected<void> plan_subqueries(PlanningContext& context, const Plan& plan);

}  // namespace cairn::engine
