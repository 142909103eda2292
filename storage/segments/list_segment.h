// The lists of neighbours of 4,096 consecutive nodes by one direction and type, and the relationships beside them.
//
// Neighbours lie one list after the other (compressed sparse rows), unpacked, so that a span may point to them.
// The ids of the relationships are a segment of its own, made only when somebody reads them, in the same order.
#pragma once

#include "storage/ids.h"
#include "storage/neighbour_spans.h"
#include "storage/segments/members.h"
#include "storage/segments/packed_integers.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cairn::storage {

// Where the list of each node lies among all entries. Immutable.
class ListPlaces {
 public:
  struct Place {
    std::size_t begin = 0;
    std::uint32_t count = 0;
  };

  ListPlaces() = default;
  // From the size of each list.
  explicit ListPlaces(std::span<const std::uint32_t, segment_ids> sizes);

  Place operator[](std::size_t i) const {
    if (!sparse_) return between(i);
    const auto place = nodes_.place(i);
    return place ? between(*place) : Place{};
  }
  // Whether no node has a list.
  bool empty() const { return begins_.max() == 0; }
  bool sparse() const { return sparse_; }
  std::size_t memory_bytes() const { return nodes_.memory_bytes() + begins_.memory_bytes(); }

 private:
  Place between(std::size_t at) const {
    const auto begin = static_cast<std::size_t>(begins_[at]);
    return {begin, static_cast<std::uint32_t>(static_cast<std::size_t>(begins_[at + 1]) - begin)};
  }

  bool sparse_ = true;
  Members nodes_;          // that have a list; only if sparse
  PackedIntegers begins_;  // one more than lists
};

// Immutable once built.
struct NeighbourSegment {
  ListPlaces places;
  IdWidth width = IdWidth::U32;
  std::vector<std::uint32_t> narrow;  // `width` says which of the two is used
  std::vector<std::uint64_t> wide;
  Members self_loops;  // nodes that are their own neighbour

  const void* ids(std::size_t begin) const {
    return width == IdWidth::U32 ? static_cast<const void*>(narrow.data() + begin)
                                 : static_cast<const void*>(wide.data() + begin);
  }
  std::size_t memory_bytes() const {
    return sizeof(*this) + places.memory_bytes() + self_loops.memory_bytes() +
           narrow.capacity() * sizeof(std::uint32_t) + wide.capacity() * sizeof(std::uint64_t);
  }
};

// Immutable once built.
struct ListRelationshipSegment {
  ListPlaces places;
  PackedIntegers ids;

  std::size_t memory_bytes() const { return sizeof(*this) + places.memory_bytes() + ids.memory_bytes(); }
};

}  // namespace cairn::storage
