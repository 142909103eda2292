// Numbers as bytes: varints for values, big-endian fields for keys; and bytes behind their number.
//
//   varint:  seven bits a byte, least significant first, high bit set on all but the last; at most 10 bytes
//   zigzag:  0, -1, 1, -2, … as 0, 1, 2, 3, … so that small magnitudes are short varints
//   big-endian fields keep the order of numbers under byte comparison
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cairn::storage {

inline void append_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80U));
    value >>= 7U;
  }
  out.push_back(static_cast<char>(value));
}

// Removes a varint from the head of `bytes`; false, and both arguments unspecified, if there is none.
inline bool take_varint(std::string_view& bytes, std::uint64_t& value) {
  value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (bytes.empty()) return false;
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    if (shift == 63 && byte > 1) return false;
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

// As above for a number that must be below 2^32.
inline bool take_varint32(std::string_view& bytes, std::uint32_t& value) {
  std::uint64_t wide = 0;
  if (!take_varint(bytes, wide) || wide > 0xFFFFFFFFU) return false;
  value = static_cast<std::uint32_t>(wide);
  return true;
}

// Removes `count` bytes from the head of `bytes` into `taken`; false if there are fewer.
inline bool take_bytes(std::string_view& bytes, std::uint64_t count, std::string_view& taken) {
  if (bytes.size() < count) return false;
  taken = bytes.substr(0, count);
  bytes.remove_prefix(count);
  return true;
}

// Bytes behind their number.
inline void append_sized(std::string& out, std::string_view bytes) {
  append_varint(out, bytes.size());
  out += bytes;
}

inline bool take_sized(std::string_view& bytes, std::string_view& taken) {
  std::uint64_t size = 0;
  return take_varint(bytes, size) && take_bytes(bytes, size, taken);
}

inline bool take_byte(std::string_view& bytes, std::uint8_t& value) {
  if (bytes.empty()) return false;
  value = static_cast<std::uint8_t>(bytes.front());
  bytes.remove_prefix(1);
  return true;
}

constexpr std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63U);
}

constexpr std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
}

// The low `bytes` bytes of `value`, most significant first.
inline void append_big_endian(std::string& out, std::uint64_t value, unsigned bytes) {
  for (unsigned i = bytes; i > 0; --i) out.push_back(static_cast<char>(value >> (8U * (i - 1))));
}

// Reads a big-endian number of `bytes` bytes at `at`, which must lie inside `text`.
inline std::uint64_t read_big_endian(std::string_view text, std::size_t at, unsigned bytes) {
  std::uint64_t value = 0;
  for (unsigned i = 0; i < bytes; ++i) value = value << 8U | static_cast<unsigned char>(text[at + i]);
  return value;
}

}  // namespace cairn::storage
