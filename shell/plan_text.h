// The plan of a statement as a tree for people.
//
//   Project  n.name                        est 12    rows 10   0.02 ms
//   └─ Filter  n.age > 30                  est 12    rows 10   0.11 ms
//      └─ NodeByLabelScan  (n:Person)      est 120   rows 118  0.05 ms
#pragma once

#include "engine/result.h"

#include <string>
#include <vector>

namespace cairn::shell {

// One line an operator; rows and times only if the plan was `profiled`. Ends with a line break.
std::string plan_text(const PlanNode& plan, bool profiled);

// The plan as an answer of its own: a row for each operator in the order of `plan_text`, its depth in the tree, its
// name, details and figures.
struct PlanTable {
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
};
PlanTable plan_table(const PlanNode& plan, bool profiled);

// The plan as one JSON object: {"name":…,"details":…,"estimated_rows":…,"rows":…,"time_ms":…,"children":[…]}.
std::string plan_json(const PlanNode& plan, bool profiled);

}  // namespace cairn::shell
