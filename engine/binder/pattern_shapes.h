// The parts of a pattern that mean the same in MATCH, CREATE and MERGE: directions, lengths, selectors.
#pragma once

#include "engine/binder/bound_query.h"

#include <optional>
#include <string_view>

namespace cairn::engine {

PatternDirection bind_direction(ast::Direction direction);

// None for one relationship. A shortest path is always a list of relationships, also where only one is asked for.
std::optional<VariableLength> bind_length(const std::optional<ast::PathLength>& length, PathSelector selector);

// shortestPath and allShortestPaths take exactly one relationship; other selectors are not supported yet.
PathSelector bind_selector(const ast::PathPattern& path);

// Ends the binding with InvalidParameterUse: `(n $map)` is only for CREATE.
[[noreturn]] void fail_parameter_map(std::string_view clause, ast::Span span);

}  // namespace cairn::engine
