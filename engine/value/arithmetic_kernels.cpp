#include "engine/value/arithmetic_kernels.h"

#include "engine/value/arithmetic.h"
#include "engine/value/value.h"

#include <cmath>
#include <limits>
#include <optional>

namespace cairn {

namespace {

// Runs `body(row, left, right)` for every row; one loop for each combination of arrays and constants.
template <class T, class Body>
void for_each_row(Operand<T> left, Operand<T> right, std::size_t rows, Body body) {
  if (left.constant && right.constant) {
    const T a = *left.data;
    const T b = *right.data;
    for (std::size_t row = 0; row < rows; ++row) body(row, a, b);
  } else if (left.constant) {
    const T a = *left.data;
    for (std::size_t row = 0; row < rows; ++row) body(row, a, right.data[row]);
  } else if (right.constant) {
    const T b = *right.data;
    for (std::size_t row = 0; row < rows; ++row) body(row, left.data[row], b);
  } else {
    for (std::size_t row = 0; row < rows; ++row) body(row, left.data[row], right.data[row]);
  }
}

struct IntegerResult {
  std::int64_t value;
  bool faulty;  // overflow or division by zero
};

using ValueOperation = Expected<Value> (*)(const Value&, const Value&);

// The error of the first valid row that has one, as the operation on Values words it.
Expected<void> first_error(IntegerOperand left, IntegerOperand right, const std::uint8_t* validity, std::size_t rows,
                           ValueOperation operation) {
  std::optional<Error> error;
  for_each_row(left, right, rows, [&](std::size_t row, std::int64_t a, std::int64_t b) {
    if (error || (validity != nullptr && validity[row] == 0)) return;
    auto result = operation(Value::integer(a), Value::integer(b));
    if (!result) error = std::move(result).error();
  });
  if (error) return *std::move(error);
  return {};
}

// `compute` gives an IntegerResult; `operation` is the same on Values and words the error. Faults are looked for
// in a pass of their own, because `out` may be an input.
template <class Compute>
Expected<void> run_integers(IntegerOperand left, IntegerOperand right, const std::uint8_t* validity,
                            std::span<std::int64_t> out, Compute compute, ValueOperation operation) {
  bool faulty = false;
  for_each_row(left, right, out.size(), [&](std::size_t row, std::int64_t a, std::int64_t b) {
    const bool valid = validity == nullptr || validity[row] != 0;
    faulty |= valid & compute(a, b).faulty;
  });
  if (faulty) return first_error(left, right, validity, out.size(), operation);
  for_each_row(left, right, out.size(),
               [&](std::size_t row, std::int64_t a, std::int64_t b) { out[row] = compute(a, b).value; });
  return {};
}

}  // namespace

Expected<void> add_integers(IntegerOperand left, IntegerOperand right, const std::uint8_t* validity,
                            std::span<std::int64_t> out) {
  const auto compute = [](std::int64_t a, std::int64_t b) {
    IntegerResult result{};
    result.faulty = __builtin_add_overflow(a, b, &result.value);
    return result;
  };
  return run_integers(left, right, validity, out, compute, add);
}

Expected<void> subtract_integers(IntegerOperand left, IntegerOperand right, const std::uint8_t* validity,
                                 std::span<std::int64_t> out) {
  const auto compute = [](std::int64_t a, std::int64_t b) {
    IntegerResult result{};
    result.faulty = __builtin_sub_overflow(a, b, &result.value);
    return result;
  };
  return run_integers(left, right, validity, out, compute, subtract);
}

Expected<void> multiply_integers(IntegerOperand left, IntegerOperand right, const std::uint8_t* validity,
                                 std::span<std::int64_t> out) {
  const auto compute = [](std::int64_t a, std::int64_t b) {
    IntegerResult result{};
    result.faulty = __builtin_mul_overflow(a, b, &result.value);
    return result;
  };
  return run_integers(left, right, validity, out, compute, multiply);
}

Expected<void> divide_integers(IntegerOperand left, IntegerOperand right, const std::uint8_t* validity,
                               std::span<std::int64_t> out) {
  const auto compute = [](std::int64_t a, std::int64_t b) {
    const bool faulty = b == 0 || (a == std::numeric_limits<std::int64_t>::min() && b == -1);
    return IntegerResult{faulty ? 0 : a / b, faulty};
  };
  return run_integers(left, right, validity, out, compute, divide);
}

Expected<void> modulo_integers(IntegerOperand left, IntegerOperand right, const std::uint8_t* validity,
                               std::span<std::int64_t> out) {
  const auto compute = [](std::int64_t a, std::int64_t b) {
    return IntegerResult{b == 0 || b == -1 ? 0 : a % b, b == 0};
  };
  return run_integers(left, right, validity, out, compute, modulo);
}

void add_floats(FloatOperand left, FloatOperand right, std::span<double> out) {
  for_each_row(left, right, out.size(), [out](std::size_t row, double a, double b) { out[row] = a + b; });
}

void subtract_floats(FloatOperand left, FloatOperand right, std::span<double> out) {
  for_each_row(left, right, out.size(), [out](std::size_t row, double a, double b) { out[row] = a - b; });
}

void multiply_floats(FloatOperand left, FloatOperand right, std::span<double> out) {
  for_each_row(left, right, out.size(), [out](std::size_t row, double a, double b) { out[row] = a * b; });
}

void divide_floats(FloatOperand left, FloatOperand right, std::span<double> out) {
  for_each_row(left, right, out.size(), [out](std::size_t row, double a, double b) { out[row] = a / b; });
}

void modulo_floats(FloatOperand left, FloatOperand right, std::span<double> out) {
  for_each_row(left, right, out.size(), [out](std::size_t row, double a, double b) { out[row] = std::fmod(a, b); });
}

void power_floats(FloatOperand left, FloatOperand right, std::span<double> out) {
  for_each_row(left, right, out.size(), [out](std::size_t row, double a, double b) { out[row] = std::pow(a, b); });
}

void integers_to_floats(std::span<const std::int64_t> integers, std::span<double> out) {
  for (std::size_t row = 0; row < integers.size(); ++row) out[row] = static_cast<double>(integers[row]);
}

}  // namespace cairn
