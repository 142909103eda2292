#include "storage/packed_numbers.h"

#include <algorithm>

namespace cairn::storage {

namespace {

std::uint64_t distance(std::int64_t least, std::int64_t number) {
  return static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(least);
}

}  // namespace

unsigned packed_width(std::uint64_t range) {
  const auto bytes = static_cast<unsigned>((std::bit_width(range) + 7) / 8);
  return bytes == 7 ? 8 : bytes;
}

std::size_t packed_bytes(std::int64_t least, std::int64_t greatest, std::size_t count) {
  std::size_t head = 2;
  for (std::uint64_t rest = zigzag(least) >> 7U; rest != 0; rest >>= 7U) ++head;
  return head + count * packed_width(distance(least, greatest));
}

void append_packed(std::string& out, std::span<const std::int64_t> numbers) {
  const std::int64_t least = numbers.empty() ? 0 : *std::ranges::min_element(numbers);
  const std::int64_t greatest = numbers.empty() ? 0 : *std::ranges::max_element(numbers);
  const unsigned width = packed_width(distance(least, greatest));
  append_varint(out, zigzag(least));
  out.push_back(static_cast<char>(width));
  std::size_t at = out.size();
  // Each number is written with eight bytes, the next one over what is too much of it.
  out.resize(at + numbers.size() * width + sizeof(std::uint64_t));
  for (const std::int64_t number : numbers) {
    const std::uint64_t above = distance(least, number);
    std::memcpy(out.data() + at, &above, sizeof above);
    at += width;
  }
  out.resize(at);
}

std::optional<PackedNumbers> PackedNumbers::take(std::string_view& bytes, std::size_t count) {
  std::uint64_t least = 0;
  std::uint8_t width = 0;
  PackedNumbers numbers;
  if (!take_varint(bytes, least) || !take_byte(bytes, width) || width > 8 || width == 7) return std::nullopt;
  if (!take_bytes(bytes, count * width, numbers.packed_)) return std::nullopt;
  numbers.least_ = unzigzag(least);
  numbers.width_ = width;
  return numbers;
}

bool PackedNumbers::all_below(std::uint64_t bound, std::size_t count) const {
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t number = (*this)[i];
    if (number < 0 || static_cast<std::uint64_t>(number) >= bound) return false;
  }
  return true;
}

std::uint64_t PackedNumbers::sum(std::size_t count) const {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < count; ++i) total += static_cast<std::uint64_t>((*this)[i]);
  return total;
}

}  // namespace cairn::storage
