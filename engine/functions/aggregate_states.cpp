#include "base/chunked_array.h"
#include "engine/functions/aggregates.h"
#include "engine/functions/builtin_functions.h"
#include "engine/functions/float_sum.h"
#include "engine/value/arithmetic.h"
#include "engine/value/orderability.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cairn::engine {

namespace {

using Arguments = std::span<const Value>;

// What the allocator adds to each allocation; short lists would otherwise be counted at half of what they take.
constexpr std::size_t allocation_header_bytes = 16;

Error not_a_number(std::string_view function, const Value& value) {
  return runtime_error(ErrorType::TypeError, "InvalidArgumentType",
                       fmt::format("{}() expects Numbers but was given {}", function, a_value_type(value.type())));
}

Error too_many_rows() { return integer_overflow("The number of rows"); }

// The states of a function. `State` is the state of one group:
//   Expected<void> update(Arguments, std::uint64_t multiplicity), merge(State& later), Expected<Value> finish();
//   std::size_t heap_bytes() const;  what it holds beside itself
template <class State>
class StatesOf final : public AggregateStates {
 public:
  explicit StatesOf(AggregateMemory& memory) : memory_(memory) {}
  ~StatesOf() override { memory_.bytes -= held_; }
  StatesOf(const StatesOf&) = delete;
  StatesOf& operator=(const StatesOf&) = delete;

  void add_groups(std::size_t count) override {
    const std::size_t before = states_.memory_bytes();
    for (std::size_t i = 0; i < count; ++i) states_.append();
    hold(before, states_.memory_bytes());
  }

  Expected<void> update(std::span<const Group> groups, Arguments arguments,
                        std::span<const std::uint64_t> multiplicity) override {
    const std::size_t width = arguments.size() / std::max<std::size_t>(groups.size(), 1);
    for (std::size_t i = 0; i < groups.size(); ++i) {
      State& state = states_[groups[i]];
      const std::size_t before = state.heap_bytes();
      auto done = state.update(arguments.subspan(i * width, width), multiplicity.empty() ? 1 : multiplicity[i]);
      hold(before, state.heap_bytes());
      if (!done) return done;
    }
    return {};
  }

  Expected<void> merge(AggregateStates& other, std::size_t begin, std::span<const Group> groups) override {
    auto& from = static_cast<StatesOf&>(other);
    for (std::size_t i = 0; i < groups.size(); ++i) {
      State& state = states_[groups[i]];
      State& later = from.states_[begin + i];
      const std::size_t before = state.heap_bytes();
      const std::size_t later_before = later.heap_bytes();
      auto done = state.merge(later);
      hold(before, state.heap_bytes());
      from.hold(later_before, later.heap_bytes());
      if (!done) return done;
    }
    return {};
  }

  Expected<Value> finish(std::size_t group) override { return states_[group].finish(); }

  void clear() override {
    states_.clear();
    hold(held_, states_.memory_bytes());
  }

 private:
  // What was `before` bytes is now `after`.
  void hold(std::size_t before, std::size_t after) {
    held_ += after - before;
    memory_.bytes += after - before;
  }

  AggregateMemory& memory_;
  std::size_t held_ = 0;
  ChunkedArray<State> states_;
};

class CountState {
 public:
  Expected<void> update(Arguments arguments, std::uint64_t multiplicity) {
    if (!arguments.empty() && arguments[0].is_null()) return {};
    return add(multiplicity);
  }

  Expected<void> merge(const CountState& later) { return add(later.count_); }
  Expected<Value> finish() const { return Value::integer(static_cast<std::int64_t>(count_)); }
  static std::size_t heap_bytes() { return 0; }

 private:
  Expected<void> add(std::uint64_t rows) {
    constexpr std::uint64_t count_max = std::numeric_limits<std::int64_t>::max();
    if (rows > count_max - count_) return too_many_rows();
    count_ += rows;
    return {};
  }

  std::uint64_t count_ = 0;
};

// sum and avg: the integers among the values are summed exactly, the floats apart from them.
template <bool average>
class SumState {
 public:
  Expected<void> update(Arguments arguments, std::uint64_t multiplicity) {
    const Value& value = arguments[0];
    if (value.is_null()) return {};
    if (!value.is_number()) return not_a_number(average ? "avg" : "sum", value);
    if (__builtin_add_overflow(count_, multiplicity, &count_)) return too_many_rows();
    if (value.is_integer()) return integers_.add(value.as_integer(), multiplicity);
    has_floats_ = true;
    floats_.add(value.as_float(), multiplicity);
    return {};
  }

