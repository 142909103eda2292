// Binds queries: single queries clause by clause, and the UNION of several.
#pragma once

#include "engine/binder/bind_state.h"

namespace cairn::engine {

enum class QueryPlace : std::uint8_t {
  Statement,
  Exists,  // may end in any clause, and changes nothing
};

// `outer` holds what a subquery sees from outside; null for a statement.
BoundQuery bind_query(BindState& state, const Scope* outer, const ast::Query& query, QueryPlace place);

}  // namespace cairn::engine
