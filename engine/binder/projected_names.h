// What ORDER BY and the WHERE of a WITH see: the columns of the projection and the variables before it.
//
// Names mean columns first, then earlier variables. An expression that equals a column's is that column. After
// DISTINCT or aggregation nothing else of what was before is left: reading it is an UndefinedVariable, or, if it is
// part of a column and stands beside an aggregate, an AmbiguousAggregationExpression.
#pragma once

#include "engine/binder/bind_state.h"

#include <span>
#include <string>
#include <vector>

namespace cairn::engine {

// A column of a projection as the source has it, before aggregation is taken apart.
struct ProjectedColumn {
  ExpressionPointer expression;
  std::string name;  // what it is called behind the projection; empty: it cannot be named
  VariableId variable = no_variable;
  bool aggregating = false;
};

class ProjectedNames {
 public:
  // `restricted`: DISTINCT or aggregation. All arguments outlive the object.
  ProjectedNames(BindState& state, const Scope& before, std::span<const ProjectedColumn> columns, bool restricted,
                 bool aggregating);

  // An expression of ORDER BY.
  ExpressionPointer bind(const ast::Expression& expression);

  // The WHERE of a WITH. Without restriction it keeps reading what it names, so that the planner may move it.
  ExpressionPointer bind_where(const ast::Expression& expression);

  // Columns and earlier variables.
  const Scope& scope() const { return columns_first_; }

 private:
  struct Place;

  ExpressionPointer bind_as(const ast::Expression& expression, bool predicate);
  ExpressionPointer bind_in(const Scope& scope, const ast::Expression& expression, bool predicate);
  ExpressionPointer bind_with_earlier_names(const ast::Expression& expression, bool predicate);
  ExpressionPointer rewrite(ExpressionPointer expression, const Expression* twin, Place& place);
  void rewrite_children(Expression& expression, const Expression* twin, Place& place);
  bool replace_prefix(Expression& chain, const Expression* twin, const Place& place);
  void check_variable(const Expression& expression, const Place& place) const;
  void check_subquery(const Expression& expression, const Place& place) const;
  [[noreturn]] void fail_hidden(VariableId variable, ast::Span span, const Place& place) const;
  void require_usable(const ProjectedColumn& column, const Expression& expression, const Place& place) const;
  const ProjectedColumn* find_column(const Expression& expression) const;
  bool is_column(VariableId variable) const;

  BindState& state_;
  std::span<const ProjectedColumn> columns_;
  bool restricted_;
  bool aggregating_;
  bool shadows_ = false;  // a column has the name of an earlier variable that it is not
  Scope columns_first_;
  Scope earlier_first_;
};

}  // namespace cairn::engine
