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
#include "storage/read_counts.h"
#include "storage/read_errors.h"
#include "storage/record_codec.h"
#include "storage/relationship_ends.h"
#include "storage/segments/members.h"
#include "storage/store.h"
#include "storage/touched.h"
#include "storage/version.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

class IndexRunReader;
class SegmentCache;
class SegmentReader;
class Slot;

// Which slots would keep a list as a memo.
struct ListMemory {
  const Slot* main = nullptr;
  const Slot* relationships = nullptr;
};

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

  // The labels of a node, ascending.
  Expected<void> labels(NodeId id, std::vector<LabelToken>& out);
  // Lets go of the decoded copies it holds. Answers that point to them stay valid.
  void let_go();
  // What has answered so far; nothing without segments.
  ReadCounts counts() const;

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
  // Decoded runs of indexes; null: there are none.
  IndexRunReader* index_runs() { return index_runs_.get(); }

 private:
  // Which list a key of the batch is for.
  struct Wanted {
    ListKey list;
    std::uint32_t parent = 0;
  };

  // --- base_reader_segments.cpp
  // The list from memory, if it is there; then the span is appended unless it is empty. If not, `slots` would keep it.
  bool append_span_from_segment(const Wanted& wanted, bool drop_self_loops, NeighbourNeed need, ListMemory& slots,
                                NeighbourSpans& out);
  // The same for its size.
  std::optional<std::uint64_t> degree_from_segment(const Wanted& wanted, bool drop_self_loops);
  // Fills nodes_in_range_.
  void count_nodes_in_range(std::span<const NodeId> nodes);
  // Calls `visit` with the position and the set of each node (see read_sets), in any order; each known one once.
  Expected<void> known_sets(Thing::Kind kind, std::span<const NodeId> ids,
                            const std::function<void(std::size_t, std::span<const std::uint32_t>)>& visit);
  void remember_span(const ListMemory& slots, NodeId node, const NeighbourSpan* span);
  // Puts the ids the last question to segments left open into missing_ids_, their positions into
  // missing_positions_.
  void collect_missing(std::span<const EntityId> ids);
  // Scans one range at a time; `scan_store` does the same without segments.
  template <class ScanStore>
  Expected<std::size_t> scan_ranges(const Thing& thing, EntityId begin, EntityId end, std::span<EntityId> out,
                                    EntityId& next, const ScanStore& scan_store);
  // The members of a range whose ids in `open` no segment answers for.
  Expected<void> settle_members(const Thing& thing, EntityId first, std::span<const std::uint16_t> open,
                                const Slot& slot, IdBits& bits);
  bool worth_segments(LabelToken label) const;
  void note_index_misses(IndexId index, std::size_t count);
  // The entities of one entry of an index if a run has them; false: ask the store.
  bool index_entities_from_run(const IndexDefinition& index, std::string_view value_key, std::vector<EntityId>& out);

  // --- the Store alone, meaning as above
  Expected<std::size_t> scan_nodes_in_store(LabelToken label, NodeId begin, NodeId end, std::span<NodeId> out,
                                            NodeId& next);
  Expected<void> have_label_in_store(std::span<const NodeId> ids, LabelToken label, std::span<std::uint8_t> out);

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
  std::unique_ptr<SegmentReader> segments_;     // null: no segments
  std::unique_ptr<IndexRunReader> index_runs_;  // the same
  std::vector<std::uint32_t> nodes_in_range_;
  ByteArena lists_arena_;
  std::vector<std::uint64_t> ids_scratch_;
  std::vector<EntityId> missing_ids_;
  std::vector<std::size_t> missing_positions_;
  std::vector<std::string> keys_;
  std::vector<std::size_t> positions_;
  std::vector<Wanted> wanted_;
  std::vector<Wanted> missing_lists_;
  std::vector<ListMemory> list_memories_;  // of missing_lists_
  std::vector<ListView> chunks_;
  std::vector<std::string> chunk_bytes_;
  ValueBatch values_;
};

// Takes the entries whose neighbour is `node` out of the arrays of a list; returns how many are left.
template <class Id>
std::uint32_t without_neighbour(Id* ids, RelationshipId* relationships, std::uint32_t count, NodeId node) {
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (ids[i] == node) continue;
    ids[kept] = ids[i];
    if (relationships != nullptr) relationships[kept] = relationships[i];
    ++kept;
  }
  return kept;
}

}  // namespace cairn::storage
