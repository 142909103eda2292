// Which variables of a query have their properties read for most of what they stand for.
#pragma once

#include "engine/binder/bound_query.h"
#include "engine/planner/variable_set.h"

namespace cairn::engine {

// The variables `x` of which the query, or a subquery in it, reads `x.key`, `x[key]`, properties(x) or keys(x), returns
// x, or gives it another name. Not those of which a LIMIT, or EXISTS, takes only the first that are found.
VariableSet variables_with_read_properties(const BoundQuery& query);

}  // namespace cairn::engine
