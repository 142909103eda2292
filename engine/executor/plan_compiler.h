// From a plan to operators that run: gives every variable its place in the batches and links the chain.
//
// A CompiledPlan belongs to one running statement. It owns the operators of the main plan and of every
// inner plan and subquery.
#pragma once

#include "engine/executor/evaluator.h"
#include "engine/executor/operator.h"
#include "engine/executor/operators/result.h"
#include "engine/executor/operators/scans.h"
#include "engine/planner/plan.h"

#include <memory>
#include <unordered_map>
#include <vector>

namespace cairn::engine {

class CompiledPlan {
 public:
  // Runs the plan to its end; rows go to the consumer given to the compiler. Throws QueryError.
  void run();

  // What PROFILE counted for an operator of the plan; null where it was not asked for.
  const OperatorProfile* profile(const Plan& plan) const;

 private:
  friend class PlanCompiler;

  std::vector<std::unique_ptr<Operator>> operators_;
  std::vector<Start*> starts_;  // in the order in which they run
  std::unordered_map<const Plan*, std::unique_ptr<OperatorProfile>> profiles_;
};

// Compiles one statement. The statement, the context and the consumer outlive the compiled plan, and the
// compiler outlives its making only.
class PlanCompiler final : public SubqueryCompiler {
 public:
  PlanCompiler(QueryContext& context, const PlannedStatement& planned, RowConsumer& consumer, bool profiled);

  std::unique_ptr<CompiledPlan> compile();

  // For expressions: the plan of a subquery over outer rows of the given layout.
  std::unique_ptr<SubqueryRunner> compile(const BoundQuery& subquery, const Layout& outer) override;

 private:
  // A chain under construction: where outer batches enter (inner plans only), its last operator, what its
  // batches look like, and the number of the outer row on them (inner plans only).
  struct Chain {
    Operator* head = nullptr;
    Operator* tail = nullptr;
    Layout layout;
    bool flattened = false;  // levels were copied into one, also those that the chain began with
  };

  // What surrounds an inner plan.
  struct Outer {
    const Layout* layout = nullptr;
    VariableId row_number = no_variable;
    Argument* argument = nullptr;  // of the chain being built; set when its leaf is compiled
  };

  Chain build(const Plan& plan);
  Chain build_leaf(const Plan& plan);
  Chain build_input(const Plan& plan);
  void build_scan(const Plan& plan, Chain& chain);
  void build_index_seek(const Plan& plan, Chain& chain);
  void build_expand(const Plan& plan, Chain& chain);
  void build_variable_expand(const Plan& plan, Chain& chain);
  void build_shortest_path(const Plan& plan, Chain& chain);
  void build_bind_relationship(const Plan& plan, Chain& chain);
  void build_project(const Plan& plan, Chain& chain);
  void build_optional(const Plan& plan, Chain& chain);
  void build_aggregate(const Plan& plan, Chain& chain);
  void build_sort(const Plan& plan, Chain& chain);
  void build_skip_limit(const Plan& plan, Chain& chain);
  Chain build_union(const Plan& plan);
  void build_update(const Plan& plan, Chain& chain);
  void build_merge(const Plan& plan, Chain& chain);
  void build_call(const Plan& plan, Chain& chain);
  void build_row_operator(const Plan& plan, Chain& chain);

  // Builds an inner plan over `outer`; its Argument puts the number of the outer row under a new variable,
  // which `row_number` receives.
  Chain build_inner(const Plan& plan, const Layout& outer, VariableId& row_number);

  template <class T, class... Arguments>
  T& make(Arguments&&... arguments) {
    auto made = std::make_unique<T>(std::forward<Arguments>(arguments)...);
    T& reference = *made;
    compiled_->operators_.push_back(std::move(made));
    return reference;
  }
  // Links the operator behind the chain.
  void append(Chain& chain, Operator& op, const Plan* plan);
  // Makes room for another level, by flattening what is live.
  void make_room(const Plan& plan, Chain& chain);
  Evaluator evaluator(const Expression& expression, const Layout& layout);
  std::vector<Evaluator> evaluators(const std::vector<const Expression*>& expressions, const Layout& layout);
  Slot slot(const Layout& layout, VariableId variable) const;
  std::vector<Slot> slots(const Layout& layout, const std::vector<VariableId>& variables) const;
  // The variables that must be kept when columns are copied: the live ones and the numbers of outer rows.
  std::vector<VariableId> kept_variables(const Layout& layout, const std::vector<VariableId>& live) const;
  std::uint64_t row_count(const Expression& expression, std::string_view clause);

  QueryContext& context_;
  const PlannedStatement& planned_;
  RowConsumer& consumer_;
  bool profiled_;
  CompiledPlan* compiled_ = nullptr;
  std::unique_ptr<CompiledPlan> owned_;
  Outer outer_;
  VariableId next_row_number_ = no_variable - 1;
};

}  // namespace cairn::engine
