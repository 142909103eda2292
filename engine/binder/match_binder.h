// Binds the patterns of MATCH, and of everything else that matches: EXISTS, pattern predicates and comprehensions.
//
// All variables are declared before any expression is bound, so that a property map may read what stands to the
// right of it. Labels, property maps and inline WHERE then become predicates.
#pragma once

#include "engine/binder/bind_state.h"

#include <vector>

namespace cairn::engine {

// Whether a pattern may name what is not known yet: a pattern predicate may not.
enum class NewNames : std::uint8_t { Declared, Undefined };

struct MatchRequest {
  std::vector<const ast::PathPattern*> paths;
  const ast::Expression* where = nullptr;  // null: none
  bool optional = false;
  NewNames new_names = NewNames::Declared;
};

// Binds the patterns and WHERE, and declares the new names in `scope`.
MatchClause bind_match(BindState& state, Scope& scope, const MatchRequest& request);

}  // namespace cairn::engine
