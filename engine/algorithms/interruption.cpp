#include "engine/algorithms/interruption.h"

namespace cairn::engine::algorithms {

Error cancelled_error() { return runtime_error(ErrorType::Cancelled, "Interrupted", "The statement was cancelled"); }

Error out_of_memory_error() {
  return runtime_error(ErrorType::ResourceExhausted, "OutOfMemory", "there is no memory left for the algorithm",
                       "take fewer nodes or relationships by `labels` and `types`");
}

}  // namespace cairn::engine::algorithms
