// How tightly the operators of expressions bind: the one list that the grammar climbs and the printer sets
// parentheses by (CIP2021-08-10 and openCypher 9's EBNF).
#pragma once

#include <cstdint>

namespace cairn::parser {

// From the loosest to the tightest. NOT and the signs stand in front of their operand; all binary operators group from
// the left.
enum class Precedence : std::uint8_t {
  None,
  Or,
  Xor,
  And,
  Not,
  Comparison,      // = <> < > <= >=, as one chain
  Predicate,       // IN, STARTS WITH, =~, IS NULL, IS :: TYPE, …
  Additive,        // + - ||
  Multiplicative,  // * / %
  Power,           // ^
  Sign,            // + - in front of an operand
  Labels,          // :A|B
  Postfix,         // .key [index] [from..to]
  Operand,         // literals, names, calls, parentheses
};

constexpr Precedence next_tighter(Precedence precedence) {
  return static_cast<Precedence>(static_cast<std::uint8_t>(precedence) + 1);
}

}  // namespace cairn::parser
