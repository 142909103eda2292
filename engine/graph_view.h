// What a procedure sees of the graph: the state that the statement calling it sees, its transaction's own
// changes included.
//
// The idea: everything is asked for in batches, a few thousand nodes or relationships at a time, because
// storage answers many questions at once several times faster than one at a time. Answers go into buffers
// of the caller, which are reused from batch to batch.
//
// Labels, relationship types and property keys are names with small numbers ("tokens"); each of the three
// counts for itself. Look a name up once, then use its token.
#pragma once

#include "base/expected.h"
#include "engine/schema_info.h"
#include "engine/value/value.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace cairn {

// The number of a label, a relationship type or a property key; from 1.
using Token = std::uint32_t;

// Which relationships of a node are followed: those it is the start of, those it is the end of, or both.
enum class Traversal : std::uint8_t { Outgoing, Incoming, Both };

// The neighbours of a batch of nodes. The lists lie one after the other: that of the i-th node asked for is
// [offsets[i], offsets[i + 1]) of `nodes`. A neighbour stands once for each relationship to it.
struct NeighbourLists {
  std::vector<std::uint64_t> offsets;   // one more than nodes asked for; the first is 0
  std::vector<EntityId> nodes;          // at the other end of the relationship
  std::vector<EntityId> relationships;  // as long as `nodes`, or empty if not asked for
};

// What `NumberColumn` holds of one entity.
enum class NumberState : std::uint8_t {
  Absent,    // no such entity, or it has no such property
  Present,   // an Integer or a Float
  NoNumber,  // a value of another type
};

// A property of a batch of entities, as doubles. `values` and `states` are as long as the ids asked for;
// a value is 0 unless its state is Present.
struct NumberColumn {
  std::vector<double> values;
  std::vector<NumberState> states;
};

// A relationship without its properties; `type` is 0 if there is no such relationship.
struct RelationshipShape {
  EntityId source = 0;
  EntityId target = 0;
  Token type = 0;
};

// Valid for the duration of the procedure call; one thread at a time. Errors are StorageErrors. Ids and
// tokens that do not exist are no error: they have no neighbours and no properties, and count nothing.
class GraphView {
 public:
  virtual ~GraphView() = default;

  // ---- names

  virtual std::optional<Token> find_label(std::string_view name) const = 0;
  virtual std::optional<Token> find_relationship_type(std::string_view name) const = 0;
  virtual std::optional<Token> find_property_key(std::string_view name) const = 0;

  // Empty if there is no such token. Valid as long as the view.
  virtual std::string_view label_name(Token label) const = 0;
  virtual std::string_view relationship_type_name(Token type) const = 0;
  virtual std::string_view property_key_name(Token key) const = 0;

  // Tokens are 1 … count. A name remains when nothing in the graph has it any more.
  virtual Token label_count() const = 0;
  virtual Token relationship_type_count() const = 0;
  virtual Token property_key_count() const = 0;

  // ---- counts, exact and without reading the graph

  // Nodes with the label; all nodes without one.
  virtual std::uint64_t node_count(std::optional<Token> label = std::nullopt) const = 0;
  // Relationships of the type; all relationships without one.
  virtual std::uint64_t relationship_count(std::optional<Token> type = std::nullopt) const = 0;

  // Every id is below. Ids of deleted entities are not used again.
  virtual EntityId node_id_bound() const = 0;
  virtual EntityId relationship_id_bound() const = 0;

  // ---- schema

  virtual std::vector<IndexInfo> indexes() const { return {}; }
  virtual std::vector<ConstraintInfo> constraints() const { return {}; }

  // ---- nodes and relationships

  // The nodes from id `begin` on that have the label (all nodes without one), in ascending order. Fills at most
  // out.size(), which is not 0, and returns how many; `next` is where to go on, node_id_bound() when finished.
  virtual Expected<std::size_t> scan_nodes(std::optional<Token> label, EntityId begin, std::span<EntityId> out,
                                           EntityId& next) const = 0;

  // The labels of one node, ascending.
  virtual Expected<void> labels(EntityId node, std::vector<Token>& out) const = 0;

  // Type and ends of relationships. Sizes are equal.
  virtual Expected<void> relationships(std::span<const EntityId> ids, std::span<RelationshipShape> out) const = 0;

  // ---- neighbours
  // Along relationships of the given types, which must not repeat; of all types if none are given. With Both
  // a relationship from a node to itself stands once in the node's list. Nodes may repeat.

  // Leaves out.relationships empty, which is faster.
  virtual Expected<void> neighbours(std::span<const EntityId> nodes, Traversal traversal, std::span<const Token> types,
                                    NeighbourLists& out) const = 0;
  virtual Expected<void> neighbours_and_relationships(std::span<const EntityId> nodes, Traversal traversal,
                                                      std::span<const Token> types, NeighbourLists& out) const = 0;

  // out[i] = the length of the list of nodes[i]. Sizes are equal.
  virtual Expected<void> degrees(std::span<const EntityId> nodes, Traversal traversal, std::span<const Token> types,
                                 std::span<std::uint64_t> out) const = 0;

  // ---- properties
  // One property of many entities; ids may repeat. out[i] belongs to ids[i].

  virtual Expected<void> node_numbers(std::span<const EntityId> ids, Token key, NumberColumn& out) const = 0;
  virtual Expected<void> relationship_numbers(std::span<const EntityId> ids, Token key, NumberColumn& out) const = 0;

  // Null where the entity has no such property.
  virtual Expected<void> node_values(std::span<const EntityId> ids, Token key, std::vector<Value>& out) const = 0;
  virtual Expected<void> relationship_values(std::span<const EntityId> ids, Token key,
                                             std::vector<Value>& out) const = 0;
};

}  // namespace cairn
