#include "engine/value/arithmetic_kernels.h"

#include "engine/value/arithmetic.h"
#include "engine/value/identity.h"
#include "tests/value/sample_values.h"

#include <random>

namespace cairn {
namespace {

using namespace test;

using Operation = Expected<Value> (*)(const Value&, const Value&);
using IntegerKernel = Expected<void> (*)(IntegerOperand, IntegerOperand, const std::uint8_t*, std::span<std::int64_t>);
using FloatKernel = void (*)(FloatOperand, FloatOperand, std::span<double>);

struct IntegerCase {
  IntegerKernel kernel;
  Operation operation;
};

const std::vector<IntegerCase> integer_cases{{add_integers, add},
                                             {subtract_integers, subtract},
                                             {multiply_integers, multiply},
                                             {divide_integers, divide},
                                             {modulo_integers, modulo}};

// The kernel answers as the operation on Values does, row by row, or with the error of the first row that fails.
void expect_same(const IntegerCase& test, std::vector<std::int64_t> left, std::vector<std::int64_t> right,
                 const std::vector<std::uint8_t>& validity) {
  const std::size_t rows = std::max(left.size(), right.size());
  std::vector<std::int64_t> out(rows);
  const IntegerOperand left_operand{left.data(), left.size() == 1};
  const IntegerOperand right_operand{right.data(), right.size() == 1};
  const auto done = test.kernel(left_operand, right_operand, validity.empty() ? nullptr : validity.data(), out);
  for (std::size_t row = 0; row < rows; ++row) {
    if (!validity.empty() && validity[row] == 0) continue;
    const auto expected =
        test.operation(integer(left[left.size() == 1 ? 0 : row]), integer(right[right.size() == 1 ? 0 : row]));
    if (!expected) {
      ASSERT_FALSE(done);
      EXPECT_EQ(done.error().message, expected.error().message);
      return;
    }
    if (done) {
      EXPECT_EQ(out[row], expected->as_integer());
    }
  }
  EXPECT_TRUE(done);
}

TEST(ArithmeticKernels, AgreeWithValuesOnExtremeIntegers) {
  const std::vector<std::int64_t> extremes{int64_least,        int64_least + 1, -2, -1, 0, 1, 2,
                                           int64_greatest - 1, int64_greatest};
  for (const IntegerCase& test : integer_cases) {
    for (const std::int64_t left : extremes) {
      for (const std::int64_t right : extremes) {
        expect_same(test, {left}, {right}, {});
        expect_same(test, {5, left}, {7, right}, {});
        expect_same(test, {left}, {7, right}, {});
        expect_same(test, {5, left}, {right}, {});
        expect_same(test, {left, 5}, {right, 7}, {0, 1});
      }
    }
  }
}

TEST(ArithmeticKernels, AgreeWithValuesOnRandomIntegers) {
  std::mt19937_64 random(7);
  for (const IntegerCase& test : integer_cases) {
    std::vector<std::int64_t> left(1000);
    std::vector<std::int64_t> right(1000);
    for (std::size_t i = 0; i < left.size(); ++i) {
      left[i] = static_cast<std::int32_t>(random());
      right[i] = static_cast<std::int32_t>(random()) | 1;
    }
    expect_same(test, left, right, {});
  }
}

TEST(ArithmeticKernels, IgnoreErrorsOfNullRows) {
  const std::vector<std::int64_t> left{int64_greatest, 4};
  const std::vector<std::int64_t> right{int64_greatest, 2};
  const std::vector<std::uint8_t> validity{0, 1};
  std::vector<std::int64_t> out(2);
  ASSERT_TRUE(multiply_integers({left.data()}, {right.data()}, validity.data(), out));
  EXPECT_EQ(out[1], 8);
  const std::vector<std::int64_t> zero{0, 2};
  ASSERT_TRUE(divide_integers({left.data()}, {zero.data()}, validity.data(), out));
  EXPECT_EQ(out[1], 2);
}

TEST(ArithmeticKernels, MayWriteOverTheirInputs) {
  std::vector<std::int64_t> left{1, 2, int64_greatest};
  const std::vector<std::int64_t> right{10, 20, 1};
  const auto failed = add_integers({left.data()}, {right.data()}, nullptr, left);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().detail, "IntegerOverflow");
  EXPECT_EQ(left, (std::vector<std::int64_t>{1, 2, int64_greatest}));
  left[2] = 3;
  ASSERT_TRUE(add_integers({left.data()}, {right.data()}, nullptr, left));
  EXPECT_EQ(left, (std::vector<std::int64_t>{11, 22, 4}));
}

TEST(ArithmeticKernels, AgreeWithValuesOnFloats) {
  const std::vector<double> numbers{-infinity, -1.5, -0.0, 0.0, 2.0, 1e300, infinity, nan};
  const std::vector<std::pair<FloatKernel, Operation>> cases{{add_floats, add},           {subtract_floats, subtract},
                                                             {multiply_floats, multiply}, {divide_floats, divide},
                                                             {modulo_floats, modulo},     {power_floats, power}};
  for (const auto& [kernel, operation] : cases) {
    for (const double constant : numbers) {
      std::vector<double> out(numbers.size());
      kernel({numbers.data()}, {&constant, true}, out);
      for (std::size_t row = 0; row < numbers.size(); ++row) {
        EXPECT_TRUE(identical(floating(out[row]), *operation(floating(numbers[row]), floating(constant))));
      }
      kernel({&constant, true}, {numbers.data()}, out);
      for (std::size_t row = 0; row < numbers.size(); ++row) {
        EXPECT_TRUE(identical(floating(out[row]), *operation(floating(constant), floating(numbers[row]))));
      }
    }
  }
}

TEST(ArithmeticKernels, WidenIntegersToTheNearestFloat) {
  const std::vector<std::int64_t> integers{0, -1, 9007199254740993, int64_greatest};
  std::vector<double> out(integers.size());
  integers_to_floats(integers, out);
  EXPECT_EQ(out, (std::vector<double>{0.0, -1.0, 9007199254740992.0, 9223372036854775808.0}));
}

}  // namespace
}  // namespace cairn
