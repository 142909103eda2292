#include "engine/planner/liveness.h"

#include "engine/planner/plan_inspection.h"
#include "engine/planner/variable_set.h"

#include <algorithm>
#include <utility>

namespace cairn::engine {

namespace {

class LivenessFiller {
 public:
  explicit LivenessFiller(const PlanningContext& context) : context_(context) {}

  // `needed` is what is read above the plan. Returns what its leaf must bring: what an inner plan needs of
  // the rows outside.
  VariableSet visit(PlanPointer& plan, VariableSet needed) {
    remove_unread_paths(plan, needed);
    if (context_.has(Rewrite::DropUnreadRelationships)) drop_unread_relationship(*plan, needed);
    plan->live = needed.sorted();
    switch (plan->kind) {
      case PlanKind::Start: return {};
      case PlanKind::Argument: return needed;
      case PlanKind::Union: return visit_union(*plan, needed);
      case PlanKind::Optional: return visit_optional(*plan, std::move(needed));
      case PlanKind::Merge: return visit_merge(*plan, needed);
      case PlanKind::Eager: plan->variables = plan->live; break;
      default: break;
    }
    needed.erase(added_variables(*plan));
    needed.insert(read_variables(*plan));
    return visit(plan->children.front(), std::move(needed));
  }

 private:
  VariableSet visit_union(Plan& plan, const VariableSet& needed) {
    VariableSet outside;
    for (std::size_t i = 0; i < plan.children.size(); ++i) {
      VariableSet part = needed;
      part.erase(plan.variables);
      part.insert(plan.union_columns[i]);
      outside.insert(visit(plan.children[i], std::move(part)));
    }
    return outside;
  }

  // What the inner plan does not add, it passes on from its Argument, that is from the outer rows.
  VariableSet visit_optional(Plan& plan, VariableSet needed) {
    std::erase_if(plan.variables, [&](VariableId variable) { return !needed.contains(variable); });
    VariableSet outer = visit(plan.children[1], needed);
    needed.erase(plan.variables);
    outer.insert(needed);
    return visit(plan.children[0], std::move(outer));
  }

  // The inner plan finds the whole pattern; everything else of the row comes from outside.
  VariableSet visit_merge(Plan& plan, const VariableSet& needed) {
    const std::vector<VariableId> pattern = added_variables(plan);
    VariableSet outer = visit(plan.children[1], VariableSet(pattern));
    outer.insert(needed);
    outer.erase(pattern);
    for (const PlanProjection& value : plan.projections) outer.erase(value.variable);
    outer.insert(read_variables(plan));
    return visit(plan.children[0], std::move(outer));
  }

  static void remove_unread_paths(PlanPointer& plan, const VariableSet& needed) {
    while (plan->kind == PlanKind::Project) {
      std::erase_if(plan->projections, [&](const PlanProjection& projection) {
        return projection.expression->kind == ExpressionKind::PathOf && !needed.contains(projection.variable);
      });
      if (!plan->projections.empty()) return;
      PlanPointer input = std::move(plan->children.front());
      plan = std::move(input);
    }
  }

  static void drop_unread_relationship(Plan& plan, const VariableSet& needed) {
    switch (plan.kind) {
      case PlanKind::Expand:
      case PlanKind::ExpandInto: break;
      case PlanKind::ShortestPath:
        if (!plan.predicates.empty()) return;
        break;
      case PlanKind::VariableExpand:
      case PlanKind::VariableExpandInto:
        // A list that was bound before is followed, whoever reads it later.
        if (std::erase(plan.variables, plan.relationship) == 0) return;
        if (needed.contains(plan.relationship)) plan.variables.push_back(plan.relationship);
        break;
      default: return;
    }
    if (!needed.contains(plan.relationship)) plan.relationship = no_variable;
  }

  const PlanningContext& context_;
};

}  // namespace

void fill_liveness(const PlanningContext& context, Plan& root) {
  LivenessFiller filler(context);
  VariableSet needed(root.variables);
  root.live.clear();
  filler.visit(root.children.front(), std::move(needed));
}

}  // namespace cairn::engine
