#include "engine/functions/function_context.h"

namespace cairn::engine {

std::mt19937_64& RandomSource::generator() {
  if (!generator_) {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    generator_.emplace(seed);
  }
  return *generator_;
}

std::uint64_t RandomSource::bits() { return generator()(); }

// The upper 53 bits are as many as a double below 1 can tell apart evenly.
double RandomSource::uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

}  // namespace cairn::engine
