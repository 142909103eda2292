// The answer of an expansion: one span of neighbours for each list that is not empty.
//
// Nothing is copied when a segment serves the list: the span points into it, and a pin keeps alive what this
// answer was made from.
#pragma once

#include "storage/byte_arena.h"
#include "storage/ids.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace cairn::storage {

// The width of the ids of a span: 32 bits where all ids of the source are below 2^32.
enum class IdWidth : std::uint8_t { U32, U64 };

// What an expansion must deliver. Relationship ids cost decoding; ask only if something reads them.
enum class NeighbourNeed : std::uint8_t { Ids, IdsAndRelationships };

// The neighbours of one node by one (direction, type), sorted by (neighbour, relationship). A neighbour
// stands once for each relationship to it.
struct NeighbourSpan {
  const void* ids = nullptr;                      // `count` ids of the given width
  const RelationshipId* relationships = nullptr;  // `count` ids, or null if not asked for
  std::uint32_t count = 0;                        // never 0
  std::uint32_t parent = 0;                       // index into the input of the expansion
  TypeToken type = no_token;
  Direction direction = Direction::Outgoing;  // Outgoing or Incoming
  IdWidth width = IdWidth::U64;

  NodeId id(std::uint32_t i) const {
    return width == IdWidth::U32 ? static_cast<const std::uint32_t*>(ids)[i]
                                 : static_cast<const std::uint64_t*>(ids)[i];
  }
};

// Spans in the order parent, direction (Outgoing first), type token. Reuse it for many calls: its memory
// is kept. Spans stay valid until the next call that fills it or clear(). Not thread-safe.
struct NeighbourSpans {
  std::vector<NeighbourSpan> spans;
  ByteArena arena;                                // owns decoded lists …
  std::vector<std::shared_ptr<const void>> pins;  // … segments own the others

  void clear() {
    spans.clear();
    arena.clear();
    pins.clear();
  }
};

}  // namespace cairn::storage
