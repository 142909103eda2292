// What the steps of planning one statement share: the statement, the graph's counts, the switches, and the
// place where expressions and variables that the planner makes are kept.
#pragma once

#include "engine/planner/cardinality.h"
#include "engine/planner/plan.h"
#include "engine/planner/rewrites.h"
#include "engine/planner/variable_set.h"
#include "storage/reader.h"

#include <string>
#include <utility>
#include <vector>

namespace cairn::engine {

// One statement, one thread. All it refers to outlives it.
class PlanningContext {
 public:
  // `indexes` may be null.
  PlanningContext(PlannedStatement& planned, const storage::Reader& reader, const RewriteSet& rewrites,
                  IndexStatistics* indexes)
      : planned_(planned), rewrites_(rewrites), cardinality_(reader, indexes) {}

  PlannedStatement& planned() { return planned_; }
  const BoundStatement& statement() const { return planned_.statement; }
  const Variable& variable(VariableId id) const { return planned_.statement.variables[id]; }
  const Cardinality& cardinality() const { return cardinality_; }
  bool has(Rewrite rewrite) const { return rewrites_.has(rewrite); }

  // Variables whose properties the statement reads; see property_reads.h.
  bool reads_properties_of(VariableId variable) const { return with_read_properties_.contains(variable); }
  void set_read_properties(VariableSet variables) { with_read_properties_ = std::move(variables); }

  // Whether a rewrite may rely on exact counts: not in a statement that could change them while it runs.
  bool counts_hold() const { return !planned_.statement.writes; }
  // To be called by a rewrite that did.
  void note_dependence_on_counts() { planned_.depends_on_counts = true; }

  const Expression* keep(ExpressionPointer expression) {
    planned_.expressions.push_back(std::move(expression));
    return planned_.expressions.back().get();
  }

  VariableId add_variable(VariableKind kind, StaticType type) {
    planned_.statement.variables.push_back(Variable{.name = {}, .kind = kind, .type = type, .nullable = false});
    return static_cast<VariableId>(planned_.statement.variables.size() - 1);
  }

  // An operator with an input; a leaf when there is none.
  PlanPointer make_plan(PlanKind kind, PlanPointer input, double estimated_rows) {
    auto plan = std::make_unique<Plan>();
    plan->kind = kind;
    plan->estimated_rows = estimated_rows;
    if (input) plan->children.push_back(std::move(input));
    ++operator_count_;
    return plan;
  }

  // How many operators were made so far: planning stops when there are too many to run.
  std::size_t operator_count() const { return operator_count_; }

 private:
  PlannedStatement& planned_;
  RewriteSet rewrites_;
  Cardinality cardinality_;
  VariableSet with_read_properties_;
  std::size_t operator_count_ = 0;
};

}  // namespace cairn::engine
