// A projection: the part of the graph that an algorithm works on, as flat arrays in memory.
//
// The idea: vertices are dense numbers in the order of node ids, and the neighbours of all vertices lie one
// after the other in one array ("compressed sparse rows"); entry e of that array, its relationship and its
// weight have the same position in three arrays. Entries are in the order in which the graph gives them, so a
// projection of the same graph is always the same.
//
//   offsets:        0        2    3    3 …        vertex v's entries are offsets[v] … offsets[v + 1] - 1
//   targets:        | 1 | 4  | 0  |  …            the vertex at the other end
//   relationships:  | 7 | 9  | 3  |  …            if wanted
//   weights:        | 1 | .5 | 2  |  …            if there is a weight
//
// An undirected projection has each relationship in the lists of both its ends, and one from a node to itself
// once. Parallel relationships stay parallel.
#pragma once

#include "engine/algorithms/vertex_index.h"
#include "engine/graph_view.h"
#include "engine/procedure.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cairn::engine::algorithms {

// Which weights an algorithm can work with.
enum class WeightDomain : std::uint8_t { NonNegative, Positive };

struct WeightOptions {
  std::string property = {};  // of relationships
  double default_value = 1;   // of a relationship that lacks it
  WeightDomain domain = WeightDomain::NonNegative;
};

// What to take. A label or type that the graph does not know selects nothing, as in MATCH.
struct ProjectionOptions {
  std::vector<std::string> labels = {};  // nodes with any of them; all nodes if empty
  std::vector<std::string> types = {};   // relationships of these types between such nodes; all if empty
  Traversal traversal = Traversal::Outgoing;
  std::optional<WeightOptions> weight = std::nullopt;
  bool keeps_relationships = false;  // whether relationships() is filled
};

// Immutable and independent of the graph it was read from, hence safe for any number of threads.
class Projection {
 public:
  // Reads the graph of `context` in batches and counts all memory against its limit. Errors: StorageError,
  // Cancelled, ResourceExhausted; ArgumentError if no relationship can have the weight or one is out of its
  // domain, TypeError if one is not a number.
  static Expected<Projection> read(ProcedureContext& context, const ProjectionOptions& options);

  Vertex vertex_count() const { return vertices_.size(); }
  std::uint64_t entry_count() const { return targets_.size(); }
  // Entries whose two ends are one vertex.
  std::uint64_t self_loop_count() const { return self_loop_count_; }
  Traversal traversal() const { return traversal_; }

  EntityId node(Vertex vertex) const { return vertices_.node(vertex); }
  // The vertex of a node, or no_vertex.
  Vertex find(EntityId node) const { return vertices_.find(node); }

  std::span<const std::uint64_t> offsets() const { return offsets_; }
  std::span<const Vertex> targets() const { return targets_; }
  // Empty if not wanted.
  std::span<const EntityId> relationships() const { return relationships_; }
  // Empty without a weight.
  std::span<const double> weights() const { return weights_; }

 private:
  friend class ProjectionReader;

  Projection(VertexIndex vertices, Traversal traversal) : vertices_(std::move(vertices)), traversal_(traversal) {}

  VertexIndex vertices_;
  Traversal traversal_;
  std::uint64_t self_loop_count_ = 0;
  std::vector<std::uint64_t> offsets_;
  std::vector<Vertex> targets_;
  std::vector<EntityId> relationships_;
  std::vector<double> weights_;
};

}  // namespace cairn::engine::algorithms
