#include "engine/binder/static_typing.h"

#include "engine/binder/bind_failure.h"

#include <algorithm>

#include <fmt/format.h>

namespace cairn::engine {

namespace {

StaticType temporal_types() {
  return StaticType::one_of({ValueType::Date, ValueType::LocalTime, ValueType::Time, ValueType::LocalDateTime,
                             ValueType::DateTime, ValueType::Duration});
}

// What `+` takes beside a number; a list takes everything, a string booleans too.
StaticType types_to_add() {
  return StaticType::number().join(StaticType::one_of({ValueType::String, ValueType::List})).join(temporal_types());
}

std::string_view operator_phrase(ArithmeticOperator operation) {
  switch (operation) {
    case ArithmeticOperator::Add: return "`+`";
    case ArithmeticOperator::Subtract: return "`-`";
    case ArithmeticOperator::Multiply: return "`*`";
    case ArithmeticOperator::Divide: return "`/`";
    case ArithmeticOperator::Modulo: return "`%`";
    case ArithmeticOperator::Power: break;
  }
  return "`^`";
}

[[noreturn]] void fail_type(const StaticType& found, const StaticType& wanted, std::string_view what, ast::Span span) {
  fail("InvalidArgumentType",
       fmt::format("{} needs {}, not {}", what, wanted.to_string(), found.without_null().to_string()), span);
}

// What an operator takes beside an operand of type `other`.
StaticType operand_types(ArithmeticOperator operation, const StaticType& other) {
  switch (operation) {
    case ArithmeticOperator::Add:
      if (other.may_be(ValueType::List) || other.is_only_null()) return StaticType::any();
      return other.may_be(ValueType::String) ? types_to_add().join(StaticType::of(ValueType::Boolean)) : types_to_add();
    case ArithmeticOperator::Subtract: return StaticType::number().join(temporal_types());
    case ArithmeticOperator::Multiply:
    case ArithmeticOperator::Divide: return StaticType::number().join(StaticType::of(ValueType::Duration));
    case ArithmeticOperator::Modulo:
    case ArithmeticOperator::Power: break;
  }
  return StaticType::number();
}

bool is_number(const StaticType& type) { return !type.is_only_null() && StaticType::number().certainly_accepts(type); }

StaticType number_type(ArithmeticOperator operation, const StaticType& left, const StaticType& right) {
  if (operation == ArithmeticOperator::Power) return StaticType::of(ValueType::Float);
  if (left.is_only(ValueType::Float) || right.is_only(ValueType::Float)) return StaticType::of(ValueType::Float);
  if (left.is_only(ValueType::Integer) && right.is_only(ValueType::Integer)) return StaticType::of(ValueType::Integer);
  return StaticType::number();
}

// The elements that an operand of `+` beside a list contributes: its own if it is one, itself otherwise.
StaticType contributed_elements(const StaticType& operand) {
  if (operand.is_only(ValueType::List)) return operand.element();
  if (operand.may_be(ValueType::List)) return StaticType::any();
  return operand;
}

StaticType sum_type(const StaticType& left, const StaticType& right) {
  if (left.is_only(ValueType::List) || right.is_only(ValueType::List)) {
    return StaticType::list_of(contributed_elements(left).join(contributed_elements(right)));
  }
  if (left.is_only(ValueType::String) && right.is_only(ValueType::String)) return StaticType::of(ValueType::String);
  return StaticType::any();
}

}  // namespace

StaticType types_with_properties() {
  return StaticType::entity().join(StaticType::of(ValueType::Map)).join(temporal_types());
}

void require_type(const Expression& expression, const StaticType& wanted, std::string_view what) {
  if (wanted.certainly_rejects(expression.type)) fail_type(expression.type, wanted, what, expression.span);
}

void require_boolean(const Expression& expression, std::string_view what) {
  require_type(expression, StaticType::of(ValueType::Boolean), what);
}

void require_properties(const Expression& object) {
  if (!types_with_properties().certainly_rejects(object.type)) return;
  const ErrorType type = object.type.may_be(ValueType::Path) ? ErrorType::SyntaxError : ErrorType::TypeError;
  fail(type, "InvalidArgumentType",
       fmt::format("A value of type {} has no properties", object.type.without_null().to_string()), object.span);
}

void require_container(const Expression& container) {
  const StaticType containers = StaticType::entity().join(StaticType::one_of({ValueType::List, ValueType::Map}));
  if (!containers.certainly_rejects(container.type)) return;
  fail(ErrorType::TypeError, "InvalidArgumentType",
       fmt::format("A value of type {} has no elements", container.type.without_null().to_string()), container.span);
}

void require_property_value(const Expression& value) {
  const StaticType never =
      StaticType::one_of({ValueType::Map, ValueType::Node, ValueType::Relationship, ValueType::Path});
  const auto certainly = [](const StaticType& wrong, const StaticType& found) {
    return !found.may_be_null() && !found.is_none() && wrong.certainly_accepts(found);
  };
  bool fails = certainly(never, value.type);
  if (value.kind == ExpressionKind::List) {
    const StaticType never_inside = never.join(StaticType::of(ValueType::List));
    fails = std::any_of(value.children.begin(), value.children.end(),
                        [&](const ExpressionPointer& element) { return certainly(never_inside, element->type); });
  }
  if (!fails) return;
  fail(ErrorType::TypeError, "InvalidPropertyType",
       fmt::format("A value of type {} cannot be a property", value.type.without_null().to_string()), value.span,
       "A property is a boolean, a number, a string, or a list of values of one of these types");
}

StaticType arithmetic_type(ArithmeticOperator operation, const StaticType& left_type, const Expression& left,
                           const Expression& right) {
  const StaticType left_wanted = operand_types(operation, right.type);
  const StaticType right_wanted = operand_types(operation, left_type);
  if (left_wanted.certainly_rejects(left_type))
    fail_type(left_type, left_wanted, operator_phrase(operation), left.span);
  require_type(right, right_wanted, operator_phrase(operation));
  StaticType result = StaticType::any();
  if (is_number(left_type) && is_number(right.type)) {
    result = number_type(operation, left_type, right.type);
  } else if (operation == ArithmeticOperator::Add) {
    result = sum_type(left_type, right.type);
  }
  return left_type.may_be_null() || right.type.may_be_null() ? result.nullable() : result;
}

StaticType negation_type(const Expression& operand) {
  require_type(operand, operand_types(ArithmeticOperator::Multiply, operand.type), "`-`");
  return operand.type;
}

StaticType index_type(const Expression& container) {
  if (container.type.is_only(ValueType::List)) return container.type.element().nullable();
  return StaticType::any();
}

StaticType logical_type(std::span<const ExpressionPointer> operands) {
  const StaticType boolean = StaticType::of(ValueType::Boolean);
  const bool nullable =
      std::any_of(operands.begin(), operands.end(), [](const auto& operand) { return operand->type.may_be_null(); });
  return nullable ? boolean.nullable() : boolean;
}

}  // namespace cairn::engine
