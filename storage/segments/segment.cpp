#include "storage/segments/segment.h"

#include "storage/entity_reader.h"
#include "storage/keys.h"
#include "storage/label_block.h"
#include "storage/list_codec.h"
#include "storage/read_errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace cairn::storage {

namespace {

// A segment's lists hold fewer entries than this.
constexpr std::uint64_t segment_entries_max = std::uint64_t{1} << 31U;

// Ids whose properties are read in one go: few at first, to notice in time that their values are large.
constexpr std::uint64_t first_ids_read = 256;
constexpr std::uint64_t ids_read_max = 1024;
constexpr std::uint64_t small_piece_bytes = std::uint64_t{256} << 10U;

// What decoding may take for itself however small the segment will be; a quarter of it at once.
constexpr std::uint64_t scratch_bytes = 4 * segment_ids * sizeof(std::uint64_t);

static_assert(label_block_ids == segment_ids);

// Whether a segment that is being built may take so many bytes.
class Room {
 public:
  Room(const Thing& thing, std::uint64_t bytes_max, Reservation& memory)
      : thing_(thing), bytes_max_(bytes_max), memory_(memory) {}

  // On the way to a small segment.
  Expected<void> take(std::uint64_t bytes) { return take(bytes, std::max(bytes_max_, scratch_bytes)); }
  // In the end.
  Expected<void> keep(std::uint64_t bytes) { return take(bytes, bytes_max_); }

 private:
  Expected<void> take(std::uint64_t bytes, std::uint64_t bytes_max) {
    // In steps, so that the budget is not asked for each list.
    constexpr std::uint64_t step = std::uint64_t{16} << 10U;
    const bool fits = bytes <= bytes_max;
    if (fits && (bytes <= memory_.bytes() || memory_.grow_to_evicting((bytes + step - 1) / step * step))) return {};
    return storage_error("SegmentTooLarge", fmt::format("a segment of token {} is too large", thing_.token));
  }

