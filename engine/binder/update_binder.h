// Binds SET, REMOVE, DELETE, and the actions of MERGE.
#pragma once

#include "engine/binder/bind_state.h"

#include <vector>

namespace cairn::engine {

std::vector<SetItem> bind_set_items(BindState& state, const Scope& scope, const std::vector<ast::SetItem>& items);

RemoveClause bind_remove(BindState& state, const Scope& scope, const ast::Remove& remove);

DeleteClause bind_delete(BindState& state, const Scope& scope, const ast::Delete& deletion);

}  // namespace cairn::engine
