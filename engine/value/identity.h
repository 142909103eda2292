// Identity: the very same value, as a property stored again would be: the finest relation.
//
// Equivalence, but 1 and 1.0 differ, and so do -0.0 and 0.0. Entities are the same by id, also when one of them
// is a reference and the other materialised. SET uses it to see that nothing changes, tests to compare results.
#pragma once

#include "engine/value/value.h"

namespace cairn {

bool identical(const Value& left, const Value& right);

}  // namespace cairn
