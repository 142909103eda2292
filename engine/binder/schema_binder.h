// Binds the statements that make and drop indexes and constraints.
#pragma once

#include "engine/binder/bound_query.h"

namespace cairn::engine {

CreateIndexStatement bind_create_index(const ast::CreateIndex& create, ast::Span span);

CreateConstraintStatement bind_create_constraint(const ast::CreateConstraint& create);

DropSchemaStatement bind_drop(const ast::DropSchemaObject& drop);

}  // namespace cairn::engine
