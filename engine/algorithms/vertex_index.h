// Which nodes take part in a projection, and their dense numbers.
//
// Algorithms want vertices 0 … n-1; nodes have ids with gaps. Vertices are numbered in the order of node ids,
// so the number of a node is its rank among the chosen ids: a bit for each id and, for each 64 of them, how
// many were set before (1.5 bits an id, constant time). If all ids below the bound are chosen, a vertex *is*
// its node's id and nothing is kept.
#pragma once

#include "base/expected.h"
#include "engine/value/value.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace cairn::engine::algorithms {

using Vertex = std::uint32_t;

// Not a vertex.
inline constexpr Vertex no_vertex = std::numeric_limits<Vertex>::max();

// First add() all nodes, then finish(), then ask. Immutable afterwards, hence safe for any number of threads.
class VertexIndex {
 public:
  // Every id to be added is below `id_bound`.
  explicit VertexIndex(EntityId id_bound) : id_bound_(id_bound), words_(word_count(id_bound)) {}

  // Bytes that an index takes before finish().
  static std::size_t bytes_of_marks(EntityId id_bound) {
    return word_count(id_bound) * (sizeof(std::uint64_t) + sizeof(Vertex));
  }

  // Ids may come in any order and repeat.
  void add(std::span<const EntityId> ids) {
    for (const EntityId id : ids) words_[id / 64] |= std::uint64_t{1} << (id % 64);
  }

  // The number of ids added so far; before finish() only.
  std::uint64_t count() const;

  // Numbers the vertices; count() must be below no_vertex.
  void finish();

  Vertex size() const { return size_; }

  // The node of a vertex below size().
  EntityId node(Vertex vertex) const { return nodes_.empty() ? vertex : nodes_[vertex]; }

  // The vertex of a node, or no_vertex.
  Vertex find(EntityId id) const {
    if (id >= id_bound_) return no_vertex;
    if (nodes_.empty()) return static_cast<Vertex>(id < size_ ? id : no_vertex);
    const std::uint64_t word = words_[id / 64];
    const std::uint64_t bit = std::uint64_t{1} << (id % 64);
    if ((word & bit) == 0) return no_vertex;
    return ranks_[id / 64] + static_cast<Vertex>(std::popcount(word & (bit - 1)));
  }

 private:
  static std::size_t word_count(EntityId id_bound) { return static_cast<std::size_t>((id_bound + 63) / 64); }

  EntityId id_bound_;
  Vertex size_ = 0;
  std::vector<std::uint64_t> words_;  // bit id % 64 of word id / 64: the node takes part
  std::vector<Vertex> ranks_;         // of each word: nodes before it that take part
  std::vector<EntityId> nodes_;       // by vertex; empty if vertex and id are the same
};

}  // namespace cairn::engine::algorithms
