// The tree that PROFILE shows: the explained plan with what the run has counted.
#pragma once

#include "engine/executor/plan_compiler.h"
#include "engine/planner/planner.h"

namespace cairn::engine {

// Rows are those an operator handed on; its time, and what it read, are its own,
// without the operators it handed them to.
PlanNode profiled_plan(const PlannedStatement& planned, const CompiledPlan& compiled);

}  // namespace cairn::engine
