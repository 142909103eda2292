#include "tests/parser/random_tree.h"

namespace cairn::parser::testing {

using namespace cairn::ast;

ExpressionPtr RandomTree::properties() {
  auto result = std::make_unique<Expression>();
  if (chance(70)) {
    result->node = map_literal();
  } else {
    result->node = Parameter{.name = word()};
  }
  return result;
}

NodePattern RandomTree::node_pattern() {
  NodePattern node;
  node.variable = maybe(60, [&] { return name(); });
  node.labels = maybe(50, [&] { return label_expression(); });
  if (chance(30)) node.properties = properties();
  node.where = maybe_condition(15);
  return node;
}

RelationshipPattern RandomTree::relationship_pattern() {
  RelationshipPattern relationship;
  relationship.direction = any_of({Direction::Outgoing, Direction::Incoming, Direction::Undirected});
  relationship.variable = maybe(40, [&] { return name(); });
  relationship.types = maybe(50, [&] { return label_expression(); });
  relationship.length = maybe(30, [&] {
    PathLength length;
    length.minimum = maybe(50, [&] { return std::uint64_t{below(4)}; });
    length.maximum = maybe(50, [&] { return std::uint64_t{below(4)}; });
    return length;
  });
  if (chance(20)) relationship.properties = properties();
  relationship.where = maybe_condition(10);
  return relationship;
}

PathPattern RandomTree::simple_path(std::size_t steps_min) {
  Level level(depth_);
  PathPattern result;
  result.start = node_pattern();
  result.steps = several(steps_min, steps_min + 2, [&] {
    PathStep step;
    step.relationship = relationship_pattern();
    step.node = node_pattern();
    return step;
  });
  return result;
}

PathPattern RandomTree::path() {
  PathPattern result = simple_path(0);
  result.variable = maybe(30, [&] { return name(); });
  if (chance(70)) return result;
  using enum PathSelectorKind;
  result.selector.kind =
      any_of({ShortestPath, AllShortestPaths, Any, AnyShortest, AllShortest, Shortest, ShortestGroups});
  bool takes_count =
      result.selector.kind == Any || result.selector.kind == Shortest || result.selector.kind == ShortestGroups;
  if (takes_count && (result.selector.kind == Shortest || chance(50))) {
    result.selector.count = std::make_unique<Expression>();
    if (chance(50)) {
      result.selector.count->node = Parameter{.name = word()};
    } else {
      result.selector.count->node = IntegerLiteral{.value = static_cast<std::int64_t>(below(9))};
    }
  }
  return result;
}

PathPatternPtr RandomTree::pattern_with_step() { return std::make_unique<PathPattern>(simple_path(1)); }

PathPatternPtr RandomTree::shortest_path() {
  auto result = std::make_unique<PathPattern>(simple_path(0));
  result->selector.kind = any_of({PathSelectorKind::ShortestPath, PathSelectorKind::AllShortestPaths});
  return result;
}

std::vector<PathPattern> RandomTree::pattern() {
  return several(1, 2, [&] { return path(); });
}

}  // namespace cairn::parser::testing
