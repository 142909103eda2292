#include "engine/binder/schema_binder.h"

#include "engine/binder/bind_failure.h"

namespace cairn::engine {

CreateIndexStatement bind_create_index(const ast::CreateIndex& create, ast::Span span) {
  if (create.kind != ast::IndexKind::Range) fail_unsupported("Indexes other than RANGE", span);
  if (create.options) fail_unsupported("Options of an index", create.options->span);
  if (create.keys.size() != 1 || create.pattern.labels.size() != 1) fail_unsupported("Composite indexes", span);
  CreateIndexStatement statement;
  if (create.name) statement.name = create.name->text;
  statement.if_not_exists = create.if_not_exists;
  statement.on_relationships = create.pattern.entity == ast::EntityKind::Relationship;
  statement.token = create.pattern.labels.front().text;
  statement.key = create.keys.front().text;
  return statement;
}

DropIndexStatement bind_drop(const ast::DropSchemaObject& drop, ast::Span span) {
  if (drop.kind == ast::SchemaObjectKind::Constraint) fail_unsupported("Constraints", span);
  return {drop.name.text, drop.if_exists};
}

}  // namespace cairn::engine
