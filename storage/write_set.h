// WriteSet: what a transaction has changed so far, decoded and ordered, with an undo log.
//
// It holds the new state of each changed entity, and for everything that is derived from entities
// (lists, labels, indexes, counts) what was added and what was removed. Readers lay it over their
// Version; commit encodes it once.
#pragma once

#include "storage/ids.h"
#include "storage/keys.h"
#include "storage/list_codec.h"
#include "storage/meta_codec.h"
#include "storage/record_codec.h"
#include "storage/schema.h"
#include "storage/sorted_set.h"
#include "storage/statistics.h"
#include "storage/version.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace cairn::storage {

// An entity the transaction has touched.
template <class Record>
struct EntityChange {
  Record record;         // the state now; of a deleted entity the last one
  bool created = false;  // by this transaction: nothing of it is on disk
  bool deleted = false;
  bool labels_touched = false;
  std::vector<KeyToken> touched_keys = {};  // of properties set or removed
  std::uint64_t captured_by = 0;            // the statement that has put its earlier state into the undo log

  // Notes that a property was set or removed.
  void touch_key(KeyToken key) {
    if (std::ranges::find(touched_keys, key) == touched_keys.end()) touched_keys.push_back(key);
  }
};
using NodeChange = EntityChange<NodeRecord>;
using RelationshipChange = EntityChange<RelationshipRecord>;

using ListChange = SetChange<ListEntry>;
using IdChange = SetChange<EntityId>;
// Entries of one index, by (value key, entity): true if added, false if removed.
using IndexEntries = std::map<std::pair<std::string, EntityId>, bool>;

struct ListKeyHash {
  std::size_t operator()(const ListKey& key) const {
    return std::hash<std::uint64_t>()((key.node * 0x9E3779B97F4A7C15U) ^ (std::uint64_t{key.type} << 1U) ^
                                      static_cast<std::uint64_t>(key.direction));
  }
};

// One thread changes it; while nobody does, any number may read.
class WriteSet {
 public:
  // Ids are given from the base's bounds on, or from `taken` where that is further.
  explicit WriteSet(const Version& base, const IdCounters& taken = {});

  bool has_changes() const;
  std::size_t memory_bytes() const { return memory_bytes_; }

  // --- reading. Null: not touched.
  const NodeChange* node(NodeId id) const;
  const RelationshipChange* relationship(RelationshipId id) const;
  const ListChange* list(const ListKey& key) const;
  const IdChange* label(LabelToken label) const;  // the nodes that got or lost it
  const IdChange& relationship_ids() const { return relationship_ids_; }
  const IndexEntries* index(IndexId index) const;
  // The lists of the node that were touched; null if none was.
  const std::vector<ListName>* touched_lists(NodeId id) const;
  bool touches_lists() const { return !lists_.empty(); }
  NodeId node_id_bound() const { return next_node_; }
  RelationshipId relationship_id_bound() const { return next_relationship_; }
  IdCounters id_counters() const { return {next_node_, next_relationship_}; }
  const Statistics& statistics() const { return statistics_.current(); }
  const Schema& schema() const { return *schema_; }

  // --- names the transaction has made, after those of the base
  std::uint32_t find_token(TokenKind kind, std::string_view name) const;   // no_token if it has not made it
  std::string_view token_name(TokenKind kind, std::uint32_t token) const;  // empty if it has not made it
  const std::vector<std::string>& new_names(TokenKind kind) const {
    return new_names_[static_cast<std::size_t>(kind)].names;
  }
  std::uint32_t add_token(TokenKind kind, std::string_view name);

  // --- changing
  NodeId take_node_id() { return next_node_++; }
  RelationshipId take_relationship_id() { return next_relationship_++; }
  IndexId take_index_id() { return next_index_++; }

  // Puts an entity into the set, as created by this transaction or as it is on disk.
  NodeChange& add_node(NodeId id, NodeRecord record, bool created);
  RelationshipChange& add_relationship(RelationshipId id, RelationshipRecord record, bool created);
  // An entity of the set, about to be changed.
  NodeChange& edit_node(NodeId id);
  RelationshipChange& edit_relationship(RelationshipId id);

