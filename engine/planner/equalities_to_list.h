// The rewrite EqualitiesToList: a choice between values of one property becomes IN a list, which an index can answer.
//
//   a.x = 1 OR $p = a.x OR a.x IN [3, b]   →   a.x IN [1, $p, 3, b]
//
// Both are true if one value equals, else null if one comparison is null. OR stops at the first that is true: so only
// values are taken whose evaluation cannot fail.
#pragma once

#include "engine/binder/expression.h"

namespace cairn::engine {

// The list form of a predicate; null if it has none.
ExpressionPointer equalities_to_list(const Expression& predicate);

}  // namespace cairn::engine
