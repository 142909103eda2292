// Questions about the next few tokens, answered in constant time (paths: in the number of their elements) because
// brackets know their partners. They decide which alternative of the grammar applies before anything is parsed, so
// that nothing is ever parsed twice.
#pragma once

#include "parser/grammar/state.h"

namespace cairn::parser::grammar {

bool is_name(TokenIterator at);

// Whether the word at `at` is followed by something that cannot begin an operand, so that it can only be an operand
// itself: tells the name `distinct` in `RETURN distinct, x` from the keyword.
bool stands_alone(TokenIterator at);

// `DISTINCT` or `NOT` as a keyword, rather than as a name.
bool is_distinct(TokenIterator at);
bool is_not(TokenIterator at);
// `ALL` as in count(ALL x).
bool is_all_arguments(TokenIterator at);

// (a)-[…]->(b)…, at least one relationship.
bool is_path(TokenIterator at);
// shortestPath( or allShortestPaths(
bool is_shortest_path_function(TokenIterator at);
// a = … in front of a path
bool is_path_variable(TokenIterator at);
// (a)… or a = …, or a selector in front of them
bool is_pattern_start(TokenIterator at);

// space.name(
bool is_call(TokenIterator at);
// count(*)
bool is_count_all(TokenIterator at);
// CASE … , not the name `case`
bool is_case(TokenIterator at);
// [x IN
bool is_list_comprehension(TokenIterator at);
// [(a)-->(b) | or [p = (a)-->(b) WHERE
bool is_pattern_comprehension(TokenIterator at);
// all(x IN, any(…, none(…, single(…
bool is_quantifier(TokenIterator at);
// reduce(x =
bool is_reduce(TokenIterator at);
// EXISTS {, COUNT {, COLLECT {
bool is_subquery_expression(TokenIterator at);
// x {
bool is_map_projection(TokenIterator at);

// `IS` in front of a label or type name, rather than IS NULL or the name `is`.
bool is_label_word(TokenIterator at);
// $(, $all(, $any( in the place of a label
bool is_dynamic_label(TokenIterator at);
// `|` between two labels or types, rather than the one that divides a comprehension, reduce or FOREACH.
bool is_alternative_bar(TokenIterator at);
// A variable in a node or relationship pattern, rather than WHERE or IS.
bool is_pattern_variable(TokenIterator at);

}  // namespace cairn::parser::grammar
