// An array whose elements never move: it grows by chunks.
//
//   chunk   0       1       2       3        …  7             8             9
//   holds   0..15   16..31  32..63  64..127     1024..2047    2048..3071    …
//
// The first chunks double, so that a short array is small; from element 1024 on each has 1024 elements, so that a long
// one wastes little, and growing copies nothing.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace cairn {

// Not thread-safe. Bytes are what the array takes from the allocator, the allocator's own header of a chunk included.
template <class T>
class ChunkedArray {
  static_assert(alignof(T) <= alignof(std::max_align_t));

 public:
  ChunkedArray() = default;
  ~ChunkedArray() { destroy_elements(); }
  ChunkedArray(const ChunkedArray&) = delete;
  ChunkedArray& operator=(const ChunkedArray&) = delete;

  std::size_t size() const { return size_; }
  T& operator[](std::size_t i) { return *locate(i); }
  const T& operator[](std::size_t i) const { return *locate(i); }

  // The bytes that the next `append` takes beyond those held; 0 as long as there is room.
  std::size_t growth_bytes() const {
    if (size_ < capacity_) return 0;
    const std::size_t directory = chunks_.size() < chunks_.capacity() ? 0 : directory_step() * sizeof(Chunk);
    return directory + chunk_bytes(next_chunk_elements());
  }

  template <class... Arguments>
  T& append(Arguments&&... arguments) {
    if (size_ == capacity_) add_chunk();
    T* element = std::construct_at(locate(size_), std::forward<Arguments>(arguments)...);
    ++size_;
    return *element;
  }

  // Removes all elements; the first chunk is kept for reuse.
  void clear() {
    destroy_elements();
    size_ = 0;
    if (chunks_.size() <= 1) return;
    chunks_.resize(1);
    chunks_.shrink_to_fit();
    capacity_ = first_elements;
    bytes_ = chunk_bytes(first_elements) + chunks_.capacity() * sizeof(Chunk);
  }

  std::size_t memory_bytes() const { return bytes_; }

 private:
  using Chunk = std::unique_ptr<std::byte[]>;

  static constexpr std::size_t first_bits = 4;
  static constexpr std::size_t full_bits = 10;
  static constexpr std::size_t first_elements = std::size_t{1} << first_bits;
  static constexpr std::size_t full_elements = std::size_t{1} << full_bits;
  static constexpr std::size_t allocation_header_bytes = 16;

  static constexpr std::size_t chunk_bytes(std::size_t elements) {
    return elements * sizeof(T) + allocation_header_bytes;
  }
  // A chunk doubles the array until chunks are full.
  std::size_t next_chunk_elements() const { return std::clamp(capacity_, first_elements, full_elements); }
  std::size_t directory_step() const { return std::max(std::size_t{4}, chunks_.capacity()); }

  void add_chunk() {
    bytes_ += growth_bytes();
    if (chunks_.size() == chunks_.capacity()) chunks_.reserve(chunks_.capacity() + directory_step());
    const std::size_t elements = next_chunk_elements();
    chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(elements * sizeof(T)));
    capacity_ += elements;
  }

  T* locate(std::size_t i) const {
    std::size_t chunk = 0;
    std::size_t begin = 0;
    if (i >= full_elements) {
      chunk = (i >> full_bits) + (full_bits - first_bits);
      begin = i & ~(full_elements - 1);
    } else if (i >= first_elements) {
      chunk = static_cast<std::size_t>(std::bit_width(i >> first_bits));
      begin = std::bit_floor(i);
    }
    return reinterpret_cast<T*>(chunks_[chunk].get()) + (i - begin);
  }

  void destroy_elements() {
    if constexpr (!std::is_trivially_destructible_v<T>) {
      for (std::size_t i = 0; i < size_; ++i) std::destroy_at(locate(i));
    }
  }

  std::vector<Chunk> chunks_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace cairn
