#include "engine/binder/subqueries.h"

#include "engine/binder/bind_failure.h"
#include "engine/binder/expression_binder.h"
#include "engine/binder/expression_factory.h"
#include "engine/binder/match_binder.h"
#include "engine/binder/query_binder.h"

#include <utility>

namespace cairn::engine {

namespace {

void require_graph(const BindState& state, ast::Span span) {
  if (!state.graph_allowed()) fail("UnexpectedSyntax", "An expression that stands alone cannot ask the graph", span);
}

ExpressionPointer make_subquery(ExpressionKind kind, const StaticType& type, BoundQuery query, ast::Span span) {
  ExpressionPointer expression = make_expression(kind, type, span);
  expression->subquery = std::make_unique<BoundQuery>(std::move(query));
  return expression;
}

// The query of one MATCH without columns.
BoundQuery query_of(MatchClause match) {
  BoundQuery query;
  query.parts.emplace_back().clauses.emplace_back(std::move(match));
  query.part_columns.emplace_back();
  return query;
}

// Lets the query of one MATCH answer the expression in its only column.
void add_column(BindState& state, BoundQuery& query, ExpressionPointer column) {
  const bool passed_on = column->kind == ExpressionKind::Variable;
  const VariableId variable = passed_on ? column->variable : state.add_variable({}, column->type);
  ProjectionClause projection;
  projection.is_return = true;
  projection.column_names.emplace_back(state.text(column->span));
  projection.items.push_back({std::move(column), variable});
  query.column_names = projection.column_names;
  query.part_columns.front().push_back(variable);
  query.parts.front().clauses.emplace_back(std::move(projection));
}

}  // namespace

ExpressionPointer bind_exists(BindState& state, const Scope& scope, const ast::Query& query, ast::Span span) {
  require_graph(state, span);
  state.begin_subquery();
  BoundQuery subquery = bind_query(state, &scope, query, QueryPlace::Exists);
  subquery.outer_variables = state.end_subquery();
  return make_subquery(ExpressionKind::Exists, StaticType::of(ValueType::Boolean), std::move(subquery), span);
}

ExpressionPointer bind_pattern_predicate(BindState& state, const Scope& scope, const ast::PathPattern& pattern,
                                         ast::Span span) {
  require_graph(state, span);
  state.begin_subquery();
  Scope inner(&scope);
  MatchRequest request;
  request.paths.push_back(&pattern);
  request.new_names = NewNames::Undefined;
  BoundQuery subquery = query_of(bind_match(state, inner, request));
  subquery.outer_variables = state.end_subquery();
  return make_subquery(ExpressionKind::Exists, StaticType::of(ValueType::Boolean), std::move(subquery), span);
}

ExpressionPointer bind_pattern_comprehension(BindState& state, const Scope& scope,
                                             const ast::PatternComprehension& comprehension, ast::Span span) {
  require_graph(state, span);
  state.begin_subquery();
  Scope inner(&scope);
  MatchRequest request;
  request.paths.push_back(comprehension.pattern.get());
  request.where = comprehension.where.get();
  BoundQuery subquery = query_of(bind_match(state, inner, request));
  ExpressionPointer column = ExpressionBinder(state, inner).bind(*comprehension.projection);
  const StaticType type = StaticType::list_of(column->type);
  add_column(state, subquery, std::move(column));
  subquery.outer_variables = state.end_subquery();
  return make_subquery(ExpressionKind::PatternComprehension, type, std::move(subquery), span);
}

ExpressionPointer bind_shortest_path(BindState& state, const Scope& scope, const ast::PathPattern& pattern,
                                     ast::Span span) {
  require_graph(state, span);
  state.begin_subquery();
  Scope inner(&scope);
  MatchRequest request;
  request.paths.push_back(&pattern);
  MatchClause match = bind_match(state, inner, request);
  const bool one = match.paths.front().selector == PathSelector::Shortest;
  const StaticType path_type = StaticType::of(ValueType::Path);
  const VariableId path = state.add_variable({}, path_type);
  match.paths.front().variable = path;
  match.introduced.push_back(path);
  BoundQuery subquery = query_of(std::move(match));
  add_column(state, subquery, state.read(path, span));
  subquery.outer_variables = state.end_subquery();
  ExpressionPointer paths =
      make_subquery(ExpressionKind::PatternComprehension, StaticType::list_of(path_type), std::move(subquery), span);
  if (!one) return paths;
  return make_expression(ExpressionKind::Index, path_type.nullable(), span, std::move(paths),
                         make_literal(Value::integer(0), span));
}

}  // namespace cairn::engine
