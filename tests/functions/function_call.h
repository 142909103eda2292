// Calling functions by name in tests.
#pragma once

#include "engine/functions/function_registry.h"
#include "engine/value/identity.h"
#include "tests/value/sample_values.h"

#include <string>
#include <string_view>
#include <vector>

namespace cairn::engine::test {

using cairn::test::boolean;
using cairn::test::floating;
using cairn::test::infinity;
using cairn::test::int64_greatest;
using cairn::test::int64_least;
using cairn::test::integer;
using cairn::test::list;
using cairn::test::map;
using cairn::test::nan;
using cairn::test::nested_list;
using cairn::test::path;
using cairn::test::string;
using cairn::test::values_in_order;

// The answer of a registered function; each call has a context without a graph, but the same random numbers.
inline Expected<Value> call(std::string_view name, const std::vector<Value>& arguments) {
  const Function* function = function_registry().find(name);
  if (function == nullptr) return runtime_error(ErrorType::InternalError, "UnknownFunction", std::string(name));
  FunctionContext context;
  return call_function(*function, context, arguments);
}

// The answer as a literal, or "ErrorType detail".
inline std::string outcome(const Expected<Value>& result) {
  if (result) return to_literal(*result);
  EXPECT_EQ(result.error().phase, ErrorPhase::Runtime);
  EXPECT_FALSE(result.error().message.empty());
  return std::string(error_type_name(result.error().type)) + " " + result.error().detail;
}

inline std::string outcome_of(std::string_view name, const std::vector<Value>& arguments) {
  return outcome(call(name, arguments));
}

inline constexpr std::string_view wrong_value = "TypeError InvalidArgumentValue";
inline constexpr std::string_view out_of_range = "ArgumentError NumberOutOfRange";

// Checks that every argument alone, being null, makes the answer null.
inline void expect_null_for_null(std::string_view name, const std::vector<Value>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::vector<Value> with_null = arguments;
    with_null[i] = Value();
    EXPECT_EQ(outcome_of(name, with_null), "null") << name << ", argument " << i;
  }
}

}  // namespace cairn::engine::test