  const Thing& thing_;
  std::uint64_t bytes_max_;
  Reservation& memory_;
};

template <class T>
SegmentPointer made(T content) {
  return std::make_shared<const Segment>(Segment{std::move(content)});
}

EntityId first_id(const SegmentSource& source) { return source.range * segment_ids; }

Expected<SegmentPointer> build_label(const SegmentSource& source) {
  std::string bytes;
  const std::string key = label_key(source.thing.token, source.range);
  const auto found = source.version->view->get(Family::Labels, key, bytes);
  if (!found) return found.error();
  if (!*found) return SegmentPointer{};
  const auto block = parse_label_block(bytes);
  if (!block) return damaged_error(Family::Labels, key);
  if (block->members.none()) return SegmentPointer{};
  return made(LabelSegment{Members(block->members)});
}

// Calls `visit` with the node's place and each chunk of its list, in order.
template <class Visit>
Expected<void> visit_chunks(const SegmentSource& source, const Visit& visit) {
  const Direction direction = source.thing.kind == Thing::Kind::Outgoing ? Direction::Outgoing : Direction::Incoming;
  const NodeId first = first_id(source);
  const auto cursor = source.version->view->cursor(Family::Adjacency, chunk_key({direction, source.thing.token, first}),
                                                   chunk_key({direction, source.thing.token, first + segment_ids}));
  for (; cursor->valid(); cursor->next()) {
    const auto key = parse_chunk_key(cursor->key());
    const auto chunk = ListView::parse(cursor->value());
    if (!key || !chunk) return damaged_error(Family::Adjacency, cursor->key());
    const auto visited = visit(static_cast<std::size_t>(key->list.node - first), *chunk);
    if (!visited) return visited.error();
    if (!*visited) return damaged_error(Family::Adjacency, cursor->key());
  }
  return cursor->status();
}

template <class Id>
Expected<SegmentPointer> build_neighbours(const SegmentSource& source, Room& room) {
  auto segment = NeighbourSegment();
  std::vector<Id> ids;
  std::array<std::uint32_t, segment_ids> sizes{};
  IdBits self_loops;
  const auto visited = visit_chunks(source, [&](std::size_t node, const ListView& chunk) -> Expected<bool> {
    const std::size_t begin = ids.size();
    if (begin + chunk.size() > segment_entries_max) return room.take(std::numeric_limits<std::uint64_t>::max()).error();
    if (const auto taken = room.take((begin + chunk.size()) * sizeof(Id)); !taken) return taken.error();
    ids.resize(begin + chunk.size());
    if (!chunk.neighbours(std::span(ids).subspan(begin))) return false;
    sizes[node] += static_cast<std::uint32_t>(chunk.size());
    if (chunk.self_loops() != 0) self_loops.set(node);
    return true;
  });
  if (!visited) return visited.error();
  if (ids.empty()) return SegmentPointer{};
  ids.shrink_to_fit();
  segment.places = ListPlaces(sizes);
  segment.self_loops = Members(self_loops);
  if constexpr (sizeof(Id) == sizeof(std::uint32_t)) {
    segment.narrow = std::move(ids);
  } else {
    segment.width = IdWidth::U64;
    segment.wide = std::move(ids);
  }
  return made(std::move(segment));
}

Expected<SegmentPointer> build_list_relationships(const SegmentSource& source, Room& room) {
  std::vector<std::int64_t> ids;
  std::vector<std::uint64_t> piece;
  std::array<std::uint32_t, segment_ids> sizes{};
  const auto visited = visit_chunks(source, [&](std::size_t node, const ListView& chunk) -> Expected<bool> {
    if (const auto taken = room.take((ids.size() + chunk.size()) * sizeof(std::int64_t)); !taken) return taken.error();
    piece.resize(chunk.size());
    if (!chunk.relationships(piece)) return false;
    ids.insert(ids.end(), piece.begin(), piece.end());
    sizes[node] += static_cast<std::uint32_t>(chunk.size());
    return true;
  });
  if (!visited) return visited.error();
  if (ids.empty()) return SegmentPointer{};
  return made(ListRelationshipSegment{ListPlaces(sizes), PackedIntegers(ids)});
}

std::uint64_t memory_bytes(const PropertyColumn& column) {
  return column.valid.capacity() + column.booleans.capacity() + column.integers.capacity() * sizeof(std::int64_t) +
         column.floats.capacity() * sizeof(double) + column.strings.capacity() * sizeof(std::string_view) +
         column.values.capacity() * sizeof(ValueView) + column.arena.memory_bytes();
}

Expected<SegmentPointer> build_property(const SegmentSource& source, Room& room) {
  const EntityKind kind = source.thing.kind == Thing::Kind::NodeProperty ? EntityKind::Node : EntityKind::Relationship;
  EntityReader reader(*source.version);
  std::array<EntityId, ids_read_max> ids{};
  PropertyColumn piece;
  PropertyColumn column;
  column.reset(segment_ids);
  std::uint64_t count = first_ids_read;
  for (std::uint64_t begin = 0; begin < segment_ids; begin += count) {
    // Pieces end where blocks of 1,024 ids do.
    if (begin != 0)
      count = memory_bytes(piece) <= small_piece_bytes ? ids_read_max - begin % ids_read_max : first_ids_read;
    const std::span<EntityId> wanted = std::span(ids).first(count);
    piece.reset(count);
    std::iota(wanted.begin(), wanted.end(), first_id(source) + begin);
    if (const auto read = reader.property(kind, wanted, {}, source.thing.token, piece); !read) return read.error();
    if (piece.kind == ColumnKind::Empty) continue;
    std::string scratch;
    for (std::size_t i = 0; i < count; ++i) {
      if (piece.valid[i] != 0) column.set(begin + i, piece.value_at(i, scratch), /*copy=*/true);
    }
    if (const auto taken = room.take(memory_bytes(column)); !taken) return taken.error();
  }
  if (column.kind == ColumnKind::Empty) return SegmentPointer{};
  return made(PropertySegment(column, source.dictionary));
}

Expected<SegmentPointer> build_ends(const SegmentSource& source) {
  EntityReader reader(*source.version);
  std::vector<EntityId> ids(segment_ids);
  std::iota(ids.begin(), ids.end(), first_id(source));
  std::vector<RelationshipEnds> ends(segment_ids);
  for (std::size_t begin = 0; begin < segment_ids; begin += ids_read_max) {
    const auto read =
        reader.ends(std::span(ids).subspan(begin, ids_read_max), std::span(ends).subspan(begin, ids_read_max));
    if (!read) return read.error();
  }
  EndsSegment segment(ends);
  if (segment.relationships().empty()) return SegmentPointer{};
  return made(std::move(segment));
}

Expected<SegmentPointer> build_sets(const SegmentSource& source) {
  EntityReader reader(*source.version);
  std::vector<EntityId> ids(segment_ids);
  std::iota(ids.begin(), ids.end(), first_id(source));
  std::vector<SetSegment::Set> sets(segment_ids);
  for (std::size_t begin = 0; begin < segment_ids; begin += ids_read_max) {
    const auto read = read_sets(reader, source.thing.kind, std::span(ids).subspan(begin, ids_read_max),
                                std::span(sets).subspan(begin, ids_read_max));
    if (!read) return read.error();
  }
  SetSegment segment(sets);
  if (segment.empty()) return SegmentPointer{};
  return made(std::move(segment));
}

Expected<SegmentPointer> decode(const SegmentSource& source, Room& room) {
  switch (source.thing.kind) {
    case Thing::Kind::Label: return build_label(source);
    case Thing::Kind::NodeProperty:
    case Thing::Kind::RelationshipProperty: return build_property(source, room);
    case Thing::Kind::Ends: return build_ends(source);
    case Thing::Kind::Labels:
    case Thing::Kind::Lists: return build_sets(source);
    case Thing::Kind::IndexRun: return SegmentPointer{};
    case Thing::Kind::Outgoing:
    case Thing::Kind::Incoming: break;
  }
  if (source.part == SegmentPart::Relationships) return build_list_relationships(source, room);
  const bool narrow = source.version->node_id_bound <= std::uint64_t{1} << 32U;
  return narrow ? build_neighbours<std::uint32_t>(source, room) : build_neighbours<std::uint64_t>(source, room);
}

std::size_t memory_bytes(const Segment& segment) {
  return std::visit(
      [](const auto& content) -> std::size_t {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(content)>, std::monostate>) {
          return 0;
        } else {
          return sizeof(Segment) + content.memory_bytes();
        }
      },
      segment.content);
}

}  // namespace

Expected<SegmentPointer> build_segment(const SegmentSource& source, std::uint64_t bytes_max, Reservation& memory) {
  Room room(source.thing, bytes_max, memory);
  if (const auto taken = room.take(scratch_bytes / 4); !taken) return taken.error();
  auto built = decode(source, room);
  if (!built) return built;
  const std::uint64_t bytes = *built == nullptr ? 0 : memory_bytes(**built);
  if (const auto taken = room.keep(bytes); !taken) return taken.error();
  memory.shrink_to(bytes);
  return built;
}

}  // namespace cairn::storage
