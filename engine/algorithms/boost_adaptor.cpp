#include "engine/algorithms/boost_adaptor.h"

namespace cairn::engine::algorithms {

Transpose::Transpose(const DirectedGraph& graph)
    : offsets(std::size_t{graph.vertex_count()} + 1), edges(graph.entry_count()) {
  for (const Vertex target : graph.targets()) ++offsets[std::size_t{target} + 1];
  for (std::size_t vertex = 0; vertex < graph.vertex_count(); ++vertex) offsets[vertex + 1] += offsets[vertex];
  std::vector<std::uint64_t> next(offsets.begin(), offsets.end() - 1);
  for (Vertex vertex = 0; vertex < graph.vertex_count(); ++vertex) {
    for (std::uint64_t position = graph.offsets()[vertex]; position < graph.offsets()[vertex + 1]; ++position) {
      const Vertex target = graph.targets()[position];
      edges[next[target]++] = {vertex, target, position};
    }
  }
}

}  // namespace cairn::engine::algorithms
