#include "engine/functions/float_sum.h"

#include "engine/value/arithmetic.h"

#include <cmath>
#include <limits>

namespace cairn::engine {

namespace {

Error sum_overflow() { return integer_overflow("The sum"); }

}  // namespace

void FloatSum::add(double term, std::uint64_t multiplicity) {
  if (multiplicity == 1) return add(term);
  // Both halves of the multiplicity are exact doubles.
  const auto low_bits = static_cast<std::uint32_t>(multiplicity);
  for (const double factor : {static_cast<double>(low_bits), static_cast<double>(multiplicity - low_bits)}) {
    if (factor == 0) continue;
    const double product = term * factor;
    add(product);
    if (std::isfinite(product)) add(std::fma(term, factor, -product));
  }
}

void FloatSum::add(const FloatSum& later) {
  add(later.sum_);
  if (std::isfinite(later.error_)) add(later.error_);
}

double FloatSum::value() const { return std::isfinite(sum_) ? sum_ + error_ : sum_; }

Expected<void> IntegerSum::add(std::int64_t term, std::uint64_t multiplicity) {
  Wide product = 0;
  if (__builtin_mul_overflow(static_cast<Wide>(term), static_cast<Wide>(multiplicity), &product)) return sum_overflow();
  if (__builtin_add_overflow(sum_, product, &sum_)) return sum_overflow();
  return {};
}

Expected<void> IntegerSum::add(const IntegerSum& later) {
  if (__builtin_add_overflow(sum_, later.sum_, &sum_)) return sum_overflow();
  return {};
}

Expected<Value> IntegerSum::value() const {
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto greatest = std::numeric_limits<std::int64_t>::max();
  if (sum_ < least || sum_ > greatest) return sum_overflow();
  return Value::integer(static_cast<std::int64_t>(sum_));
}

double IntegerSum::as_double() const { return static_cast<double>(sum_); }

// In two parts, so that nothing of a sum below 2^106 is lost.
void IntegerSum::add_to(FloatSum& sum) const {
  const Wide low = sum_ % (Wide{1} << 53);
  sum.add(static_cast<double>(sum_ - low));
  sum.add(static_cast<double>(low));
}

}  // namespace cairn::engine
