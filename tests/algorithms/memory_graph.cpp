#include "tests/algorithms/memory_graph.h"

#include <algorithm>

namespace cairn::test {

EntityId MemoryGraph::add_node(const std::vector<std::string>& labels) {
  Node node;
  for (const std::string& label : labels) node.labels.push_back(find_or_add(labels_, label));
  nodes_.push_back(std::move(node));
  return nodes_.size() - 1;
}

EntityId MemoryGraph::add_relationship(EntityId source, EntityId target, const std::string& type,
                                       Properties properties) {
  Relationship relationship;
  relationship.shape = {source, target, find_or_add(types_, type)};
  for (auto& [key, value] : properties) relationship.properties[find_or_add(keys_, key)] = std::move(value);
  nodes_[source].outgoing.push_back(relationships_.size());
  nodes_[target].incoming.push_back(relationships_.size());
  relationships_.push_back(std::move(relationship));
  return relationships_.size() - 1;
}

std::optional<Token> MemoryGraph::find(const std::vector<std::string>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Token>(found - names.begin() + 1);
}

Token MemoryGraph::find_or_add(std::vector<std::string>& names, const std::string& name) {
  if (const auto token = find(names, name)) return *token;
  names.push_back(name);
  return static_cast<Token>(names.size());
}

bool MemoryGraph::has_label(EntityId node, std::optional<Token> label) const {
  const std::vector<Token>& labels = nodes_[node].labels;
  return nodes_[node].exists && (!label || std::find(labels.begin(), labels.end(), *label) != labels.end());
}

std::uint64_t MemoryGraph::node_count(std::optional<Token> label) const {
  std::uint64_t count = 0;
  for (EntityId id = 0; id < nodes_.size(); ++id) count += has_label(id, label) ? 1 : 0;
  return count;
}

std::uint64_t MemoryGraph::relationship_count(std::optional<Token> type) const {
  return static_cast<std::uint64_t>(std::count_if(relationships_.begin(), relationships_.end(),
                                                  [&](const auto& r) { return !type || r.shape.type == *type; }));
}

Expected<std::size_t> MemoryGraph::scan_nodes(std::optional<Token> label, EntityId begin, std::span<EntityId> out,
                                              EntityId& next) const {
  std::size_t count = 0;
  EntityId id = begin;
  for (; id < nodes_.size() && count < out.size(); ++id) {
    if (has_label(id, label)) out[count++] = id;
  }
  next = id;
  return count;
}

Expected<void> MemoryGraph::labels(EntityId node, std::vector<Token>& out) const {
  out = nodes_[node].labels;
  return {};
}

Expected<void> MemoryGraph::relationships(std::span<const EntityId> ids, std::span<RelationshipShape> out) const {
  for (std::size_t i = 0; i < ids.size(); ++i) out[i] = relationships_[ids[i]].shape;
  return {};
}

Expected<void> MemoryGraph::neighbours(std::span<const EntityId> nodes, Traversal traversal,
                                       std::span<const Token> types, NeighbourLists& out) const {
  auto read = neighbours_and_relationships(nodes, traversal, types, out);
  out.relationships.clear();
  return read;
}

void MemoryGraph::append_list(EntityId node, bool forward, bool without_loops, std::span<const Token> types,
                              NeighbourLists& out) const {
  for (const EntityId id : forward ? nodes_[node].outgoing : nodes_[node].incoming) {
    const auto& [source, target, type] = relationships_[id].shape;
    if (!types.empty() && std::find(types.begin(), types.end(), type) == types.end()) continue;
    if (without_loops && source == target) continue;
    out.nodes.push_back(forward ? target : source);
    out.relationships.push_back(id);
  }
}

Expected<void> MemoryGraph::neighbours_and_relationships(std::span<const EntityId> nodes, Traversal traversal,
                                                         std::span<const Token> types, NeighbourLists& out) const {
  out = {};
  out.offsets.push_back(0);
  for (const EntityId node : nodes) {
    if (traversal != Traversal::Incoming) append_list(node, true, false, types, out);
    if (traversal != Traversal::Outgoing) append_list(node, false, traversal == Traversal::Both, types, out);
    out.offsets.push_back(out.nodes.size());
  }
  return {};
}

Expected<void> MemoryGraph::degrees(std::span<const EntityId> nodes, Traversal traversal, std::span<const Token> types,
                                    std::span<std::uint64_t> out) const {
  NeighbourLists lists;
  if (auto read = neighbours(nodes, traversal, types, lists); !read) return read;
  for (std::size_t i = 0; i < nodes.size(); ++i) out[i] = lists.offsets[i + 1] - lists.offsets[i];
  return {};
}

Expected<void> MemoryGraph::node_numbers(std::span<const EntityId> ids, Token, NumberColumn& out) const {
  out.values.assign(ids.size(), 0);
  out.states.assign(ids.size(), NumberState::Absent);
  return {};
}

Expected<void> MemoryGraph::relationship_numbers(std::span<const EntityId> ids, Token key, NumberColumn& out) const {
  std::vector<Value> values;
  if (auto read = relationship_values(ids, key, values); !read) return read;
  out.values.assign(ids.size(), 0);
  out.states.assign(ids.size(), NumberState::Absent);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (values[i].is_null()) continue;
    out.states[i] = values[i].is_number() ? NumberState::Present : NumberState::NoNumber;
    if (values[i].is_number()) out.values[i] = values[i].as_number();
  }
  return {};
}

