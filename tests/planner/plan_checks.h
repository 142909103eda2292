// What must hold for every plan, whatever the query and whichever rewrites are on.
#pragma once

#include "engine/planner/plan.h"

#include <string>
#include <vector>

namespace cairn::engine::testing {

// A line for each rule that the plan breaks:
//  - what an operator reads, and what must be alive above it, is alive below it or added by it;
//  - each conjunct of each MATCH is asked exactly once, or holds by the scan or seek that replaces it, or by counts;
//  - each relationship of each pattern is found by exactly one operator;
//  - each subquery has a plan; leaves are Start outside and Argument inside.
std::vector<std::string> plan_defects(const PlannedStatement& planned);

}  // namespace cairn::engine::testing
