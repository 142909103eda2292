// toBoolean, toInteger, toFloat, toString, each also as …OrNull and …List.
//
//   from \ to   Boolean                 Integer               Float            String
//   Boolean     itself                  0, 1                  error            true, false
//   Integer     false if 0, else true   itself                nearest          decimal digits
//   Float       error                   cut toward zero       itself           shortest digits
//   String      true, false in any      number, cut toward    number or null   itself
//               case, else null         zero, or null
//   other       error                   error                 error            error
//
// The error is TypeError, InvalidArgumentValue; …OrNull and …List answer null instead. A number past int64 is an
// ArithmeticError, IntegerOverflow. White space around a text is ignored. Source: TCK expressions/typeConversion.
#include "engine/functions/builtin_functions.h"
#include "engine/functions/utf8.h"
#include "engine/value/arithmetic.h"
#include "engine/value/float_text.h"
#include "engine/value/number.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace cairn::engine {

namespace {

using Arguments = std::span<const Value>;

std::string_view without_white_space_around(std::string_view text) {
  while (!text.empty()) {
    const std::size_t bytes = character_bytes(text);
    if (!is_white_space(code_point(text.substr(0, bytes)))) break;
    text.remove_prefix(bytes);
  }
  while (!text.empty()) {
    const std::size_t bytes = last_character_bytes(text);
    if (!is_white_space(code_point(text.substr(text.size() - bytes)))) break;
    text.remove_suffix(bytes);
  }
  return text;
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower, [](char left, char right) {
    return left == right || (left >= 'A' && left <= 'Z' && left - 'A' + 'a' == right);
  });
}

std::optional<double> parse_float(std::string_view text) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  const bool has_sign = !text.empty() && (text.front() == '+' || text.front() == '-');
  const bool negative = has_sign && text.front() == '-';
  if (has_sign) text.remove_prefix(1);
  if (text == "Infinity") return negative ? -HUGE_VAL : HUGE_VAL;
  // What from_chars would take beyond numbers: a second sign, "inf" and "nan".
  if (text.empty() || (text.front() != '.' && (text.front() < '0' || text.front() > '9'))) return std::nullopt;
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ptr != text.data() + text.size()) return std::nullopt;
  // Out of range is either too large or too close to zero: the exponent tells, or without one the leading zero.
  if (read.ec == std::errc::result_out_of_range) {
    const std::size_t exponent = text.find_first_of("eE");
    const bool tiny = exponent != std::string_view::npos ? text[exponent + 1] == '-' : text.find('.') <= 1;
    number = tiny ? 0.0 : HUGE_VAL;
  } else if (read.ec != std::errc()) {
    return std::nullopt;
  }
  return negative ? -number : number;
}

Expected<Value> integer_of_float(double number) {
  const auto whole = as_exact_integer(std::trunc(number));
  if (whole) return Value::integer(*whole);
  std::string text;
  append_float_text(text, number);
  return integer_overflow(fmt::format("toInteger({})", text));
}

Expected<Value> integer_of_text(std::string_view given) {
  std::string_view text = without_white_space_around(given);
  std::string_view digits = text;
  if (!digits.empty() && digits.front() == '+') digits.remove_prefix(1);
  std::int64_t number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool signed_twice = text.size() > 1 && text.front() == '+' && text[1] == '-';
  if (read.ptr == digits.data() + digits.size() && !digits.empty() && !signed_twice) {
    if (read.ec == std::errc()) return Value::integer(number);
    if (read.ec == std::errc::result_out_of_range) return integer_overflow(fmt::format("toInteger('{}')", text));
  }
  const auto fraction = parse_float(text);
  if (!fraction || std::isnan(*fraction)) return Value::null();
  return integer_of_float(*fraction);
}

Expected<Value> to_boolean(FunctionContext&, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.is_boolean()) return value;
  if (value.is_integer()) return Value::boolean(value.as_integer() != 0);
  if (!value.is_string()) return wrong_argument("toBoolean", "a Boolean, Integer or String", value);
  const std::string_view text = without_white_space_around(value.as_string());
  if (equals_ignoring_case(text, "true")) return Value::boolean(true);
  if (equals_ignoring_case(text, "false")) return Value::boolean(false);
  return Value::null();
}

