// Binds expressions: names to variables and functions, notation to the forms of expression.h, static types to all.
//
// Aggregates are left where they stand, as expressions of kind Aggregate; the projection takes them out
// (aggregation.h). Whether they may stand there at all is what `AggregateUse` says.
#pragma once

#include "engine/binder/bind_state.h"

#include <string_view>
#include <vector>

namespace cairn::engine {

enum class AggregateUse : std::uint8_t {
  Forbidden,  // InvalidAggregation
  Allowed,    // the items of a projection
  Nested,     // inside an aggregate: NestedAggregation
};

// Binds expressions of one scope. State and scope outlive it.
class ExpressionBinder {
 public:
  ExpressionBinder(BindState& state, const Scope& scope, AggregateUse aggregates = AggregateUse::Forbidden)
      : state_(state), scope_(scope), aggregates_(aggregates) {}

  ExpressionPointer bind(const ast::Expression& expression);

  // An expression that decides something, so that it may not certainly be other than a boolean; `what` names the
  // place in messages: "WHERE".
  ExpressionPointer bind_predicate(const ast::Expression& expression, std::string_view what);

 private:
  // expression_binder.cpp: literals, names, access to parts
  ExpressionPointer bind_node(const ast::NullLiteral& node, ast::Span span);
  ExpressionPointer bind_node(const ast::BooleanLiteral& node, ast::Span span);
  ExpressionPointer bind_node(const ast::IntegerLiteral& node, ast::Span span);
  ExpressionPointer bind_node(const ast::FloatLiteral& node, ast::Span span);
  ExpressionPointer bind_node(const ast::StringLiteral& node, ast::Span span);
  ExpressionPointer bind_node(const ast::ListLiteral& node, ast::Span span);
  ExpressionPointer bind_node(const ast::MapLiteral& node, ast::Span span);
  ExpressionPointer bind_node(const ast::Parameter& node, ast::Span span);
  ExpressionPointer bind_node(const ast::Variable& node, ast::Span span);
  ExpressionPointer bind_node(const ast::Property& node, ast::Span span);
  ExpressionPointer bind_node(const ast::Subscript& node, ast::Span span);
  ExpressionPointer bind_node(const ast::Slice& node, ast::Span span);
  ExpressionPointer bind_node(const ast::LabelPredicate& node, ast::Span span);
  ExpressionPointer bind_node(const ast::MapProjection& node, ast::Span span);
  ExpressionPointer bind_node(const ast::SubqueryExpression& node, ast::Span span);
  ExpressionPointer bind_node(const ast::PatternExpression& node, ast::Span span);
  ExpressionPointer bind_node(const ast::PatternComprehension& node, ast::Span span);

  // expression_operators.cpp: operators
  ExpressionPointer bind_node(const ast::LogicalChain& node, ast::Span span);
  ExpressionPointer bind_node(const ast::Not& node, ast::Span span);
  ExpressionPointer bind_node(const ast::ComparisonChain& node, ast::Span span);
  ExpressionPointer bind_node(const ast::ArithmeticChain& node, ast::Span span);
  ExpressionPointer bind_node(const ast::Sign& node, ast::Span span);
  ExpressionPointer bind_node(const ast::StringPredicate& node, ast::Span span);
  ExpressionPointer bind_node(const ast::InList& node, ast::Span span);
  ExpressionPointer bind_node(const ast::NullPredicate& node, ast::Span span);
  ExpressionPointer bind_node(const ast::TypePredicate& node, ast::Span span);

  // expression_calls.cpp: functions and aggregates
  ExpressionPointer bind_node(const ast::CountAll& node, ast::Span span);
  ExpressionPointer bind_node(const ast::FunctionCall& node, ast::Span span);
  ExpressionPointer bind_aggregate(const AggregateFunction& aggregate, const ast::FunctionCall& node, ast::Span span);
  void require_aggregates_allowed(std::string_view name, ast::Span span) const;

  // expression_control.cpp: CASE and what runs over lists
  ExpressionPointer bind_node(const ast::Case& node, ast::Span span);
  ExpressionPointer bind_node(const ast::ListComprehension& node, ast::Span span);
  ExpressionPointer bind_node(const ast::Quantifier& node, ast::Span span);
  ExpressionPointer bind_node(const std::unique_ptr<ast::Reduce>& node, ast::Span span);
  ExpressionPointer bind_simple_case(const ast::Case& node, ast::Span span);
  ExpressionPointer bind_branches(const ast::Case& node, const Expression* operand, ast::Span span);
  ExpressionPointer bind_condition(const ast::CaseBranch& branch, const Expression* operand);
  ExpressionPointer bind_list(const ast::Expression& list, std::string_view what);

  std::vector<ExpressionPointer> bind_all(const std::vector<ast::ExpressionPtr>& expressions);

  BindState& state_;
  const Scope& scope_;
  AggregateUse aggregates_;
};

// A map literal's entries, bound; of equal keys the last one counts.
std::vector<PropertyEntry> bind_entries(ExpressionBinder& binder, const ast::MapLiteral& map);

}  // namespace cairn::engine
