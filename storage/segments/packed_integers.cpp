#include "storage/segments/packed_integers.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace cairn::storage {

namespace {

static_assert(std::endian::native == std::endian::little, "integers are packed as they lie in memory");

unsigned width_of(std::uint64_t range) {
  const auto bytes = static_cast<unsigned>((std::bit_width(range) + 7) / 8);
  return bytes == 7 ? 8 : bytes;
}

template <unsigned width>
void unpack_width(const std::byte* from, std::uint64_t min, std::span<std::int64_t> out) {
  constexpr std::uint64_t mask =
      width == 8 ? std::numeric_limits<std::uint64_t>::max() : (std::uint64_t{1} << (8 * width)) - 1;
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::uint64_t difference = 0;
    std::memcpy(&difference, from + i * width, sizeof difference);
    out[i] = static_cast<std::int64_t>(min + (difference & mask));
  }
}

}  // namespace

PackedIntegers::PackedIntegers(std::span<const std::int64_t> values)
    : size_(static_cast<std::uint32_t>(values.size())) {
  if (values.empty()) return;
  const auto [smallest, largest] = std::ranges::minmax(values);
  min_ = smallest;
  max_ = largest;
  width_ = width_of(static_cast<std::uint64_t>(largest) - static_cast<std::uint64_t>(smallest));
  mask_ = width_ == 8 ? std::numeric_limits<std::uint64_t>::max() : (std::uint64_t{1} << (8 * width_)) - 1;
  const std::size_t used = values.size() * width_;
  bytes_ = std::make_unique_for_overwrite<std::byte[]>(used + padding);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::uint64_t difference = static_cast<std::uint64_t>(values[i]) - static_cast<std::uint64_t>(min_);
    std::memcpy(bytes_.get() + i * width_, &difference, width_);
  }
  std::memset(bytes_.get() + used, 0, padding);
}

void PackedIntegers::unpack(std::size_t begin, std::span<std::int64_t> out) const {
  const std::byte* const from = bytes_.get() + begin * width_;
  const auto min = static_cast<std::uint64_t>(min_);
  switch (width_) {
    case 0: std::ranges::fill(out, min_); return;
    case 1: return unpack_width<1>(from, min, out);
    case 2: return unpack_width<2>(from, min, out);
    case 3: return unpack_width<3>(from, min, out);
    case 4: return unpack_width<4>(from, min, out);
    case 5: return unpack_width<5>(from, min, out);
    case 6: return unpack_width<6>(from, min, out);
    default: return unpack_width<8>(from, min, out);
  }
}

}  // namespace cairn::storage
