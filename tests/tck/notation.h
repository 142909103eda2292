// How the TCK's tables write values, and the text by which values are compared.
//
//   null  true  1  1.0  -Inf  NaN  'it\'s'  [1, 'a']  {k: 1}  (:A:B {x: 1})  [:T {x: 1}]  <(:A)-[:T]->(:B)<-[:U]-(:C)>
//
// The notation has no identity: nodes and relationships compare by labels or type and properties, paths also by the
// directions of their relationships. Temporal values are written as strings, so they equal the strings they show as.
#pragma once

#include "base/expected.h"
#include "engine/value/value.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace cairn::tck {

// The value that `text` writes. A SyntaxError with its offset otherwise.
Expected<Value> parse_notation(std::string_view text);

enum class ListOrder : std::uint8_t { Kept, Ignored };

// A text that two values share exactly if the TCK takes them for the same: 1 and 1.0 differ, NaN is NaN, -0.0 is 0.0;
// the order of labels and keys does not count, nor, if asked for, that of list elements at any depth.
std::string comparable_text(const Value& value, ListOrder list_order = ListOrder::Kept);

// A text that two values share exactly if they are identical but for the order of labels and keys and the identity of
// nodes and relationships: -0.0 and 0.0 differ, and so do a date and the string it is shown as.
std::string exact_text(const Value& value);

}  // namespace cairn::tck
