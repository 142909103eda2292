// Values as text of the language: what tables show and what language tests compare.
//
//   null  true  42  1.0  'it\'s'  [1, 'a', null]  {key: 1, `odd key`: 2}
//   (:Person:Admin {name: 'Ada'})  [:KNOWS {since: 1843}]  <(:A)-[:T {k: 1}]->(:B)<-[:U]-(:C)>
//
// A reference, of which nothing but the id is known, is (#12) or [#7]. A relationship of a path points the
// way its ends say; without ends it is written as pointing forward.
#pragma once

#include "base/name.h"
#include "engine/value/value.h"

#include <string>
#include <string_view>

namespace cairn {

// Appends the value with every string quoted.
void append_literal(std::string& out, const Value& value);
std::string to_literal(const Value& value);

// The same, but a value that is itself a string stands for itself: for tables.
void append_display(std::string& out, const Value& value);

// 'text' with what needs it escaped: quotes, backslashes and control characters.
void append_quoted(std::string& out, std::string_view text);

}  // namespace cairn
