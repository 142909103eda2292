#include "engine/functions/function_registry.h"

#include "engine/functions/builtin_functions.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace cairn::engine {

namespace {

// Names of functions are ASCII.
std::string lower_case(std::string_view name) {
  std::string lower(name);
  for (char& character : lower) {
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
  }
  return lower;
}

// How many letters must be changed, added or removed to turn one into the other (Levenshtein).
std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t i = 0; i <= right.size(); ++i) row[i] = i;
  for (std::size_t i = 0; i < left.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < right.size(); ++j) {
      const std::size_t changed = diagonal + (left[i] == right[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::string argument_count_text(const FunctionSignature& signature) {
  if (signature.variadic) return fmt::format("at least {}", signature.required);
  if (signature.required == signature.parameters.size()) return fmt::format("{}", signature.required);
  return fmt::format("{} to {}", signature.required, signature.parameters.size());
}

Error wrong_argument_count(std::string_view name, std::span<const FunctionSignature> signatures, std::size_t given,
                           std::uint32_t offset) {
  std::string expected;
  bool one = false;
  for (const FunctionSignature& signature : signatures) {
    const std::string count = argument_count_text(signature);
    if (count == expected) continue;
    if (!expected.empty()) expected += " or ";
    expected += count;
    one = signature.required == 1 && (signature.variadic || signature.parameters.size() == 1);
  }
  return compile_error(ErrorType::SyntaxError, "InvalidNumberOfArguments",
                       fmt::format("{}() takes {} argument{}, not {}", name, expected, one ? "" : "s", given), offset,
                       signature_text(name, signatures.front()));
}

// The first argument that the signature certainly rejects.
std::optional<std::size_t> rejected_argument(const FunctionSignature& signature,
                                             std::span<const CallArgument> arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (signature.parameter_type(i).certainly_rejects(arguments[i].type)) return i;
  }
  return std::nullopt;
}

}  // namespace

FunctionRegistry::FunctionRegistry(std::vector<Function> functions) : functions_(std::move(functions)) {
  std::sort(functions_.begin(), functions_.end(),
            [](const Function& left, const Function& right) { return left.name < right.name; });
  for (std::size_t i = 0; i < functions_.size(); ++i) {
    by_name_.emplace_back(lower_case(functions_[i].name), i);
    for (const std::string_view alias : functions_[i].aliases) by_name_.emplace_back(lower_case(alias), i);
  }
  std::sort(by_name_.begin(), by_name_.end());
}

const Function* FunctionRegistry::find(std::string_view name) const {
  const std::string lower = lower_case(name);
  const auto entry = std::lower_bound(by_name_.begin(), by_name_.end(), lower,
                                      [](const auto& left, const std::string& right) { return left.first < right; });
  return entry != by_name_.end() && entry->first == lower ? &functions_[entry->second] : nullptr;
}

std::string_view FunctionRegistry::similar_name(std::string_view name) const {
  if (name.size() > 64) return {};  // no function's name is that long
  const std::string lower = lower_case(name);
  std::size_t closest = std::max<std::size_t>(1, lower.size() / 3) + 1;
  std::string_view found;
  for (const auto& [candidate, index] : by_name_) {
    const std::size_t distance = edit_distance(lower, candidate);
    if (distance >= closest) continue;
    closest = distance;
    found = functions_[index].name;
  }
  return found;
}

const FunctionRegistry& function_registry() {
  static const FunctionRegistry registry = [] {
    std::vector<Function> functions;
    for (auto part : {conversion_functions, graph_functions, list_functions, logarithmic_functions,
                      mathematical_functions, scalar_functions, string_functions, trigonometric_functions}) {
      std::ranges::move(part(), std::back_inserter(functions));
    }
    return FunctionRegistry(std::move(functions));
  }();
  return registry;
}

Expected<const FunctionSignature*> match_signature(std::string_view name, std::span<const FunctionSignature> signatures,
                                                   std::span<const CallArgument> arguments, std::uint32_t call_offset) {
  const FunctionSignature* closest = nullptr;
  for (const FunctionSignature& signature : signatures) {
    if (!signature.takes(arguments.size())) continue;
    if (!rejected_argument(signature, arguments)) return &signature;
    if (closest == nullptr) closest = &signature;
  }
  if (closest == nullptr) return wrong_argument_count(name, signatures, arguments.size(), call_offset);
  const std::size_t index = *rejected_argument(*closest, arguments);
  return compile_error(ErrorType::SyntaxError, "InvalidArgumentType",
                       fmt::format("{}() expects {} but was given {}", name, closest->parameter_type(index).to_string(),
                                   arguments[index].type.to_string()),
                       arguments[index].offset, signature_text(name, *closest));
}

Expected<StaticType> check_call(const Function& function, std::span<const CallArgument> arguments,
                                std::uint32_t call_offset) {
  const auto matched = match_signature(function.name, function.signatures, arguments, call_offset);
  if (!matched) return matched.error();
  if (function.result_type == nullptr) return (*matched)->result.nullable();
  std::vector<StaticType> types;
  for (const CallArgument& argument : arguments) types.push_back(argument.type);
  return function.result_type(types).nullable();
}

Expected<Value> call_function(const Function& function, FunctionContext& context, std::span<const Value> arguments) {
  const auto is_null = [](const Value& argument) { return argument.is_null(); };
  if (function.propagates_null && std::ranges::any_of(arguments, is_null)) return Value::null();
  return function.body(context, arguments);
}

std::string signature_text(std::string_view name, const FunctionSignature& signature) {
  std::string text = fmt::format("{}(", name);
  for (std::size_t i = 0; i < signature.parameters.size(); ++i) {
    const FunctionParameter& parameter = signature.parameters[i];
    if (i > 0) text += ", ";
    const bool optional = i >= signature.required;
    text += fmt::format("{}{} :: {}{}", optional ? "[" : "", parameter.name, parameter.type.to_string(),
                        optional ? "]" : "");
  }
  if (signature.variadic) text += ", …";
  text += fmt::format(") :: {}", signature.result.to_string());
  return text;
}

}  // namespace cairn::engine
