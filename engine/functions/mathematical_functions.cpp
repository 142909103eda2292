// Functions of numbers: abs, ceil, floor, round, sign, isNaN; logarithms; trigonometry.
#include "engine/functions/builtin_functions.h"
#include "engine/functions/decimal_rounding.h"
#include "engine/value/arithmetic.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace cairn::engine {

namespace {

using Arguments = std::span<const Value>;

Expected<Value> abs(FunctionContext&, Arguments arguments) {
  const Value& number = arguments[0];
  if (number.is_float()) return Value::floating(std::fabs(number.as_float()));
  if (!number.is_integer()) return wrong_argument("abs", "a Number", number);
  if (number.as_integer() >= 0) return number;
  if (number.as_integer() == std::numeric_limits<std::int64_t>::min()) {
    return integer_overflow(fmt::format("abs({})", number.as_integer()));
  }
  return negate(number);
}

Expected<Value> sign(FunctionContext&, Arguments arguments) {
  if (!arguments[0].is_number()) return wrong_argument("sign", "a Number", arguments[0]);
  const double number = arguments[0].as_number();
  return Value::integer(number > 0 ? 1 : number < 0 ? -1 : 0);
}

Expected<Value> is_nan(FunctionContext&, Arguments arguments) {
  if (!arguments[0].is_number()) return wrong_argument("isNaN", "a Number", arguments[0]);
  return Value::boolean(std::isnan(arguments[0].as_number()));
}

Expected<Value> round(FunctionContext&, Arguments arguments) {
  if (!arguments[0].is_number()) return wrong_argument("round", "a Number", arguments[0]);
  const double number = arguments[0].as_number();
  if (arguments.size() == 1) return Value::floating(round_to_integer(number));
  if (!arguments[1].is_integer()) return wrong_argument("round", "an Integer as precision", arguments[1]);
  const std::int64_t places = arguments[1].as_integer();
  if (places < 0) return number_out_of_range(fmt::format("The precision of round() must not be negative: {}", places));
  std::optional<RoundingMode> mode = RoundingMode::HalfUp;
  if (arguments.size() == 3) {
    if (!arguments[2].is_string()) return wrong_argument("round", "a String as mode", arguments[2]);
    mode = rounding_mode(arguments[2].as_string());
  }
  if (!mode) {
    return runtime_error(ErrorType::ArgumentError, "InvalidArgumentValue",
                         fmt::format("'{}' is no rounding mode", arguments[2].as_string()),
                         "take UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN or HALF_EVEN");
  }
  return Value::floating(round_decimal(number, static_cast<std::uint64_t>(places), *mode));
}

double natural_logarithm(double x) { return std::log(x); }
double cotangent(double x) { return 1.0 / std::tan(x); }
double haversine(double x) { return (1.0 - std::cos(x)) / 2.0; }
double to_degrees(double x) { return x * (180.0 / std::numbers::pi); }
double to_radians(double x) { return x * (std::numbers::pi / 180.0); }
double ceiling(double x) { return std::ceil(x); }
double floor_of(double x) { return std::floor(x); }
double square_root(double x) { return std::sqrt(x); }
double exponential(double x) { return std::exp(x); }
double decimal_logarithm(double x) { return std::log10(x); }
double sine(double x) { return std::sin(x); }
double cosine(double x) { return std::cos(x); }
double tangent(double x) { return std::tan(x); }
double arc_sine(double x) { return std::asin(x); }
double arc_cosine(double x) { return std::acos(x); }
double arc_tangent(double x) { return std::atan(x); }

// A function from a number to a float. Outside its domain the answer is NaN or an infinity, not an error.
template <double (*compute)(double)>
Expected<Value> of_float(FunctionContext&, Arguments arguments) {
  if (!arguments[0].is_number()) {
    return runtime_error(ErrorType::TypeError, "InvalidArgumentValue",
                         fmt::format("{} is no Number to calculate with", capital_a_value_type(arguments[0].type())));
  }
  return Value::floating(compute(arguments[0].as_number()));
}

Expected<Value> atan2(FunctionContext&, Arguments arguments) {
  for (const Value& argument : arguments) {
    if (!argument.is_number()) return wrong_argument("atan2", "a Number", argument);
  }
  return Value::floating(std::atan2(arguments[0].as_number(), arguments[1].as_number()));
}

Expected<Value> e(FunctionContext&, Arguments) { return Value::floating(std::numbers::e); }

Expected<Value> pi(FunctionContext&, Arguments) { return Value::floating(std::numbers::pi); }

// abs of an integer is an integer, of a float a float.
StaticType same_number_type(std::span<const StaticType> arguments) {
  const StaticType& argument = arguments[0];
  return types::number.certainly_accepts(argument) && !argument.is_none() ? argument : types::number;
}

template <double (*compute)(double)>
Function float_function(std::string_view name, std::string_view documentation) {
  return {.name = name,
          .category = "Mathematical",
          .signatures = {signature({{"number", types::number}}, types::floating)},
          .documentation = documentation,
          .body = of_float<compute>};
}

Function constant_function(std::string_view name, std::string_view documentation, FunctionBody body) {
  return {.name = name,
          .category = "Mathematical",
          .signatures = {signature({}, types::floating)},
          .documentation = documentation,
          .body = body};
}

}  // namespace

