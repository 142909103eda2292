#include "storage/segments/segment.h"

#include <numeric>

namespace cairn::storage {

namespace {

// A segment's lists hold fewer entries than its 32-bit offsets can count; one with more is not built.
constexpr std::uint64_t segment_entries_max = std::uint64_t{1} << 31U;

// Ids whose property is read in one go: few enough to notice in time that their values are large.
constexpr std::uint64_t ids_per_read = 256;

Error too_large(const Thing& thing) {
  return storage_error("SegmentTooLarge", fmt::format("a segment of token {} is too large", thing.token));
}

Expected<Segment> build_neighbours(const VersionPtr& version, const Thing& thing, bool with_relationships,
                                   std::uint64_t range, std::uint64_t bytes_max) {
  const Direction direction = thing.kind == Thing::Kind::Outgoing ? Direction::Outgoing : Direction::Incoming;
  const NodeId first = range * segment_ids;
  auto segment = std::make_unique<NeighbourSegment>();
  std::vector<std::uint64_t> ids;
  std::vector<ListEntry> entries;
  NodeId largest = 0;
  const std::uint64_t entry_bytes = sizeof(std::uint64_t) + (with_relationships ? sizeof(RelationshipId) : 0);
  const std::uint64_t entries_max = std::min(segment_entries_max, bytes_max / entry_bytes);

  const auto cursor = version->view->cursor(Family::Adjacency, chunk_key({direction, thing.token, first}),
                                            chunk_key({direction, thing.token, first + segment_ids}));
  std::size_t node = 0;  // lists of nodes before this one are complete
  for (; cursor->valid(); cursor->next()) {
    const auto key = parse_chunk_key(cursor->key());
    const auto view = ListView::parse(cursor->value());
    entries.clear();
    if (!key || !view || !view->append_to(entries)) return damaged_error(Family::Adjacency, cursor->key());
    const std::size_t index = static_cast<std::size_t>(key->list.node - first);
    for (; node < index; ++node) segment->offsets[node + 1] = static_cast<std::uint32_t>(ids.size());
    if (ids.size() + entries.size() > entries_max) return too_large(thing);
    for (const ListEntry& entry : entries) {
      ids.push_back(entry.neighbour);
      largest = std::max(largest, entry.neighbour);
      if (with_relationships) segment->relationships.push_back(entry.relationship);
      if (entry.neighbour == key->list.node) segment->self_loops.set(index);
    }
  }
  if (const auto status = cursor->status(); !status) return status.error();
  for (; node < segment_ids; ++node) segment->offsets[node + 1] = static_cast<std::uint32_t>(ids.size());

  if (largest <= std::numeric_limits<std::uint32_t>::max()) {
    segment->narrow.reserve(ids.size());
    for (const std::uint64_t id : ids) segment->narrow.push_back(static_cast<std::uint32_t>(id));
  } else {
    segment->width = IdWidth::U64;
    segment->wide = std::move(ids);
  }
  segment->relationships.shrink_to_fit();
  Segment built;
  built.bytes = sizeof(NeighbourSegment) + segment->narrow.capacity() * sizeof(std::uint32_t) +
                segment->wide.capacity() * sizeof(std::uint64_t) +
                segment->relationships.capacity() * sizeof(RelationshipId);
  built.neighbours = std::move(segment);
  return built;
}

std::uint64_t memory_bytes(const PropertyColumn& column) {
  return column.valid.capacity() + column.booleans.capacity() + column.integers.capacity() * sizeof(std::int64_t) +
         column.floats.capacity() * sizeof(double) + column.strings.capacity() * sizeof(std::string_view) +
         column.values.capacity() * sizeof(ValueView) + column.arena.memory_bytes();
}

Expected<Segment> build_property(const VersionPtr& version, const Thing& thing, std::uint64_t range,
                                 std::uint64_t bytes_max) {
  const EntityKind kind = thing.kind == Thing::Kind::NodeProperty ? EntityKind::Node : EntityKind::Relationship;
  BaseReader reader(version);
  std::array<EntityId, ids_per_read> ids{};
  PropertyColumn piece;
  std::string scratch;
  auto segment = std::make_unique<PropertySegment>();
  segment->column.reset(segment_ids);
  for (std::uint64_t begin = 0; begin < segment_ids; begin += ids.size()) {
    std::iota(ids.begin(), ids.end(), range * segment_ids + begin);
    if (const auto read = reader.property(kind, ids, thing.token, piece); !read) return read.error();
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (piece.valid[i] != 0) segment->column.set(begin + i, piece.value_at(i, scratch), /*copy=*/true);
    }
    if (memory_bytes(segment->column) > bytes_max) return too_large(thing);
  }
  Segment built;
  built.bytes = sizeof(PropertySegment) + memory_bytes(segment->column);
  built.property = std::move(segment);
  return built;
}

}  // namespace

bool has_segments(const Thing& thing) {
  switch (thing.kind) {
    case Thing::Kind::Outgoing:
    case Thing::Kind::Incoming:
    case Thing::Kind::NodeProperty:
    case Thing::Kind::RelationshipProperty: return true;
    case Thing::Kind::Label:
    case Thing::Kind::Ends:
    case Thing::Kind::Labels: return false;
  }
  return false;
}

Expected<Segment> build_segment(const VersionPtr& version, const Thing& thing, bool with_relationships,
                                std::uint64_t range, std::uint64_t bytes_max) {
  if (thing.kind == Thing::Kind::Outgoing || thing.kind == Thing::Kind::Incoming) {
    return build_neighbours(version, thing, with_relationships, range, bytes_max);
  }
  return build_property(version, thing, range, bytes_max);
}

}  // namespace cairn::storage
