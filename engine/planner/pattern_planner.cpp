#include "engine/planner/pattern_planner.h"

#include "engine/planner/join_order.h"

#include <algorithm>
#include <utility>

namespace cairn::engine {

namespace {

PatternDirection mirrored(PatternDirection direction) {
  switch (direction) {
    case PatternDirection::LeftToRight: return PatternDirection::RightToLeft;
    case PatternDirection::RightToLeft: return PatternDirection::LeftToRight;
    case PatternDirection::Either: return PatternDirection::Either;
  }
  return direction;
}

bool has_subquery(const Expression& expression) {
  bool found = false;
  visit_expressions(expression, [&](const Expression& part) {
    found = found || part.subquery != nullptr;
    return !found;
  });
  return found;
}

class PatternPlanner {
 public:
  PatternPlanner(PlanningContext& context, const QueryGraph& graph, PlanPointer input, VariableSet& bound)
      : context_(context),
        graph_(graph),
        plan_(std::move(input)),
        bound_(bound),
        applied_(graph.predicates.size(), 0),
        projected_(graph.paths.size(), 0) {}

  PlanPointer plan(double& rows) {
    const JoinOrder order = choose_join_order(context_, graph_, bound_, rows);
    rows = order.rows_first;
    add_ready(rows, false);
    for (const PatternStep& step : order.steps) {
      if (step.relationship) {
        add_relationship(step);
      } else {
        add_node(step);
      }
      for (const std::size_t covered : step.covered) applied_[covered] = 1;
      rows = step.rows_filtered;
      add_ready(rows, false);
    }
    add_ready(rows, true);
    return std::move(plan_);
  }

 private:
  Plan& push(PlanKind kind, double rows) {
    plan_ = context_.make_plan(kind, std::move(plan_), rows);
    return *plan_;
  }

  void add_node(const PatternStep& step) {
    Plan& plan = push(step.kind, step.rows);
    plan.to = graph_.nodes[step.node].variable;
    if (!step.label.empty()) plan.labels.push_back(step.label);
    plan.expression = step.id;
    if (step.index) plan.index = step.index->access;
    bound_.insert(plan.to);
  }

  // Finds the relationship alone; its ends are bound by the operator that follows.
  void add_relationship_seek(const PatternStep& step) {
    const double rows = plan_->estimated_rows * step.index->matches;
    Plan& plan = push(step.kind, rows);
    plan.relationship = graph_.relationships[*step.relationship].variable;
    plan.index = step.index->access;
    bound_.insert(plan.relationship);
  }

  void add_relationship(const PatternStep& step) {
    const PatternRelationship& relationship = graph_.relationships[*step.relationship];
    if (step.index) add_relationship_seek(step);
    const PlanKind kind = step.index ? PlanKind::BindRelationship : step.kind;
    Plan& plan = push(kind, step.rows);
    plan.from = graph_.nodes[step.from_right ? relationship.right : relationship.left].variable;
    plan.to = graph_.nodes[step.from_right ? relationship.left : relationship.right].variable;
    plan.direction = step.from_right ? mirrored(relationship.direction) : relationship.direction;
    plan.relationship = relationship.variable;
    plan.types = relationship.types;
    if (relationship.length) {
      plan.length = *relationship.length;
      plan.reversed = step.from_right;
      plan.hop_variable = relationship.hop_variable;
      plan.hop_predicate = relationship.hop_predicate;
    }
    if (kind == PlanKind::ShortestPath) {
      plan.all_shortest = relationship.selector == PathSelector::AllShortest;
      plan.predicates = relationship.path_predicates;
      plan.path = relationship.path_variable;
    }
    const std::vector<VariableId> others = met_before(*step.relationship);
    const bool is_walk = kind == PlanKind::VariableExpand || kind == PlanKind::VariableExpandInto;
    if (is_walk || kind == PlanKind::BindRelationship) {
      for (const VariableId variable : {plan.relationship, plan.from, plan.to}) {
        if (!bound_.contains(variable)) plan.variables.push_back(variable);
        bound_.insert(variable);
      }
    }
    bound_.insert(plan.from);
    bound_.insert(plan.to);
    bound_.insert(plan.relationship);
    found_.push_back(*step.relationship);
    if (others.empty()) return;
    if (is_walk && !relationship.bound_before) {
      plan.others = others;
      return;
    }
    Plan& distinct = push(PlanKind::DistinctRelationships, step.rows);
    distinct.relationship = relationship.variable;
    distinct.others = others;
  }

  // The relationships found before that could be the same as this one.
  std::vector<VariableId> met_before(std::size_t index) const {
    const std::vector<std::size_t>& meets = graph_.relationships[index].meets;
    std::vector<VariableId> others;
    for (const std::size_t other : found_) {
      if (std::find(meets.begin(), meets.end(), other) == meets.end()) continue;
      others.push_back(graph_.relationships[other].variable);
    }
    return others;
  }

  // Adds the paths and predicates whose variables are bound; with `last`, those that had to wait too.
  void add_ready(double rows, bool last) {
    add_paths(last);
    const bool push_filters = context_.has(Rewrite::PushFilters);
    std::vector<const Expression*> ready;
    for (std::size_t i = 0; i < graph_.predicates.size(); ++i) {
      const PatternPredicate& predicate = graph_.predicates[i];
      if (applied_[i] != 0 || !bound_.contains_all(predicate.needs)) continue;
      if (!last && (!push_filters || predicate.is_volatile)) continue;
      applied_[i] = 1;
      if (predicate.implied) {
        context_.note_dependence_on_counts();
      } else {
        ready.push_back(predicate.expression);
      }
    }
    // What runs a plan of its own for each row goes last.
    std::stable_partition(ready.begin(), ready.end(),
                          [](const Expression* predicate) { return !has_subquery(*predicate); });
    if (!ready.empty()) push(PlanKind::Filter, rows).predicates = std::move(ready);
  }

  // A path that something of this MATCH reads is made as soon as possible, any other at the end.
  void add_paths(bool last) {
    std::vector<PlanProjection> made;
    for (std::size_t i = 0; i < graph_.paths.size(); ++i) {
      const PatternPath& path = graph_.paths[i];
      if (projected_[i] != 0 || !bound_.contains_all(path.needs) || (!last && !is_read(path.variable))) continue;
      projected_[i] = 1;
      made.push_back({path.path, path.variable});
    }
    if (made.empty()) return;
    for (const PlanProjection& path : made) bound_.insert(path.variable);
    const double rows = plan_->estimated_rows;
    push(PlanKind::Project, rows).projections = std::move(made);
  }

  bool is_read(VariableId path) const {
    auto reads = [&](const std::vector<VariableId>& needs) {
      return std::find(needs.begin(), needs.end(), path) != needs.end();
    };
    return std::any_of(graph_.predicates.begin(), graph_.predicates.end(),
                       [&](const PatternPredicate& predicate) { return reads(predicate.needs); }) ||
           std::any_of(graph_.relationships.begin(), graph_.relationships.end(),
                       [&](const PatternRelationship& relationship) { return reads(relationship.path_needs); });
  }

  PlanningContext& context_;
  const QueryGraph& graph_;
  PlanPointer plan_;
  VariableSet& bound_;
  std::vector<char> applied_;
  std::vector<char> projected_;
  std::vector<std::size_t> found_;
};

}  // namespace

PlanPointer plan_pattern(PlanningContext& context, const QueryGraph& graph, PlanPointer input, VariableSet& bound,
                         double& rows) {
  return PatternPlanner(context, graph, std::move(input), bound).plan(rows);
}

}  // namespace cairn::engine