Expected<void> MemoryGraph::node_values(std::span<const EntityId> ids, Token, std::vector<Value>& out) const {
  out.assign(ids.size(), Value::null());
  return {};
}

Expected<void> MemoryGraph::relationship_values(std::span<const EntityId> ids, Token key,
                                                std::vector<Value>& out) const {
  out.assign(ids.size(), Value::null());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto& properties = relationships_[ids[i]].properties;
    if (const auto found = properties.find(key); found != properties.end()) out[i] = found->second;
  }
  return {};
}

Expected<void> MemoryContext::reserve_memory(std::size_t bytes) {
  bytes_reserved += bytes;
  if (bytes_reserved <= bytes_max) return {};
  return runtime_error(ErrorType::ResourceExhausted, "MemoryLimit", "the statement's memory is used up");
}

RandomGraph random_graph(std::uint32_t seed, std::size_t node_count, std::size_t edge_count) {
  std::mt19937 generator(seed);
  const auto below = [&](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(generator);
  };
  RandomGraph random;
  for (std::size_t i = 0; i < node_count; ++i) {
    if (below(4) == 0) random.graph.remove_node(random.graph.add_node());
    random.nodes.push_back(random.graph.add_node());
  }
  if (node_count < 4) return random;
  const std::size_t first_of_rest = node_count - node_count / 4;
  for (std::size_t i = 0; i < edge_count; ++i) {
    const bool in_rest = below(4) == 0;
    const std::size_t begin = in_rest ? first_of_rest : 0;
    const std::size_t size = in_rest ? node_count - first_of_rest : first_of_rest;
    const EntityId source = random.nodes[begin + below(size)];
    const EntityId target = below(12) == 0 ? source : random.nodes[begin + below(size)];
    for (std::size_t copies = below(6) == 0 ? 2 : 1; copies > 0; --copies) {
      const double weight = 0.25 * static_cast<double>(1 + below(8));
      random.graph.add_relationship(source, target, "T", {{"w", Value::floating(weight)}});
      random.edges.push_back({source, target, weight});
    }
  }
  return random;
}

std::vector<PlainEdge> walked(const std::vector<PlainEdge>& edges, Traversal traversal) {
  std::vector<PlainEdge> result;
  for (const PlainEdge& edge : edges) {
    if (traversal != Traversal::Incoming) result.push_back(edge);
    if (traversal == Traversal::Outgoing) continue;
    if (traversal == Traversal::Both && edge.source == edge.target) continue;
    result.push_back({edge.target, edge.source, edge.weight});
  }
  return result;
}

}  // namespace cairn::test