  void change_list(const ListKey& key, const ListEntry& entry, bool add);
  void change_label(LabelToken label, NodeId node, bool add);
  void change_relationship_ids(RelationshipId id, bool add);
  void change_index(IndexId index, std::string value_key, EntityId entity, bool add);
  // Fills a new index; not in the undo log, since undoing drops the index.
  void fill_index(IndexId index, std::string value_key, EntityId entity);
  // The entries of the index are being brought into the store, not into this set (Committer::begin_build). Whatever
  // is undone, the commit has to end that.
  void note_build(IndexId index) { builds_.push_back(index); }
  // Becomes what ends the builds of a transaction that is rolled back.
  void give_up_builds(const WriteSet& given_up);
  // Takes back what a new index was filled with.
  void empty_index(IndexId index);
  void set_schema(Schema schema);
  StatisticsEditor& statistics_editor() { return statistics_; }
  void add_memory(std::size_t bytes) { memory_bytes_ += bytes; }

  // --- statements
  void begin_statement();
  void end_statement();
  void undo_statement();
  bool in_statement() const { return savepoint_.has_value(); }

  // --- for commit
  const std::unordered_map<NodeId, NodeChange>& nodes() const { return nodes_; }
  const std::unordered_map<RelationshipId, RelationshipChange>& relationships() const { return relationships_; }
  const std::unordered_map<ListKey, ListChange, ListKeyHash>& lists() const { return lists_; }
  const std::map<LabelToken, IdChange>& labels() const { return labels_; }
  const std::map<IndexId, IndexEntries>& indexes() const { return indexes_; }
  std::vector<CountKey> touched_counts() const { return statistics_.touched(); }
  Statistics committed_statistics() { return statistics_.committed(); }
  const SchemaPtr& schema_pointer() const { return schema_; }
  IndexId next_index() const { return next_index_; }
  bool schema_changed() const { return schema_ != base_schema_ || !builds_.empty(); }
  const std::vector<IndexId>& builds() const { return builds_; }
  // Whether entities have been touched.
  bool has_entities() const { return !nodes_.empty() || !relationships_.empty(); }

 private:
  struct NodeUndo {
    NodeId id;
    std::optional<NodeChange> before;
  };
  struct RelationshipUndo {
    RelationshipId id;
    std::optional<RelationshipChange> before;
  };
  struct ListUndo {
    ListKey key;
    ListEntry entry;
    bool add;
  };
  struct LabelUndo {
    LabelToken label;
    NodeId node;
    bool add;
  };
  struct RelationshipIdUndo {
    RelationshipId id;
    bool add;
  };
  struct IndexUndo {
    IndexId index;
    std::string value_key;
    EntityId entity;
    bool add;
  };
  using Undo = std::variant<NodeUndo, RelationshipUndo, ListUndo, LabelUndo, RelationshipIdUndo, IndexUndo>;

  // What one statement can go back to.
  struct Savepoint {
    Statistics statistics;
    SchemaPtr schema;
    std::array<std::size_t, 3> names;
    std::size_t memory_bytes;
  };

  struct NewNames {
    std::uint32_t first = 1;  // token of names[0]
    std::vector<std::string> names;
    std::unordered_map<std::string, std::uint32_t> tokens;
  };

  void log(Undo undo);
  void take_back(const Undo& undo);
  void apply_list(const ListKey& key, const ListEntry& entry, bool add);
  void apply_index(IndexId index, std::string value_key, EntityId entity, bool add);

  std::unordered_map<NodeId, NodeChange> nodes_;
  std::unordered_map<RelationshipId, RelationshipChange> relationships_;
  std::unordered_map<ListKey, ListChange, ListKeyHash> lists_;
  std::unordered_map<NodeId, std::vector<ListName>> touched_lists_;
  std::map<LabelToken, IdChange> labels_;
  IdChange relationship_ids_;
  std::map<IndexId, IndexEntries> indexes_;
  std::array<NewNames, 3> new_names_;
  StatisticsEditor statistics_;
  SchemaPtr base_schema_;
  SchemaPtr schema_;
  NodeId next_node_;
  RelationshipId next_relationship_;
  IndexId next_index_;
  std::vector<IndexId> builds_;
  std::size_t memory_bytes_ = 0;

  std::optional<Savepoint> savepoint_;
  std::vector<Undo> undo_;
  std::uint64_t statement_ = 0;
};

}  // namespace cairn::storage
