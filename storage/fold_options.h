// When blocks are folded, and what has been folded: see folder.h.
#pragma once

#include <chrono>
#include <cstdint>

namespace cairn::storage {

// From when on a block is to be folded.
struct FoldThresholds {
  std::uint32_t records_busy = 256;  // while somebody writes: a quarter of the block
  std::uint32_t records_idle = 64;   // while nobody does
  std::chrono::milliseconds idle_after{1000};
};

struct FoldStatistics {
  std::uint64_t commits = 0;
  std::uint64_t blocks = 0;
  std::uint64_t records = 0;  // single records that became part of a block
};

}  // namespace cairn::storage
