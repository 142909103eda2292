#include "engine/planner/count_store.h"

#include "engine/planner/expression_builder.h"

#include <algorithm>
#include <utility>

namespace cairn::engine {

namespace {

bool is_node_scan(const Plan& plan) { return plan.kind == PlanKind::AllNodesScan || plan.kind == PlanKind::LabelScan; }

bool starts_the_statement(const Plan& plan) { return plan.children.front()->kind == PlanKind::Start; }

// What a scan or expansion counts, without its place in the plan; null when the counts do not have it.
PlanPointer make_count(PlanningContext& context, const Plan& counted) {
  if (is_node_scan(counted) && starts_the_statement(counted)) {
    PlanPointer count = context.make_plan(PlanKind::CountNodes, nullptr, 1);
    count->labels = counted.labels;
    return count;
  }
  const bool scan = counted.kind == PlanKind::RelationshipScan && starts_the_statement(counted);
  const bool walk = counted.kind == PlanKind::Expand && is_node_scan(*counted.children.front()) &&
                    starts_the_statement(*counted.children.front());
  if ((!scan && !walk) || counted.direction == PatternDirection::Either) return nullptr;
  PlanPointer count = context.make_plan(PlanKind::CountRelationships, nullptr, 1);
  count->types = counted.types;
  count->direction = counted.direction;
  if (walk) count->labels = counted.children.front()->labels;
  return count;
}

bool counts_rows(const Expression& aggregate, const Plan& counted) {
  if (aggregate.aggregate == nullptr || aggregate.aggregate->kind != AggregateKind::Count || aggregate.distinct) {
    return false;
  }
  if (aggregate.children.empty()) return true;
  const Expression& argument = *aggregate.children.front();
  return argument.kind == ExpressionKind::Variable &&
         (argument.variable == counted.to || argument.variable == counted.from ||
          argument.variable == counted.relationship);
}

void replace(PlanningContext& context, PlanPointer& plan) {
  const Plan& counted = *plan->children.front();
  const bool only_counts = !plan->aggregates.empty() && plan->projections.empty() &&
                           std::all_of(plan->aggregates.begin(), plan->aggregates.end(), [&](const auto& aggregate) {
                             return counts_rows(*aggregate.expression, counted);
                           });
  if (!only_counts) return;
  PlanPointer count = make_count(context, counted);
  if (!count) return;
  count->children.push_back(context.make_plan(PlanKind::Start, nullptr, 1));
  const std::vector<PlanProjection> aggregates = std::move(plan->aggregates);
  count->to = aggregates.front().variable;
  plan = std::move(count);
  if (aggregates.size() == 1) return;
  plan = context.make_plan(PlanKind::Project, std::move(plan), 1);
  for (std::size_t i = 1; i < aggregates.size(); ++i) {
    const Expression* same = context.keep(make_variable(context.statement(), aggregates.front().variable));
    plan->projections.push_back({same, aggregates[i].variable});
  }
}

}  // namespace

void use_count_store(PlanningContext& context, PlanPointer& plan) {
  if (!context.has(Rewrite::CountStore)) return;
  if (plan->kind == PlanKind::Aggregate) replace(context, plan);
  for (PlanPointer& child : plan->children) use_count_store(context, child);
}

}  // namespace cairn::engine
