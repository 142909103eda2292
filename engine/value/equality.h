// Equality: the `=` of the language, which also IN and CASE use. Ternary.
//
//   left             right            answer
//   null             anything         null
//   number           number           as numbers, exactly: 1 = 1.0; NaN equals nothing, not even itself
//   string, boolean  same type        same bytes, same truth
//   list             list             false if the lengths differ; else false if some element pair is false,
//                                     else null if some is null, else true
//   map              map              false if the keys differ; else by the values, as for lists
//   node, relationship  same type     same id
//   path             path             same elements
//   any              another type     false
//
// Source: openCypher's CIP2016-06-14 and TCK expressions/comparison/Comparison1, expressions/list/List3.
#pragma once

#include "engine/value/ternary.h"
#include "engine/value/value.h"

namespace cairn {

Ternary equals(const Value& left, const Value& right);

}  // namespace cairn
