// From a write set to a commit record: every key that changes, and every id that was touched.
#pragma once

#include "base/expected.h"
#include "storage/base_reader.h"
#include "storage/column_block.h"
#include "storage/commit_record.h"
#include "storage/list_writer.h"
#include "storage/version.h"
#include "storage/write_set.h"

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn::storage {

// One use per commit. Reads the base where a value is changed in place (label blocks, lists, the lists a
// node has). After an error, or if the record is not written in the end, the ledger is to be cleared.
class CommitEncoder {
 public:
  CommitEncoder(const VersionPtr& base, WriteSet& writes, ListLedger& ledger)
      : base_version_(*base), base_(base), writes_(writes), lists_(base_.view(), ledger, record_) {}

  // Error ConstraintVerificationFailed/DeleteConnectedNode: a deleted node still has relationships.
  Expected<std::string> encode(const CommitHeader& header);

 private:
  Expected<void> encode_lists();
  Expected<void> encode_nodes();
  void touch_node(NodeId id, const NodeChange& change);
  Expected<void> encode_list_presence();
  // Adds the lists that this commit gives to the node, and takes away those it empties.
  void apply_presence(NodeId id, std::vector<ListName>& lists) const;
  Expected<void> encode_relationships();
  // Finds those of the deleted entities that a base block would still show.
  Expected<void> find_deleted_in_blocks(EntityKind kind, std::span<const EntityId> deleted);
  void remove_entity(EntityKind kind, EntityId id);
  // Ids of one block, from the beginning of `ids`, if all that can ever have been in the block is new and enough
  // of it is to be stored: that is written as a block. Otherwise nothing.
  std::span<const EntityId> new_block(EntityKind kind, std::span<const EntityId> ids) const;
  template <class Record>
  void put_record(EntityKind kind, EntityId id, const Record& record);
  // As single records, or as the block that all of them are in.
  template <class Record>
  void put_records(EntityKind kind, std::span<const std::pair<EntityId, const Record*>> records, bool as_block);
  Expected<void> encode_labels();
  Expected<void> encode_indexes();
  Expected<void> encode_unique_index(const IndexDefinition& index, const IndexEntries& entries);
  void encode_names();
  Expected<void> encode_counts();
  template <class Record>
  void touch_properties(Thing::Kind kind, EntityId id, const EntityChange<Record>& change);

  const Version& base_version_;
  BaseReader base_;
  WriteSet& writes_;
  CommitRecordBuilder record_;
  ListWriter lists_;
  std::set<std::pair<EntityKind, EntityId>> deleted_in_blocks_;
  std::set<std::string_view> features_;  // that a program must have from now on
  // Lists that came into being (true) or vanished (false), by node.
  std::map<NodeId, std::vector<std::pair<ListName, bool>>> presence_;
};

// What every commit says of ids: the counters after it, and the watermark of its number.
void put_counters(CommitRecordBuilder& record, const CommitHeader& header, const IdCounters& counters);

}  // namespace cairn::storage
