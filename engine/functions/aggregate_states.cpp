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

Error not_a_number(std::string_view function, const Value& value) {
  return runtime_error(ErrorType::TypeError, "InvalidArgumentType",
                       fmt::format("{}() expects Numbers but was given {}", function, a_value_type(value.type())));
}

Error too_many_rows() { return integer_overflow("The number of rows"); }

// Holds `bytes` of the operator's counter, to give them back at the end.
class HeldBytes {
 public:
  explicit HeldBytes(AggregateMemory& memory) : memory_(memory) {}
  ~HeldBytes() { memory_.bytes -= held_; }
  HeldBytes(const HeldBytes&) = delete;
  HeldBytes& operator=(const HeldBytes&) = delete;

  void set(std::size_t bytes) {
    memory_.bytes = memory_.bytes - held_ + bytes;
    held_ = bytes;
  }
  std::size_t get() const { return held_; }

 private:
  AggregateMemory& memory_;
  std::size_t held_ = 0;
};

class CountState final : public AggregateState {
 public:
  explicit CountState(AggregateMemory& memory) : AggregateState(memory), held_(memory) { held_.set(sizeof *this); }

  Expected<void> update(Arguments arguments, std::uint64_t multiplicity) override {
    if (!arguments.empty() && arguments[0].is_null()) return {};
    return add(multiplicity);
  }

  Expected<void> merge(AggregateState& other) override { return add(static_cast<CountState&>(other).count_); }

  Expected<Value> finish() override { return Value::integer(static_cast<std::int64_t>(count_)); }

 private:
  Expected<void> add(std::uint64_t rows) {
    constexpr std::uint64_t count_max = std::numeric_limits<std::int64_t>::max();
    if (rows > count_max - count_) return too_many_rows();
    count_ += rows;
    return {};
  }

  HeldBytes held_;
  std::uint64_t count_ = 0;
};

// sum and avg: the integers among the values are summed exactly, the floats apart from them.
class SumState final : public AggregateState {
 public:
  SumState(AggregateMemory& memory, bool average) : AggregateState(memory), held_(memory), average_(average) {
    held_.set(sizeof *this);
  }

  Expected<void> update(Arguments arguments, std::uint64_t multiplicity) override {
    const Value& value = arguments[0];
    if (value.is_null()) return {};
    if (!value.is_number()) return not_a_number(average_ ? "avg" : "sum", value);
    if (__builtin_add_overflow(count_, multiplicity, &count_)) return too_many_rows();
    if (value.is_integer()) return integers_.add(value.as_integer(), multiplicity);
    has_floats_ = true;
    floats_.add(value.as_float(), multiplicity);
    return {};
  }

  Expected<void> merge(AggregateState& other) override {
    const auto& later = static_cast<SumState&>(other);
    if (__builtin_add_overflow(count_, later.count_, &count_)) return too_many_rows();
    has_floats_ |= later.has_floats_;
    floats_.add(later.floats_);
    return integers_.add(later.integers_);
  }

  Expected<Value> finish() override {
    if (average_) {
      if (count_ == 0) return Value::null();
      return Value::floating(total() / static_cast<double>(count_));
    }
    if (has_floats_) return Value::floating(total());
    return integers_.value();
  }

 private:
  double total() const {
    if (!has_floats_) return integers_.as_double();
    FloatSum total = floats_;
    integers_.add_to(total);
    return total.value();
  }

  HeldBytes held_;
  bool average_;
  bool has_floats_ = false;
  std::uint64_t count_ = 0;
  IntegerSum integers_;
  FloatSum floats_;
};

// min and max; of equal values (1 and 1.0) the first stays.
class ExtremeState final : public AggregateState {
 public:
  ExtremeState(AggregateMemory& memory, bool maximum) : AggregateState(memory), held_(memory), maximum_(maximum) {
    held_.set(sizeof *this);
  }

  Expected<void> update(Arguments arguments, std::uint64_t /*multiplicity*/) override {
    take(arguments[0]);
    return {};
  }

  Expected<void> merge(AggregateState& other) override {
    take(static_cast<ExtremeState&>(other).extreme_);
    return {};
  }

  Expected<Value> finish() override { return extreme_; }

 private:
  void take(const Value& value) {
    if (value.is_null()) return;
    const bool better = extreme_.is_null() || (maximum_ ? order(value, extreme_) > 0 : order(value, extreme_) < 0);
    if (!better) return;
    extreme_ = value;
    held_.set(sizeof *this + value.heap_bytes());
  }

  HeldBytes held_;
  bool maximum_;
  Value extreme_;  // null: no value yet
};

class CollectState final : public AggregateState {
 public:
  explicit CollectState(AggregateMemory& memory) : AggregateState(memory), held_(memory) { held_.set(sizeof *this); }

  Expected<void> update(Arguments arguments, std::uint64_t multiplicity) override {
    const Value& value = arguments[0];
    if (value.is_null()) return {};
    const std::size_t each = sizeof(Value) + value.heap_bytes();
    if (multiplicity > (value_bytes_max - bytes_) / each) return value_too_large();
    bytes_ += each * multiplicity;
    values_.insert(values_.end(), multiplicity, value);
    hold();
    return {};
  }

