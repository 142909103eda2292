// How a running algorithm ends early. Boost.Graph's algorithms cannot be asked to stop, so the graph they
// walk stops them: it counts the steps taken and now and then asks whether the statement was cancelled; then
// `Interrupted` unwinds the algorithm. run_interruptible() is where it ends, as an Error.
#pragma once

#include "base/expected.h"
#include "engine/procedure.h"

#include <cstdint>
#include <exception>
#include <new>
#include <utility>

namespace cairn::engine::algorithms {

// Never leaves this folder.
class Interrupted : public std::exception {
 public:
  const char* what() const noexcept override { return "interrupted"; }
};

Error cancelled_error();
Error out_of_memory_error();

// One thread. The context must outlive it.
class Interruption {
 public:
  explicit Interruption(const ProcedureContext& context) : context_(context) {}

  // Counts steps, each the work of looking at one vertex or one edge; throws Interrupted if it is time to end.
  void count(std::uint64_t steps) const {
    if (steps < steps_left_) {
      steps_left_ -= steps;
      return;
    }
    steps_left_ = steps_between_checks;
    if (context_.cancelled()) throw Interrupted();
  }

 private:
  // Well below a millisecond's work.
  static constexpr std::uint64_t steps_between_checks = 1U << 16U;

  const ProcedureContext& context_;
  mutable std::uint64_t steps_left_ = steps_between_checks;
};

// Runs `algorithm`, a function without arguments and result.
template <class Algorithm>
Expected<void> run_interruptible(Algorithm&& algorithm) {
  try {
    std::forward<Algorithm>(algorithm)();
    return {};
  } catch (const Interrupted&) {
    return cancelled_error();
  } catch (const std::bad_alloc&) {
    return out_of_memory_error();
  }
}

}  // namespace cairn::engine::algorithms
