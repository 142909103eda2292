// Sums that do not depend on the order of their terms, as far as that can be had cheaply.
#pragma once

#include "base/expected.h"
#include "engine/value/value.h"

#include <cstdint>

namespace cairn::engine {

// A sum of floats that keeps what rounding cuts off each addition and adds it at the end (Neumaier 1974). Its error
// does not grow with the number of terms. An infinity or NaN among the terms gives what plain addition would.
class FloatSum {
 public:
  void add(double term) {
    const double sum = sum_ + term;
    // Exact: the difference between the true and the rounded sum (Knuth's two-sum).
    const double share = sum - sum_;
    error_ += (sum_ - (sum - share)) + (term - share);
    sum_ = sum;
  }

  // As often as `multiplicity` says: the product with its rounding error.
  void add(double term, std::uint64_t multiplicity);

  // The terms of another sum, after the terms of this.
  void add(const FloatSum& later);

  double value() const;

 private:
  double sum_ = 0;
  double error_ = 0;  // no number once an infinity or NaN was added; `sum_` is the answer then
};

// An exact sum of integers. Only the final result has to fit into 64 bits.
class IntegerSum {
 public:
  // ArithmeticError, IntegerOverflow, if even 128 bits do not suffice.
  Expected<void> add(std::int64_t term, std::uint64_t multiplicity);
  Expected<void> add(const IntegerSum& later);

  // An Integer, or ArithmeticError, IntegerOverflow.
  Expected<Value> value() const;
  double as_double() const;
  void add_to(FloatSum& sum) const;

 private:
  __extension__ using Wide = __int128;

  Wide sum_ = 0;
};

}  // namespace cairn::engine