Expected<Value> to_integer(FunctionContext&, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.is_integer()) return value;
  if (value.is_float()) return integer_of_float(value.as_float());
  if (value.is_boolean()) return Value::integer(value.as_boolean() ? 1 : 0);
  if (value.is_string()) return integer_of_text(value.as_string());
  return wrong_argument("toInteger", "a Number, Boolean or String", value);
}

Expected<Value> to_float(FunctionContext&, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.is_number()) return Value::floating(value.as_number());
  if (!value.is_string()) return wrong_argument("toFloat", "a Number or String", value);
  const auto number = parse_float(without_white_space_around(value.as_string()));
  return number ? Value::floating(*number) : Value::null();
}

Expected<Value> to_string(FunctionContext&, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.is_string()) return value;
  if (value.is_boolean()) return Value::string(value.as_boolean() ? "true" : "false");
  if (value.is_integer()) return Value::string(fmt::format_int(value.as_integer()).c_str());
  if (!value.is_float()) return wrong_argument("toString", "a Boolean, Number or String", value);
  std::string text;
  append_float_text(text, value.as_float());
  return Value::string(text);
}

// The conversion, null where it fails.
template <FunctionBody convert>
Expected<Value> or_null(FunctionContext& context, Arguments arguments) {
  auto converted = convert(context, arguments);
  return converted ? converted : Value::null();
}

// The conversion of every element, null where it fails.
template <FunctionBody convert>
Expected<Value> for_list(FunctionContext& context, Arguments arguments) {
  if (!arguments[0].is_list()) {
    return runtime_error(ErrorType::TypeError, "InvalidArgumentValue",
                         fmt::format("{} is no List to convert", capital_a_value_type(arguments[0].type())));
  }
  std::vector<Value> converted;
  converted.reserve(arguments[0].as_list().size());
  for (const Value& element : arguments[0].as_list()) {
    auto value = element.is_null() ? Value::null() : or_null<convert>(context, Arguments(&element, 1));
    converted.push_back(*std::move(value));
  }
  return Value::list(std::move(converted));
}

struct Conversion {
  StaticType result;
  std::array<std::string_view, 3> names;  // plain, …OrNull, …List
  std::array<std::string_view, 3> documentation;
  std::array<FunctionBody, 3> bodies;
};

void add_conversion(std::vector<Function>& functions, const Conversion& conversion) {
  const std::array<FunctionSignature, 3> signatures{
      signature({{"value", types::any}}, conversion.result), signature({{"value", types::any}}, conversion.result),
      signature({{"list", types::list}}, StaticType::list_of(conversion.result.nullable()))};
  for (std::size_t i = 0; i < signatures.size(); ++i) {
    functions.push_back({.name = conversion.names[i],
                         .category = "Scalar",
                         .signatures = {signatures[i]},
                         .documentation = conversion.documentation[i],
                         .body = conversion.bodies[i]});
  }
}

}  // namespace

std::vector<Function> conversion_functions() {
  std::vector<Function> functions;
  add_conversion(functions, {types::boolean,
                             {"toBoolean", "toBooleanOrNull", "toBooleanList"},
                             {"Converts a string or integer to a boolean; null for other texts.",
                              "Converts to a boolean, or null where that is not possible.",
                              "Converts each element to a boolean, or null where that is not possible."},
                             {to_boolean, or_null<to_boolean>, for_list<to_boolean>}});
  add_conversion(functions, {types::integer,
                             {"toInteger", "toIntegerOrNull", "toIntegerList"},
                             {"Converts a number, boolean or text to an integer, cutting off fractions.",
                              "Converts to an integer, or null where that is not possible.",
                              "Converts each element to an integer, or null where that is not possible."},
                             {to_integer, or_null<to_integer>, for_list<to_integer>}});
  add_conversion(functions, {types::floating,
                             {"toFloat", "toFloatOrNull", "toFloatList"},
                             {"Converts a number or text to a float; null for other texts.",
                              "Converts to a float, or null where that is not possible.",
                              "Converts each element to a float, or null where that is not possible."},
                             {to_float, or_null<to_float>, for_list<to_float>}});
  add_conversion(functions, {types::string,
                             {"toString", "toStringOrNull", "toStringList"},
                             {"Converts a number or boolean to its text.",
                              "Converts to a text, or null where that is not possible.",
                              "Converts each element to a text, or null where that is not possible."},
                             {to_string, or_null<to_string>, for_list<to_string>}});
  return functions;
}

}  // namespace cairn::engine
