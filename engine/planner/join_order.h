// Join order: the steps by which the pattern of one MATCH is found.
//
// Greedy: take again and again the step that looks at the fewest rows and leaves the fewest. Where only a scan
// goes on, at the beginning and wherever the pattern falls apart, each possible start is tried out to the end
// before one is chosen; so the order in which the pattern is written does not matter. Ties go to what was
// written first.
#pragma once

#include "base/expected.h"
#include "engine/planner/index_choice.h"

#include <optional>
#include <string>
#include <vector>

namespace cairn::engine {

// One step binds a node, or a relationship and the ends that are not bound yet. A seek of a relationship finds it by an
// index and then its ends.
struct PatternStep {
  PlanKind kind = PlanKind::AllNodesScan;
  std::size_t node = 0;                     // scans and seeks
  std::optional<std::size_t> relationship;  // all others
  bool from_right = false;                  // starts at the relationship's right end
  std::string label;                        // LabelScan, seeks of nodes by an index
  const Expression* id = nullptr;           // NodeByIdSeek
  std::optional<IndexChoice> index;         // seeks by an index
  std::vector<std::size_t> used;            // predicates that the step has taken into account
  std::vector<std::size_t> covered;         // those of them that hold by the step itself
  double rows = 0;                          // after the step, before the predicates that follow it
  double rows_filtered = 0;                 // after them
};

struct JoinOrder {
  double rows_first = 0;  // after the predicates that need no step
  std::vector<PatternStep> steps;
};

// The steps that bind everything in `graph`, for `rows` input rows that hold `bound`.
JoinOrder choose_join_order(const PlanningContext& context, const QueryGraph& graph, const VariableSet& bound,
                            double rows);

}  // namespace cairn::engine
