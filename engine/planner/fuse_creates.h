// Rewrite::FuseCreates: CREATE clauses that follow each other become one, so that a script of a thousand of them
// is not a plan of a thousand operators.
//
// A clause joins the one before it unless its properties read what that one makes, or hold a subquery, which
// would see it made. Beyond that creating is blind to what else is created.
#pragma once

#include "engine/binder/bound_query.h"

namespace cairn::engine {

// Rewrites the clauses of the query; the statement is not planned yet.
void fuse_creates(BoundQuery& query);

}  // namespace cairn::engine
