#include "engine/planner/known_value.h"

#include <limits>
#include <utility>

namespace cairn::engine {

namespace {

std::optional<Value> negated(const std::optional<Value>& operand) {
  if (!operand) return std::nullopt;
  if (operand->is_float()) return Value::floating(-operand->as_float());
  if (!operand->is_integer() || operand->as_integer() == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  return Value::integer(-operand->as_integer());
}

std::optional<Value> known_list(const Expression& list) {
  std::vector<Value> values;
  values.reserve(list.children.size());
  for (const ExpressionPointer& child : list.children) {
    std::optional<Value> value = known_value(*child);
    if (!value) return std::nullopt;
    values.push_back(*std::move(value));
  }
  Expected<Value> made = Value::list(std::move(values));
  if (!made) return std::nullopt;
  return *std::move(made);
}

}  // namespace

std::optional<Value> known_value(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::Literal: return expression.literal;
    case ExpressionKind::Negate: return negated(known_value(*expression.children[0]));
    case ExpressionKind::List: return known_list(expression);
    default: return std::nullopt;
  }
}

std::optional<std::vector<std::optional<Value>>> known_elements(const Expression& list) {
  std::vector<std::optional<Value>> elements;
  if (list.kind == ExpressionKind::List) {
    for (const ExpressionPointer& child : list.children) elements.push_back(known_value(*child));
    return elements;
  }
  if (list.kind != ExpressionKind::Literal || !list.literal.is_list()) return std::nullopt;
  for (const Value& element : list.literal.as_list()) elements.emplace_back(element);
  return elements;
}

}  // namespace cairn::engine
