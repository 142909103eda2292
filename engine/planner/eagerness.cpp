#include "engine/planner/eagerness.h"

#include "engine/planner/effects.h"
#include "engine/planner/plan_inspection.h"

#include <algorithm>
#include <utility>

namespace cairn::engine {

namespace {

class EagerPlacer {
 public:
  explicit EagerPlacer(PlanningContext& context) : context_(context) {}

  // Places Eagers below `plan`.
  void place(Plan& plan) { visit(plan); }

 private:
  // What happened to rows that may not be the last ones, since the latest operator that waits for all.
  struct Open {
    Effects effects;
    bool one_row = true;  // at most one row in all reaches what follows
  };

  Open visit(Plan& plan) {
    Open open = visit_input(plan);
    const Effects effects = effects_of(plan, context_.planned());
    if (!plan.children.empty() && plan.kind != PlanKind::Union && must_wait(plan, open, effects)) {
      insert_eager(plan);
      open.effects = {};
    }
    open.one_row = keeps_one_row(plan, open.one_row);
    if (is_barrier(plan.kind)) {
      open.effects = {};
    } else if (!open.one_row) {
      open.effects.add(effects);
    }
    return open;
  }

  Open visit_input(Plan& plan) {
    if (plan.kind == PlanKind::Start) return {};
    if (plan.kind != PlanKind::Union) return visit(*plan.children.front());
    Open all;
    for (const PlanPointer& child : plan.children) all.effects.add(visit(*child).effects);
    all.one_row = false;
    return all;
  }

  bool must_wait(const Plan& plan, const Open& open, const Effects& effects) const {
    const Plan& input = *plan.children.front();
    if (is_barrier(input.kind)) return false;
    if (!context_.has(Rewrite::ElideEager)) {
      return (is_update(plan.kind) && input.kind != PlanKind::Start) || is_update(input.kind);
    }
    return conflict(open.effects, effects) || (plan.kind == PlanKind::Limit && open.effects.updates());
  }

  void insert_eager(Plan& plan) {
    const double rows = plan.children.front()->estimated_rows;
    plan.children.front() = context_.make_plan(PlanKind::Eager, std::move(plan.children.front()), rows);
  }

  // Whether at most one row goes on when at most one comes in (`one_row`), or whatever comes in.
  static bool keeps_one_row(const Plan& plan, bool one_row) {
    switch (plan.kind) {
      case PlanKind::Aggregate: return plan.projections.empty() || one_row;
      case PlanKind::Start:
      case PlanKind::NodeByIdSeek:
      case PlanKind::CountNodes:
      case PlanKind::CountRelationships:
      case PlanKind::Filter:
      case PlanKind::DistinctRelationships:
      case PlanKind::Project:
      case PlanKind::Distinct:
      case PlanKind::Sort:
      case PlanKind::TopN:
      case PlanKind::Skip:
      case PlanKind::Limit:
      case PlanKind::Eager:
      case PlanKind::Create:
      case PlanKind::Set:
      case PlanKind::Remove:
      case PlanKind::Delete: return one_row;
      default: return false;
    }
  }

  PlanningContext& context_;
};

}  // namespace

void add_eagers(PlanningContext& context, Plan& root) {
  if (context.statement().writes) EagerPlacer(context).place(root);
}

}  // namespace cairn::engine
