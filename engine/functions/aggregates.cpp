#include "engine/functions/aggregates.h"

#include "engine/functions/builtin_functions.h"

#include <algorithm>
#include <array>

namespace cairn::engine {

namespace {

std::vector<AggregateFunction> make_table() {
  const FunctionParameter any{"value", types::any};
  const FunctionParameter number{"value", types::number};
  const FunctionParameter percentile{"percentile", types::number};
  std::vector<AggregateFunction> table;
  table.push_back({"avg", AggregateKind::Average, {signature({number}, types::floating)}, "The mean of numbers."});
  table.push_back({"collect", AggregateKind::Collect, {signature({any}, types::list)}, "A list of all values."});
  table.push_back({"count",
                   AggregateKind::Count,
                   {signature({any}, types::integer)},
                   "The number of values; count(*) the number of rows."});
  table.push_back({"max", AggregateKind::Maximum, {signature({any}, types::any)}, "The greatest value.", true});
  table.push_back({"min", AggregateKind::Minimum, {signature({any}, types::any)}, "The least value.", true});
  table.push_back({"percentileCont",
                   AggregateKind::PercentileContinuous,
                   {signature({number, percentile}, types::floating)},
                   "The percentile of numbers, interpolated between the two nearest."});
  table.push_back({"percentileDisc",
                   AggregateKind::PercentileDiscrete,
                   {signature({number, percentile}, types::number)},
                   "The percentile of numbers, always one of them."});
  table.push_back({"stDev",
                   AggregateKind::StandardDeviation,
                   {signature({number}, types::floating)},
                   "The standard deviation, estimated from a sample."});
  table.push_back({"stDevP",
                   AggregateKind::StandardDeviationOfPopulation,
                   {signature({number}, types::floating)},
                   "The standard deviation of a whole population."});
  table.push_back({"sum", AggregateKind::Sum, {signature({number}, types::number)}, "The sum of numbers."});
  return table;
}

const std::vector<AggregateFunction>& table() {
  static const std::vector<AggregateFunction> functions = make_table();
  return functions;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  const auto lower = [](char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
  };
  return std::ranges::equal(left, right, {}, lower, lower);
}

}  // namespace

std::span<const AggregateFunction> aggregate_functions() { return table(); }

const AggregateFunction* find_aggregate(std::string_view name) {
  const auto found = std::ranges::find_if(
      table(), [&](const AggregateFunction& function) { return equal_ignoring_case(function.name, name); });
  return found != table().end() ? &*found : nullptr;
}

Expected<StaticType> check_aggregate_call(const AggregateFunction& function, std::span<const CallArgument> arguments,
                                          std::uint32_t call_offset) {
  const auto matched = match_signature(function.name, function.signatures, arguments, call_offset);
  if (!matched) return matched.error();
  const StaticType first = arguments.empty() ? StaticType::none() : arguments.front().type;
  switch (function.kind) {
    case AggregateKind::Count: return types::integer;
    case AggregateKind::Collect: return StaticType::list_of(first.without_null());
    case AggregateKind::Minimum:
    case AggregateKind::Maximum: return first.nullable();
    case AggregateKind::Sum:
      return first.is_only(ValueType::Float) || first.is_only(ValueType::Integer)
                 ? first.without_null().join(types::integer)
                 : types::number;
    default: return (*matched)->result.nullable();
  }
}

}  // namespace cairn::engine
