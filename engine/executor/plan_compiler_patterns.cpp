#include "engine/executor/operators/call.h"
#include "engine/executor/operators/expand.h"
#include "engine/executor/operators/expand_into.h"
#include "engine/executor/operators/index_seek.h"
#include "engine/executor/operators/shortest_path.h"
#include "engine/executor/operators/variable_expand.h"
#include "engine/executor/plan_compiler.h"

namespace cairn::engine {

void PlanCompiler::build_scan(const Plan& plan, Chain& chain) {
  const bool leading = plan.children[0]->kind == PlanKind::Start;
  const std::optional<std::string> label =
      plan.labels.empty() ? std::nullopt : std::optional<std::string>(plan.labels.front());
  if (plan.kind == PlanKind::CountNodes || plan.kind == PlanKind::CountRelationships) {
    append(chain,
           make<CountRows>(context_, CountRows::Counted{.relationships = plan.kind == PlanKind::CountRelationships,
                                                        .label = label,
                                                        .types = plan.types,
                                                        .direction = plan.direction}),
           &plan);
    chain.layout.add_column(plan.to);
    return;
  }
  if (plan.kind == PlanKind::RelationshipScan) {
    append(chain, make<RelationshipScan>(context_, plan.types, plan.direction), &plan);
    chain.layout.add_level();
    const auto level = static_cast<std::uint16_t>(chain.layout.depth() - 1);
    chain.layout.column_counts.back() = 3;
    if (plan.relationship != no_variable) chain.layout.set(plan.relationship, Slot{.level = level, .column = 0});
    chain.layout.set(plan.from, Slot{.level = level, .column = 1});
    chain.layout.set(plan.to, Slot{.level = level, .column = 2});
    return;
  }
  if (plan.kind == PlanKind::NodeByIdSeek) {
    append(chain, make<NodeByIdSeek>(context_, evaluator(*plan.expression, chain.layout)), &plan);
  } else {
    append(chain, make<NodeScan>(context_, label, leading), &plan);
  }
  chain.layout.add_level();
  chain.layout.add_column(plan.to);
}

void PlanCompiler::build_index_seek(const Plan& plan, Chain& chain) {
  const IndexAccess& access = *plan.index;
  IndexSeekKeys keys{.index = access.index,
                     .of_relationships = access.of_relationships,
                     .key_count = access.keys.size(),
                     .equal = {},
                     .lower = {},
                     .upper = {},
                     .lower_inclusive = access.lower.inclusive,
                     .upper_inclusive = access.upper.inclusive,
                     .prefix = {}};
  for (const IndexKeyValue& key : access.equal) {
    keys.equal.push_back(
        {.value = evaluator(*key.value, chain.layout), .any_of = key.any_of, .offset = key.value->span.begin});
  }
  if (access.lower.value != nullptr) keys.lower.emplace(evaluator(*access.lower.value, chain.layout));
  if (access.upper.value != nullptr) keys.upper.emplace(evaluator(*access.upper.value, chain.layout));
  if (access.prefix != nullptr) keys.prefix.emplace(evaluator(*access.prefix, chain.layout));
  append(chain, make<IndexSeek>(context_, std::move(keys)), &plan);
  chain.layout.add_level();
  chain.layout.add_column(access.of_relationships ? plan.relationship : plan.to);
}

void PlanCompiler::build_expand(const Plan& plan, Chain& chain) {
  ExpandStep step{.from = slot(chain.layout, plan.from),
                  .direction = to_direction(plan.direction),
                  .types = plan.types,
                  .with_relationships = plan.relationship != no_variable};
  if (plan.kind == PlanKind::ExpandInto) {
    append(chain, make<ExpandInto>(context_, std::move(step), slot(chain.layout, plan.to)), &plan);
    chain.layout.add_level();
    if (plan.relationship != no_variable) {
      chain.layout.add_column(plan.relationship);
    } else {
      chain.layout.column_counts.back() = 1;
    }
    return;
  }
  append(chain, make<Expand>(context_, std::move(step)), &plan);
  chain.layout.add_level();
  chain.layout.add_column(plan.to);
  if (plan.relationship != no_variable) chain.layout.add_column(plan.relationship);
}

void PlanCompiler::build_variable_expand(const Plan& plan, Chain& chain) {
  VariableExpandStep step;
  step.from = slot(chain.layout, plan.from);
  if (plan.kind == PlanKind::VariableExpandInto) step.to = slot(chain.layout, plan.to);
  step.pattern = TrailPattern{.direction = to_direction(plan.direction), .types = plan.types};
  step.length = plan.length;
  step.reversed = plan.reversed;
  step.others = slots(chain.layout, plan.others);

  const bool list_is_bound = plan.relationship != no_variable && chain.layout.find(plan.relationship).has_value();
  step.with_list = plan.relationship != no_variable && !list_is_bound;
  if (list_is_bound) {
    append(chain, make<BoundListExpand>(context_, std::move(step), slot(chain.layout, plan.relationship)), &plan);
    chain.layout.add_level();
    chain.layout.column_counts.back() = 1;
  } else {
    std::optional<HopFilter> filter;
    if (plan.hop_predicate != nullptr) {
      Layout hop = chain.layout;
      hop.add_level();
      hop.add_column(plan.hop_variable);
      filter.emplace(evaluator(*plan.hop_predicate, hop));
    }
    const bool with_list = step.with_list;
    append(chain, make<VariableExpand>(context_, std::move(step), std::move(filter)), &plan);
    chain.layout.add_level();
    chain.layout.column_counts.back() = with_list ? 2 : 1;
    const auto level = static_cast<std::uint16_t>(chain.layout.depth() - 1);
    if (with_list) chain.layout.set(plan.relationship, Slot{.level = level, .column = 1});
  }
  const auto level = static_cast<std::uint16_t>(chain.layout.depth() - 1);
  if (plan.kind == PlanKind::VariableExpand) chain.layout.set(plan.to, Slot{.level = level, .column = 0});
}

void PlanCompiler::build_shortest_path(const Plan& plan, Chain& chain) {
  ShortestPathStep step;
  step.from = slot(chain.layout, plan.from);
  step.to = slot(chain.layout, plan.to);
  step.pattern = TrailPattern{.direction = to_direction(plan.direction), .types = plan.types};
  step.length = plan.length;
  step.all = plan.all_shortest;
  step.reversed = plan.reversed;
  step.with_path = plan.path != no_variable;
  step.others = slots(chain.layout, plan.others);

  std::optional<HopFilter> filter;
  if (plan.hop_predicate != nullptr) {
    Layout hop = chain.layout;
    hop.add_level();
    hop.add_column(plan.hop_variable);
    filter.emplace(evaluator(*plan.hop_predicate, hop));
  }
  Layout candidate = chain.layout;
  candidate.add_level();
  candidate.column_counts.back() = 2;
  const auto level = static_cast<std::uint16_t>(candidate.depth() - 1);
  if (plan.relationship != no_variable) candidate.set(plan.relationship, Slot{.level = level, .column = 0});
  if (plan.path != no_variable) candidate.set(plan.path, Slot{.level = level, .column = 1});

  append(chain,
         make<ShortestPath>(context_, std::move(step), std::move(filter), evaluators(plan.predicates, candidate)),
         &plan);
  chain.layout.add_level();
  chain.layout.column_counts.back() = 1;
  if (plan.relationship != no_variable) chain.layout.set(plan.relationship, Slot{.level = level, .column = 0});
}

void PlanCompiler::build_bind_relationship(const Plan& plan, Chain& chain) {
  auto is_new = [&](VariableId variable) {
    return std::find(plan.variables.begin(), plan.variables.end(), variable) != plan.variables.end();
  };
  const auto bound = [&](VariableId variable) {
    return is_new(variable) ? std::nullopt : std::optional<Slot>(slot(chain.layout, variable));
  };
  const bool same_node = plan.from == plan.to && is_new(plan.from);
  append(chain,
         make<BindRelationship>(context_, slot(chain.layout, plan.relationship), plan.direction, plan.types,
                                bound(plan.from), bound(plan.to), same_node),
         &plan);
  chain.layout.add_level();
  chain.layout.column_counts.back() = 2;
  const auto level = static_cast<std::uint16_t>(chain.layout.depth() - 1);
  if (is_new(plan.from)) chain.layout.set(plan.from, Slot{.level = level, .column = 0});
  if (is_new(plan.to)) chain.layout.set(plan.to, Slot{.level = level, .column = 1});
}

}  // namespace cairn::engine
