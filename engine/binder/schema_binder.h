// Binds the statements that are no queries: indexes, constraints, SHOW.
#pragma once

#include "engine/binder/bound_query.h"

namespace cairn::engine {

CreateIndexStatement bind_create_index(const ast::CreateIndex& create, ast::Span span);

DropIndexStatement bind_drop(const ast::DropSchemaObject& drop, ast::Span span);

}  // namespace cairn::engine
