// WriteTransaction: the one writer's changes, until commit makes them a Version.
//
// Changes are kept decoded in a write set and are seen by every Reader made for the transaction. Each
// statement can be undone alone. Nothing reaches the disk before commit, which writes everything at once.
#pragma once

#include "base/expected.h"
#include "storage/ids.h"
#include "storage/reader.h"
#include "storage/stored_value.h"
#include "storage/version.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cairn::storage {

class BaseReader;
class Committer;
class PropertyList;
class WriteLockHold;
template <class Record>
struct EntityChange;
struct NodeRecord;
struct RelationshipRecord;
using NodeChange = EntityChange<NodeRecord>;
using RelationshipChange = EntityChange<RelationshipRecord>;

// What a commit made.
struct CommitResult {
  CommitNumber number = 0;
  std::int64_t instant_us = 0;
  VersionPtr version;
};

// One thread at a time. Holds the writer lock from GraphStore::begin_write until commit, rollback or
// destruction (which rolls back). After commit or rollback only destruction is allowed.
//
// Any change may fail with StorageError (reading the before-image failed) or ResourceExhausted (the write
// set has outgrown its limit); then the statement is to be undone. A change of an entity that does not
// exist, or was deleted by this transaction, changes nothing and gives EntityNotFound.
class WriteTransaction {
 public:
  // Use GraphStore::begin_write.
  WriteTransaction(Committer& committer, std::unique_ptr<WriteLockHold> lock, VersionPtr base);
  ~WriteTransaction();
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;

  // The Version it started from: the latest one, which may not be durable yet (GraphStore::wait_durable).
  const VersionPtr& base() const { return base_; }
  const WriteSet& writes() const { return *writes_; }
  bool has_changes() const;

  // --- statements. Changes outside of a statement are allowed and cannot be undone alone.
  void begin_statement();
  // Checks uniqueness of what the statement changed: ConstraintValidationFailed if it is violated; then
  // the statement is still open and is to be undone.
  Expected<void> end_statement();
  // Takes back everything since begin_statement, names and ids excepted (ids are not given again).
  void undo_statement();

  // --- names: the token, made if there is none
  LabelToken label(std::string_view name);
  TypeToken type(std::string_view name);
  KeyToken key(std::string_view name);

  // --- entities. Labels and keys may come in any order; a repeated label counts once, of a repeated key
  // the last value holds. Values are copied; null values are left out.
  Expected<NodeId> create_node(std::span<const LabelToken> labels, std::span<const PropertyEntry> properties);
  // Both ends must exist: EntityNotFound otherwise.
  Expected<RelationshipId> create_relationship(TypeToken type, NodeId source, NodeId target,
                                               std::span<const PropertyEntry> properties);

  // Deletes a node. Its relationships stay, and stay readable through Reader::expand: whoever ends a
  // clause asks is_connected. A commit with a deleted node that is still connected fails.
  Expected<void> delete_node(NodeId id);
  Expected<void> delete_relationship(RelationshipId id);
  // Deletes the node with its relationships; how many relationships those were.
  Expected<std::uint64_t> detach_delete_node(NodeId id);
  // Whether a node, deleted or not, has a relationship.
  Expected<bool> is_connected(NodeId id);
  // Whether this transaction has deleted it.
  bool was_deleted(EntityKind kind, EntityId id) const;

  // --- properties and labels; each returns whether anything changed
  Expected<bool> set_property(EntityKind kind, EntityId id, KeyToken key, ValueView value);
  Expected<bool> remove_property(EntityKind kind, EntityId id, KeyToken key);
  Expected<bool> add_label(NodeId id, LabelToken label);
  Expected<bool> remove_label(NodeId id, LabelToken label);

  // --- schema
  // Builds the index over all entities. Errors: an index of this name or on the same thing exists
  // (ConstraintValidationFailed, IndexAlreadyExists); the values are not unique.
  Expected<IndexId> create_index(std::string_view name, EntityKind entity, std::uint32_t token, KeyToken key,
                                 bool unique);
  // Error: no such index (ConstraintValidationFailed, IndexNotFound).
  Expected<void> drop_index(std::string_view name);

  // Memory the write set takes; it counts against OpenOptions::write_set_bytes_max.
  std::size_t memory_bytes() const;

  // --- the end
  // Writes everything at once and waits until it is durable (not under Durability::Relaxed). Without
  // changes it only waits for its base. On an error nothing of it is visible, now or later, with one
  // exception that the error says: if writing or syncing the log failed, whether the commit survives is
  // known only after reopening, and the store refuses further writes.
  Expected<CommitResult> commit();
  void rollback();

 private:
  using Labels = std::vector<LabelToken>;

  // The entity in the write set, read from the base if need be; null if it does not exist.
  Expected<NodeChange*> load_node(NodeId id);
  Expected<RelationshipChange*> load_relationship(RelationshipId id);
  // The labels of a node; null if it does not exist. Valid until the next call.
  Expected<const Labels*> labels_of(NodeId id);
  Expected<void> check_memory() const;
  // Brings indexes from one state of an entity to another; null: the entity is not there.
  void reindex(EntityKind kind, EntityId id, std::span<const std::uint32_t> tokens_before, const PropertyList* before,
               std::span<const std::uint32_t> tokens_after, const PropertyList* after);
  void count_relationship(const RelationshipRecord& record, std::int64_t difference);
  Expected<void> count_label(NodeId id, LabelToken label, std::int64_t difference);
  Expected<void> check_unique(std::size_t first);
  Expected<void> fill_index(const IndexDefinition& index);
  Expected<void> fill_index_batch(const IndexDefinition& index, std::span<const EntityId> ids);
  Expected<bool> change_property(EntityKind kind, EntityId id, KeyToken key, ValueView value);
  std::uint32_t token(TokenKind kind, std::string_view name);

  Committer& committer_;
  std::unique_ptr<WriteLockHold> lock_;
  VersionPtr base_;
  std::unique_ptr<WriteSet> writes_;
  std::unique_ptr<Reader> reader_;  // base and write set
  std::unique_ptr<BaseReader> base_reader_;
  std::unordered_map<NodeId, std::optional<Labels>> labels_read_;  // of nodes that are not in the write set
  std::vector<std::pair<IndexId, std::string>> unique_checks_;     // values that were added to unique indexes
  std::size_t unique_checks_before_ = 0;                           // the statement
};

}  // namespace cairn::storage
