// Binds WITH and RETURN: items, names, aggregation, ORDER BY, SKIP, LIMIT, WHERE.
#pragma once

#include "engine/binder/bind_state.h"

namespace cairn::engine {

struct ProjectionRequest {
  const ast::Projection* projection = nullptr;
  const ast::Expression* where = nullptr;  // of WITH; null: none
  bool is_return = false;
  const ast::Show* show = nullptr;  // whose ORDER BY, SKIP and LIMIT hold in place of the projection's; null: none
};

// Binds the projection of what `scope` knows; afterwards `scope` knows the columns instead, and whatever the scopes
// around it do.
ProjectionClause bind_projection(BindState& state, Scope& scope, const ProjectionRequest& request);

}  // namespace cairn::engine
