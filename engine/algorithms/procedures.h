// The algorithms as procedures of the language: `CALL algo.pagerank({types: ['knows']}) YIELD node, score`.
//
// Each takes one map. These options choose the projection, all may be left out:
//
//   labels: ['Person', …]      nodes with any of these labels; all nodes if empty
//   types: ['knows', …]        relationships of these types between such nodes; all if empty
//   direction: 'outgoing'      which way they are walked; or 'incoming', 'undirected'
//   weight: 'length'           algo.betweenness and algo.shortest_path only: what a relationship costs
//   default_weight: 1          the cost of a relationship that lacks the property; 1 if not given
//
// An option that is null is left out, one that does not exist is an error. Rows come in the order of node ids.
#pragma once

#include "engine/procedure.h"

#include <vector>

namespace cairn::engine {

// All procedures of the name space `algo`, to be registered when a database is opened.
std::vector<Procedure> algorithm_procedures();

}  // namespace cairn::engine
