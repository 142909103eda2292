// Entities as values: from ids to labels, types and properties, and from values to stored bytes.
//
// The one place where engine values and storage's encoded values meet. Implements what functions ask of
// the graph (`EntityAccess`).
#pragma once

#include "engine/executor/column.h"
#include "engine/functions/function_context.h"
#include "storage/property_column.h"
#include "storage/reader.h"
#include "storage/write_transaction.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::engine {

// A stored value as a Value.
Value to_value(storage::ValueView view);

// Appends the encoded value. Errors: TypeError/InvalidPropertyType for what cannot be a property (null, maps,
// entities, paths, lists that hold null, lists, maps or values of different types).
Expected<void> append_stored(const Value& value, std::string& out);

// Whether the value is a node, a relationship or a path, or holds one at any depth.
bool holds_entity(const Value& value);

// What the answer of a property read lives in. Kept by whoever asks, and reused from batch to batch.
class PropertyBuffer {
 private:
  friend class GraphAccess;
  storage::PropertyColumn stored_;
  ColumnBuffer values_;  // when types mix
};

// Reads entities for one statement. Reading the labels or properties of an entity that this transaction
// has deleted is the error EntityNotFound/DeletedEntityAccess; its id, its type and its ends remain. The
// methods for columns throw QueryError, those of EntityAccess return the error.
class GraphAccess final : public EntityAccess {
 public:
  GraphAccess(storage::Reader& reader, storage::WriteTransaction* transaction);
  ~GraphAccess() override;

  // One property of many entities: `ids` and `valid` (one byte an id, empty: all valid) are a column of
  // nodes or relationships. The answer has an entry an id, typed where the values are of one type, and
  // lives in `buffer` until the next read into it; no string is copied.
  Column property(storage::EntityKind kind, std::span<const std::uint64_t> ids, std::span<const std::uint8_t> valid,
                  std::string_view key, PropertyBuffer& buffer);

  // The type and ends of many relationships, also of deleted ones. Sizes are equal.
  void ends(std::span<const std::uint64_t> relationships, std::span<storage::RelationshipEnds> out);
  storage::RelationshipEnds ends(EntityId relationship);

  // Says that single questions about the ends of these relationships will follow, in this order: the first one
  // then reads them all. Holds until the next call; `ids` must live so long, and nothing be written meanwhile.
  void expect_relationships(std::span<const std::uint64_t> ids);

  // Ends the query if one of the valid entities has been deleted: before reading their labels.
  void check_not_deleted(storage::EntityKind kind, std::span<const std::uint64_t> ids,
                         std::span<const std::uint8_t> valid);

  // The entity with everything a user wants to see. Of one that was deleted: a reference to the node, the
  // relationship without its properties.
  Value materialise_node(EntityId id);
  Value materialise_relationship(EntityId id);
  // The same at every depth of a value.
  Value materialise(const Value& value);

  // ---- EntityAccess: one entity at a time
  Expected<Value> labels(const Value& node) override;
  Expected<Value> relationship_type(const Value& relationship) override;
  Expected<Value> properties(const Value& entity) override;
  Expected<Value> property(const Value& entity, std::string_view key) override;
  Expected<Value> start_node(const Value& relationship) override;
  Expected<Value> end_node(const Value& relationship) override;
  bool is_deleted(const Value& entity) override;

 private:
  bool is_deleted(storage::EntityKind kind, EntityId id) const;
  Expected<void> read_properties(storage::EntityKind kind, EntityId id, std::vector<MapEntry>& out);
  Expected<storage::RelationshipEnds> read_ends(EntityId relationship);
  std::vector<Value> materialise_all(std::span<const Value> values);

  storage::Reader& reader_;
  storage::WriteTransaction* transaction_;
  PropertyBuffer one_;  // of `property` for one entity
  std::vector<storage::PropertyEntry> entries_;
  std::vector<storage::LabelToken> labels_;
  std::span<const std::uint64_t> expected_;               // relationships that will be asked for
  std::vector<storage::RelationshipEnds> expected_ends_;  // empty until the first of them is
  std::size_t expected_next_ = 0;
};

}  // namespace cairn::engine
