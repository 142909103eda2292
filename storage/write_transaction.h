// WriteTransaction: the one writer's changes, until commit makes them a Version.
//
// Changes are kept decoded in a write set and are seen by every Reader made for the transaction. Each
// statement can be undone alone. Nothing reaches the disk before commit, which writes everything at once.
#pragma once

#include "base/expected.h"
#include "storage/ids.h"
#include "storage/memory_budget.h"
#include "storage/reader.h"
#include "storage/stored_value.h"
#include "storage/version.h"

#include <cstdint>
#include <functional>
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
class SegmentCache;
class WriteLockHold;
template <class Record>
struct EntityChange;
struct NodeRecord;
struct RelationshipRecord;
using NodeChange = EntityChange<NodeRecord>;
using RelationshipChange = EntityChange<RelationshipRecord>;

// How an index or constraint is made over the entities that are there.
struct BuildOptions {
  // Asked every few milliseconds; true gives up with Cancelled. Empty: never.
  std::function<bool()> stop = {};
};

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
  WriteTransaction(Committer& committer, std::unique_ptr<WriteLockHold> lock, VersionPtr base, SegmentCache* segments);
  ~WriteTransaction();
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;

  // The Version it started from: the latest one, which may not be durable yet (GraphStore::wait_durable).
  const VersionPtr& base() const { return base_; }
  const WriteSet& writes() const { return *writes_; }
  bool has_changes() const;

  // --- statements. Changes outside of a statement are allowed and cannot be undone alone.
  void begin_statement();
  // Checks the constraints on what the statement changed: ConstraintValidationFailed if one is violated
  // (constraint_errors.h); then the statement is still open and is to be undone.
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

  // --- schema. Entities are looked at while this is made: with one that violates a constraint it is refused
  // (ConstraintValidationFailed, see constraint_errors.h) and nothing is left of it. Other errors, all of them
  // ConstraintValidationFailed: IndexAlreadyExists, ConstraintAlreadyExists (the name is taken, or there is one on
  // the same thing; nothing has been done then), RepeatedProperty, IndexNotFound, ConstraintNotFound,
  // IndexBelongsToConstraint. Also Cancelled, where `options` say so.
  Expected<IndexId> create_index(std::string_view name, EntityKind entity, std::uint32_t token,
                                 std::span<const KeyToken> keys, const BuildOptions& options = {});
  // Where a transaction has changed no entity yet, the entries of an index over many entities do not count against
  // the memory of the write set: they are sorted in bounded memory and brought in beside it.
  // Unique and Key make an index of the same name. NotNull and Type have one key, Type alone has types.
  Expected<IndexId> create_constraint(std::string_view name, ConstraintKind kind, EntityKind entity,
                                      std::uint32_t token, std::span<const KeyToken> keys,
                                      const PropertyTypes& types = {}, const BuildOptions& options = {});
  // An index that a constraint needs goes only with it.
  Expected<void> drop_index(std::string_view name);
  Expected<void> drop_constraint(std::string_view name);

  // Memory the write set takes; it counts against OpenOptions::write_set_bytes_max and the budget.
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
  Expected<void> check_memory();
  // Where an entity stands in an index.
  struct IndexPlace {
    const IndexDefinition* index = nullptr;
    std::string key;
    bool cut = false;  // other values share the key
  };
  using IndexPlaces = std::vector<IndexPlace>;

  // The places of an entity with these labels, or this type, in the indexes that have `key`; in all if it is no_token.
  IndexPlaces places_of(EntityKind kind, std::span<const std::uint32_t> tokens, const PropertyList& properties,
                        KeyToken key = no_token) const;
  // Brings the indexes from one state of an entity to another.
  void move_places(EntityId id, IndexPlaces before, IndexPlaces after);
  // Remembers which constraints on properties of an entity are to be checked: those that have `key`, or all.
  void note_constraints(EntityKind kind, EntityId id, std::span<const std::uint32_t> tokens, KeyToken key = no_token);
  void count_relationship(const RelationshipRecord& record, std::int64_t difference);
  Expected<void> count_label(NodeId id, LabelToken label, std::int64_t difference);
  // Checks what has been remembered from these places on.
  struct ChecksPlace {
    std::size_t unique = 0;
    std::size_t constraint = 0;
  };
  Expected<void> run_checks(ChecksPlace first);
  Expected<void> check_unique(std::size_t first);
  Expected<void> check_unique(const IndexDefinition& index, std::size_t begin, std::size_t end);
  // Of entities that share a key of a unique index, no two may have the same values.
  Expected<void> check_distinct(const IndexDefinition& index, std::span<const EntityId> entities,
                                const BuildOptions& options = {});
  Expected<void> check_constraints(std::size_t first);
  Expected<void> check_entity(const ConstraintDefinition& constraint, EntityId id);
  ChecksPlace checks_place() const { return {unique_checks_.size(), constraint_checks_.size()}; }
  void forget_checks(ChecksPlace from);

  Expected<void> refuse_taken_name(std::string_view name) const;
  Expected<IndexDefinition> new_index(std::string_view name, EntityKind entity, std::uint32_t token,
                                      std::span<const KeyToken> keys);
  // Looks at all entities that a new constraint is about, and fills a new index with those it holds. Either may be
  // null.
  Expected<void> build(const IndexDefinition* index, const ConstraintDefinition* constraint,
                       const BuildOptions& options);
  Expected<void> check_values(const ConstraintDefinition& constraint, EntityId id, std::span<const ValueView> values);
  // Builds it beside the write set (index_builder.h).
  Expected<void> build_beside(const IndexDefinition& index, const ConstraintDefinition* constraint,
                              const BuildOptions& options);
  // Calls `add` with each entity that the index holds, after looking at each that the constraint is about.
  using AddEntry = std::function<Expected<void>(std::string_view, EntityId)>;
  Expected<void> visit_entries(const IndexDefinition* index, const ConstraintDefinition* constraint,
                               const BuildOptions& options, const AddEntry& add);
  // Reads from another Version, in which nothing that this transaction has seen is different.
  void move_to(VersionPtr base);
  Expected<void> fill_writes(const IndexDefinition* index, const ConstraintDefinition* constraint,
                             const BuildOptions& options);
  Expected<void> check_filled(const IndexDefinition& index, const BuildOptions& options);
  Expected<bool> change_property(EntityKind kind, EntityId id, KeyToken key, ValueView value);
  std::uint32_t token(TokenKind kind, std::string_view name);

  Committer& committer_;
  SegmentCache* segments_;  // null: none
  std::unique_ptr<WriteLockHold> lock_;
  VersionPtr base_;
  std::unique_ptr<WriteSet> writes_;
  Reservation memory_;              // what the write set takes of the budget
  std::unique_ptr<Reader> reader_;  // base and write set
  std::unique_ptr<BaseReader> base_reader_;
  std::unordered_map<NodeId, std::optional<Labels>> labels_read_;  // of nodes that are not in the write set
  std::vector<std::pair<IndexId, std::string>> unique_checks_;     // keys that were added to unique indexes
  std::vector<std::pair<IndexId, EntityId>> constraint_checks_;    // entities that a constraint is about
  ChecksPlace checks_before_;                                      // the statement
};

}  // namespace cairn::storage
