// For benchmarks, which have nothing to fall back on: the value of a result, or the end of the program.
#pragma once

#include "base/expected.h"

#include <cstdlib>
#include <iostream>
#include <type_traits>
#include <utility>

namespace cairn {

// The value; without one, says why on the standard error output and ends the program.
template <class T>
T must(Expected<T> result) {
  if (!result) {
    std::cerr << to_string(result.error()) << "\n";
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace cairn
