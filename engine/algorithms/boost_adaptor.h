// Boost.Graph's concepts over a projection's arrays, without copying.
//
// Three graphs, each a few spans that are cheap to copy and valid as long as the arrays:
//
//   DirectedGraph       VertexListGraph, IncidenceGraph, AdjacencyGraph, EdgeListGraph
//   UndirectedGraph     the same over symmetric arrays (each relationship in the lists of both its ends)
//   BidirectionalGraph  a DirectedGraph that is a BidirectionalGraph too, given its Transpose
//
// The last is apart because Boost.Graph chooses its algorithm by that concept: page_rank then pulls instead
// of pushing and takes 2.5 times as long.
//
// An edge is where its entry stands, so an undirected relationship is two edges, one from each end, as it is
// walked; edges() gives it once. Property maps: `vertex_index` (the vertex itself), `edge_index` (the entry's
// position, below entry_count(); an undirected relationship has two) and `edge_weight`.
//
// A graph with an Interruption throws Interrupted out of the algorithm that walks it.
#pragma once

#include "engine/algorithms/interruption.h"
#include "engine/algorithms/projection.h"

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace cairn::engine::algorithms {

// An edge as it is walked: from `source` to `target`. Two edges are the same if their entries are.
struct Edge {
  Vertex source = no_vertex;
  Vertex target = no_vertex;
  std::uint64_t position = 0;  // of its entry

  friend bool operator==(const Edge& left, const Edge& right) { return left.position == right.position; }
  friend auto operator<=>(const Edge& left, const Edge& right) { return left.position <=> right.position; }
};

// The edges that leave one vertex.
class OutEdgeIterator
    : public boost::iterator_facade<OutEdgeIterator, Edge, boost::random_access_traversal_tag, Edge, std::ptrdiff_t> {
 public:
  OutEdgeIterator() = default;
  OutEdgeIterator(Vertex source, const Vertex* targets, std::uint64_t position)
      : targets_(targets), position_(position), source_(source) {}

 private:
  friend class boost::iterator_core_access;
  Edge dereference() const { return {source_, targets_[position_], position_}; }
  bool equal(const OutEdgeIterator& other) const { return position_ == other.position_; }
  void increment() { ++position_; }
  void decrement() { --position_; }
  void advance(std::ptrdiff_t steps) { position_ += static_cast<std::uint64_t>(steps); }
  std::ptrdiff_t distance_to(const OutEdgeIterator& other) const {
    return static_cast<std::ptrdiff_t>(other.position_ - position_);
  }

  const Vertex* targets_ = nullptr;
  std::uint64_t position_ = 0;
  Vertex source_ = no_vertex;
};

// All edges, by position. With `Once` those whose target comes before their source are left out.
template <bool Once>
class EdgeIterator
    : public boost::iterator_facade<EdgeIterator<Once>, Edge, boost::forward_traversal_tag, Edge, std::ptrdiff_t> {
 public:
  EdgeIterator() = default;
  EdgeIterator(std::span<const std::uint64_t> offsets, const Vertex* targets, std::uint64_t position)
      : offsets_(offsets.data()), targets_(targets), position_(position), end_(offsets.back()) {
    settle();
  }

 private:
  friend class boost::iterator_core_access;
  Edge dereference() const { return {source_, targets_[position_], position_}; }
  bool equal(const EdgeIterator& other) const { return position_ == other.position_; }
  void increment() {
    ++position_;
    settle();
  }

  // Goes on to the next edge to be shown, which may be this one, and finds its source.
  void settle() {
    for (; position_ < end_; ++position_) {
      while (offsets_[source_ + 1] <= position_) ++source_;
      if (!Once || source_ <= targets_[position_]) return;
    }
  }

  const std::uint64_t* offsets_ = nullptr;
  const Vertex* targets_ = nullptr;
  std::uint64_t position_ = 0;
  std::uint64_t end_ = 0;
  Vertex source_ = 0;
};

// DirectedCategory is boost::directed_tag or boost::undirected_tag.
template <class DirectedCategory>
class FlatGraph {
 public:
  static constexpr bool is_undirected = std::is_same_v<DirectedCategory, boost::undirected_tag>;

  FlatGraph() = default;

  // `offsets` has one element more than there are vertices; `weights` may be empty if none is asked for.
  // `self_loop_count` matters for undirected graphs only.
  FlatGraph(std::span<const std::uint64_t> offsets, std::span<const Vertex> targets, std::span<const double> weights,
            std::uint64_t self_loop_count, const Interruption* interruption = nullptr)
      : offsets_(offsets),
        targets_(targets),
        weights_(weights),
        self_loop_count_(self_loop_count),
        interruption_(interruption) {}

  // The projection must be undirected just when this graph is.
  explicit FlatGraph(const Projection& projection, const Interruption* interruption = nullptr)
      : FlatGraph(projection.offsets(), projection.targets(), projection.weights(), projection.self_loop_count(),
                  interruption) {}

  Vertex vertex_count() const { return static_cast<Vertex>(offsets_.size() - 1); }
  std::uint64_t entry_count() const { return targets_.size(); }
  std::uint64_t edge_count() const { return is_undirected ? (entry_count() + self_loop_count_) / 2 : entry_count(); }
  std::uint64_t out_degree(Vertex vertex) const { return offsets_[vertex + 1] - offsets_[vertex]; }
  std::span<const std::uint64_t> offsets() const { return offsets_; }
  std::span<const Vertex> targets() const { return targets_; }
  std::span<const double> weights() const { return weights_; }

  // Counts work done on this graph.
  void count_steps(std::uint64_t steps) const {
    if (interruption_ != nullptr) interruption_->count(steps);
  }

 private:
  static constexpr std::uint64_t no_offsets[1] = {0};

  std::span<const std::uint64_t> offsets_ = no_offsets;
  std::span<const Vertex> targets_;
  std::span<const double> weights_;
  std::uint64_t self_loop_count_ = 0;
  const Interruption* interruption_ = nullptr;
};

using DirectedGraph = FlatGraph<boost::directed_tag>;
using UndirectedGraph = FlatGraph<boost::undirected_tag>;

// The edges of a directed graph by their targets: those into vertex v are [offsets[v], offsets[v + 1]).
struct Transpose {
  explicit Transpose(const DirectedGraph& graph);

  std::vector<std::uint64_t> offsets;
  std::vector<Edge> edges;
};

class BidirectionalGraph : public DirectedGraph {
 public:
  BidirectionalGraph() = default;
  // `transpose` is that of `graph` and must outlive this.
  BidirectionalGraph(const DirectedGraph& graph, const Transpose& transpose)
      : DirectedGraph(graph), transpose_(&transpose) {}

  std::span<const Edge> in_edges(Vertex vertex) const {
    const std::uint64_t begin = transpose_->offsets[vertex];
    return std::span(transpose_->edges).subspan(begin, transpose_->offsets[vertex + 1] - begin);
  }

 private:
  const Transpose* transpose_ = nullptr;
};

// ---- what Boost.Graph calls ------------------------------------------------------------------------------

template <class Directed>
std::pair<boost::counting_iterator<Vertex>, boost::counting_iterator<Vertex>> vertices(
    const FlatGraph<Directed>& graph) {
  graph.count_steps(graph.vertex_count());
  return {boost::counting_iterator<Vertex>(0), boost::counting_iterator<Vertex>(graph.vertex_count())};
}

template <class Directed>
Vertex num_vertices(const FlatGraph<Directed>& graph) {
  return graph.vertex_count();
}

template <class Directed>
std::pair<EdgeIterator<FlatGraph<Directed>::is_undirected>, EdgeIterator<FlatGraph<Directed>::is_undirected>> edges(
    const FlatGraph<Directed>& graph) {
  using Iterator = EdgeIterator<FlatGraph<Directed>::is_undirected>;
  graph.count_steps(graph.entry_count());
  return {Iterator(graph.offsets(), graph.targets().data(), 0),
          Iterator(graph.offsets(), graph.targets().data(), graph.entry_count())};
}

template <class Directed>
std::uint64_t num_edges(const FlatGraph<Directed>& graph) {
  return graph.edge_count();
}

template <class Directed>
Vertex source(const Edge& edge, const FlatGraph<Directed>&) {
  return edge.source;
}

template <class Directed>
Vertex target(const Edge& edge, const FlatGraph<Directed>&) {
  return edge.target;
}

template <class Directed>
std::pair<OutEdgeIterator, OutEdgeIterator> out_edges(Vertex vertex, const FlatGraph<Directed>& graph) {
  const std::uint64_t begin = graph.offsets()[vertex];
  const std::uint64_t end = graph.offsets()[vertex + 1];
  graph.count_steps(1 + end - begin);
  return {OutEdgeIterator(vertex, graph.targets().data(), begin), OutEdgeIterator(vertex, graph.targets().data(), end)};
}

template <class Directed>
std::uint64_t out_degree(Vertex vertex, const FlatGraph<Directed>& graph) {
  return graph.out_degree(vertex);
}

template <class Directed>
std::pair<const Vertex*, const Vertex*> adjacent_vertices(Vertex vertex, const FlatGraph<Directed>& graph) {
  graph.count_steps(1 + graph.out_degree(vertex));
  return {graph.targets().data() + graph.offsets()[vertex], graph.targets().data() + graph.offsets()[vertex + 1]};
}

inline std::pair<const Edge*, const Edge*> in_edges(Vertex vertex, const BidirectionalGraph& graph) {
  const std::span<const Edge> edges = graph.in_edges(vertex);
  graph.count_steps(1 + edges.size());
  return {edges.data(), edges.data() + edges.size()};
}

inline std::uint64_t in_degree(Vertex vertex, const BidirectionalGraph& graph) { return graph.in_edges(vertex).size(); }

inline std::uint64_t degree(Vertex vertex, const BidirectionalGraph& graph) {
  return graph.out_degree(vertex) + in_degree(vertex, graph);
}

// ---- property maps ---------------------------------------------------------------------------------------

using VertexIndexMap = boost::typed_identity_property_map<Vertex>;

// From an edge to the position of its entry.
struct EdgeIndexMap {
  using key_type = Edge;
  using value_type = std::uint64_t;
  using reference = std::uint64_t;
  using category = boost::readable_property_map_tag;
};

inline std::uint64_t get(const EdgeIndexMap&, const Edge& edge) { return edge.position; }

using EdgeWeightMap = boost::iterator_property_map<const double*, EdgeIndexMap, double, const double&>;

template <class Directed>
VertexIndexMap get(boost::vertex_index_t, const FlatGraph<Directed>&) {
  return {};
}

template <class Directed>
Vertex get(boost::vertex_index_t, const FlatGraph<Directed>&, Vertex vertex) {
  return vertex;
}

template <class Directed>
EdgeIndexMap get(boost::edge_index_t, const FlatGraph<Directed>&) {
  return {};
}

template <class Directed>
std::uint64_t get(boost::edge_index_t, const FlatGraph<Directed>&, const Edge& edge) {
  return edge.position;
}

// The graph must have weights.
template <class Directed>
EdgeWeightMap get(boost::edge_weight_t, const FlatGraph<Directed>& graph) {
  return {graph.weights().data(), EdgeIndexMap()};
}

template <class Directed>
double get(boost::edge_weight_t, const FlatGraph<Directed>& graph, const Edge& edge) {
  return graph.weights()[edge.position];
}

struct FlatGraphCategory : boost::vertex_list_graph_tag,
                           boost::edge_list_graph_tag,
                           boost::adjacency_graph_tag,
                           boost::incidence_graph_tag {};

struct BidirectionalGraphCategory : boost::vertex_list_graph_tag,
                                    boost::edge_list_graph_tag,
                                    boost::adjacency_graph_tag,
                                    boost::bidirectional_graph_tag {};

}  // namespace cairn::engine::algorithms

