#include "engine/planner/fuse_creates.h"

#include "engine/planner/variable_set.h"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace cairn::engine {

namespace {

VariableSet variables_of(const CreateClause& clause) {
  VariableSet variables;
  for (const PathPattern& path : clause.paths) {
    variables.insert(path.variable);
    for (const NodePattern& node : path.nodes) variables.insert(node.variable);
    for (const RelationshipPattern& relationship : path.relationships) variables.insert(relationship.variable);
  }
  return variables;
}

bool depends_on(const Expression& expression, const VariableSet& made) {
  const std::vector<VariableId> read = free_variables(expression);
  if (std::any_of(read.begin(), read.end(), [&](VariableId variable) { return made.contains(variable); })) return true;
  bool has_subquery = false;
  visit_expressions(expression, [&](const Expression& part) {
    has_subquery = has_subquery || part.subquery != nullptr;
    return !has_subquery;
  });
  return has_subquery;
}

template <class Element>
bool depends_on(const Element& element, const VariableSet& made) {
  const bool by_entry = std::any_of(element.properties.begin(), element.properties.end(),
                                    [&](const PropertyEntry& entry) { return depends_on(*entry.value, made); });
  return by_entry || (element.properties_map && depends_on(*element.properties_map, made));
}

bool depends_on(const CreateClause& clause, const VariableSet& made) {
  return std::any_of(clause.paths.begin(), clause.paths.end(), [&](const PathPattern& path) {
    auto depends = [&](const auto& element) { return depends_on(element, made); };
    return std::any_of(path.nodes.begin(), path.nodes.end(), depends) ||
           std::any_of(path.relationships.begin(), path.relationships.end(), depends);
  });
}

void fuse_creates(std::vector<BoundClause>& clauses) {
  std::vector<BoundClause> fused;
  VariableSet made;
  for (BoundClause& clause : clauses) {
    auto* create = std::get_if<CreateClause>(&clause);
    auto* before = fused.empty() ? nullptr : std::get_if<CreateClause>(&fused.back());
    if (create == nullptr || before == nullptr || depends_on(*create, made)) {
      made = create == nullptr ? VariableSet() : variables_of(*create);
      fused.push_back(std::move(clause));
      continue;
    }
    made.insert(variables_of(*create));
    std::move(create->paths.begin(), create->paths.end(), std::back_inserter(before->paths));
  }
  clauses = std::move(fused);
}

}  // namespace

void fuse_creates(BoundQuery& query) {
  for (BoundSingleQuery& part : query.parts) fuse_creates(part.clauses);
}

}  // namespace cairn::engine
