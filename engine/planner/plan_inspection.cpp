#include "engine/planner/plan_inspection.h"

#include <array>

namespace cairn::engine {

namespace {

using Visit = std::function<void(const Expression&)>;

void visit(const ExpressionPointer& expression, const Visit& use) {
  if (expression) use(*expression);
}

void visit(const std::vector<PropertyEntry>& entries, const Visit& use) {
  for (const PropertyEntry& entry : entries) visit(entry.value, use);
}

void visit(const PathPattern& path, const Visit& use) {
  for (const NodePattern& node : path.nodes) {
    visit(node.properties, use);
    visit(node.properties_map, use);
  }
  for (const RelationshipPattern& relationship : path.relationships) {
    visit(relationship.properties, use);
    visit(relationship.properties_map, use);
  }
}

void visit(const std::vector<SetItem>& items, const Visit& use) {
  for (const SetItem& item : items) {
    visit(item.target, use);
    visit(item.computed_key, use);
    visit(item.value, use);
  }
}

void visit_access(const IndexAccess& access, const Visit& use) {
  for (const IndexKeyValue& key : access.equal) use(*key.value);
  for (const Expression* value : {access.lower.value, access.upper.value, access.prefix}) {
    if (value != nullptr) use(*value);
  }
}

void visit_clause(const Plan& plan, const Visit& use) {
  if (plan.create != nullptr) {
    for (const PathPattern& path : plan.create->paths) visit(path, use);
  }
  if (plan.merge != nullptr) {
    visit(plan.merge->path, use);
    visit(plan.merge->on_create, use);
    visit(plan.merge->on_match, use);
  }
  if (plan.set != nullptr) visit(plan.set->items, use);
  if (plan.remove != nullptr) {
    for (const RemoveItem& item : plan.remove->items) {
      visit(item.target, use);
      visit(item.computed_key, use);
    }
  }
  if (plan.deletion != nullptr) {
    for (const ExpressionPointer& target : plan.deletion->targets) visit(target, use);
  }
  if (plan.call != nullptr) {
    for (const ExpressionPointer& argument : plan.call->arguments) visit(argument, use);
  }
}

std::vector<VariableId> pattern_variables(const PathPattern& path) {
  std::vector<VariableId> variables;
  variables.reserve(path.nodes.size() + path.relationships.size());
  for (const NodePattern& node : path.nodes) variables.push_back(node.variable);
  for (const RelationshipPattern& relationship : path.relationships) variables.push_back(relationship.variable);
  return variables;
}

// The elements that the pattern makes; `bound_before` says which were there.
std::vector<VariableId> created_variables(const PathPattern& path) {
  std::vector<VariableId> variables;
  for (const NodePattern& node : path.nodes) {
    if (!node.bound_before) variables.push_back(node.variable);
  }
  for (const RelationshipPattern& relationship : path.relationships) {
    if (!relationship.bound_before) variables.push_back(relationship.variable);
  }
  return variables;
}

std::vector<VariableId> created_variables(const CreateClause& clause) {
  std::vector<VariableId> variables;
  for (const PathPattern& path : clause.paths) {
    const std::vector<VariableId> created = created_variables(path);
    variables.insert(variables.end(), created.begin(), created.end());
  }
  return variables;
}

std::vector<VariableId> projected_variables(const std::vector<PlanProjection>& projections) {
  std::vector<VariableId> variables;
  variables.reserve(projections.size());
  for (const PlanProjection& projection : projections) variables.push_back(projection.variable);
  return variables;
}

constexpr std::array kind_names = {
    "Start",
    "Argument",
    "AllNodesScan",
    "LabelScan",
    "NodeByIdSeek",
    "IndexSeek",
    "IndexRangeSeek",
    "RelationshipIndexSeek",
    "RelationshipIndexRangeSeek",
    "CountNodes",
    "CountRelationships",
    "RelationshipScan",
    "Expand",
    "ExpandInto",
    "VariableExpand",
    "VariableExpandInto",
    "ShortestPath",
    "BindRelationship",
    "Filter",
    "DistinctRelationships",
    "Project",
    "Optional",
    "Unwind",
    "Distinct",
    "Aggregate",
    "Sort",
    "TopN",
    "Skip",
    "Limit",
    "Union",
    "Eager",
    "Create",
    "Merge",
    "Set",
    "Remove",
    "Delete",
    "Call",
    "Result",
};
static_assert(kind_names.size() == static_cast<std::size_t>(PlanKind::Result) + 1);

}  // namespace

std::string_view plan_kind_name(PlanKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

bool is_update(PlanKind kind) {
  return kind == PlanKind::Create || kind == PlanKind::Merge || kind == PlanKind::Set || kind == PlanKind::Remove ||
         kind == PlanKind::Delete;
}

bool is_barrier(PlanKind kind) {
  return kind == PlanKind::Eager || kind == PlanKind::Sort || kind == PlanKind::TopN || kind == PlanKind::Aggregate;
}

void visit_plan_expressions(const Plan& plan, const std::function<void(const Expression&)>& visit) {
  for (const Expression* expression : {plan.hop_predicate, plan.expression, plan.limit}) {
    if (expression != nullptr) visit(*expression);
  }
  if (plan.index) visit_access(*plan.index, visit);
  for (const Expression* predicate : plan.predicates) visit(*predicate);
  for (const PlanProjection& projection : plan.projections) visit(*projection.expression);
  for (const PlanProjection& aggregate : plan.aggregates) visit(*aggregate.expression);
  for (const PlanSort& item : plan.sort) visit(*item.expression);
  visit_clause(plan, visit);
}

std::vector<VariableId> added_variables(const Plan& plan) {
  switch (plan.kind) {
    case PlanKind::AllNodesScan:
    case PlanKind::LabelScan:
    case PlanKind::NodeByIdSeek:
    case PlanKind::IndexSeek:
    case PlanKind::IndexRangeSeek:
    case PlanKind::CountNodes:
    case PlanKind::CountRelationships:
    case PlanKind::Unwind: return {plan.to};
    case PlanKind::RelationshipIndexSeek:
    case PlanKind::RelationshipIndexRangeSeek: return {plan.relationship};
    case PlanKind::RelationshipScan: return {plan.relationship, plan.from, plan.to};
    case PlanKind::Expand: return {plan.relationship, plan.to};
    case PlanKind::ExpandInto:
    case PlanKind::ShortestPath: return {plan.relationship};
    case PlanKind::Project: return projected_variables(plan.projections);
    case PlanKind::Aggregate: {
      std::vector<VariableId> added = projected_variables(plan.projections);
      const std::vector<VariableId> aggregates = projected_variables(plan.aggregates);
      added.insert(added.end(), aggregates.begin(), aggregates.end());
      return added;
    }
    case PlanKind::VariableExpand:
    case PlanKind::VariableExpandInto:
    case PlanKind::BindRelationship:
    case PlanKind::Optional:
    case PlanKind::Union: return plan.variables;
    case PlanKind::Create: return created_variables(*plan.create);
    case PlanKind::Merge: return created_variables(plan.merge->path);
    case PlanKind::Call: {
      std::vector<VariableId> added;
      added.reserve(plan.call->yields.size());
      for (const CallClause::Yield& yield : plan.call->yields) added.push_back(yield.variable);
      return added;
    }
    default: return {};
  }
}

VariableSet read_variables(const Plan& plan) {
  VariableSet read;
  visit_plan_expressions(plan, [&](const Expression& expression) { read.insert(free_variables(expression)); });
  switch (plan.kind) {
    case PlanKind::Expand: read.insert(plan.from); break;
    case PlanKind::ExpandInto:
    case PlanKind::ShortestPath:
      read.insert(plan.from);
      read.insert(plan.to);
      break;
    case PlanKind::VariableExpand:
    case PlanKind::VariableExpandInto:
    case PlanKind::BindRelationship:
      read.insert(plan.relationship);
      read.insert(plan.from);
      read.insert(plan.to);
      read.insert(plan.others);
      read.erase(plan.variables);
      break;
    case PlanKind::DistinctRelationships:
      read.insert(plan.relationship);
      read.insert(plan.others);
      break;
    case PlanKind::Distinct:
    case PlanKind::Result: read.insert(plan.variables); break;
    case PlanKind::Create:
      for (const PathPattern& path : plan.create->paths) read.insert(pattern_variables(path));
      break;
    case PlanKind::Merge: read.insert(pattern_variables(plan.merge->path)); break;
    default: break;
  }
  read.erase(plan.hop_variable);
  // What the operator binds itself is not part of its input: the list and the path that predicates of a
  // shortest path ask about, the elements that ON CREATE sets.
  if (plan.kind == PlanKind::ShortestPath) {
    read.erase(plan.relationship);
    read.erase(plan.path);
  }
  if (plan.kind == PlanKind::Create || plan.kind == PlanKind::Merge) read.erase(added_variables(plan));
  if (plan.kind == PlanKind::Merge) read.erase(projected_variables(plan.projections));
  return read;
}

}  // namespace cairn::engine
