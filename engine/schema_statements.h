// Runs the statements that make and drop indexes and constraints.
#pragma once

#include "engine/binder/bound_query.h"
#include "engine/executor/query_context.h"

namespace cairn::engine {

// Does what the statement says within the transaction of the context, which also says when to give up. A statement
// that finds nothing to do says so in `summary.notifications`. Throws QueryError; then the statement is to be undone.
void run_schema_statement(const BoundStatement& statement, QueryContext& context, Summary& summary);

// What EXPLAIN and PROFILE show of such a statement.
PlanNode schema_plan(const BoundStatement& statement);

}  // namespace cairn::engine
