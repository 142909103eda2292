// The query graph of one MATCH: its nodes, its relationships and what must hold, without an order.
//
// The source's pattern is a set of paths; here each variable is one node, whatever number of times it is
// written, and each relationship knows its two ends. Predicates know which variables of this MATCH they wait
// for. Nothing here depends on the order of execution; join_order.h chooses one.
//
// Oddities become ordinary here, by variables and predicates that the planner adds:
//  - the filter of each hop of a list of relationships bound before becomes a predicate over the list;
//  - so does one of two filters of hops that wait for each other;
//  - a relationship variable that is written twice is matched twice, and the two must be equal;
//  - a node bound before that no relationship touches must be one, and not null.
#pragma once

#include "engine/planner/planning_context.h"
#include "engine/planner/seek_form.h"
#include "engine/planner/variable_set.h"

#include <optional>
#include <string>
#include <vector>

namespace cairn::engine {

struct PatternNode {
  VariableId variable = no_variable;
  bool bound_before = false;
  std::vector<std::string> labels;  // those it certainly has; sorted
};

struct PatternRelationship {
  VariableId variable = no_variable;
  bool bound_before = false;  // only its ends are to be found or checked
  std::size_t left = 0;       // into QueryGraph::nodes
  std::size_t right = 0;
  PatternDirection direction = PatternDirection::Either;  // LeftToRight: `left` is the source
  std::vector<std::string> types;                         // without duplicates; empty: all
  std::optional<VariableLength> length;
  VariableId hop_variable = no_variable;
  const Expression* hop_predicate = nullptr;
  std::vector<VariableId> hop_needs;  // variables of this MATCH that it reads

  // Of shortestPath and allShortestPaths: the predicates that choose among paths, and what they need first.
  PathSelector selector = PathSelector::All;
  VariableId path_variable = no_variable;  // if one of them reads it
  std::vector<const Expression*> path_predicates;
  std::vector<VariableId> path_needs;

  // Relationships of this MATCH, by index, that could be the same one and so are compared. Symmetric.
  std::vector<std::size_t> meets;
};

// `node.labels` has `label`, as a predicate.
struct LabelTest {
  std::size_t node = 0;
  std::string label;
};

struct PatternPredicate {
  const Expression* expression = nullptr;
  std::vector<VariableId> needs;  // variables of this MATCH that it reads, sorted
  bool is_volatile = false;
  bool implied = false;  // true for every match, by the exact counts: need not be asked
  std::optional<LabelTest> label_test;
  std::vector<SeekForm> seeks;  // what an index or an id could answer of it
  double selectivity = 1;       // guessed; for a label test it is counted instead
};

struct PatternPath {
  VariableId variable = no_variable;
  const Expression* path = nullptr;  // of kind PathOf
  std::vector<VariableId> needs;     // its nodes and relationships
};

struct QueryGraph {
  std::vector<PatternNode> nodes;                  // in order of first appearance
  std::vector<PatternRelationship> relationships;  // in source order
  std::vector<PatternPredicate> predicates;
  std::vector<PatternPath> paths;

  std::optional<std::size_t> find_node(VariableId variable) const;
};

// The graph of a MATCH whose earlier clauses have bound `bound`.
QueryGraph make_query_graph(PlanningContext& context, const MatchClause& clause, const VariableSet& bound);

// The graph by which MERGE looks for its pattern.
QueryGraph make_query_graph(PlanningContext& context, const MergeClause& clause, const VariableSet& bound);

}  // namespace cairn::engine
