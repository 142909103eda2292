// Values that are known while a statement is planned: what is written down in it.
//
// Parameters are not among them: a plan serves every value of a parameter.
#pragma once

#include "engine/binder/expression.h"

#include <optional>
#include <vector>

namespace cairn::engine {

// The value of a literal, of a negated number or of a list of such; nothing for every other expression.
std::optional<Value> known_value(const Expression& expression);

// The elements of a list that is written down, each as far as it is known; nothing if even their number is not.
std::optional<std::vector<std::optional<Value>>> known_elements(const Expression& list);

}  // namespace cairn::engine
