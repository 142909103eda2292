#include "storage/segments/members.h"

#include <algorithm>

namespace cairn::storage {

Members::Members(const IdBits& bits) : size_(static_cast<std::uint32_t>(bits.count())) {
  if (full()) return;
  if (!sparse()) {
    bits_ = std::make_unique<const IdBits>(bits);
    return;
  }
  sorted_.reserve(size_);
  for (std::size_t i = bits._Find_first(); i < bits.size(); i = bits._Find_next(i)) {
    sorted_.push_back(static_cast<std::uint16_t>(i));
  }
}

std::size_t Members::memory_bytes() const {
  return sorted_.capacity() * sizeof(std::uint16_t) + (bits_ != nullptr ? sizeof(IdBits) : 0);
}

std::optional<std::size_t> Members::find(std::size_t i) const {
  const auto place = std::ranges::lower_bound(sorted_, i);
  if (place == sorted_.end() || *place != i) return std::nullopt;
  return static_cast<std::size_t>(place - sorted_.begin());
}

std::size_t Members::next(std::size_t i) const {
  if (i >= segment_ids) return segment_ids;
  if (sparse()) {
    const auto place = std::ranges::lower_bound(sorted_, i);
    return place == sorted_.end() ? segment_ids : *place;
  }
  if (bits_ == nullptr || bits_->test(i)) return i;
  return bits_->_Find_next(i);
}

}  // namespace cairn::storage
