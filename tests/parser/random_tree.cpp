#include "tests/parser/random_tree.h"

#include <array>

namespace cairn::parser::testing {

using namespace cairn::ast;

std::size_t RandomTree::below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }

bool RandomTree::chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }

std::string RandomTree::word() {
  static const std::array<std::string, 40> words = {
      "a",     "b",       "node",  "count", "exists",   "collect",      "not",    "case",  "when",   "in",
      "is",    "where",   "all",   "any",   "distinct", "shortestPath", "reduce", "null",  "true",   "end",
      "order", "foreach", "limit", "union", "x y",      "`tick`",       "",       "größe", "naïve$", "9lives",
      "if",    "for",     "and",   "as",    "typed",    "list",         "key",    "yield", "_",      "日本"};
  return words[below(words.size())];
}

Name RandomTree::name() { return {.text = word(), .span = {}}; }

Statement RandomTree::statement() {
  Statement result;
  std::size_t kind = below(20);
  if (kind == 0) {
    result.node = BeginTransaction{.access = any_of({TransactionAccess::ReadWrite, TransactionAccess::ReadOnly})};
    return result;
  }
  if (kind == 1) {
    result.node = CommitTransaction{};
    return result;
  }
  if (kind == 2) {
    result.node = RollbackTransaction{};
    return result;
  }
  result.explain = any_of({ExplainMode::None, ExplainMode::None, ExplainMode::Explain, ExplainMode::Profile});
  if (kind < 5) {
    result.node = schema_command();
  } else if (kind == 5) {
    result.node = show();
  } else {
    result.node = query();
  }
  return result;
}

SchemaPattern RandomTree::schema_pattern() {
  SchemaPattern pattern;
  pattern.entity = any_of({EntityKind::Node, EntityKind::Relationship});
  pattern.variable = name();
  pattern.labels = several(1, 1, [&] { return name(); });
  return pattern;
}

StatementNode RandomTree::schema_command() {
  if (chance(20)) {
    return DropSchemaObject{.kind = any_of({SchemaObjectKind::Index, SchemaObjectKind::Constraint}),
                            .name = name(),
                            .if_exists = chance(50)};
  }
  if (chance(50)) {
    CreateConstraint command;
    command.name = maybe(60, [&] { return name(); });
    command.if_not_exists = chance(40);
    command.pattern = schema_pattern();
    command.keys = several(1, 3, [&] { return name(); });
    command.kind = any_of({ConstraintKind::Unique, ConstraintKind::Key, ConstraintKind::NotNull, ConstraintKind::Type});
    if (command.kind == ConstraintKind::Type) command.type = value_type();
    if (chance(20)) command.options = properties();
    return command;
  }
  CreateIndex command;
  command.kind = any_of(
      {IndexKind::Range, IndexKind::Text, IndexKind::Point, IndexKind::Lookup, IndexKind::FullText, IndexKind::Vector});
  command.name = maybe(60, [&] { return name(); });
  command.if_not_exists = chance(40);
  command.pattern = schema_pattern();
  if (command.kind == IndexKind::FullText) command.pattern.labels.push_back(name());
  if (command.kind == IndexKind::Lookup) {
    command.pattern.labels.clear();
  } else {
    command.keys = several(1, 3, [&] { return name(); });
  }
  if (chance(20)) command.options = properties();
  return command;
}

StatementNode RandomTree::show() {
  Show command;
  command.kind = any_of({ShowKind::Indexes, ShowKind::Constraints, ShowKind::Functions, ShowKind::Procedures});
  if (command.kind == ShowKind::Indexes && chance(40)) {
    command.index_kind = any_of({IndexKind::Range, IndexKind::Text, IndexKind::Vector});
  }
  if (command.kind == ShowKind::Constraints && chance(40)) {
    command.constraint_kind =
        any_of({ConstraintKind::Unique, ConstraintKind::Key, ConstraintKind::NotNull, ConstraintKind::Type});
  }
  if (command.kind == ShowKind::Constraints && chance(40)) {
    command.entity = any_of({ast::EntityKind::Node, ast::EntityKind::Relationship});
  }
  command.where = maybe_condition(40);
  if (chance(50)) return command;
  command.yield = yield(true);
  command.yield->where = nullptr;
  command.order_by = sort_items();
  command.skip = maybe_expression(20);
  command.limit = maybe_expression(20);
  if (chance(50)) command.result = projection();
  return command;
}

}  // namespace cairn::parser::testing
