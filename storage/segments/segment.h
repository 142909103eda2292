// Segments: what 4,096 consecutive ids are to one thing, decoded, as one commit left it.
//
// A segment never changes. Two kinds exist: the neighbours of nodes by one direction and type, and one
// property of nodes or relationships.
#pragma once

#include "base/expected.h"
#include "storage/base_reader.h"
#include "storage/ids.h"
#include "storage/neighbour_spans.h"
#include "storage/property_column.h"
#include "storage/touched.h"

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <vector>

namespace cairn::storage {

inline constexpr std::uint64_t segment_ids = 4096;

// The lists of neighbours of 4,096 nodes, one after the other (compressed sparse rows): that of the i-th
// node is [offsets[i], offsets[i + 1]). Neighbours take 32 bits where all are below 2^32.
struct NeighbourSegment {
  std::array<std::uint32_t, segment_ids + 1> offsets{};
  IdWidth width = IdWidth::U32;
  std::vector<std::uint32_t> narrow;  // `width` says which of the two is used
  std::vector<std::uint64_t> wide;
  std::vector<RelationshipId> relationships;  // as long, or empty where they were not asked for
  std::bitset<segment_ids> self_loops;        // nodes that are their own neighbour

  // Where the list of the i-th node begins, in ids of `width`.
  const void* list(std::size_t i) const {
    return width == IdWidth::U32 ? static_cast<const void*>(narrow.data() + offsets[i])
                                 : static_cast<const void*>(wide.data() + offsets[i]);
  }
  std::uint32_t size(std::size_t i) const { return offsets[i + 1] - offsets[i]; }
};

// One property of 4,096 nodes or relationships: entry i belongs to the i-th id.
struct PropertySegment {
  PropertyColumn column;
};

// One of the two.
struct Segment {
  std::unique_ptr<const NeighbourSegment> neighbours;
  std::unique_ptr<const PropertySegment> property;
  std::size_t bytes = 0;
};

// Whether segments of this thing exist.
bool has_segments(const Thing& thing);

// Decodes the segment that begins at id `range` × 4,096, as `version` has it. SegmentTooLarge if it would take
// more than `bytes_max`; then hardly more than that was read.
Expected<Segment> build_segment(const VersionPtr& version, const Thing& thing, bool with_relationships,
                                std::uint64_t range, std::uint64_t bytes_max);

}  // namespace cairn::storage
