// Which of 4,096 consecutive ids have an entry, and where the entry lies.
//
// Dense: entry i belongs to the i-th id, whether it is a member or not. Sparse, with fewer members than one in
// sixteen: their offsets, sorted, and the k-th entry belongs to the k-th member.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace cairn::storage {

inline constexpr std::uint64_t segment_ids = 4096;

using IdBits = std::bitset<segment_ids>;

// Fewer members than this are kept sparse.
inline constexpr std::size_t sparse_members_max = segment_ids / 16;

// Immutable.
class Members {
 public:
  Members() = default;
  explicit Members(const IdBits& bits);

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  bool full() const { return size_ == segment_ids; }
  // With fewer members than `sparse_members_max`; also without any.
  bool sparse() const { return size_ < sparse_members_max; }
  // How many entries lie beside this.
  std::size_t entries() const { return sparse() ? size_ : segment_ids; }
  std::size_t memory_bytes() const;

  bool contains(std::size_t i) const { return sparse() ? find(i).has_value() : bits_ == nullptr || bits_->test(i); }

  // Where the entry of the i-th id lies; nothing if it has none.
  std::optional<std::size_t> place(std::size_t i) const {
    if (sparse()) return find(i);
    if (bits_ != nullptr && !bits_->test(i)) return std::nullopt;
    return i;
  }

  // The first member from `i` on; `segment_ids` if there is none.
  std::size_t next(std::size_t i) const;

 private:
  std::optional<std::size_t> find(std::size_t i) const;

  std::uint32_t size_ = 0;
  std::vector<std::uint16_t> sorted_;   // if sparse
  std::unique_ptr<const IdBits> bits_;  // if neither sparse nor full
};

}  // namespace cairn::storage
