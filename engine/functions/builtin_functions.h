// The parts of the function registry, a file each, and what their implementations share.
#pragma once

#include "engine/functions/function_registry.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

namespace cairn::engine {

std::vector<Function> conversion_functions();
std::vector<Function> graph_functions();
std::vector<Function> list_functions();
std::vector<Function> logarithmic_functions();
std::vector<Function> mathematical_functions();
std::vector<Function> scalar_functions();
std::vector<Function> string_functions();
std::vector<Function> trigonometric_functions();

// Static types under the names signatures are read by.
namespace types {
inline constexpr StaticType any = StaticType::any();
inline constexpr StaticType boolean = StaticType::of(ValueType::Boolean);
inline constexpr StaticType integer = StaticType::of(ValueType::Integer);
inline constexpr StaticType floating = StaticType::of(ValueType::Float);
inline constexpr StaticType number = StaticType::number();
inline constexpr StaticType string = StaticType::of(ValueType::String);
inline constexpr StaticType list = StaticType::of(ValueType::List);
inline constexpr StaticType map = StaticType::of(ValueType::Map);
inline constexpr StaticType node = StaticType::of(ValueType::Node);
inline constexpr StaticType relationship = StaticType::of(ValueType::Relationship);
inline constexpr StaticType path = StaticType::of(ValueType::Path);
inline constexpr StaticType entity = StaticType::entity();
}  // namespace types

// A signature whose last `optional` parameters may be left out.
inline FunctionSignature signature(std::vector<FunctionParameter> parameters, StaticType result,
                                   std::size_t optional = 0) {
  const std::size_t required = parameters.size() - optional;
  return {.parameters = std::move(parameters), .required = required, .variadic = false, .result = result};
}

// The error for a value that `function` cannot take: TypeError, InvalidArgumentValue.
inline Error wrong_argument(std::string_view function, std::string_view expected, const Value& argument) {
  return runtime_error(
      ErrorType::TypeError, "InvalidArgumentValue",
      fmt::format("{}() expects {} but was given a {}", function, expected, value_type_name(argument.type())));
}

// The error for a number that `function` cannot take: ArgumentError, NumberOutOfRange.
inline Error number_out_of_range(std::string message) {
  return runtime_error(ErrorType::ArgumentError, "NumberOutOfRange", std::move(message));
}

}  // namespace cairn::engine
