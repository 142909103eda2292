// Facts about the decoded copies in memory.
#pragma once

#include <cstdint>

namespace cairn::storage {

struct SegmentStatistics {
  std::uint64_t builds = 0;      // successors included
  std::uint64_t successors = 0;  // that took the place of a segment with too many marks
  std::uint64_t evictions = 0;   // for memory
  std::uint64_t drops = 0;       // because too many ids were marked
  std::uint64_t segments = 0;    // held now, the empty ones included
  std::uint64_t empty = 0;       // of these, those that have nothing in them
  std::uint64_t bytes = 0;       // held now, dictionaries and memos aside
};

}  // namespace cairn::storage
