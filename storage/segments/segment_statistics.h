// Facts about the decoded copies in memory.
#pragma once

#include <cstdint>

namespace cairn::storage {

struct SegmentStatistics {
  std::uint64_t builds = 0;
  std::uint64_t evictions = 0;  // for memory
  std::uint64_t drops = 0;      // because too many ids were marked
  std::uint64_t bytes = 0;      // held now
};

}  // namespace cairn::storage
