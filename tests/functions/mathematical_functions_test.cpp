#include "engine/functions/decimal_rounding.h"
#include "tests/functions/function_call.h"

#include <cmath>
#include <numbers>

namespace cairn::engine {
namespace {

using namespace test;

TEST(Mathematics, AbsKeepsTheType) {
  EXPECT_EQ(outcome_of("abs", {integer(-5)}), "5");
  EXPECT_EQ(outcome_of("abs", {floating(-0.5)}), "0.5");
  EXPECT_EQ(outcome_of("abs", {floating(-0.0)}), "0.0");
  EXPECT_EQ(outcome_of("abs", {integer(int64_least)}), "ArithmeticError IntegerOverflow");
}

TEST(Mathematics, CeilFloorAndSign) {
  EXPECT_EQ(outcome_of("ceil", {floating(0.1)}), "1.0");
  EXPECT_EQ(outcome_of("floor", {floating(-0.1)}), "-1.0");
  EXPECT_EQ(outcome_of("ceil", {integer(3)}), "3.0");
  EXPECT_EQ(outcome_of("sign", {floating(-0.1)}), "-1");
  EXPECT_EQ(outcome_of("sign", {integer(0)}), "0");
  EXPECT_EQ(outcome_of("sign", {integer(int64_greatest)}), "1");
}

TEST(Mathematics, IsNaN) {
  EXPECT_EQ(outcome_of("isNaN", {floating(nan)}), "true");
  EXPECT_EQ(outcome_of("isNaN", {floating(infinity)}), "false");
  EXPECT_EQ(outcome_of("isNaN", {integer(1)}), "false");
}

TEST(Round, GoesToTheNearestWithTiesUp) {
  EXPECT_EQ(outcome_of("round", {floating(3.141592)}), "3.0");
  EXPECT_EQ(outcome_of("round", {floating(2.5)}), "3.0");
  EXPECT_EQ(outcome_of("round", {floating(-1.5)}), "-1.0");
  EXPECT_EQ(outcome_of("round", {floating(0.49999999999999994)}), "0.0");
  EXPECT_EQ(outcome_of("round", {floating(4503599627370497.0)}), "4.503599627370497E15");
  EXPECT_EQ(outcome_of("round", {integer(7)}), "7.0");
  EXPECT_EQ(outcome_of("round", {floating(nan)}), "NaN");
  EXPECT_EQ(outcome_of("round", {floating(-infinity)}), "-Infinity");
}

TEST(Round, ToPlacesWorksOnTheDecimalText) {
  const auto rounded = [](double value, std::int64_t places) {
    return outcome_of("round", {floating(value), integer(places)});
  };
  EXPECT_EQ(rounded(3.141592, 3), "3.142");
  EXPECT_EQ(rounded(2.675, 2), "2.68");
  EXPECT_EQ(rounded(1.005, 2), "1.01");
  EXPECT_EQ(rounded(-1.55, 1), "-1.6");
  EXPECT_EQ(rounded(9.999, 2), "10.0");
  EXPECT_EQ(rounded(0.0004, 3), "0.0");
  EXPECT_EQ(rounded(0.0005, 3), "0.001");
  EXPECT_EQ(rounded(1.5, 0), "2.0");
  EXPECT_EQ(rounded(0.5, 0), "1.0");
  EXPECT_EQ(rounded(1e300, 5), "1.0E300");
  EXPECT_EQ(rounded(5e-324, 400), "5.0E-324");
  EXPECT_EQ(rounded(5e-324, 323), "1.0E-323");
  EXPECT_EQ(rounded(5e-324, 322), "0.0");
  EXPECT_EQ(rounded(1.25, int64_greatest), "1.25");
  EXPECT_EQ(rounded(nan, 2), "NaN");
  EXPECT_EQ(rounded(1.5, -1), out_of_range);
}

TEST(Round, KnowsSevenModes) {
  struct ModeCase {
    const char* mode;
    std::array<const char*, 6> rounded;  // of the numbers below, to one place
  };
  const std::array<double, 6> numbers{1.249, 1.25, 1.35, -1.25, -1.251, 1.2};
  const std::vector<ModeCase> cases{{"UP", {"1.3", "1.3", "1.4", "-1.3", "-1.3", "1.2"}},
                                    {"DOWN", {"1.2", "1.2", "1.3", "-1.2", "-1.2", "1.2"}},
                                    {"CEILING", {"1.3", "1.3", "1.4", "-1.2", "-1.2", "1.2"}},
                                    {"FLOOR", {"1.2", "1.2", "1.3", "-1.3", "-1.3", "1.2"}},
                                    {"HALF_UP", {"1.2", "1.3", "1.4", "-1.3", "-1.3", "1.2"}},
                                    {"HALF_DOWN", {"1.2", "1.2", "1.3", "-1.2", "-1.3", "1.2"}},
                                    {"half_even", {"1.2", "1.2", "1.4", "-1.2", "-1.3", "1.2"}}};
  for (const ModeCase& test : cases) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      EXPECT_EQ(outcome_of("round", {floating(numbers[i]), integer(1), string(test.mode)}), test.rounded[i])
          << test.mode << " of " << numbers[i];
    }
  }
  EXPECT_EQ(outcome_of("round", {floating(1.5), integer(0), string("SIDEWAYS")}), "ArgumentError InvalidArgumentValue");
}

struct FloatCase {
  const char* name;
  double argument;
  double answer;
};

TEST(Mathematics, LogarithmsAndTrigonometry) {
  const double pi = std::numbers::pi;
  const std::vector<FloatCase> cases{{"exp", 1, std::numbers::e}, {"log", std::numbers::e, 1},
                                     {"log10", 1000, 3},          {"sqrt", 256, 16},
                                     {"sin", pi / 2, 1},          {"cos", pi, -1},
                                     {"tan", pi / 4, 1},          {"cot", pi / 4, 1},
                                     {"asin", 1, pi / 2},         {"acos", -1, pi},
                                     {"atan", 1, pi / 4},         {"degrees", pi, 180},
                                     {"radians", 180, pi},        {"haversin", pi, 1},
                                     {"log", 0, -infinity},       {"exp", -infinity, 0}};
  for (const auto& [name, argument, answer] : cases) {
    const auto result = call(name, {floating(argument)});
    ASSERT_TRUE(result) << name;
    if (std::isinf(answer)) {
      EXPECT_EQ(result->as_float(), answer) << name;
    } else {
      EXPECT_NEAR(result->as_float(), answer, 1e-12) << name;
    }
  }
  EXPECT_EQ(outcome_of("pi", {}), "3.141592653589793");
  EXPECT_EQ(outcome_of("e", {}), "2.718281828459045");
  EXPECT_NEAR(call("atan2", {integer(1), floating(-1.0)})->as_float(), 3 * pi / 4, 1e-12);
}

TEST(Mathematics, OutsideTheDomainIsNaN) {
  EXPECT_EQ(outcome_of("sqrt", {integer(-1)}), "NaN");
  EXPECT_EQ(outcome_of("log", {integer(-1)}), "NaN");
  EXPECT_EQ(outcome_of("asin", {integer(2)}), "NaN");
}

TEST(Mathematics, RefusesWhatIsNoNumber) {
  for (const Function& function : function_registry().functions()) {
    if (function.category != "Mathematical" || function.signatures.front().required == 0) continue;
    const std::vector<Value> texts(function.signatures.front().required, string("1"));
    EXPECT_EQ(outcome_of(function.name, texts), wrong_value) << function.name;
    expect_null_for_null(function.name, texts);
  }
}

}  // namespace
}  // namespace cairn::engine
