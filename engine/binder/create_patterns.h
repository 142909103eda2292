// Binds the patterns of CREATE and MERGE, which say what to make.
//
// What is bound may only be an end of a relationship that is made; it takes no labels and no properties. The
// expressions of properties see what earlier clauses and, in CREATE, earlier parts of the pattern introduced.
#pragma once

#include "engine/binder/bind_state.h"

#include <vector>

namespace cairn::engine {

// Binds the patterns and declares the new names in `scope`. `CREATE (a), (b {x: a.y})` becomes two clauses, so that
// no bound CREATE reads what it makes.
std::vector<CreateClause> bind_create(BindState& state, Scope& scope, const std::vector<ast::PathPattern>& patterns);

// The pattern of a MERGE, without its actions; declares the new names in `scope`.
MergeClause bind_merge_pattern(BindState& state, Scope& scope, const ast::PathPattern& pattern);

}  // namespace cairn::engine
