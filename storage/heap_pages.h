// Pages of the heap that hold nothing, and the system that could use them.
//
// The C library keeps what is freed between allocations that live on. Where decoded copies of many sizes come and go,
// that becomes as much as what is in use.
#pragma once

#include <cstdint>

namespace cairn::storage {

// What the process has of memory that is no file's, in bytes; 0 where the system does not say. Microseconds.
std::uint64_t anonymous_resident_bytes();

// Gives every page of the heap back that holds nothing; does nothing where the C library cannot. Milliseconds for
// some hundred MiB. Any thread.
void release_free_pages();

}  // namespace cairn::storage
