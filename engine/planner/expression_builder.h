// Expressions that the planner makes itself, out of variables and names of the statement.
//
// Each is new and belongs to the caller. `span` is the place in the statement that errors point to.
#pragma once

#include "engine/binder/bound_query.h"

#include <span>
#include <string_view>
#include <vector>

namespace cairn::engine {

ExpressionPointer make_variable(const BoundStatement& statement, VariableId variable, ast::Span span = {});

// left = right
ExpressionPointer make_equal(ExpressionPointer left, ExpressionPointer right, ast::Span span = {});

// variable.key = value, `value` being copied
ExpressionPointer make_property_equal(const BoundStatement& statement, VariableId variable, std::string_view key,
                                      const Expression& value, ast::Span span);

// variable:label
ExpressionPointer make_has_label(const BoundStatement& statement, VariableId variable, LabelExpression labels,
                                 ast::Span span);
ExpressionPointer make_has_label(const BoundStatement& statement, VariableId variable, std::string_view label,
                                 ast::Span span);

// variable IS NOT NULL
ExpressionPointer make_is_not_null(const BoundStatement& statement, VariableId variable, ast::Span span);

// True for a node, false for null; a TypeError for anything else.
ExpressionPointer make_is_node(const BoundStatement& statement, VariableId variable, ast::Span span);

// all(element IN list WHERE predicate)
ExpressionPointer make_all(VariableId element, ExpressionPointer list, ExpressionPointer predicate, ast::Span span);

ExpressionPointer make_integer(std::int64_t value, ast::Span span);

// The path through node, relationship or list of them, node, …
ExpressionPointer make_path(const BoundStatement& statement, std::span<const VariableId> elements, ast::Span span);

}  // namespace cairn::engine
