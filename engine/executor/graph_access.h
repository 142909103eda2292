// Entities as values: from ids to labels, types and properties, and from values to stored bytes.
//
// The one place where engine values and storage's encoded values meet. Implements what functions ask of
// the graph (`EntityAccess`).
#pragma once

#include "engine/executor/column.h"
#include "engine/functions/function_context.h"
#include "storage/reader.h"
#include "storage/write_transaction.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::engine {

// A stored value as a Value.
Value to_value(storage::ValueView view);

// Appends the encoded value. Errors: TypeError/InvalidPropertyType for what cannot be a property (maps,
// entities, paths, lists that hold null, lists, maps or values of different types).
Expected<void> append_stored(const Value& value, std::string& out);

// Reads entities for one statement. Reading the labels or properties of an entity that this transaction
// has deleted ends the query with EntityNotFound/DeletedEntityAccess; its id, its type and (for a result)
// what is still known of it remain.
class GraphAccess final : public EntityAccess {
 public:
  GraphAccess(storage::Reader& reader, storage::WriteTransaction* transaction);
  ~GraphAccess() override;

  // One property of many entities: `ids` and `valid` (one byte an id, empty: all valid) are a column of
  // nodes or relationships. Typed columns stay typed. The strings live until the buffer is reset.
  void property(storage::EntityKind kind, std::span<const std::uint64_t> ids, std::span<const std::uint8_t> valid,
                std::string_view key, ColumnBuffer& out);

  // The entity with everything a user wants to see; a reference without content if it was deleted.
  Value materialise_node(EntityId id);
  Value materialise_relationship(EntityId id);
  // The same at every depth of a value.
  Value materialise(const Value& value);

  storage::RelationshipEnds ends(EntityId relationship);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cairn::engine
