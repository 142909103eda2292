// What one operator of a plan evaluates, reads and adds: the questions every pass over plans asks.
#pragma once

#include "engine/planner/plan.h"
#include "engine/planner/variable_set.h"

#include <functional>
#include <string_view>
#include <vector>

namespace cairn::engine {

// "Expand", "LabelScan", …: the name shown by EXPLAIN.
std::string_view plan_kind_name(PlanKind kind);

// True for operators that change the graph.
bool is_update(PlanKind kind);

// True if the operator has seen all rows of its input before its first row goes on.
bool is_barrier(PlanKind kind);

// Calls `visit` for each expression that this operator evaluates, those of its clause included. Neither parts
// of an expression nor other operators are visited.
void visit_plan_expressions(const Plan& plan, const std::function<void(const Expression&)>& visit);

// The variables the operator adds to its rows. For Optional and Merge that is what their inner plan may add.
std::vector<VariableId> added_variables(const Plan& plan);

// The variables of its input rows that the operator itself reads, inner plans aside.
VariableSet read_variables(const Plan& plan);

}  // namespace cairn::engine
