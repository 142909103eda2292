// A small graph in memory as a GraphView, and a context that collects what a procedure emits.
#pragma once

#include "engine/graph_view.h"
#include "engine/procedure.h"

#include <map>
#include <random>
#include <string>
#include <vector>

namespace cairn::test {

class MemoryGraph final : public GraphView {
 public:
  using Properties = std::map<std::string, Value>;

  EntityId add_node(const std::vector<std::string>& labels = {});
  // The node must have no relationships; its id stays unused.
  void remove_node(EntityId id) { nodes_[id].exists = false; }
  EntityId add_relationship(EntityId source, EntityId target, const std::string& type = "T",
                            Properties properties = {});

  std::optional<Token> find_label(std::string_view name) const override { return find(labels_, name); }
  std::optional<Token> find_relationship_type(std::string_view name) const override { return find(types_, name); }
  std::optional<Token> find_property_key(std::string_view name) const override { return find(keys_, name); }
  std::string_view label_name(Token label) const override { return labels_[label - 1]; }
  std::string_view relationship_type_name(Token type) const override { return types_[type - 1]; }
  std::string_view property_key_name(Token key) const override { return keys_[key - 1]; }
  Token label_count() const override { return static_cast<Token>(labels_.size()); }
  Token relationship_type_count() const override { return static_cast<Token>(types_.size()); }
  Token property_key_count() const override { return static_cast<Token>(keys_.size()); }

  std::uint64_t node_count(std::optional<Token> label) const override;
  std::uint64_t relationship_count(std::optional<Token> type) const override;
  EntityId node_id_bound() const override { return nodes_.size(); }
  EntityId relationship_id_bound() const override { return relationships_.size(); }

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
  struct Node {
    bool exists = true;
    std::vector<Token> labels;
    std::vector<EntityId> outgoing;  // relationships
    std::vector<EntityId> incoming;
  };
  struct Relationship {
    RelationshipShape shape;
    std::map<Token, Value> properties;
  };

  static std::optional<Token> find(const std::vector<std::string>& names, std::string_view name);
  static Token find_or_add(std::vector<std::string>& names, const std::string& name);
  // Appends the list of one node to `out`.
  void append_list(EntityId node, bool forward, bool without_loops, std::span<const Token> types,
                   NeighbourLists& out) const;
  bool has_label(EntityId node, std::optional<Token> label) const;

  std::vector<Node> nodes_;
  std::vector<Relationship> relationships_;
  std::vector<std::string> labels_;
  std::vector<std::string> types_;
  std::vector<std::string> keys_;
};

class MemoryContext final : public ProcedureContext {
 public:
  explicit MemoryContext(const GraphView& graph) : graph_(graph) {}

  bool emit(std::span<const Value> row) override {
    rows.emplace_back(row.begin(), row.end());
    return rows.size() < rows_max;
  }
  const GraphView& graph() const override { return graph_; }
  bool cancelled() const override { return ++cancelled_calls > cancelled_after; }
  Expected<void> reserve_memory(std::size_t bytes) override;

  std::vector<std::vector<Value>> rows;
  std::size_t rows_max = static_cast<std::size_t>(-1);
  std::size_t bytes_reserved = 0;
  std::size_t bytes_max = static_cast<std::size_t>(-1);
  mutable std::uint64_t cancelled_calls = 0;
  std::uint64_t cancelled_after = static_cast<std::uint64_t>(-1);  // calls of cancelled() that answer false

 private:
  const GraphView& graph_;
};

// A relationship as the second methods see it: a plain pair of node ids.
struct PlainEdge {
  EntityId source;
  EntityId target;
  double weight;
};

// A graph and the same again as plain lists.
struct RandomGraph {
  MemoryGraph graph;
  std::vector<EntityId> nodes;
  std::vector<PlainEdge> edges;
};

// Of about `node_count` nodes with gaps between their ids and `edge_count` relationships, among them loops and
// parallel ones; the last quarter of the nodes hangs together only among itself, some have no relationship.
// Weights are 0.25, 0.5, … 2 in the property `w`, so that their sums are exact.
RandomGraph random_graph(std::uint32_t seed, std::size_t node_count, std::size_t edge_count);

// The edges as they are walked: turned round for Incoming, both ways (a loop once) for Both.
std::vector<PlainEdge> walked(const std::vector<PlainEdge>& edges, Traversal traversal);

}  // namespace cairn::test
