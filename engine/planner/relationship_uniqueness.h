// Relationship uniqueness: which relationships of one MATCH could be the same one.
//
// Within one MATCH (all its comma parts) no two relationships of a match are the same. Most pairs cannot be,
// by their types, or because being the same would make a self loop of what is none; only the others have to
// be compared while the query runs. Relationships of shortestPath are not part of the rule.
#pragma once

#include "engine/planner/query_graph.h"

namespace cairn::engine {

// Fills `meets` of every relationship. With Rewrite::DropImpossibleDistinct off, every pair meets.
//
// r1 and r2 meet if they have a type in common and for some orientation of each (an undirected one has two),
// with sources s1, s2 and targets t1, t2, setting s1 = s2 and t1 = t2 is possible:
//  - if this makes some source a target, a self loop of a common type exists;
//  - some relationship of a common type has ends with all the labels that the pattern asks for;
//  - no predicate of the MATCH says s1 <> s2 or t1 <> t2.
// Of a variable-length relationship only the types are known. The exact counts are only asked in statements
// that do not write.
void find_meeting_relationships(PlanningContext& context, QueryGraph& graph);

}  // namespace cairn::engine
