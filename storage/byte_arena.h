// Memory for the answer of one read: many small pieces, freed together.
//
// Pieces keep their address until clear(), however much is added later, so views into them may be
// handed out while the answer still grows.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace cairn::storage {

// Not thread-safe. Movable (pieces keep their address), not copyable.
class ByteArena {
 public:
  // `bytes` bytes aligned for any scalar, uninitialised.
  std::byte* allocate(std::size_t bytes);

  // `count` elements of a trivial type, uninitialised.
  template <class T>
  std::span<T> allocate_array(std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= alignof(std::max_align_t));
    return {reinterpret_cast<T*>(allocate(count * sizeof(T))), count};
  }

  // A copy of `bytes` that lives as long as the arena's content.
  std::string_view copy(std::string_view bytes);

  // Frees all pieces; the largest block is kept for reuse.
  void clear();

  // Bytes held from the system.
  std::size_t memory_bytes() const { return memory_bytes_; }

 private:
  struct Block {
    std::unique_ptr<std::byte[]> data;
    std::size_t size = 0;
  };
  std::vector<Block> blocks_;
  std::size_t used_ = 0;  // of the last block
  std::size_t memory_bytes_ = 0;
};

}  // namespace cairn::storage
