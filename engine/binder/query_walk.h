// Copying and walking bound queries: what expressions with subqueries need for their own copies and walks.
#pragma once

#include "engine/binder/bound_query.h"

#include <cstddef>
#include <functional>

namespace cairn::engine {

// A deep copy. Variables keep their numbers.
BoundQuery clone(const BoundQuery& query);

// Calls `visit` for each expression that stands in a clause, in the order of the text; neither the parts of an
// expression nor the subqueries in it are visited on their own.
void visit_query_expressions(const BoundQuery& query, const std::function<void(const Expression&)>& visit);

// The first child in which the variables that a comprehension, quantifier or reduce introduces are known; the
// number of children for every other expression.
std::size_t introduced_from_child(const Expression& expression);

}  // namespace cairn::engine
