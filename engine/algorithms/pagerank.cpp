// boost::graph::page_rank lets the score of a vertex without entries get lost. Its fixed point solves
// x = (1 - damping) + damping * P x, with a column of zeros in P for such a vertex. Handing the lost score to
// all vertices alike only makes the constant greater, hence the solution the same but for a factor: scaled to
// a sum of 1 both are equal.
#include "engine/algorithms/pagerank.h"

#include "engine/algorithms/boost_adaptor.h"

#include <boost/graph/page_rank.hpp>

#include <cmath>
#include <numeric>

namespace cairn::engine::algorithms {

namespace {

double sum(const std::vector<double>& scores) { return std::accumulate(scores.begin(), scores.end(), 0.0); }

// Asked by page_rank before each step; the two vectors hold the scores before and after the last one, either
// way round.
class Convergence {
 public:
  Convergence(const PagerankOptions& options, const std::vector<double>& left, const std::vector<double>& right)
      : options_(options), left_(left), right_(right) {}

  template <class RankMap, class Graph>
  bool operator()(const RankMap&, const Graph&) {
    const std::uint64_t steps_done = steps_done_++;
    if (steps_done == 0) return false;
    return steps_done >= options_.max_iterations || change() < options_.tolerance;
  }

 private:
  double change() const {
    const double left_scale = 1 / sum(left_);
    const double right_scale = 1 / sum(right_);
    double change = 0;
    for (std::size_t i = 0; i < left_.size(); ++i) change += std::abs(left_[i] * left_scale - right_[i] * right_scale);
    return change;
  }

  const PagerankOptions& options_;
  const std::vector<double>& left_;
  const std::vector<double>& right_;
  std::uint64_t steps_done_ = 0;
};

}  // namespace

Expected<std::vector<double>> pagerank(const Projection& projection, const PagerankOptions& options,
                                       ProcedureContext& context) {
  const std::size_t count = projection.vertex_count();
  if (count == 0) return std::vector<double>();
  if (auto reserved = context.reserve_memory(2 * count * sizeof(double)); !reserved) return std::move(reserved).error();
  std::vector<double> scores(count);
  std::vector<double> other_scores(count);
  const Interruption interruption(context);
  const DirectedGraph graph(projection, &interruption);
  auto run = run_interruptible([&] {
    const auto index = get(boost::vertex_index, graph);
    // Each score begins as 1 / (the argument before the last).
    boost::graph::page_rank(graph, boost::make_iterator_property_map(scores.begin(), index),
                            Convergence(options, scores, other_scores), options.damping, Vertex{1},
                            boost::make_iterator_property_map(other_scores.begin(), index));
  });
  if (!run) return std::move(run).error();
  const double scale = 1 / sum(scores);
  for (double& score : scores) score *= scale;
  return scores;
}

}  // namespace cairn::engine::algorithms
