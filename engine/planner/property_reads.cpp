#include "engine/planner/property_reads.h"

#include "engine/binder/query_walk.h"

namespace cairn::engine {

namespace {

bool reads_properties(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::Property:
    case ExpressionKind::Index: return true;
    case ExpressionKind::Call: return expression.function->name == "properties" || expression.function->name == "keys";
    default: return false;
  }
}

void collect(const BoundQuery& query, VariableSet& read) {
  visit_query_expressions(query, [&](const Expression& whole) {
    if (whole.kind == ExpressionKind::Variable) read.insert(whole.variable);
    visit_expressions(whole, [&](const Expression& part) {
      if (part.subquery != nullptr) collect(*part.subquery, read);
      if (!reads_properties(part) || part.children.empty()) return true;
      const Expression& of = *part.children.front();
      if (of.kind == ExpressionKind::Variable) read.insert(of.variable);
      return true;
    });
  });
}

}  // namespace

VariableSet variables_with_read_properties(const BoundQuery& query) {
  VariableSet read;
  collect(query, read);
  return read;
}

}  // namespace cairn::engine
