// How much memory the database may use, and how it is shared out.
#pragma once

#include <cstddef>

namespace cairn::engine {

// The part of the whole that storage gets: 1/8.
inline constexpr std::size_t storage_share = 8;

// Half of the machine's memory, or of the cgroup's limit where that is smaller.
std::size_t default_memory_bytes();

// What one statement may hold: half of what storage leaves.
std::size_t statement_share(std::size_t memory_bytes);

}  // namespace cairn::engine
