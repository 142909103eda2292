#include "engine/algorithms/betweenness.h"

#include "engine/algorithms/boost_adaptor.h"

#include <boost/graph/betweenness_centrality.hpp>

#include <cmath>

namespace cairn::engine::algorithms {

namespace {

// Long doubles, because shortest paths multiply: a road of 1,100 pieces with two lanes each has more than a
// double can count.
using PathCount = long double;

// Everything the algorithm keeps, by vertex.
struct BrandesState {
  explicit BrandesState(std::size_t count)
      : centrality(count), incoming(count), distance(count), dependency(count), path_count(count) {}

  static std::size_t bytes(const Projection& projection) {
    const std::size_t bytes_per_vertex = 2 * sizeof(PathCount) + 2 * sizeof(double) + sizeof(std::vector<Edge>) +
                                         sizeof(Vertex) + sizeof(boost::default_color_type) + 2 * sizeof(Vertex);
    // Vectors of edges double as they grow.
    return projection.vertex_count() * bytes_per_vertex + 2 * projection.entry_count() * sizeof(Edge);
  }

  std::vector<PathCount> centrality;
  std::vector<std::vector<Edge>> incoming;
  std::vector<double> distance;
  std::vector<PathCount> dependency;
  std::vector<PathCount> path_count;
};

template <class Graph>
void run_brandes(const Graph& graph, BrandesState& state) {
  const auto index = get(boost::vertex_index, graph);
  const auto map = [&](auto& values) { return boost::make_iterator_property_map(values.begin(), index); };
  if (graph.weights().empty()) {
    boost::brandes_betweenness_centrality(graph, map(state.centrality), boost::dummy_property_map(),
                                          map(state.incoming), map(state.distance), map(state.dependency),
                                          map(state.path_count), index);
  } else {
    boost::brandes_betweenness_centrality(graph, map(state.centrality), boost::dummy_property_map(),
                                          map(state.incoming), map(state.distance), map(state.dependency),
                                          map(state.path_count), index, get(boost::edge_weight, graph));
  }
}

}  // namespace

Expected<std::vector<double>> betweenness(const Projection& projection, ProcedureContext& context) {
  if (auto reserved = context.reserve_memory(BrandesState::bytes(projection)); !reserved) {
    return std::move(reserved).error();
  }
  BrandesState state(projection.vertex_count());
  const Interruption interruption(context);
  auto run = run_interruptible([&] {
    if (projection.traversal() == Traversal::Both) {
      run_brandes(UndirectedGraph(projection, &interruption), state);
    } else {
      run_brandes(DirectedGraph(projection, &interruption), state);
    }
  });
  if (!run) return std::move(run).error();
  std::vector<double> scores(state.centrality.begin(), state.centrality.end());
  for (const double score : scores) {
    if (!std::isfinite(score)) {
      return runtime_error(ErrorType::ArithmeticError, "NumberOutOfRange",
                           "there are more shortest paths than can be counted");
    }
  }
  return scores;
}

}  // namespace cairn::engine::algorithms
