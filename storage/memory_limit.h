// How much memory the machine, or the control group the process runs in, lets a process have.
#pragma once

#include <cstdint>

namespace cairn::storage {

// The smaller of the machine's memory and the control group's limit, in bytes.
std::uint64_t memory_limit_bytes();

// The storage's share if nobody says otherwise: an eighth of half of that, at least 8 MiB.
std::uint64_t default_store_memory_bytes();

}  // namespace cairn::storage
