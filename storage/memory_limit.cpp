#include "storage/memory_limit.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>

namespace cairn::storage {

namespace {

constexpr std::uint64_t store_bytes_min = std::uint64_t{8} << 20U;

// The number in a file of the control group; no limit if there is none or it says "max".
std::uint64_t group_limit(const char* path) {
  std::ifstream file(path);
  std::uint64_t bytes = 0;
  return file >> bytes ? bytes : std::numeric_limits<std::uint64_t>::max();
}

}  // namespace

std::uint64_t memory_limit_bytes() {
  const auto pages = static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES));
  const auto page_bytes = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  return std::min({pages * page_bytes, group_limit("/sys/fs/cgroup/memory.max"),
                   group_limit("/sys/fs/cgroup/memory/memory.limit_in_bytes")});
}

std::uint64_t default_store_memory_bytes() { return std::max(memory_limit_bytes() / 2 / 8, store_bytes_min); }

}  // namespace cairn::storage
