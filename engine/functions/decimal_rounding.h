// Rounding a float to a number of decimal places, as a person reads it: the shortest decimal text of the
// float is what gets rounded, so 2.675 to two places is 2.68 although the double is a little below it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cairn::engine {

enum class RoundingMode : std::uint8_t {
  Up,        // away from zero
  Down,      // toward zero
  Ceiling,   // toward positive infinity
  Floor,     // toward negative infinity
  HalfUp,    // to the nearest, ties away from zero
  HalfDown,  // to the nearest, ties toward zero
  HalfEven,  // to the nearest, ties to the even digit
};

// "UP", "HALF_EVEN", … in any case.
std::optional<RoundingMode> rounding_mode(std::string_view name);

// `value` with at most `places` digits after the point. NaN and infinities stay what they are.
double round_decimal(double value, std::uint64_t places, RoundingMode mode);

// To the nearest integer, ties toward positive infinity.
double round_to_integer(double value);

}  // namespace cairn::engine
