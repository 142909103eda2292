// EntityReader: entities as one state of the store has them, single records over base blocks.
//
// An entity is what its single record says; without one, what the base block of its id says. Whoever reads
// entities by id comes through here and need not know which it is. Many ids are asked for at once: records by
// one batch (or one walk, where ids lie close), then each block of the remaining ids once.
#pragma once

#include "base/expected.h"
#include "storage/column_block_view.h"
#include "storage/ids.h"
#include "storage/property_column.h"
#include "storage/record_codec.h"
#include "storage/relationship_ends.h"
#include "storage/store.h"
#include "storage/version.h"

#include <bitset>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

// A base block decoded, column by column, without the records over it.
template <class Record>
struct StoredBlock {
  BlockPresence present;
  std::vector<Record> records;                   // of the present entities, in order
  std::map<std::uint32_t, std::string> columns;  // all that are stored, with the sections behind their entries
};

// One thread at a time. Does not keep the Version alive. Errors: the store cannot be read, or Damaged.
// Ids may repeat and come in any order unless a method says otherwise; of ids that do not exist nothing is told.
class EntityReader {
 public:
  explicit EntityReader(const Version& version) : version_(version) {}

  // Sets entry positions[i], or i where no positions are given, of the column for each id that has the property.
  Expected<void> property(EntityKind kind, std::span<const EntityId> ids, std::span<const std::size_t> positions,
                          KeyToken key, PropertyColumn& out);

  // Type and ends; out[i] is left alone where ids[i] does not exist.
  Expected<void> ends(std::span<const RelationshipId> ids, std::span<RelationshipEnds> out);

  // Calls visit(i, names) for each node that exists, in no particular order; `names` lives until it returns.
  using ListVisitor = std::function<void(std::size_t, std::span<const ListName>)>;
  Expected<void> lists(std::span<const NodeId> ids, const ListVisitor& visit);
  using LabelVisitor = std::function<void(std::size_t, std::span<const LabelToken>)>;
  Expected<void> labels(std::span<const NodeId> ids, const LabelVisitor& visit);

  // Whole entities: calls visit(i, record) for each that exists, in no particular order.
  using NodeVisitor = std::function<void(std::size_t, NodeRecord&&)>;
  Expected<void> nodes(std::span<const NodeId> ids, const NodeVisitor& visit);
  using RelationshipVisitor = std::function<void(std::size_t, RelationshipRecord&&)>;
  Expected<void> relationships(std::span<const RelationshipId> ids, const RelationshipVisitor& visit);

  // The ids of `begin` ≤ id < `end` that exist, ascending. Fills at most out.size() and returns how many;
  // `next` is where to go on, or `end` when finished.
  Expected<std::size_t> scan(EntityKind kind, EntityId begin, EntityId end, std::span<EntityId> out, EntityId& next);

  // out[i] = 1 if the base block of ids[i] has an entry for it, whatever single records say. Sizes are equal.
  Expected<void> in_blocks(EntityKind kind, std::span<const EntityId> ids, std::span<std::uint8_t> out);

  // A whole base block; nothing present if there is none.
  Expected<StoredBlock<NodeRecord>> node_block(std::uint64_t block);
  Expected<StoredBlock<RelationshipRecord>> relationship_block(std::uint64_t block);

 private:
  using RecordVisitor = std::function<Expected<void>(std::size_t, std::string_view)>;
  // The entities of one column that are wanted, by position among the ids; false: the bytes are damaged.
  using ColumnVisitor = std::function<bool(std::span<const BlockWanted>, std::string_view)>;

  EntityId bound(EntityKind kind) const {
    return kind == EntityKind::Node ? version_.node_id_bound : version_.relationship_id_bound;
  }
  // Calls `visit_record` for each id with a live single record and collects in rest_ those without any.
  Expected<void> visit_records(EntityKind kind, std::span<const EntityId> ids, const RecordVisitor& visit_record);
  Expected<void> walk_records(EntityKind kind, std::span<const EntityId> ids, const RecordVisitor& visit_record);
  // Sorts rest_ by id and groups it by blocks: wanted_ in that order, group_ends_ behind each block's part.
  void group_rest(std::span<const EntityId> ids);
  Expected<void> visit_column(EntityKind kind, std::span<const EntityId> ids, std::uint32_t column,
                              const ColumnVisitor& visit_column);
  // Calls visit(i, elements) with what each node's record says by `parse_record`, or its block by `find`.
  template <class Element, class Visit>
  Expected<void> sets(std::span<const NodeId> ids, bool (*parse_record)(std::string_view, std::vector<Element>&),
                      bool (NodeBlockView::*find)(std::size_t, std::vector<Element>&) const, const Visit& visit);
  template <class Record, class Visit>
  Expected<void> whole(EntityKind kind, std::span<const EntityId> ids, const Visit& visit);
  template <class Record, class Visit>
  Expected<void> whole_from_block(EntityKind kind, std::uint64_t block, std::span<const BlockWanted> wanted,
                                  const Visit& visit);
  template <class Record>
  Expected<StoredBlock<Record>> stored_block(EntityKind kind, std::uint64_t block);

  const Version& version_;
  std::vector<std::string> keys_;
  std::vector<std::size_t> positions_;
  std::vector<std::size_t> rest_;  // positions of ids that have no single record
  std::vector<BlockWanted> wanted_;
  std::vector<std::size_t> group_ends_;
  ValueBatch values_;
};

}  // namespace cairn::storage
