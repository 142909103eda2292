// The rules of static types: what operators may be given, and what they answer.
//
// The idea: reject only what is certainly wrong. Null, parameters, properties and mixed lists are never rejected.
// Mistakes are SyntaxErrors with detail InvalidArgumentType; property access on a value without properties is a
// TypeError instead, as the TCK has it, though not on a path.
#pragma once

#include "engine/binder/expression.h"

#include <string_view>

namespace cairn::engine {

// What has properties or components: nodes, relationships, maps and temporal values.
StaticType types_with_properties();

// Ends the binding unless the expression may have one of the types; `what` says where it stands: "AND".
void require_type(const Expression& expression, const StaticType& wanted, std::string_view what);

// Ends the binding unless the expression may be a boolean.
void require_boolean(const Expression& expression, std::string_view what);

// Ends the binding unless the expression may have properties.
void require_properties(const Expression& object);

// Ends the binding with a TypeError unless the expression may be indexed: a list, a map, a node or a relationship.
void require_container(const Expression& container);

// Ends the binding with a TypeError if the value certainly cannot be a property: a map, a node, a relationship, a
// path, or a list written out with one of these or a list in it. What may be null is let through: it removes.
void require_property_value(const Expression& value);

// The type of `left operation right`, where `left_type` is that of the chain so far. Ends the binding at the
// operand that the operator certainly cannot take.
StaticType arithmetic_type(ArithmeticOperator operation, const StaticType& left_type, const Expression& left,
                           const Expression& right);

// Of -operand.
StaticType negation_type(const Expression& operand);

// Of container[index].
StaticType index_type(const Expression& container);

// Boolean, or null if one of the operands may be null.
StaticType logical_type(std::span<const ExpressionPointer> operands);

}  // namespace cairn::engine
