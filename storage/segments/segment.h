// Segments: what 4,096 consecutive ids are to one thing, decoded, as one commit left it.
//
// A segment never changes. There is one for each kind of thing (touched.h); lists of neighbours have two, the
// second one with the ids of the relationships, which are read less often.
#pragma once

#include "base/expected.h"
#include "storage/ids.h"
#include "storage/memory_budget.h"
#include "storage/segments/entity_segments.h"
#include "storage/segments/list_segment.h"
#include "storage/segments/property_segment.h"
#include "storage/touched.h"
#include "storage/version.h"

#include <cstdint>
#include <memory>
#include <variant>

namespace cairn::storage {

// Which of the segments of a thing.
enum class SegmentPart : std::uint8_t {
  Main,
  Relationships,  // of the lists of neighbours: the ids of the relationships
};

// std::monostate: no id of the range has anything of the thing. All such ranges share one.
struct Segment {
  std::variant<std::monostate, LabelSegment, PropertySegment, EndsSegment, SetSegment, NeighbourSegment,
               ListRelationshipSegment>
      content;

  bool empty() const { return std::holds_alternative<std::monostate>(content); }
  // Null if it is empty.
  template <class T>
  const T* get() const {
    return std::get_if<T>(&content);
  }
};

using SegmentPointer = std::shared_ptr<const Segment>;

// What a segment is built from and in.
struct SegmentSource {
  VersionPtr version;
  Thing thing;
  SegmentPart part = SegmentPart::Main;
  std::uint64_t range = 0;                       // it begins at id `range` × 4,096
  std::shared_ptr<StringDictionary> dictionary;  // of a property's strings; may be null
};

// Decodes a segment; null if it is empty. `memory` holds what it takes while it is built and, in the end, what
// the segment takes. SegmentTooLarge if it would take more than `bytes_max` or than the budget has left; then
// hardly more than that was read.
Expected<SegmentPointer> build_segment(const SegmentSource& source, std::uint64_t bytes_max, Reservation& memory);

}  // namespace cairn::storage
