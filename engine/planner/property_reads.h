// Which variables of a query have their properties read, wherever in it.
#pragma once

#include "engine/binder/bound_query.h"
#include "engine/planner/variable_set.h"

namespace cairn::engine {

// The variables `x` of which the query, or a subquery in it, reads `x.key`, `x[key]`, properties(x) or keys(x), or that
// it hands on as they are: then somebody may read them later.
VariableSet variables_with_read_properties(const BoundQuery& query);

}  // namespace cairn::engine
