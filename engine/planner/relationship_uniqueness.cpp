#include "engine/planner/relationship_uniqueness.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace cairn::engine {

namespace {

// A relationship read one way: nodes of the graph.
struct Reading {
  std::size_t source = 0;
  std::size_t target = 0;
};

std::vector<Reading> readings(const PatternRelationship& relationship) {
  const Reading forward{relationship.left, relationship.right};
  const Reading backward{relationship.right, relationship.left};
  switch (relationship.direction) {
    case PatternDirection::LeftToRight: return {forward};
    case PatternDirection::RightToLeft: return {backward};
    case PatternDirection::Either: return {forward, backward};
  }
  return {};
}

class MeetingFinder {
 public:
  MeetingFinder(PlanningContext& context, const QueryGraph& graph) : context_(context), graph_(graph) {
    for (const PatternPredicate& predicate : graph.predicates) note_difference(*predicate.expression);
  }

  bool may_meet(const PatternRelationship& one, const PatternRelationship& other) {
    const std::optional<std::vector<std::string>> types = common_types(one, other);
    if (!types) return false;
    if (one.length || other.length) return true;
    for (const Reading& left : readings(one)) {
      for (const Reading& right : readings(other)) {
        if (may_be_same(left, right, *types)) return true;
      }
    }
    return false;
  }

 private:
  // Nothing: no relationship has a type of both. An empty list: any type.
  static std::optional<std::vector<std::string>> common_types(const PatternRelationship& one,
                                                              const PatternRelationship& other) {
    if (one.types.empty()) return other.types;
    if (other.types.empty()) return one.types;
    std::vector<std::string> common;
    for (const std::string& type : one.types) {
      if (std::find(other.types.begin(), other.types.end(), type) != other.types.end()) common.push_back(type);
    }
    if (common.empty()) return std::nullopt;
    return common;
  }

  bool may_be_same(Reading one, Reading other, const std::vector<std::string>& types) {
    if (differ(one.source, other.source) || differ(one.target, other.target)) return false;
    if (!context_.counts_hold()) return true;
    const bool needs_loop = one.source == one.target || other.source == other.target || one.source == other.target ||
                            other.source == one.target;
    auto possible = [&](std::string_view type) {
      if (needs_loop && context_.cardinality().self_loops(type) == 0) return false;
      return context_.cardinality().relationships_between_at_most(type, labels(one.source, other.source),
                                                                  labels(one.target, other.target)) > 0;
    };
    const bool same = types.empty() ? possible({}) : std::any_of(types.begin(), types.end(), possible);
    if (!same) context_.note_dependence_on_counts();
    return same;
  }

  std::vector<std::string> labels(std::size_t one, std::size_t other) const {
    std::vector<std::string> all = graph_.nodes[one].labels;
    all.insert(all.end(), graph_.nodes[other].labels.begin(), graph_.nodes[other].labels.end());
    return all;
  }

  // Remembers `a <> b` of two nodes.
  void note_difference(const Expression& predicate) {
    if (predicate.kind != ExpressionKind::Comparison || predicate.children.size() != 2 ||
        predicate.comparisons[0] != ComparisonOperator::NotEqual ||
        predicate.children[0]->kind != ExpressionKind::Variable ||
        predicate.children[1]->kind != ExpressionKind::Variable) {
      return;
    }
    const std::optional<std::size_t> one = graph_.find_node(predicate.children[0]->variable);
    const std::optional<std::size_t> other = graph_.find_node(predicate.children[1]->variable);
    if (one && other) differences_.insert(std::minmax(*one, *other));
  }

  bool differ(std::size_t one, std::size_t other) const { return differences_.contains(std::minmax(one, other)); }

  PlanningContext& context_;
  const QueryGraph& graph_;
  std::set<std::pair<std::size_t, std::size_t>> differences_;
};

}  // namespace

void find_meeting_relationships(PlanningContext& context, QueryGraph& graph) {
  MeetingFinder finder(context, graph);
  std::vector<PatternRelationship>& relationships = graph.relationships;
  for (std::size_t i = 0; i < relationships.size(); ++i) {
    if (relationships[i].selector != PathSelector::All) continue;
    for (std::size_t j = 0; j < i; ++j) {
      if (relationships[j].selector != PathSelector::All) continue;
      if (context.has(Rewrite::DropImpossibleDistinct) && !finder.may_meet(relationships[i], relationships[j]))
        continue;
      relationships[i].meets.push_back(j);
      relationships[j].meets.push_back(i);
    }
  }
}

}  // namespace cairn::engine
