// Plans as people read them: the tree of EXPLAIN, and that tree as text.
#pragma once

#include "engine/planner/plan.h"
#include "engine/result.h"

#include <string>

namespace cairn::engine {

// What one operator works on, e.g. "(a)-[:KNOWS]->(b)" for an Expand. Variables without a name are #number.
std::string plan_details(const Plan& plan, const BoundStatement& statement);

// The tree as indented lines, the root first, an operator's leading input below it at the same depth and
// its other inputs a step deeper: so a chain reads downwards. With rows: the estimates beside the names.
std::string plan_text(const PlanNode& root, bool with_rows = false);

}  // namespace cairn::engine
