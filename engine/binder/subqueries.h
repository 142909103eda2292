// Expressions that ask the graph: EXISTS, pattern predicates, pattern comprehensions, shortest paths as values.
//
// Each becomes a subquery that sees the variables around it; `outer_variables` says which it reads.
#pragma once

#include "engine/binder/bind_state.h"

namespace cairn::engine {

// EXISTS {query}
ExpressionPointer bind_exists(BindState& state, const Scope& scope, const ast::Query& query, ast::Span span);

// (a)-->(:B) as a predicate; it introduces no names.
ExpressionPointer bind_pattern_predicate(BindState& state, const Scope& scope, const ast::PathPattern& pattern,
                                         ast::Span span);

// [p = (a)-->(b) WHERE … | …]
ExpressionPointer bind_pattern_comprehension(BindState& state, const Scope& scope,
                                             const ast::PatternComprehension& comprehension, ast::Span span);

// shortestPath(…) as a value, a path or null, and allShortestPaths(…), a list of paths.
ExpressionPointer bind_shortest_path(BindState& state, const Scope& scope, const ast::PathPattern& pattern,
                                     ast::Span span);

}  // namespace cairn::engine
