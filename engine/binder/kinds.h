// Kinds of variables, and what a pattern may do with a variable that is already there.
#pragma once

#include "engine/binder/bound_query.h"

#include <string_view>

namespace cairn::engine {

// Node, Relationship or Path for values that can be nothing else (but null), otherwise Value.
VariableKind kind_of(const StaticType& type);

// "a node", "a relationship", "a path", "a value", "a list of relationships": for messages.
std::string_view kind_phrase(const Variable& variable);

// Ends the binding with VariableTypeConflict unless the variable may stand for a node, a relationship, or the
// relationships of a variable-length pattern. What is of unknown type may stand for anything.
void require_node(const Variable& variable, ast::Span span);
void require_relationship(const Variable& variable, ast::Span span);
void require_relationship_list(const Variable& variable, ast::Span span);

// Ends the binding with VariableAlreadyBound.
[[noreturn]] void fail_already_bound(std::string_view name, ast::Span span, std::string hint = {});

}  // namespace cairn::engine
