// Values as an index is asked for them.
#pragma once

#include "engine/value/value.h"

#include <string>

namespace cairn::engine {

// Whether a property can equal the value. Null and NaN equal nothing, at every depth. A list may mix types, as long as
// an index that takes 1 and 1.0 for the same may find it.
bool may_be_sought(const Value& value);

// Whether the value can stand at an end of a range in the order of storage: no lists, which `<` orders otherwise.
bool may_bound(const Value& value);

// Appends the encoding of a value for which may_be_sought or may_bound is true.
void append_sought(const Value& value, std::string& out);

}  // namespace cairn::engine
