// The GraphView over storage: what the executor hands to a procedure that it calls.
#pragma once

#include "engine/graph_view.h"
#include "storage/neighbour_spans.h"
#include "storage/property_column.h"
#include "storage/reader.h"

namespace cairn::engine {

// Sees what `reader` sees. Must not outlive it; one thread.
class ReaderGraphView final : public GraphView {
 public:
  explicit ReaderGraphView(storage::Reader& reader) : reader_(reader) {}

  std::optional<Token> find_label(std::string_view name) const override;
  std::optional<Token> find_relationship_type(std::string_view name) const override;
  std::optional<Token> find_property_key(std::string_view name) const override;
  std::string_view label_name(Token label) const override;
  std::string_view relationship_type_name(Token type) const override;
  std::string_view property_key_name(Token key) const override;
  Token label_count() const override;
  Token relationship_type_count() const override;
  Token property_key_count() const override;

  std::uint64_t node_count(std::optional<Token> label) const override;
  std::uint64_t relationship_count(std::optional<Token> type) const override;
  EntityId node_id_bound() const override;
  EntityId relationship_id_bound() const override;

  std::vector<IndexInfo> indexes() const override;
  std::vector<ConstraintInfo> constraints() const override;

  Expected<std::size_t> scan_nodes(std::optional<Token> label, EntityId begin, std::span<EntityId> out,
                                   EntityId& next) const override;
  Expected<void> labels(EntityId node, std::vector<Token>& out) const override;
  Expected<void> relationships(std::span<const EntityId> ids, std::span<RelationshipShape> out) const override;

  Expected<void> neighbours(std::span<const EntityId> nodes, Traversal traversal, std::span<const Token> types,
                            NeighbourLists& out) const override;
  Expected<void> neighbours_and_relationships(std::span<const EntityId> nodes, Traversal traversal,
                                              std::span<const Token> types, NeighbourLists& out) const override;
  Expected<void> degrees(std::span<const EntityId> nodes, Traversal traversal, std::span<const Token> types,
                         std::span<std::uint64_t> out) const override;

  Expected<void> node_numbers(std::span<const EntityId> ids, Token key, NumberColumn& out) const override;
  Expected<void> relationship_numbers(std::span<const EntityId> ids, Token key, NumberColumn& out) const override;
  Expected<void> node_values(std::span<const EntityId> ids, Token key, std::vector<Value>& out) const override;
  Expected<void> relationship_values(std::span<const EntityId> ids, Token key, std::vector<Value>& out) const override;

 private:
  Expected<void> expand(std::span<const EntityId> nodes, Traversal traversal, std::span<const Token> types,
                        storage::NeighbourNeed need, NeighbourLists& out) const;
  Expected<void> numbers(storage::EntityKind kind, std::span<const EntityId> ids, Token key, NumberColumn& out) const;
  Expected<void> values(storage::EntityKind kind, std::span<const EntityId> ids, Token key,
                        std::vector<Value>& out) const;

  SchemaTarget target(storage::EntityKind entity, std::uint32_t token, std::span<const storage::KeyToken> keys) const;

  storage::Reader& reader_;
  // Buffers of the methods above, kept for their memory.
  mutable storage::NeighbourSpans spans_;
  mutable storage::PropertyColumn column_;
  mutable std::vector<storage::RelationshipEnds> ends_;
};

}  // namespace cairn::engine
