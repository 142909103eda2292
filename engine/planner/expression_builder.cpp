#include "engine/planner/expression_builder.h"

#include <memory>
#include <string>
#include <utility>

namespace cairn::engine {

namespace {

ExpressionPointer make(ExpressionKind kind, StaticType type, ast::Span span) {
  auto expression = std::make_unique<Expression>();
  expression->kind = kind;
  expression->type = type;
  expression->span = span;
  return expression;
}

StaticType boolean() { return StaticType::of(ValueType::Boolean); }

}  // namespace

ExpressionPointer make_variable(const BoundStatement& statement, VariableId variable, ast::Span span) {
  ExpressionPointer expression = make(ExpressionKind::Variable, statement.variables[variable].type, span);
  expression->variable = variable;
  return expression;
}

ExpressionPointer make_equal(ExpressionPointer left, ExpressionPointer right, ast::Span span) {
  ExpressionPointer expression = make(ExpressionKind::Comparison, boolean().nullable(), span);
  expression->children.push_back(std::move(left));
  expression->children.push_back(std::move(right));
  expression->comparisons.push_back(ComparisonOperator::Equal);
  return expression;
}

ExpressionPointer make_property_equal(const BoundStatement& statement, VariableId variable, std::string_view key,
                                      const Expression& value, ast::Span span) {
  ExpressionPointer property = make(ExpressionKind::Property, StaticType::any(), span);
  property->children.push_back(make_variable(statement, variable, span));
  property->name = std::string(key);
  return make_equal(std::move(property), clone(value), span);
}

ExpressionPointer make_has_label(const BoundStatement& statement, VariableId variable, LabelExpression labels,
                                 ast::Span span) {
  ExpressionPointer expression = make(ExpressionKind::HasLabels, boolean().nullable(), span);
  expression->children.push_back(make_variable(statement, variable, span));
  expression->labels = std::make_unique<LabelExpression>(std::move(labels));
  return expression;
}

ExpressionPointer make_has_label(const BoundStatement& statement, VariableId variable, std::string_view label,
                                 ast::Span span) {
  LabelExpression labels;
  labels.name = std::string(label);
  return make_has_label(statement, variable, std::move(labels), span);
}

ExpressionPointer make_is_not_null(const BoundStatement& statement, VariableId variable, ast::Span span) {
  ExpressionPointer expression = make(ExpressionKind::IsNotNull, boolean(), span);
  expression->children.push_back(make_variable(statement, variable, span));
  return expression;
}

ExpressionPointer make_is_node(const BoundStatement& statement, VariableId variable, ast::Span span) {
  // A path of one element is one if the element is a node.
  ExpressionPointer expression = make(ExpressionKind::IsNotNull, boolean(), span);
  expression->children.push_back(make_path(statement, std::span(&variable, 1), span));
  return expression;
}

ExpressionPointer make_all(VariableId element, ExpressionPointer list, ExpressionPointer predicate, ast::Span span) {
  ExpressionPointer expression = make(ExpressionKind::Quantifier, boolean().nullable(), span);
  expression->quantifier = QuantifierKind::All;
  expression->variable = element;
  expression->children.push_back(std::move(list));
  expression->children.push_back(std::move(predicate));
  return expression;
}

ExpressionPointer make_integer(std::int64_t value, ast::Span span) {
  ExpressionPointer expression = make(ExpressionKind::Literal, StaticType::of(ValueType::Integer), span);
  expression->literal = Value::integer(value);
  return expression;
}

ExpressionPointer make_path(const BoundStatement& statement, std::span<const VariableId> elements, ast::Span span) {
  ExpressionPointer expression = make(ExpressionKind::PathOf, StaticType::of(ValueType::Path).nullable(), span);
  for (const VariableId element : elements) expression->children.push_back(make_variable(statement, element, span));
  return expression;
}

}  // namespace cairn::engine
