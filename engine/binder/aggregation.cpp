#include "engine/binder/aggregation.h"

#include "engine/binder/bind_failure.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace cairn::engine {

bool contains_aggregate(const Expression& expression) {
  bool found = false;
  visit_expressions(expression, [&](const Expression& part) {
    found = found || part.kind == ExpressionKind::Aggregate;
    return !found;
  });
  return found;
}

bool is_simple_key(const Expression& expression) {
  const Expression* part = &expression;
  while (part->kind == ExpressionKind::Property) part = part->children[0].get();
  return part->kind == ExpressionKind::Variable;
}

ExpressionPointer AggregationSplitter::add_key(ExpressionPointer expression, VariableId variable) {
  const ast::Span span = expression->span;
  const ProjectionItem* key = find_key(*expression);
  if (key == nullptr) {
    const VariableId key_variable = expression->kind == ExpressionKind::Variable ? expression->variable : variable;
    keys_.push_back({std::move(expression), key_variable});
    key = &keys_.back();
  }
  return state_.read(key->variable, span);
}

ExpressionPointer AggregationSplitter::split(ExpressionPointer expression, VariableId variable) {
  if (expression->kind == ExpressionKind::Aggregate) return take_out(std::move(expression), variable);
  return rewrite(std::move(expression));
}

ExpressionPointer AggregationSplitter::rewrite(ExpressionPointer expression) {
  if (expression->kind == ExpressionKind::Aggregate) return take_out(std::move(expression), no_variable);
  if (is_simple_key(*expression)) {
    if (const ProjectionItem* key = find_key(*expression)) return state_.read(key->variable, expression->span);
  }
  if (expression->kind == ExpressionKind::Variable && !is_key_variable(expression->variable)) {
    fail_ambiguous(*expression);
  }
  if (expression->subquery) {
    for (const VariableId outer : expression->subquery->outer_variables) {
      if (!is_key_variable(outer)) fail_ambiguous(*expression);
    }
  }
  const std::size_t outside = introduced_from_child(*expression);
  const std::size_t locals_before = locals_.size();
  for (std::size_t i = 0; i < expression->children.size(); ++i) {
    if (i == outside) locals_.insert(locals_.end(), {expression->variable, expression->accumulator});
    ExpressionPointer& child = expression->children[i];
    if (child) child = rewrite(std::move(child));
  }
  locals_.resize(locals_before);
  return expression;
}

ExpressionPointer AggregationSplitter::take_out(ExpressionPointer aggregate, VariableId variable) {
  const ast::Span span = aggregate->span;
  const auto equal = std::find_if(aggregates_.begin(), aggregates_.end(), [&](const ProjectionItem& other) {
    return same_expression(*other.expression, *aggregate);
  });
  if (equal != aggregates_.end()) return state_.read(equal->variable, span);
  if (variable == no_variable) variable = state_.add_variable({}, aggregate->type);
  aggregates_.push_back({std::move(aggregate), variable});
  return state_.read(variable, span);
}

const ProjectionItem* AggregationSplitter::find_key(const Expression& expression) const {
  const auto key = std::find_if(keys_.begin(), keys_.end(), [&](const ProjectionItem& item) {
    return same_expression(*item.expression, expression);
  });
  return key == keys_.end() ? nullptr : &*key;
}

bool AggregationSplitter::is_key_variable(VariableId variable) const {
  if (std::find(locals_.begin(), locals_.end(), variable) != locals_.end()) return true;
  return std::any_of(keys_.begin(), keys_.end(), [&](const ProjectionItem& key) {
    return key.expression->kind == ExpressionKind::Variable && key.expression->variable == variable;
  });
}

void AggregationSplitter::fail_ambiguous(const Expression& expression) const {
  std::string message = "An expression with an aggregate reads what is not grouped by";
  if (expression.kind == ExpressionKind::Variable) {
    message = fmt::format("An expression with an aggregate reads `{}`, which is not grouped by",
                          state_.variable(expression.variable).name);
  }
  fail("AmbiguousAggregationExpression", std::move(message), expression.span,
       "project it under a name of its own in a WITH before");
}

}  // namespace cairn::engine