  Expected<void> merge(const SumState& later) {
    if (__builtin_add_overflow(count_, later.count_, &count_)) return too_many_rows();
    has_floats_ |= later.has_floats_;
    floats_.add(later.floats_);
    return integers_.add(later.integers_);
  }

  Expected<Value> finish() {
    if constexpr (average) {
      if (count_ == 0) return Value::null();
      return Value::floating(total() / static_cast<double>(count_));
    }
    if (has_floats_) return Value::floating(total());
    return integers_.value();
  }

  static std::size_t heap_bytes() { return 0; }

 private:
  double total() const {
    if (!has_floats_) return integers_.as_double();
    FloatSum total = floats_;
    integers_.add_to(total);
    return total.value();
  }

  IntegerSum integers_;
  FloatSum floats_;
  std::uint64_t count_ = 0;
  bool has_floats_ = false;
};

// min and max; of equal values (1 and 1.0) the first stays.
template <bool maximum>
class ExtremeState {
 public:
  Expected<void> update(Arguments arguments, std::uint64_t /*multiplicity*/) {
    take(arguments[0]);
    return {};
  }

  Expected<void> merge(const ExtremeState& later) {
    take(later.extreme_);
    return {};
  }

  Expected<Value> finish() const { return extreme_; }
  std::size_t heap_bytes() const { return extreme_.heap_bytes(); }

 private:
  void take(const Value& value) {
    if (value.is_null()) return;
    const bool better = extreme_.is_null() || (maximum ? order(value, extreme_) > 0 : order(value, extreme_) < 0);
    if (better) extreme_ = value;
  }

  Value extreme_;  // null: no value yet
};

class CollectState {
 public:
  Expected<void> update(Arguments arguments, std::uint64_t multiplicity) {
    const Value& value = arguments[0];
    if (value.is_null()) return {};
    const std::size_t each = sizeof(Value) + value.heap_bytes();
    if (multiplicity > (value_bytes_max - bytes_) / each) return value_too_large();
    bytes_ += each * multiplicity;
    values_.insert(values_.end(), multiplicity, value);
    return {};
  }

  Expected<void> merge(CollectState& later) {
    if (later.bytes_ > value_bytes_max - bytes_) return value_too_large();
    bytes_ += std::exchange(later.bytes_, 0);
    if (values_.empty()) {
      values_.swap(later.values_);
    } else {
      values_.insert(values_.end(), later.values_.begin(), later.values_.end());
      later.values_ = {};
    }
    return {};
  }

  Expected<Value> finish() { return Value::list(std::move(values_)); }
  std::size_t heap_bytes() const {
    if (values_.capacity() == 0) return bytes_;
    return allocation_header_bytes + bytes_ + (values_.capacity() - values_.size()) * sizeof(Value);
  }

 private:
  std::size_t bytes_ = 0;  // of the list's elements, as a list would count them
  std::vector<Value> values_;
};

// Welford's method: mean and sum of squared distances from it, updated row by row; merged after Chan et al.
template <bool population>
class DeviationState {
 public:
  Expected<void> update(Arguments arguments, std::uint64_t multiplicity) {
    const Value& value = arguments[0];
    if (value.is_null()) return {};
    if (!value.is_number()) return not_a_number(population ? "stDevP" : "stDev", value);
    return combine(static_cast<double>(multiplicity), value.as_number(), 0.0);
  }

  Expected<void> merge(const DeviationState& later) { return combine(later.count_, later.mean_, later.squares_); }

  static std::size_t heap_bytes() { return 0; }

  // 0 without values, and for a sample of one.
  Expected<Value> finish() const {
    const double degrees = population ? count_ : count_ - 1;
    return Value::floating(degrees > 0 ? std::sqrt(squares_ / degrees) : 0.0);
  }

 private:
  Expected<void> combine(double count, double mean, double squares) {
    if (count == 0) return {};
    const double total = count_ + count;
    const double distance = mean - mean_;
    squares_ += squares + distance * distance * (count_ * count / total);
    mean_ += distance * (count / total);
    count_ = total;
    return {};
  }