  Expected<void> merge(AggregateState& other) override {
    auto& later = static_cast<CollectState&>(other);
    if (later.bytes_ > value_bytes_max - bytes_) return value_too_large();
    bytes_ += later.bytes_;
    if (values_.empty())
      values_.swap(later.values_);
    else
      values_.insert(values_.end(), later.values_.begin(), later.values_.end());
    hold();
    return {};
  }

  Expected<Value> finish() override { return Value::list(std::move(values_)); }

 private:
  void hold() { held_.set(sizeof *this + bytes_ + (values_.capacity() - values_.size()) * sizeof(Value)); }

  HeldBytes held_;
  std::size_t bytes_ = 0;  // of the list's elements, as a list would count them
  std::vector<Value> values_;
};

// Welford's method: mean and sum of squared distances from it, updated row by row; merged after Chan et al.
class DeviationState final : public AggregateState {
 public:
  DeviationState(AggregateMemory& memory, bool population)
      : AggregateState(memory), held_(memory), population_(population) {
    held_.set(sizeof *this);
  }

  Expected<void> update(Arguments arguments, std::uint64_t multiplicity) override {
    const Value& value = arguments[0];
    if (value.is_null()) return {};
    if (!value.is_number()) return not_a_number(population_ ? "stDevP" : "stDev", value);
    return combine(static_cast<double>(multiplicity), value.as_number(), 0.0);
  }

  Expected<void> merge(AggregateState& other) override {
    const auto& later = static_cast<DeviationState&>(other);
    return combine(later.count_, later.mean_, later.squares_);
  }

  // 0 without values, and for a sample of one.
  Expected<Value> finish() override {
    const double degrees = population_ ? count_ : count_ - 1;
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

  HeldBytes held_;
  bool population_;
  double count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
};

// percentileCont and percentileDisc: all numbers are kept, each with how often it occurs, and sorted at the end.
class PercentileState final : public AggregateState {
 public:
  PercentileState(AggregateMemory& memory, bool continuous)
      : AggregateState(memory), held_(memory), continuous_(continuous) {
    held_.set(sizeof *this);
  }

  Expected<void> update(Arguments arguments, std::uint64_t multiplicity) override {
    const Value& value = arguments[0];
    if (auto taken = take_percentile(arguments[1]); !taken) return taken;
    if (value.is_null()) return {};
    if (!value.is_number()) return not_a_number(name(), value);
    if (__builtin_add_overflow(count_, multiplicity, &count_)) return too_many_rows();
    numbers_.push_back({value, multiplicity});
    hold();
    return {};
  }

  Expected<void> merge(AggregateState& other) override {
    auto& later = static_cast<PercentileState&>(other);
    if (__builtin_add_overflow(count_, later.count_, &count_)) return too_many_rows();
    if (!percentile_) percentile_ = later.percentile_;
    numbers_.insert(numbers_.end(), later.numbers_.begin(), later.numbers_.end());
    hold();
    return {};
  }

  Expected<Value> finish() override {
    if (numbers_.empty() || !percentile_) return Value::null();
    std::ranges::stable_sort(numbers_, OrderLess{}, &Numbers::value);
    return continuous_ ? interpolated() : nearest();
  }

 private:
  struct Numbers {
    Value value;
    std::uint64_t count;
  };

  std::string_view name() const { return continuous_ ? "percentileCont" : "percentileDisc"; }

  void hold() { held_.set(sizeof *this + numbers_.capacity() * sizeof(Numbers)); }

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

  HeldBytes held_;
  bool continuous_;
  std::optional<double> percentile_;
  std::uint64_t count_ = 0;
  std::vector<Numbers> numbers_;
};

}  // namespace

std::unique_ptr<AggregateState> make_aggregate_state(const AggregateFunction& function, AggregateMemory& memory) {
  switch (function.kind) {
    case AggregateKind::Count: return std::make_unique<CountState>(memory);
    case AggregateKind::Sum: return std::make_unique<SumState>(memory, false);
    case AggregateKind::Average: return std::make_unique<SumState>(memory, true);
    case AggregateKind::Minimum: return std::make_unique<ExtremeState>(memory, false);
    case AggregateKind::Maximum: return std::make_unique<ExtremeState>(memory, true);
    case AggregateKind::Collect: return std::make_unique<CollectState>(memory);
    case AggregateKind::StandardDeviation: return std::make_unique<DeviationState>(memory, false);
    case AggregateKind::StandardDeviationOfPopulation: return std::make_unique<DeviationState>(memory, true);
    case AggregateKind::PercentileContinuous: return std::make_unique<PercentileState>(memory, true);
    case AggregateKind::PercentileDiscrete: return std::make_unique<PercentileState>(memory, false);
  }
  return nullptr;
}

}  // namespace cairn::engine
