// XXH64: a hash of bytes that is the same on every machine and in every version, and so may be on disk.
//
// Source: "xxHash fast digest algorithm", the specification of Yann Collet, with seed 0. Fast and well mixed,
// but whoever chooses the bytes can make two of them agree: what is equal by hash must be compared.
#pragma once

#include <cstdint>
#include <string_view>

namespace cairn::storage {

std::uint64_t xxh64(std::string_view bytes);

}  // namespace cairn::storage
