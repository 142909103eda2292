// Three-valued logic: what predicates answer.
//
//   and    | F T N      or     | F T N      xor    | F T N      not
//   False  | F F F      False  | F T N      False  | F T N      F → T
//   True   | F T N      True   | T T T      True   | T F N      T → F
//   Null   | F N N      Null   | N T N      Null   | N N N      N → N
#pragma once

#include "engine/value/value.h"

#include <cstdint>

namespace cairn {

enum class Ternary : std::uint8_t { False, True, Null };

constexpr Ternary ternary(bool value) { return value ? Ternary::True : Ternary::False; }

constexpr Ternary ternary_not(Ternary value) {
  return value == Ternary::Null ? Ternary::Null : ternary(value == Ternary::False);
}

constexpr Ternary ternary_and(Ternary left, Ternary right) {
  if (left == Ternary::False || right == Ternary::False) return Ternary::False;
  return left == Ternary::Null || right == Ternary::Null ? Ternary::Null : Ternary::True;
}

constexpr Ternary ternary_or(Ternary left, Ternary right) {
  if (left == Ternary::True || right == Ternary::True) return Ternary::True;
  return left == Ternary::Null || right == Ternary::Null ? Ternary::Null : Ternary::False;
}

constexpr Ternary ternary_xor(Ternary left, Ternary right) {
  return left == Ternary::Null || right == Ternary::Null ? Ternary::Null : ternary(left != right);
}

// A Boolean or null.
inline Value to_value(Ternary value) {
  return value == Ternary::Null ? Value::null() : Value::boolean(value == Ternary::True);
}

}  // namespace cairn
