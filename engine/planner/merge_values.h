// MERGE needs the values of its pattern's properties twice, to look for the pattern and to create it. Here they become
// variables, so that each is computed once a row: `MERGE (n {x: rand()})` creates what it has looked for.
#pragma once

#include "engine/binder/bound_query.h"

namespace cairn::engine {

// Moves what is no literal, parameter or variable from the patterns of the query's MERGE clauses into
// MergeClause::values.
void name_merge_values(BoundStatement& statement, BoundQuery& query);

}  // namespace cairn::engine
