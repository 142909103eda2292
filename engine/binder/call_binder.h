// Binds CALL of procedures, in a query and standing alone.
//
// A CALL that is the whole statement may leave out the parentheses, taking its arguments from parameters of the
// same names, and may leave out YIELD or write YIELD *: its outputs are then the statement's columns.
#pragma once

#include "engine/binder/bind_state.h"

namespace cairn::engine {

// Declares the yielded names in `scope`. `standalone`: the CALL is the statement's only clause.
CallClause bind_call(BindState& state, Scope& scope, const ast::CallProcedure& call, ast::Span span, bool standalone);

}  // namespace cairn::engine
