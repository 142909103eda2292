// Arithmetic on columns: the rules of arithmetic.h over whole arrays of integers or floats.
//
// The idea: a kernel first asks, without branching, whether any *valid* row overflows or divides by zero (null rows
// may hold anything), then computes every row, valid or not. So no loop decides anything per row; the error
// is that of the first row that has one, and then `out` is untouched.
//
// `left` and `right` are arrays of `out.size()` elements, or of one that stands for every row. `validity` has one
// byte a row, 0 for null, or is a null pointer when all rows are valid. `out` may be one of the inputs.
#pragma once

#include "base/expected.h"

#include <cstdint>
#include <span>

namespace cairn {

// One side of an operation.
template <class T>
struct Operand {
  const T* data = nullptr;
  bool constant = false;  // data[0] stands for every row
};

using IntegerOperand = Operand<std::int64_t>;
using FloatOperand = Operand<double>;

Expected<void> add_integers(IntegerOperand left, IntegerOperand right, const std::uint8_t* validity,
                            std::span<std::int64_t> out);
Expected<void> subtract_integers(IntegerOperand left, IntegerOperand right, const std::uint8_t* validity,
                                 std::span<std::int64_t> out);
Expected<void> multiply_integers(IntegerOperand left, IntegerOperand right, const std::uint8_t* validity,
                                 std::span<std::int64_t> out);
Expected<void> divide_integers(IntegerOperand left, IntegerOperand right, const std::uint8_t* validity,
                               std::span<std::int64_t> out);
Expected<void> modulo_integers(IntegerOperand left, IntegerOperand right, const std::uint8_t* validity,
                               std::span<std::int64_t> out);

void add_floats(FloatOperand left, FloatOperand right, std::span<double> out);
void subtract_floats(FloatOperand left, FloatOperand right, std::span<double> out);
void multiply_floats(FloatOperand left, FloatOperand right, std::span<double> out);
void divide_floats(FloatOperand left, FloatOperand right, std::span<double> out);
void modulo_floats(FloatOperand left, FloatOperand right, std::span<double> out);
void power_floats(FloatOperand left, FloatOperand right, std::span<double> out);

// The nearest double of each integer.
void integers_to_floats(std::span<const std::int64_t> integers, std::span<double> out);

}  // namespace cairn
