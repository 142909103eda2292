#include "engine/binder/kinds.h"

#include "engine/binder/bind_failure.h"

#include <fmt/format.h>

namespace cairn::engine {

namespace {

[[noreturn]] void fail_kind(const Variable& variable, std::string_view wanted, ast::Span span) {
  fail("VariableTypeConflict",
       fmt::format("Variable `{}` is {} and cannot be used as {}", variable.name, kind_phrase(variable), wanted), span);
}

}  // namespace

VariableKind kind_of(const StaticType& type) {
  if (type.is_only(ValueType::Node)) return VariableKind::Node;
  if (type.is_only(ValueType::Relationship)) return VariableKind::Relationship;
  if (type.is_only(ValueType::Path)) return VariableKind::Path;
  return VariableKind::Value;
}

std::string_view kind_phrase(const Variable& variable) {
  switch (variable.kind) {
    case VariableKind::Node: return "a node";
    case VariableKind::Relationship: return "a relationship";
    case VariableKind::Path: return "a path";
    case VariableKind::Value: break;
  }
  const bool list = variable.type.is_only(ValueType::List);
  if (list && variable.type.element().is_only(ValueType::Relationship)) return "a list of relationships";
  return list ? "a list" : "a value";
}

void require_node(const Variable& variable, ast::Span span) {
  if (StaticType::of(ValueType::Node).certainly_rejects(variable.type)) fail_kind(variable, "a node", span);
}

void require_relationship(const Variable& variable, ast::Span span) {
  if (StaticType::of(ValueType::Relationship).certainly_rejects(variable.type)) {
    fail_kind(variable, "a relationship", span);
  }
}

void require_relationship_list(const Variable& variable, ast::Span span) {
  const bool no_list = StaticType::of(ValueType::List).certainly_rejects(variable.type);
  const bool of_others = variable.type.is_only(ValueType::List) &&
                         StaticType::of(ValueType::Relationship).certainly_rejects(variable.type.element());
  if (no_list || of_others) fail_kind(variable, "a list of relationships", span);
}

void fail_already_bound(std::string_view name, ast::Span span, std::string hint) {
  fail("VariableAlreadyBound", fmt::format("Variable `{}` is already bound", name), span, std::move(hint));
}

}  // namespace cairn::engine
