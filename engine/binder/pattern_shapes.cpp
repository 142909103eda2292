#include "engine/binder/pattern_shapes.h"

#include "engine/binder/bind_failure.h"

#include <fmt/format.h>

namespace cairn::engine {

PatternDirection bind_direction(ast::Direction direction) {
  switch (direction) {
    case ast::Direction::Outgoing: return PatternDirection::LeftToRight;
    case ast::Direction::Incoming: return PatternDirection::RightToLeft;
    case ast::Direction::Undirected: break;
  }
  return PatternDirection::Either;
}

std::optional<VariableLength> bind_length(const std::optional<ast::PathLength>& length, PathSelector selector) {
  if (!length && selector != PathSelector::All) return VariableLength{1, 1};
  if (!length) return std::nullopt;
  return VariableLength{length->minimum.value_or(1), length->maximum};
}

PathSelector bind_selector(const ast::PathPattern& path) {
  switch (path.selector.kind) {
    case ast::PathSelectorKind::AllPaths: return PathSelector::All;
    case ast::PathSelectorKind::ShortestPath:
    case ast::PathSelectorKind::AllShortestPaths: break;
    default: fail_unsupported("ANY and SHORTEST paths", path.selector.span);
  }
  if (path.steps.size() != 1) {
    fail("InvalidRelationshipPattern", "A shortest path has exactly one relationship pattern", path.span,
         "write shortestPath((a)-[*]-(b))");
  }
  const bool one = path.selector.kind == ast::PathSelectorKind::ShortestPath;
  return one ? PathSelector::Shortest : PathSelector::AllShortest;
}

void fail_parameter_map(std::string_view clause, ast::Span span) {
  fail("InvalidParameterUse", fmt::format("{} cannot take properties from a parameter", clause), span,
       "name the properties: {key: $parameter.key}");
}

}  // namespace cairn::engine
