// Copying and walking bound queries: what expressions with subqueries need for their own copies and walks.
#pragma once

#include "engine/binder/bound_query.h"

#include <functional>

namespace cairn::engine {

// A deep copy. Variables keep their numbers.
BoundQuery clone(const BoundQuery& query);

// Calls `visit` for each expression that stands in the clause, in the order of the text; neither the parts of an
// expression nor the subqueries in it are visited on their own.
void visit_clause_expressions(const BoundClause& clause, const std::function<void(const Expression&)>& visit);

// The same for all clauses of a query.
void visit_query_expressions(const BoundQuery& query, const std::function<void(const Expression&)>& visit);

}  // namespace cairn::engine
