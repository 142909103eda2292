#include "engine/memory_limit.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <string>

#include <unistd.h>

namespace cairn::engine {

namespace {

// The limit in a file of the cgroup file system; nothing if there is none ("max").
std::optional<std::size_t> read_limit(const char* path) {
  std::ifstream file(path);
  std::size_t bytes = 0;
  if (file >> bytes) return bytes;
  return std::nullopt;
}

}  // namespace

std::size_t default_memory_bytes() {
  std::size_t bytes =
      static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  for (const char* path : {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
    if (const auto limit = read_limit(path)) bytes = std::min(bytes, *limit);
  }
  return bytes / 2;
}

std::size_t statement_share(std::size_t memory_bytes) { return (memory_bytes - memory_bytes / storage_share) / 2; }

}  // namespace cairn::engine
