#include "engine/binder/expression_factory.h"

namespace cairn::engine {

namespace {

StaticType boolean_of(const ExpressionPointer& operand) {
  const StaticType boolean = StaticType::of(ValueType::Boolean);
  return operand->type.may_be_null() ? boolean.nullable() : boolean;
}

}  // namespace

ExpressionPointer make_expression(ExpressionKind kind, const StaticType& type, ast::Span span) {
  auto expression = std::make_unique<Expression>();
  expression->kind = kind;
  expression->type = type;
  expression->span = span;
  return expression;
}

ExpressionPointer make_literal(Value value, ast::Span span) {
  ExpressionPointer literal = make_expression(ExpressionKind::Literal, StaticType::of_value(value), span);
  literal->literal = std::move(value);
  return literal;
}

ExpressionPointer make_property(ExpressionPointer object, std::string key, ast::Span span) {
  ExpressionPointer property = make_expression(ExpressionKind::Property, StaticType::any(), span, std::move(object));
  property->name = std::move(key);
  return property;
}

ExpressionPointer make_equality(ExpressionPointer left, ExpressionPointer right, ast::Span span) {
  const StaticType type = StaticType::of(ValueType::Boolean).nullable();
  ExpressionPointer equality =
      make_expression(ExpressionKind::Comparison, type, span, std::move(left), std::move(right));
  equality->comparisons.push_back(ComparisonOperator::Equal);
  return equality;
}

ExpressionPointer make_has_labels(ExpressionPointer entity, LabelExpression labels, ast::Span span) {
  const StaticType type = boolean_of(entity);
  ExpressionPointer predicate = make_expression(ExpressionKind::HasLabels, type, span, std::move(entity));
  predicate->labels = std::make_unique<LabelExpression>(std::move(labels));
  return predicate;
}

void append_conjuncts(ExpressionPointer predicate, std::vector<ExpressionPointer>& conjuncts) {
  if (predicate->kind != ExpressionKind::And) {
    conjuncts.push_back(std::move(predicate));
    return;
  }
  for (ExpressionPointer& child : predicate->children) append_conjuncts(std::move(child), conjuncts);
}

ExpressionPointer make_conjunction(std::vector<ExpressionPointer> predicates, ast::Span span) {
  if (predicates.size() == 1) return std::move(predicates.front());
  ExpressionPointer conjunction =
      make_expression(ExpressionKind::And, StaticType::of(ValueType::Boolean).nullable(), span);
  conjunction->children = std::move(predicates);
  return conjunction;
}

}  // namespace cairn::engine
