#include "engine/algorithms/shortest_path.h"

#include "engine/algorithms/boost_adaptor.h"

#include <boost/graph/dijkstra_shortest_paths.hpp>

#include <algorithm>
#include <functional>
#include <limits>

namespace cairn::engine::algorithms {

namespace {

constexpr double unreached = std::numeric_limits<double>::infinity();

// Ends the search.
class TargetReached : public std::exception {};

// Remembers by which edge each vertex was last made cheaper, until the target's cost is final.
class PathVisitor : public boost::dijkstra_visitor<> {
 public:
  PathVisitor(Vertex target, std::vector<Edge>& last_edges) : target_(target), last_edges_(&last_edges) {}

  void examine_vertex(Vertex vertex, const DirectedGraph&) const {
    if (vertex == target_) throw TargetReached();
  }
  void edge_relaxed(const Edge& edge, const DirectedGraph&) { (*last_edges_)[edge.target] = edge; }

 private:
  Vertex target_;
  std::vector<Edge>* last_edges_;
};

template <class WeightMap>
void search(const DirectedGraph& graph, Vertex source, WeightMap weights, std::vector<double>& costs,
            const PathVisitor& visitor) {
  const auto index = get(boost::vertex_index, graph);
  std::vector<boost::default_color_type> colors(num_vertices(graph));
  try {
    boost::dijkstra_shortest_paths(graph, source, boost::dummy_property_map(),
                                   boost::make_iterator_property_map(costs.begin(), index), weights, index,
                                   std::less<>(), std::plus<>(), unreached, 0.0, visitor,
                                   boost::make_iterator_property_map(colors.begin(), index));
  } catch (const TargetReached&) {
    return;
  }
}

ShortestPath trace(Vertex source, Vertex target, const std::vector<Edge>& last_edges, double cost) {
  ShortestPath path;
  path.cost = cost;
  path.vertices.push_back(target);
  for (Vertex vertex = target; vertex != source;) {
    const Edge& edge = last_edges[vertex];
    path.entries.push_back(edge.position);
    path.vertices.push_back(edge.source);
    vertex = edge.source;
  }
  std::reverse(path.vertices.begin(), path.vertices.end());
  std::reverse(path.entries.begin(), path.entries.end());
  return path;
}

}  // namespace

Expected<std::optional<ShortestPath>> shortest_path(const Projection& projection, Vertex source, Vertex target,
                                                    ProcedureContext& context) {
  const std::size_t count = projection.vertex_count();
  // Costs, last edges, colours, and the search's own heap and places in it.
  const std::size_t bytes_per_vertex =
      sizeof(double) + sizeof(Edge) + sizeof(boost::default_color_type) + sizeof(Vertex) + sizeof(std::size_t);
  if (auto reserved = context.reserve_memory(count * bytes_per_vertex); !reserved) return std::move(reserved).error();
  std::vector<double> costs(count);
  std::vector<Edge> last_edges(count);
  const Interruption interruption(context);
  const DirectedGraph graph(projection, &interruption);
  auto run = run_interruptible([&] {
    const PathVisitor visitor(target, last_edges);
    if (graph.weights().empty()) {
      search(graph, source, boost::static_property_map<double, Edge>(1), costs, visitor);
    } else {
      search(graph, source, get(boost::edge_weight, graph), costs, visitor);
    }
  });
  if (!run) return std::move(run).error();
  if (costs[target] == unreached) return std::optional<ShortestPath>();
  return std::optional(trace(source, target, last_edges, costs[target]));
}

}  // namespace cairn::engine::algorithms
