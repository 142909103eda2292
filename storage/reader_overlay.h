// How a write set is laid over what a BaseReader answers. Private to Reader.
#pragma once

#include "storage/base_reader.h"
#include "storage/reader.h"
#include "storage/write_set.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cairn::storage {

struct Reader::Overlay {
  Overlay(BaseReader& base_reader, const WriteSet* write_set) : base(base_reader), writes(write_set) {}

  using Scan = std::function<Expected<std::size_t>(EntityId, EntityId, std::span<EntityId>, EntityId&)>;

  // A scan with ids added and removed.
  Expected<std::size_t> scan(const IdChange& change, const Scan& scan_base, EntityId begin, EntityId end,
                             std::span<EntityId> out, EntityId& next);

  Expected<void> property(EntityKind kind, std::span<const EntityId> ids, KeyToken key, PropertyColumn& out);
  // The properties of one entity; null if it does not exist. Valid until the next call.
  Expected<const PropertyList*> properties_of(EntityKind kind, EntityId id);
  // Those of an entity the transaction has touched: nothing if it has not, null if it deleted the entity.
  std::optional<const PropertyList*> touched_properties(EntityKind kind, EntityId id) const;

  // Corrects what the base has answered.
  Expected<void> expand(std::span<const NodeId> nodes, Direction direction, std::span<const TypeToken> types,
                        NeighbourNeed need, NeighbourSpans& out);
  void degrees(std::span<const NodeId> nodes, Direction direction, std::span<const TypeToken> types,
               std::span<std::uint64_t> out) const;

  // The touched lists of a node that a question asks for, by (direction, type).
  void wanted_lists(NodeId node, Direction direction, std::span<const TypeToken> types,
                    std::vector<ListKey>& out) const;
  Expected<void> append_changed_list(const ListKey& key, std::uint32_t parent, bool drop_self_loops, NeighbourNeed need,
                                     NeighbourSpans& out);

  BaseReader& base;
  const WriteSet* writes;
  std::vector<EntityId> ids_scratch;
  std::vector<NeighbourSpan> spans_scratch;
  std::vector<ListKey> lists_scratch;
  std::vector<ListEntry> entries_scratch;
  std::optional<NodeRecord> node_scratch;
  std::optional<RelationshipRecord> relationship_scratch;
};

}  // namespace cairn::storage
