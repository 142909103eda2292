// Aggregate functions: count, sum, avg, min, max, collect, stDev, stDevP, percentileCont, percentileDisc.
//
// The idea: a state takes rows one by one, each with a multiplicity ("this row stands for n"), two states of
// the same function can be merged, and `finish` gives the answer. Null arguments are ignored by every function
// except count(*). DISTINCT is the caller's: it passes each distinct argument once, with multiplicity 1.
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

// The state of one aggregate of one group. For one thread at a time.
class AggregateState {
 public:
  virtual ~AggregateState() = default;
  AggregateState(const AggregateState&) = delete;
  AggregateState& operator=(const AggregateState&) = delete;

  // Takes one row that stands for `multiplicity` ≥ 1 equal rows. `arguments` are those of the call: none for
  // count(*), the value, and for percentiles the fraction. TypeError InvalidArgumentType for a value the
  // function cannot take; a percentile outside [0, 1] is an ArgumentError, NumberOutOfRange.
  virtual Expected<void> update(std::span<const Value> arguments, std::uint64_t multiplicity) = 0;

  // Takes over all rows of `other`, a state of the same function made with the same or another memory
  // counter; they come after this state's rows. `other` may only be destroyed afterwards.
  virtual Expected<void> merge(AggregateState& other) = 0;

  // The answer for all rows; called once, as the last thing. Sums outside int64 are an ArithmeticError,
  // IntegerOverflow.
  virtual Expected<Value> finish() = 0;

 protected:
  explicit AggregateState(AggregateMemory& memory) : memory_(memory) {}

  AggregateMemory& memory_;
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

// A state that has seen no row. `memory` must outlive it.
std::unique_ptr<AggregateState> make_aggregate_state(const AggregateFunction& function, AggregateMemory& memory);

}  // namespace cairn::engine
