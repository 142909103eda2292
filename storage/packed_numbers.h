// Numbers packed to the narrowest of a few widths, each as its distance from the least of them.
//
//   numbers:   | varint zigzag least | u8 width: 0 1 2 3 4 5 6 or 8 bytes | number - least, little-endian … |
//   Do not renumber.
//
// Any of them can be read without the others, and how many there are is known from elsewhere.
#pragma once

#include "storage/varint.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cairn::storage {

static_assert(std::endian::native == std::endian::little, "packed numbers are read as they lie in memory");

// The narrowest width in bytes that holds distances up to `range`.
unsigned packed_width(std::uint64_t range);

void append_packed(std::string& out, std::span<const std::int64_t> numbers);

// How many bytes append_packed takes for `count` numbers between `least` and `greatest`.
std::size_t packed_bytes(std::int64_t least, std::int64_t greatest, std::size_t count);

// Packed numbers, borrowed. Any thread.
class PackedNumbers {
 public:
  PackedNumbers() = default;

  // Removes `count` numbers from the head of `bytes`; nothing if they are damaged.
  static std::optional<PackedNumbers> take(std::string_view& bytes, std::size_t count);

  // The i-th number; `i` must be below the count.
  std::int64_t operator[](std::size_t i) const {
    std::uint64_t above = 0;
    const char* place = packed_.data() + i * width_;
    switch (width_) {
      case 0: break;
      case 1: above = static_cast<unsigned char>(*place); break;
      case 2: above = load<std::uint16_t>(place); break;
      case 3: above = load<std::uint16_t>(place) | std::uint64_t{static_cast<unsigned char>(place[2])} << 16U; break;
      case 4: above = load<std::uint32_t>(place); break;
      case 5: above = load<std::uint32_t>(place) | std::uint64_t{static_cast<unsigned char>(place[4])} << 32U; break;
      case 6: above = load<std::uint32_t>(place) | std::uint64_t{load<std::uint16_t>(place + 4)} << 32U; break;
      default: above = load<std::uint64_t>(place); break;
    }
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(least_) + above);
  }

  std::int64_t least() const { return least_; }
  unsigned width() const { return width_; }
  std::string_view packed() const { return packed_; }

  // Whether the first `count` numbers all lie in [0, bound).
  bool all_below(std::uint64_t bound, std::size_t count) const;

  // The sum of the first `count` numbers, none of which may be negative; wraps around.
  std::uint64_t sum(std::size_t count) const;

 private:
  template <class Number>
  static Number load(const char* place) {
    Number number;
    std::memcpy(&number, place, sizeof number);
    return number;
  }

  std::int64_t least_ = 0;
  unsigned width_ = 0;
  std::string_view packed_;
};

}  // namespace cairn::storage
