#include "storage/byte_arena.h"

#include <algorithm>

namespace cairn::storage {

namespace {
constexpr std::size_t first_block_bytes = 4096;
constexpr std::size_t alignment = alignof(std::max_align_t);
}  // namespace

std::byte* ByteArena::allocate(std::size_t bytes) {
  used_ = (used_ + alignment - 1) / alignment * alignment;
  if (blocks_.empty() || blocks_.back().size < used_ + bytes) {
    const std::size_t doubled = blocks_.empty() ? first_block_bytes : blocks_.back().size * 2;
    const std::size_t size = std::max(bytes, doubled);
    blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(size), size});
    memory_bytes_ += size;
    used_ = 0;
  }
  std::byte* piece = blocks_.back().data.get() + used_;
  used_ += bytes;
  return piece;
}

std::string_view ByteArena::copy(std::string_view bytes) {
  if (bytes.empty()) return {};
  std::byte* piece = allocate(bytes.size());
  std::memcpy(piece, bytes.data(), bytes.size());
  return {reinterpret_cast<const char*>(piece), bytes.size()};
}

void ByteArena::clear() {
  if (blocks_.size() > 1) {
    auto largest = std::max_element(blocks_.begin(), blocks_.end(),
                                    [](const Block& a, const Block& b) { return a.size < b.size; });
    Block kept = std::move(*largest);
    blocks_.clear();
    memory_bytes_ = kept.size;
    blocks_.push_back(std::move(kept));
  }
  used_ = 0;
}

}  // namespace cairn::storage