  double count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
};

// percentileCont and percentileDisc: all numbers are kept, each with how often it occurs, and sorted at the end.
template <bool continuous>
class PercentileState {
 public:
  Expected<void> update(Arguments arguments, std::uint64_t multiplicity) {
    const Value& value = arguments[0];
    if (auto taken = take_percentile(arguments[1]); !taken) return taken;
    if (value.is_null()) return {};
    if (!value.is_number()) return not_a_number(name(), value);
    if (__builtin_add_overflow(count_, multiplicity, &count_)) return too_many_rows();
    numbers_.push_back({value, multiplicity});
    return {};
  }

  Expected<void> merge(const PercentileState& later) {
    if (__builtin_add_overflow(count_, later.count_, &count_)) return too_many_rows();
    if (!percentile_) percentile_ = later.percentile_;
    numbers_.insert(numbers_.end(), later.numbers_.begin(), later.numbers_.end());
    return {};
  }

  Expected<Value> finish() {
    if (numbers_.empty() || !percentile_) return Value::null();
    std::ranges::stable_sort(numbers_, OrderLess{}, &Numbers::value);
    return continuous ? interpolated() : nearest();
  }

  std::size_t heap_bytes() const {
    return numbers_.capacity() == 0 ? 0 : allocation_header_bytes + numbers_.capacity() * sizeof(Numbers);
  }

 private:
  struct Numbers {
    Value value;
    std::uint64_t count;
  };

  std::string_view name() const { return continuous ? "percentileCont" : "percentileDisc"; }

  // The percentile of the first row counts; it is the same in all rows of a sensible query.
  Expected<void> take_percentile(const Value& percentile) {
    if (percentile.is_null()) return {};
    if (!percentile.is_number()) return not_a_number(name(), percentile);
    const double fraction = percentile.as_number();
    if (!(fraction >= 0 && fraction <= 1)) {
      return number_out_of_range(fmt::format("{}() takes a percentile from 0.0 to 1.0, not {}", name(), fraction));
    }
    if (!percentile_) percentile_ = fraction;
    return {};
  }

  // The number at `position` when each is written as often as it occurs.
  const Value& at(std::uint64_t position) const {
    std::size_t i = 0;
    while (position >= numbers_[i].count) position -= numbers_[i++].count;
    return numbers_[i].value;
  }

  Value interpolated() const {
    const double position = *percentile_ * static_cast<double>(count_ - 1);
    const double below = std::floor(position);
    const auto index = static_cast<std::uint64_t>(below);
    const double low = at(index).as_number();
    if (position == below) return Value::floating(low);
    const double high = at(index + 1).as_number();
    return Value::floating(low + (high - low) * (position - below));
  }

  // The least number that has at least this share of all numbers at or below it.
  Value nearest() const {
    const double rank = std::ceil(*percentile_ * static_cast<double>(count_));
    return at(rank > 0 ? static_cast<std::uint64_t>(rank) - 1 : 0);
  }

  std::optional<double> percentile_;
  std::uint64_t count_ = 0;
  std::vector<Numbers> numbers_;
};

}  // namespace

std::unique_ptr<AggregateStates> make_aggregate_states(const AggregateFunction& function, AggregateMemory& memory) {
  switch (function.kind) {
    case AggregateKind::Count: return std::make_unique<StatesOf<CountState>>(memory);
    case AggregateKind::Sum: return std::make_unique<StatesOf<SumState<false>>>(memory);
    case AggregateKind::Average: return std::make_unique<StatesOf<SumState<true>>>(memory);
    case AggregateKind::Minimum: return std::make_unique<StatesOf<ExtremeState<false>>>(memory);
    case AggregateKind::Maximum: return std::make_unique<StatesOf<ExtremeState<true>>>(memory);
    case AggregateKind::Collect: return std::make_unique<StatesOf<CollectState>>(memory);
    case AggregateKind::StandardDeviation: return std::make_unique<StatesOf<DeviationState<false>>>(memory);
    case AggregateKind::StandardDeviationOfPopulation: return std::make_unique<StatesOf<DeviationState<true>>>(memory);
    case AggregateKind::PercentileContinuous: return std::make_unique<StatesOf<PercentileState<true>>>(memory);
    case AggregateKind::PercentileDiscrete: return std::make_unique<StatesOf<PercentileState<false>>>(memory);
  }
  return nullptr;
}

}  // namespace cairn::engine
