// Making bound expressions that the source does not spell out.
#pragma once

#include "engine/binder/expression.h"

#include <string>
#include <utility>
#include <vector>

namespace cairn::engine {

// An expression without children.
ExpressionPointer make_expression(ExpressionKind kind, const StaticType& type, ast::Span span);

// An expression with the given children, in order.
template <class... Children>
ExpressionPointer make_expression(ExpressionKind kind, const StaticType& type, ast::Span span, ExpressionPointer first,
                                  Children... rest) {
  ExpressionPointer expression = make_expression(kind, type, span);
  expression->children.reserve(1 + sizeof...(rest));
  expression->children.push_back(std::move(first));
  (expression->children.push_back(std::move(rest)), ...);
  return expression;
}

// A literal; its type is that of the value.
ExpressionPointer make_literal(Value value, ast::Span span);

// object.key, of unknown type.
ExpressionPointer make_property(ExpressionPointer object, std::string key, ast::Span span);

// left = right
ExpressionPointer make_equality(ExpressionPointer left, ExpressionPointer right, ast::Span span);

// entity:labels
ExpressionPointer make_has_labels(ExpressionPointer entity, LabelExpression labels, ast::Span span);

// Appends the conjuncts of a predicate, in order: itself, or those of an AND.
void append_conjuncts(ExpressionPointer predicate, std::vector<ExpressionPointer>& conjuncts);

// The AND of one or more predicates.
ExpressionPointer make_conjunction(std::vector<ExpressionPointer> predicates, ast::Span span);

}  // namespace cairn::engine
