// What 4,096 consecutive nodes or relationships are, beside their properties and neighbours.
#pragma once

#include "base/expected.h"
#include "storage/entity_reader.h"
#include "storage/ids.h"
#include "storage/relationship_ends.h"
#include "storage/segments/members.h"
#include "storage/segments/packed_integers.h"
#include "storage/touched.h"

#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace cairn::storage {

// The nodes that have one label. Immutable once built.
struct LabelSegment {
  Members nodes;

  std::size_t memory_bytes() const { return sizeof(*this) + nodes.memory_bytes(); }
};

// The relationships that exist, with their types and ends. Immutable.
class EndsSegment {
 public:
  // `ends` has 4,096 entries.
  explicit EndsSegment(std::span<const RelationshipEnds> ends);

  const Members& relationships() const { return relationships_; }
  RelationshipEnds operator[](std::size_t i) const {
    const auto place = relationships_.place(i);
    if (!place) return {};
    return {.source = static_cast<NodeId>(sources_[*place]),
            .target = static_cast<NodeId>(targets_[*place]),
            .type = static_cast<TypeToken>(types_[*place]),
            .exists = true};
  }
  std::size_t memory_bytes() const {
    return sizeof(*this) + relationships_.memory_bytes() + sources_.memory_bytes() + targets_.memory_bytes() +
           types_.memory_bytes();
  }

 private:
  Members relationships_;
  PackedIntegers sources_;
  PackedIntegers targets_;
  PackedIntegers types_;
};

// A set of small numbers for each node, drawn from a few different sets: its labels, or the lists of neighbours
// it has (list_code). Immutable.
class SetSegment {
 public:
  using Set = std::vector<std::uint32_t>;

  // `sets` has 4,096 entries.
  explicit SetSegment(std::span<const Set> sets);

  std::span<const std::uint32_t> operator[](std::size_t i) const {
    const auto place = nodes_.place(i);
    if (!place) return {};
    const auto set = static_cast<std::size_t>(codes_[*place]);
    return std::span(elements_).subspan(begins_[set], begins_[set + 1] - begins_[set]);
  }
  bool empty() const { return nodes_.empty(); }
  std::size_t different_sets() const { return begins_.size() - 1; }
  std::size_t memory_bytes() const {
    return sizeof(*this) + nodes_.memory_bytes() + codes_.memory_bytes() + begins_.capacity() * sizeof(std::uint32_t) +
           elements_.capacity() * sizeof(std::uint32_t);
  }

 private:
  Members nodes_;  // whose set is not empty
  PackedIntegers codes_;
  std::vector<std::uint32_t> begins_;  // of each different set in `elements_`, and the end
  std::vector<std::uint32_t> elements_;
};

// A (direction, type) as one number: the order of the numbers is by direction, then type.
constexpr std::uint32_t list_code(Direction direction, TypeToken type) {
  return static_cast<std::uint32_t>(direction) << 31U | type;
}
constexpr Direction list_direction(std::uint32_t code) { return static_cast<Direction>(code >> 31U); }
constexpr TypeToken list_type(std::uint32_t code) { return code & 0x7FFFFFFFU; }

// The sets of nodes, as the store has them: for `kind` Labels the labels, for Lists the list_code of each
// list, ascending. Sizes are equal; a set is empty where there is no node.
Expected<void> read_sets(EntityReader& entities, Thing::Kind kind, std::span<const NodeId> ids,
                         std::span<SetSegment::Set> out);

}  // namespace cairn::storage
