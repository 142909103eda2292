// Aggregate functions: count, sum, avg, min, max, collect, stDev, stDevP, percentileCont, percentileDisc.
//
// The idea: the states of all groups lie side by side in one object. It takes rows, each for one group and with a
// multiplicity ("this row stands for n"), the states of another object of the same function can be merged into it, and
// `finish` gives the answer of a group. Null arguments are ignored by every function except count(*). DISTINCT is the
// caller's: it passes each distinct argument once, with multiplicity 1.
//
// The answer does not depend on the number of threads. A parallel run cuts its input into fixed slots, keeps a
// state per slot, and merges them in slot order; that is also what a run on one thread does. Integer sums are
// exact in 128 bits, so only a final result outside int64 is an error, whatever the order. Float sums keep the
// rounding error of each addition (Neumaier's compensation) and add it at the end, so a row of multiplicity n
// and n equal rows give the same double except where the error terms themselves are rounded.
#pragma once

#include "base/expected.h"
#include "engine/functions/function_registry.h"
#include "engine/value/value.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace cairn::engine {

// Counts the bytes that aggregate states hold: one per operator and thread, shared by all its states. States
// add what they take and give it back when destroyed; the operator compares it with its budget.
struct AggregateMemory {
  std::size_t bytes = 0;
};

// The states of one aggregate, one for each of the groups 0, 1, 2, … For one thread at a time.
class AggregateStates {
 public:
  using Group = std::uint32_t;

  AggregateStates() = default;
  virtual ~AggregateStates() = default;
  AggregateStates(const AggregateStates&) = delete;
  AggregateStates& operator=(const AggregateStates&) = delete;

  // Makes `count` more groups, which have seen no row.
  virtual void add_groups(std::size_t count) = 0;

  // Takes rows in order: row i is one of `groups[i]` and stands for `multiplicity[i]` ≥ 1 equal rows (for one, if the
  // span is empty). `arguments` are those of all rows, one row after the other: none for count(*), the value, and for
  // percentiles the fraction. TypeError InvalidArgumentType for a value the function cannot take; a percentile outside
  // [0, 1] is an ArgumentError, NumberOutOfRange.
  virtual Expected<void> update(std::span<const Group> groups, std::span<const Value> arguments,
                                std::span<const std::uint64_t> multiplicity) = 0;

  // Takes over all rows of groups of `other`, states of the same function made with the same or another memory
  // counter: its group `begin + i` goes into `groups[i]`; they come after the rows that are there. Those groups of
  // `other` may only be cleared or destroyed afterwards.
  virtual Expected<void> merge(AggregateStates& other, std::size_t begin, std::span<const Group> groups) = 0;

  // The answer for all rows of a group; called once a group, as the last thing. Sums outside int64 are an
  // ArithmeticError, IntegerOverflow.
  virtual Expected<Value> finish(std::size_t group) = 0;

  // Forgets all groups. A little memory is kept for those to come.
  virtual void clear() = 0;
};

enum class AggregateKind : std::uint8_t {
  Count,
  Sum,
  Average,
  Minimum,
  Maximum,
  Collect,
  StandardDeviation,
  StandardDeviationOfPopulation,
  PercentileContinuous,
  PercentileDiscrete,
};

struct AggregateFunction {
  std::string_view name;  // in its usual spelling; found in any case
  AggregateKind kind = AggregateKind::Count;
  std::vector<FunctionSignature> signatures;
  std::string_view documentation;
  // True for min, max and every other function whose answer ignores how often a row occurs.
  bool ignores_multiplicity = false;
};

// The aggregate of that name in any case, or nullptr.
const AggregateFunction* find_aggregate(std::string_view name);

// All of them, by name.
std::span<const AggregateFunction> aggregate_functions();

// Checks a call at compile time; as `check_call` of functions. count(*) is a call without arguments.
Expected<StaticType> check_aggregate_call(const AggregateFunction& function, std::span<const CallArgument> arguments,
                                          std::uint32_t call_offset);

// States of no group. `memory` must outlive them.
std::unique_ptr<AggregateStates> make_aggregate_states(const AggregateFunction& function, AggregateMemory& memory);

}  // namespace cairn::engine
