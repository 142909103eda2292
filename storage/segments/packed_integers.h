// Integers in as few bytes each as their range needs: the difference to the smallest one.
//
//   width 0 (all equal), 1, 2, 3, 4, 5, 6 or 8 bytes each, little-endian, one after the other, and 8 bytes of
//   padding, so that each can be read with one unaligned load of 8 bytes and a mask.
//
// (Frame of reference: Goldstein, Ramakrishnan, Shaft, "Compressing relations and indexes", 1998.)
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

namespace cairn::storage {

// Immutable.
class PackedIntegers {
 public:
  PackedIntegers() = default;
  explicit PackedIntegers(std::span<const std::int64_t> values);

  std::size_t size() const { return size_; }
  // 0 if it is empty.
  std::int64_t min() const { return min_; }
  std::int64_t max() const { return max_; }
  // Bytes each.
  unsigned width() const { return width_; }
  std::size_t memory_bytes() const { return bytes_ == nullptr ? 0 : size_ * width_ + padding; }

  // `i` is below size().
  std::int64_t operator[](std::size_t i) const {
    std::uint64_t difference = 0;
    std::memcpy(&difference, bytes_.get() + i * width_, sizeof difference);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(min_) + (difference & mask_));
  }

  // The values from `begin` on, as many as `out` has room for.
  void unpack(std::size_t begin, std::span<std::int64_t> out) const;

 private:
  static constexpr std::size_t padding = sizeof(std::uint64_t);

  std::int64_t min_ = 0;
  std::int64_t max_ = 0;
  std::uint64_t mask_ = 0;
  std::unique_ptr<std::byte[]> bytes_;
  std::uint32_t size_ = 0;
  std::uint32_t width_ = 0;
};

}  // namespace cairn::storage
