// BaseReader: what one Version says of the graph, without any transaction.
//
// Everything that is read comes through here, so this is where decoded copies in memory may answer
// instead of the Store. Methods mean the same as those of Reader, without a write set.
#pragma once

#include "base/expected.h"
#include "storage/entity_reader.h"
#include "storage/ids.h"
#include "storage/keys.h"
#include "storage/list_codec.h"
#include "storage/neighbour_spans.h"
#include "storage/property_column.h"
#include "storage/read_errors.h"
#include "storage/record_codec.h"
#include "storage/relationship_ends.h"
#include "storage/store.h"
#include "storage/version.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

class SegmentCache;
class SlotTable;

// One thread at a time. Keeps the Version alive.
class BaseReader {
 public:
  // Answers from `segments` where it can; without them, always from the Store.
  explicit BaseReader(VersionPtr version, SegmentCache* segments = nullptr);
  ~BaseReader();

  const Version& version() const { return *version_; }
  const StoreView& view() const { return *version_->view; }

  Expected<std::size_t> scan_nodes(LabelToken label, NodeId begin, NodeId end, std::span<NodeId> out, NodeId& next);
  Expected<void> have_label(std::span<const NodeId> ids, LabelToken label, std::span<std::uint8_t> out);
  Expected<std::size_t> scan_relationships(RelationshipId begin, RelationshipId end, std::span<RelationshipId> out,
                                           RelationshipId& next);
  Expected<void> relationships(std::span<const RelationshipId> ids, std::span<RelationshipEnds> out);
  Expected<void> property(EntityKind kind, std::span<const EntityId> ids, KeyToken key, PropertyColumn& out);

  // Whole records; nothing if there is no such entity.
  Expected<std::optional<NodeRecord>> node(NodeId id);
  Expected<std::optional<RelationshipRecord>> relationship(RelationshipId id);
  // Entities past all decoded copies.
  EntityReader& entities() { return entities_; }

  Expected<void> expand(std::span<const NodeId> nodes, Direction direction, std::span<const TypeToken> types,
                        NeighbourNeed need, NeighbourSpans& out);
  Expected<void> degrees(std::span<const NodeId> nodes, Direction direction, std::span<const TypeToken> types,
                         std::span<std::uint64_t> out);

  // One list, all chunks; empty if there is none.
  Expected<void> list(const ListKey& list, std::vector<ListEntry>& out);

  // Appends the entities of one entry of an index (keys.h), ascending.
  Expected<void> index_entities(const IndexDefinition& index, std::string_view value_key, std::vector<EntityId>& out);
  // The same for many; found[i] = those of value_keys[i].
  Expected<void> index_entities_many(const IndexDefinition& index, std::span<const std::string> value_keys,
                                     std::vector<std::vector<EntityId>>& found);

 private:
  // Which list a key of the batch is for.
  struct Wanted {
    ListKey list;
    std::uint32_t parent = 0;
  };
  // The list from memory, if a segment answers for its node; then the span is appended unless it is empty.
  bool append_span_from_segment(const Wanted& wanted, bool drop_self_loops, NeighbourNeed need, NeighbourSpans& out);
  // The same for its size.
  std::optional<std::uint64_t> degree_from_segment(const Wanted& wanted, bool drop_self_loops);

  EntityId id_bound(EntityKind kind) const;

  // Fills wanted_: each list that may be there.
  Expected<void> want_lists(std::span<const NodeId> nodes, Direction direction, std::span<const TypeToken> types);
  // Fills values_: chunk 0 of each of the lists.
  Expected<void> fetch_lists(std::span<const Wanted> wanted);
  Expected<void> want_all_lists(std::span<const NodeId> nodes, Direction direction);
  // Calls `visit` with each chunk of a list after chunk 0.
  Expected<void> visit_later_chunks(const ListKey& list, const std::function<Expected<void>(const ListView&)>& visit);
  Expected<void> append_span(const Wanted& wanted, const ListView& head, bool drop_self_loops, NeighbourNeed need,
                             NeighbourSpans& out);

  VersionPtr version_;
  EntityReader entities_;
  std::unique_ptr<SlotTable> slots_;  // null: no segments
  std::vector<EntityId> missing_ids_;
  std::vector<std::size_t> missing_positions_;
  std::vector<std::string> keys_;
  std::vector<std::size_t> positions_;
  std::vector<Wanted> wanted_;
  std::vector<ListView> chunks_;
  std::vector<std::string> chunk_bytes_;
  ValueBatch values_;
};

}  // namespace cairn::storage
