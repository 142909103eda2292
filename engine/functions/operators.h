// Operators that are no arithmetic and no comparison: IN, [ ], [ .. ], STARTS WITH, ENDS WITH, CONTAINS, =~.
//
//   x IN list          true if some element equals x, else null if some comparison is null, else false; null IN []
//                      is false; null if the list is null
//   list[i]            element i, from the end if i < 0; null outside the list
//   map[key], entity[key]   the value under the key, null if there is none
//   list[a..b]         elements a up to, not including, b; each from the end if negative; cut to the list
//   STARTS WITH, ENDS WITH, CONTAINS   null unless both sides are strings
//   text =~ pattern    the whole text matches the regular expression; null unless both are strings
//
// Null operands give null except where said otherwise. Wrong types are TypeErrors: InvalidArgumentType, or
// MapElementAccessByNonString for a map and a key that is no string.
#pragma once

#include "base/expected.h"
#include "engine/functions/function_context.h"
#include "engine/value/ternary.h"
#include "engine/value/value.h"

namespace cairn::engine {

Expected<Ternary> is_in(const Value& element, const Value& list);

// Asks the context's EntityAccess where the container is an entity.
Expected<Value> element_at(FunctionContext& context, const Value& container, const Value& index);

// `from` and `to` are null pointers for bounds that are left out.
Expected<Value> slice(const Value& list, const Value* from, const Value* to);

Ternary starts_with(const Value& text, const Value& prefix);
Ternary ends_with(const Value& text, const Value& suffix);
Ternary contains(const Value& text, const Value& part);

Expected<Ternary> matches(FunctionContext& context, const Value& text, const Value& pattern);

}  // namespace cairn::engine
