// The steps that are possible at one point of a join order, and what they would do.
#pragma once

#include "engine/planner/join_order.h"

#include <span>
#include <string>
#include <vector>

namespace cairn::engine {

// How far a join order has come. A value: trying something out is copying it.
struct JoinState {
  VariableSet bound;
  std::vector<char> joined;   // by relationship
  std::vector<char> applied;  // by predicate
  double rows = 1;
  double cost = 0;  // rows looked at so far
};

// Finds and takes steps of one query graph. Keeps no state of its own.
class StepFinder {
 public:
  StepFinder(const PlanningContext& context, const QueryGraph& graph) : context_(context), graph_(graph) {}

  // The state before the first step, predicates on what is bound already applied.
  JoinState begin(const VariableSet& bound, double rows) const;

  // The cheapest way to find a node that is not bound, whatever else is.
  PatternStep find_node(const JoinState& state, std::size_t node) const;
  // The node by a seek that finds about one; nothing if there is no such seek.
  std::optional<PatternStep> find_single_node(const JoinState& state, std::size_t node) const;
  // Joins relationship `index` of the graph to what is bound; nothing if that is not possible yet.
  std::optional<PatternStep> join(const JoinState& state, std::size_t index) const;
  // Finds the relationship by an index, then its ends, bound or not; nothing if no index helps.
  std::optional<PatternStep> seek_relationships(const JoinState& state, std::size_t index) const;
  // The same as a way to join: where an end is bound, or about one relationship is found.
  std::optional<PatternStep> join_by_index(const JoinState& state, std::size_t index) const;
  // Scans the relationships instead of the nodes at their ends; nothing if that is not possible.
  std::optional<PatternStep> scan_relationships(const JoinState& state, std::size_t index) const;

  // What the step adds to the cost of `state`, the predicates after it apart.
  double cost(const JoinState& state, const PatternStep& step) const { return estimate(state, step).cost; }

  // Makes `state` that after the step; fills in the step's rows.
  void take(JoinState& state, PatternStep& step) const;

  bool is_bound(const JoinState& state, std::size_t node) const {
    return state.bound.contains(graph_.nodes[node].variable);
  }

 private:
  struct Effect {
    double rows = 0;  // after the step, before predicates
    double cost = 0;
  };
  Effect estimate(const JoinState& state, const PatternStep& step) const;
  Effect estimate_join(const JoinState& state, const PatternStep& step) const;
  double paths_from(const PatternRelationship& relationship, bool from_right) const;
  void bind_paths(JoinState& state) const;
  void apply_predicates(JoinState& state, const PatternStep* step) const;
  double label_selectivity(const LabelTest& test, const PatternStep* step) const;
  std::optional<PatternStep> seek(const JoinState& state, std::size_t node) const;
  void add_id_seeks(const JoinState& state, std::size_t node, std::vector<PatternStep>& steps) const;
  static void take_index(PatternStep& step, IndexChoice choice);
  std::optional<PatternStep> cheapest(const JoinState& state, std::vector<PatternStep> steps) const;
  void cover_label(PatternStep& step) const;

  const PlanningContext& context_;
  const QueryGraph& graph_;
};

}  // namespace cairn::engine
