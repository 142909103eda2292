#include "engine/algorithms/components.h"

#include "engine/algorithms/boost_adaptor.h"

#include <boost/graph/strong_components.hpp>
#include <boost/pending/disjoint_sets.hpp>

namespace cairn::engine::algorithms {

namespace {

// Depth-first search keeps this much on its stack for each vertex of a path, besides five numbers and a
// colour a vertex.
constexpr std::size_t stack_bytes_per_vertex = 96;
constexpr std::size_t strong_bytes_per_vertex = stack_bytes_per_vertex + 5 * sizeof(Vertex) + 4;

// Gives components the order of their first vertices.
void number_by_first_vertex(std::vector<Vertex>& component_of) {
  std::vector<Vertex> numbers(component_of.size(), no_vertex);
  Vertex next = 0;
  for (Vertex& component : component_of) {
    Vertex& number = numbers[component];
    if (number == no_vertex) number = next++;
    component = number;
  }
}

}  // namespace

Expected<std::vector<Vertex>> connected_components(const Projection& projection, ProcedureContext& context) {
  const std::size_t count = projection.vertex_count();
  // Ranks, parents and numbers.
  if (auto reserved = context.reserve_memory(3 * count * sizeof(Vertex)); !reserved) return std::move(reserved).error();
  std::vector<Vertex> ranks(count);
  std::vector<Vertex> parents(count);
  const Interruption interruption(context);
  const DirectedGraph graph(projection, &interruption);
  auto run = run_interruptible([&] {
    const auto index = get(boost::vertex_index, graph);
    boost::disjoint_sets sets(boost::make_iterator_property_map(ranks.begin(), index),
                              boost::make_iterator_property_map(parents.begin(), index));
    for (Vertex vertex = 0; vertex < count; ++vertex) sets.make_set(vertex);
    for (Vertex vertex = 0; vertex < count; ++vertex) {
      const auto [begin, end] = adjacent_vertices(vertex, graph);
      for (const Vertex* target = begin; target != end; ++target) sets.union_set(vertex, *target);
    }
    for (Vertex vertex = 0; vertex < count; ++vertex) parents[vertex] = sets.find_set(vertex);
    number_by_first_vertex(parents);
  });
  if (!run) return std::move(run).error();
  return parents;
}

Expected<std::vector<Vertex>> strongly_connected_components(const Projection& projection, ProcedureContext& context) {
  const std::size_t count = projection.vertex_count();
  if (auto reserved = context.reserve_memory(count * strong_bytes_per_vertex); !reserved) {
    return std::move(reserved).error();
  }
  std::vector<Vertex> component_of(count);
  const Interruption interruption(context);
  const DirectedGraph graph(projection, &interruption);
  auto run = run_interruptible([&] {
    boost::strong_components(graph,
                             boost::make_iterator_property_map(component_of.begin(), get(boost::vertex_index, graph)));
    number_by_first_vertex(component_of);
  });
  if (!run) return std::move(run).error();
  return component_of;
}

}  // namespace cairn::engine::algorithms
