// A moment some time ahead, for any length of time: "wait for ever" is a natural limit to pass.
#pragma once

#include <algorithm>
#include <chrono>

namespace cairn {

// `begin` plus `wait`, at most ten thousand days later, so that a length such as milliseconds::max() does not overflow.
// A negative `wait` counts as none.
inline std::chrono::steady_clock::time_point deadline_after(
    std::chrono::milliseconds wait, std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now()) {
  constexpr std::chrono::milliseconds wait_max = std::chrono::hours(24 * 10'000);
  return begin + std::clamp(wait, std::chrono::milliseconds(0), wait_max);
}

}  // namespace cairn