namespace boost {

template <class Directed>
struct graph_traits<cairn::engine::algorithms::FlatGraph<Directed>> {
  using Graph = cairn::engine::algorithms::FlatGraph<Directed>;
  using vertex_descriptor = cairn::engine::algorithms::Vertex;
  using edge_descriptor = cairn::engine::algorithms::Edge;
  using vertex_iterator = counting_iterator<vertex_descriptor>;
  using edge_iterator = cairn::engine::algorithms::EdgeIterator<Graph::is_undirected>;
  using out_edge_iterator = cairn::engine::algorithms::OutEdgeIterator;
  using in_edge_iterator = void;
  using adjacency_iterator = const vertex_descriptor*;
  using directed_category = Directed;
  using edge_parallel_category = allow_parallel_edge_tag;
  using traversal_category = cairn::engine::algorithms::FlatGraphCategory;
  using vertices_size_type = vertex_descriptor;
  using edges_size_type = std::uint64_t;
  using degree_size_type = std::uint64_t;
  static vertex_descriptor null_vertex() { return cairn::engine::algorithms::no_vertex; }
};

template <class Directed>
struct graph_traits<const cairn::engine::algorithms::FlatGraph<Directed>>
    : graph_traits<cairn::engine::algorithms::FlatGraph<Directed>> {};

template <>
struct graph_traits<cairn::engine::algorithms::BidirectionalGraph>
    : graph_traits<cairn::engine::algorithms::DirectedGraph> {
  using in_edge_iterator = const cairn::engine::algorithms::Edge*;
  using directed_category = bidirectional_tag;
  using traversal_category = cairn::engine::algorithms::BidirectionalGraphCategory;
};

template <>
struct graph_traits<const cairn::engine::algorithms::BidirectionalGraph>
    : graph_traits<cairn::engine::algorithms::BidirectionalGraph> {};

template <class Directed>
struct property_map<cairn::engine::algorithms::FlatGraph<Directed>, vertex_index_t> {
  using type = cairn::engine::algorithms::VertexIndexMap;
  using const_type = type;
};

template <class Directed>
struct property_map<cairn::engine::algorithms::FlatGraph<Directed>, edge_index_t> {
  using type = cairn::engine::algorithms::EdgeIndexMap;
  using const_type = type;
};

template <class Directed>
struct property_map<cairn::engine::algorithms::FlatGraph<Directed>, edge_weight_t> {
  using type = cairn::engine::algorithms::EdgeWeightMap;
  using const_type = type;
};

template <class Property>
struct property_map<cairn::engine::algorithms::BidirectionalGraph, Property>
    : property_map<cairn::engine::algorithms::DirectedGraph, Property> {};

}  // namespace boost