std::vector<Function> mathematical_functions() {
  const FunctionParameter number{"number", types::number};
  std::vector<Function> functions;
  functions.push_back({.name = "abs",
                       .category = "Mathematical",
                       .signatures = {signature({number}, types::number)},
                       .documentation = "The number without its sign.",
                       .body = abs,
                       .result_type = same_number_type});
  functions.push_back(float_function<ceiling>("ceil", "The least whole number that is not below the number."));
  functions.push_back(float_function<floor_of>("floor", "The greatest whole number that is not above the number."));
  functions.push_back(
      {.name = "round",
       .category = "Mathematical",
       .signatures = {signature({number, {"precision", types::integer}, {"mode", types::string}}, types::floating, 2)},
       .documentation = "The nearest whole number (ties go up), or the number rounded to decimal places.",
       .body = round});
  functions.push_back({.name = "sign",
                       .category = "Mathematical",
                       .signatures = {signature({number}, types::integer)},
                       .documentation = "1, 0 or -1, as the number is above, at or below zero.",
                       .body = sign});
  functions.push_back({.name = "isNaN",
                       .category = "Predicate",
                       .signatures = {signature({number}, types::boolean)},
                       .documentation = "True if the number is NaN, \"not a number\".",
                       .body = is_nan});
  return functions;
}

std::vector<Function> logarithmic_functions() {
  std::vector<Function> functions;
  functions.push_back(constant_function("e", "The base of the natural logarithm.", e));
  functions.push_back(float_function<exponential>("exp", "e raised to the power of the number."));
  functions.push_back(float_function<natural_logarithm>("log", "The natural logarithm of the number."));
  functions.push_back(float_function<decimal_logarithm>("log10", "The logarithm of the number to base 10."));
  functions.push_back(float_function<square_root>("sqrt", "The square root of the number."));
  return functions;
}

std::vector<Function> trigonometric_functions() {
  std::vector<Function> functions;
  functions.push_back(float_function<arc_cosine>("acos", "The arc cosine, in radians."));
  functions.push_back(float_function<arc_sine>("asin", "The arc sine, in radians."));
  functions.push_back(float_function<arc_tangent>("atan", "The arc tangent, in radians."));
  functions.push_back({.name = "atan2",
                       .category = "Mathematical",
                       .signatures = {signature({{"y", types::number}, {"x", types::number}}, types::floating)},
                       .documentation = "The angle of the point (x, y), in radians.",
                       .body = atan2});
  functions.push_back(float_function<cosine>("cos", "The cosine of an angle in radians."));
  functions.push_back(float_function<cotangent>("cot", "The cotangent of an angle in radians."));
  functions.push_back(float_function<to_degrees>("degrees", "An angle in radians as degrees."));
  functions.push_back(float_function<haversine>("haversin", "Half the versine of an angle in radians."));
  functions.push_back(constant_function("pi", "The ratio of a circle's circumference to its diameter.", pi));
  functions.push_back(float_function<to_radians>("radians", "An angle in degrees as radians."));
  functions.push_back(float_function<sine>("sin", "The sine of an angle in radians."));
  functions.push_back(float_function<tangent>("tan", "The tangent of an angle in radians."));
  return functions;
}

}  // namespace cairn::engine
