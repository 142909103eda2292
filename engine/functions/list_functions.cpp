// Functions of lists: head, last, tail, range, reverse. (reverse also takes strings.)
#include "engine/functions/builtin_functions.h"
#include "engine/functions/utf8.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn::engine {

namespace {

using Arguments = std::span<const Value>;

Expected<Value> head(FunctionContext&, Arguments arguments) {
  if (!arguments[0].is_list()) return wrong_argument("head", "a List", arguments[0]);
  const auto elements = arguments[0].as_list();
  return elements.empty() ? Value::null() : elements.front();
}

Expected<Value> last(FunctionContext&, Arguments arguments) {
  if (!arguments[0].is_list()) return wrong_argument("last", "a List", arguments[0]);
  const auto elements = arguments[0].as_list();
  return elements.empty() ? Value::null() : elements.back();
}

Expected<Value> tail(FunctionContext&, Arguments arguments) {
  if (!arguments[0].is_list()) return wrong_argument("tail", "a List", arguments[0]);
  const auto elements = arguments[0].as_list();
  if (elements.empty()) return arguments[0];
  return Value::list({elements.begin() + 1, elements.end()});
}

std::string reversed_text(std::string_view text) {
  std::string reversed;
  reversed.reserve(text.size());
  while (!text.empty()) {
    const std::size_t bytes = last_character_bytes(text);
    reversed += text.substr(text.size() - bytes);
    text.remove_suffix(bytes);
  }
  return reversed;
}

Expected<Value> reverse(FunctionContext&, Arguments arguments) {
  if (arguments[0].is_string()) return Value::string(reversed_text(arguments[0].as_string()));
  if (!arguments[0].is_list()) return wrong_argument("reverse", "a List or String", arguments[0]);
  const auto elements = arguments[0].as_list();
  return Value::list({elements.rbegin(), elements.rend()});
}

// How many integers lie from `start` to `end` in steps of `step`, ends included; `step` is not 0.
std::uint64_t range_size(std::int64_t start, std::int64_t end, std::int64_t step) {
  if (step > 0 ? start > end : start < end) return 0;
  const auto unsigned_of = [](std::int64_t value) { return static_cast<std::uint64_t>(value); };
  const std::uint64_t distance =
      step > 0 ? unsigned_of(end) - unsigned_of(start) : unsigned_of(start) - unsigned_of(end);
  const std::uint64_t stride = step > 0 ? unsigned_of(step) : 0 - unsigned_of(step);
  const std::uint64_t strides = distance / stride;
  return strides == ~std::uint64_t{0} ? strides : strides + 1;
}

Expected<Value> range(FunctionContext&, Arguments arguments) {
  for (const Value& argument : arguments) {
    if (argument.is_integer()) continue;
    return runtime_error(ErrorType::ArgumentError, "InvalidArgumentType",
                         fmt::format("range() expects Integers but was given {}", a_value_type(argument.type())));
  }
  const std::int64_t start = arguments[0].as_integer();
  const std::int64_t end = arguments[1].as_integer();
  const std::int64_t step = arguments.size() > 2 ? arguments[2].as_integer() : 1;
  if (step == 0) return number_out_of_range("The step of range() must not be 0");
  const std::uint64_t size = range_size(start, end, step);
  if (size > value_bytes_max / sizeof(Value)) return value_too_large();
  std::vector<Value> elements;
  elements.reserve(size);
  // Unsigned, since the step after the last element may leave int64.
  auto value = static_cast<std::uint64_t>(start);
  for (; elements.size() < size; value += static_cast<std::uint64_t>(step)) {
    elements.push_back(Value::integer(static_cast<std::int64_t>(value)));
  }
  return Value::list(std::move(elements));
}

StaticType element_type(std::span<const StaticType> arguments) { return arguments[0].element(); }

// A list stays a list of the same elements, a string a string.
StaticType same_type(std::span<const StaticType> arguments) {
  const StaticType& argument = arguments[0];
  if (argument.is_only(ValueType::List) || argument.is_only(ValueType::String)) return argument;
  return types::string.join(types::list);
}

StaticType same_list_type(std::span<const StaticType> arguments) {
  return arguments[0].is_only(ValueType::List) ? arguments[0] : types::list;
}

}  // namespace

std::vector<Function> list_functions() {
  const FunctionParameter list{"list", types::list};
  std::vector<Function> functions;
  functions.push_back({.name = "head",
                       .category = "List",
                       .signatures = {signature({list}, types::any)},
                       .documentation = "The first element of a list; null if it is empty.",
                       .body = head,
                       .result_type = element_type});
  functions.push_back({.name = "last",
                       .category = "List",
                       .signatures = {signature({list}, types::any)},
                       .documentation = "The last element of a list; null if it is empty.",
                       .body = last,
                       .result_type = element_type});
  functions.push_back({.name = "tail",
                       .category = "List",
                       .signatures = {signature({list}, types::list)},
                       .documentation = "All elements of a list but the first.",
                       .body = tail,
                       .result_type = same_list_type});
  functions.push_back(
      {.name = "reverse",
       .category = "List",
       .signatures = {signature({list}, types::list), signature({{"text", types::string}}, types::string)},
       .documentation = "The elements of a list, or the characters of a string, in reverse order.",
       .body = reverse,
       .result_type = same_type});
  // Wrong types are a runtime error in every case (TCK expressions/list/List11), so none are declared.
  functions.push_back({.name = "range",
                       .category = "List",
                       .signatures = {signature({{"start", types::any}, {"end", types::any}, {"step", types::any}},
                                                StaticType::list_of(types::integer), 1)},
                       .documentation = "The integers from start to end, both included, in steps of step.",
                       .body = range});
  return functions;
}

}  // namespace cairn::engine
