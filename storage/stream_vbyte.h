// Stream-vbyte: numbers in one to eight bytes each, their lengths apart from their bytes.
//
// Two bits a number say its length, four numbers to a control byte, first number in the lowest bits; all
// control bytes come first, so that four numbers are decoded by one table-driven shuffle (Lemire, Kurz,
// Rupp: "Stream VByte", 2017).
//
//   stream:  | control … ceil(n / 4) bytes | numbers, little-endian … |
//   width 32: codes 0 1 2 3 are 1 2 3 4 bytes;   width 64: codes 0 1 2 3 are 1 2 4 8 bytes
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cairn::storage {

// Appends the stream of `numbers`; with `wide` as width 64, otherwise all must be below 2^32.
void append_stream(std::string& out, std::span<const std::uint64_t> numbers, bool wide);

// Decodes out.size() numbers of width 32 from the head of `bytes` and removes them; false if it is too
// short. Uses the processor's byte shuffle where it has one.
bool take_stream(std::string_view& bytes, std::span<std::uint32_t> out);

// The same for either width.
bool take_stream(std::string_view& bytes, std::span<std::uint64_t> out, bool wide);

// Removes a stream of `count` numbers without decoding it.
bool skip_stream(std::string_view& bytes, std::uint64_t count, bool wide);

// As take_stream of width 32, never with the shuffle: for tests that compare the two.
bool take_stream_scalar(std::string_view& bytes, std::span<std::uint32_t> out);

}  // namespace cairn::storage
