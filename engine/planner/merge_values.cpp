#include "engine/planner/merge_values.h"

#include "engine/planner/expression_builder.h"

#include <utility>
#include <variant>

namespace cairn::engine {

namespace {

bool is_cheap(const Expression& expression) {
  return expression.kind == ExpressionKind::Literal || expression.kind == ExpressionKind::Parameter ||
         expression.kind == ExpressionKind::Variable;
}

void name_values(BoundStatement& statement, MergeClause& clause, std::vector<PropertyEntry>& properties) {
  for (PropertyEntry& entry : properties) {
    if (is_cheap(*entry.value)) continue;
    const auto variable = static_cast<VariableId>(statement.variables.size());
    statement.variables.push_back(Variable{.name = expression_text(*entry.value, statement),
                                           .kind = VariableKind::Value,
                                           .type = entry.value->type,
                                           .nullable = true});
    ExpressionPointer named = make_variable(statement, variable, entry.value->span);
    clause.values.push_back({std::move(entry.value), variable});
    entry.value = std::move(named);
  }
}

}  // namespace

void name_merge_values(BoundStatement& statement, BoundQuery& query) {
  for (BoundSingleQuery& part : query.parts) {
    for (BoundClause& clause : part.clauses) {
      auto* merge = std::get_if<MergeClause>(&clause);
      if (merge == nullptr) continue;
      for (NodePattern& node : merge->path.nodes) name_values(statement, *merge, node.properties);
      for (RelationshipPattern& relationship : merge->path.relationships) {
        name_values(statement, *merge, relationship.properties);
      }
    }
  }
}

}  // namespace cairn::engine
