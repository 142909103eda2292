// Each algorithm against a second method that shares nothing with it, on random graphs.
#include "engine/algorithms/betweenness.h"
#include "engine/algorithms/components.h"
#include "engine/algorithms/pagerank.h"
#include "engine/algorithms/shortest_path.h"
#include "tests/algorithms/memory_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>

namespace cairn::engine::algorithms {
namespace {

using test::MemoryContext;
using test::MemoryGraph;
using test::PlainEdge;
using test::random_graph;
using test::RandomGraph;
using test::walked;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Pointwise;

constexpr double infinity = std::numeric_limits<double>::infinity();

using Matrix = std::vector<std::vector<double>>;

// A random graph with its nodes renumbered 0, 1, … in the order of their ids, as vertices are.
struct Case {
  RandomGraph random;
  Traversal traversal;
  std::vector<PlainEdge> edges;  // as walked, between vertices

  std::size_t size() const { return random.nodes.size(); }
};

Case make_case(std::uint32_t seed, Traversal traversal, std::size_t node_count, std::size_t edge_count) {
  Case result{random_graph(seed, node_count, edge_count), traversal, {}};
  std::map<EntityId, EntityId> vertex_of;
  for (const EntityId node : result.random.nodes) vertex_of.emplace(node, vertex_of.size());
  for (const PlainEdge& edge : walked(result.random.edges, traversal)) {
    result.edges.push_back({vertex_of[edge.source], vertex_of[edge.target], edge.weight});
  }
  return result;
}

// Sparse and dense graphs, in all directions.
void for_each_case(const std::function<void(const Case&)>& check) {
  for (const Traversal traversal : {Traversal::Outgoing, Traversal::Incoming, Traversal::Both}) {
    for (std::uint32_t seed = 1; seed <= 12; ++seed) {
      const std::size_t node_count = 1 + seed * 2;
      SCOPED_TRACE(::testing::Message() << "seed " << seed << ", traversal " << static_cast<int>(traversal));
      check(make_case(seed, traversal, node_count, seed % 3 == 0 ? node_count * 3 : node_count));
    }
  }
}

Projection project(MemoryContext& context, Traversal traversal, bool weighted = false) {
  ProjectionOptions options;
  options.traversal = traversal;
  options.keeps_relationships = true;
  if (weighted) options.weight = WeightOptions{.property = "w", .domain = WeightDomain::Positive};
  auto projection = Projection::read(context, options);
  EXPECT_TRUE(projection);
  return std::move(projection).value();
}

// reach[i][j]: a walk leads from i to j.
std::vector<std::vector<bool>> reachability(const Case& graph, bool both_ways) {
  const std::size_t size = graph.size();
  std::vector<std::vector<bool>> reach(size, std::vector<bool>(size));
  for (std::size_t i = 0; i < size; ++i) reach[i][i] = true;
  for (const PlainEdge& edge : graph.edges) {
    reach[edge.source][edge.target] = true;
    if (both_ways) reach[edge.target][edge.source] = true;
  }
  for (std::size_t k = 0; k < size; ++k) {
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j < size; ++j) {
        if (reach[i][k] && reach[k][j]) reach[i][j] = true;
      }
    }
  }
  return reach;
}

std::vector<Vertex> components_of(const std::vector<std::vector<bool>>& reach) {
  std::vector<Vertex> component_of(reach.size(), no_vertex);
  Vertex count = 0;
  for (std::size_t i = 0; i < reach.size(); ++i) {
    if (component_of[i] != no_vertex) continue;
    for (std::size_t j = i; j < reach.size(); ++j) {
      if (reach[i][j] && reach[j][i]) component_of[j] = count;
    }
    ++count;
  }
  return component_of;
}

TEST(ConnectedComponents, AreWhatWalksInAnyDirectionReach) {
  for_each_case([](const Case& graph) {
    MemoryContext context(graph.random.graph);
    const auto components = connected_components(project(context, graph.traversal), context);
    ASSERT_TRUE(components);
    EXPECT_EQ(*components, components_of(reachability(graph, true)));
  });
}

TEST(StronglyConnectedComponents, AreWhatReachesEachOther) {
  for_each_case([](const Case& graph) {
    MemoryContext context(graph.random.graph);
    const auto components = strongly_connected_components(project(context, graph.traversal), context);
    ASSERT_TRUE(components);
    EXPECT_EQ(*components, components_of(reachability(graph, false)));
  });
}

// 0 -> 1 -> … -> 0.
MemoryGraph ring(EntityId size) {
  MemoryGraph graph;
  for (EntityId i = 0; i < size; ++i) graph.add_node();
  for (EntityId i = 0; i < size; ++i) graph.add_relationship(i, (i + 1) % size);
  return graph;
}

TEST(Components, OfALongRingNeedNoDeepStack) {
  const MemoryGraph graph = ring(300'000);
  MemoryContext context(graph);
  const Projection projection = project(context, Traversal::Outgoing);
  const auto weak = connected_components(projection, context);
  ASSERT_TRUE(weak);
  EXPECT_EQ(*weak, std::vector<Vertex>(300'000, 0));
  const auto strong = strongly_connected_components(projection, context);
  ASSERT_TRUE(strong);
  EXPECT_EQ(*strong, *weak);
}

// Power iteration with a full matrix, in which a vertex without edges leads to all.
std::vector<double> pagerank_by_matrix(const Case& graph, double damping, int iterations) {
  const std::size_t size = graph.size();
  const auto share = 1.0 / static_cast<double>(size);
  Matrix chance(size, std::vector<double>(size));
  for (const PlainEdge& edge : graph.edges) chance[edge.source][edge.target] += 1;
  for (std::vector<double>& row : chance) {
    const double degree = std::accumulate(row.begin(), row.end(), 0.0);
    for (double& entry : row) entry = degree == 0 ? share : entry / degree;
  }
  std::vector<double> scores(size, share);
  for (int iteration = 0; iteration < iterations; ++iteration) {
    std::vector<double> next(size, (1 - damping) * share);
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j < size; ++j) next[j] += damping * scores[i] * chance[i][j];
    }
    scores = next;
  }
  return scores;
}

TEST(Pagerank, IsTheFixedPointOfTheFullMatrix) {
  for_each_case([](const Case& graph) {
    MemoryContext context(graph.random.graph);
    const Projection projection = project(context, graph.traversal);
    for (const double damping : {0.0, 0.5, 0.85}) {
      const auto scores = pagerank(projection, {damping, 1000, 1e-12}, context);
      ASSERT_TRUE(scores);
      EXPECT_THAT(*scores, Pointwise(DoubleNear(1e-9), pagerank_by_matrix(graph, damping, 300)));
      EXPECT_NEAR(std::accumulate(scores->begin(), scores->end(), 0.0), 1, 1e-12);
    }
  });
}

TEST(Pagerank, IsCloseWithItsDefaults) {
  for_each_case([](const Case& graph) {
    MemoryContext context(graph.random.graph);
    const auto scores = pagerank(project(context, graph.traversal), {}, context);
    ASSERT_TRUE(scores);
    EXPECT_THAT(*scores, Pointwise(DoubleNear(1e-7), pagerank_by_matrix(graph, 0.85, 300)));
  });
}

TEST(Pagerank, TakesAtMostTheIterationsItIsGiven) {
  // In 0 -> 1 -> 0, 2 -> 0 the scores differ after each step.
  MemoryGraph graph;
  for (int i = 0; i < 3; ++i) graph.add_node();
  graph.add_relationship(0, 1);
  graph.add_relationship(1, 0);
  graph.add_relationship(2, 0);
  MemoryContext context(graph);
  const Projection projection = project(context, Traversal::Outgoing);
  const auto once = pagerank(projection, {0.5, 1, 0}, context);
  ASSERT_TRUE(once);
  EXPECT_THAT(*once, Pointwise(DoubleNear(1e-15), {1.5 / 3, 1.0 / 3, 0.5 / 3}));
  const auto twice = pagerank(projection, {0.5, 2, 0}, context);
  ASSERT_TRUE(twice);
  EXPECT_THAT(*twice, Pointwise(DoubleNear(1e-15), {1.25 / 3, 1.25 / 3, 0.5 / 3}));
}

TEST(Pagerank, OfNothingIsNothing) {
  const MemoryGraph graph;
  MemoryContext context(graph);
  const auto scores = pagerank(project(context, Traversal::Outgoing), {}, context);
  ASSERT_TRUE(scores);
  EXPECT_TRUE(scores->empty());
}

// Costs of the cheapest walks by Bellman and Ford; without weights a step costs 1.
std::vector<double> costs_from(const Case& graph, std::size_t source, bool weighted) {
  std::vector<double> costs(graph.size(), infinity);
  costs[source] = 0;
  for (std::size_t round = 0; round < graph.size(); ++round) {
    for (const PlainEdge& edge : graph.edges) {
      costs[edge.target] = std::min(costs[edge.target], costs[edge.source] + (weighted ? edge.weight : 1));
    }
  }
  return costs;
}

// Goes along each cheapest path in turn and counts by what vertices it leads.
struct PathCounter {
  const Case& graph;
  const std::vector<double>& costs;
  bool weighted;
  std::vector<double> paths_through;
  double paths = 0;
  std::vector<EntityId> trail;

  // From `vertex` back to the source.
  void follow_back(EntityId vertex, EntityId source) {
    if (vertex == source) {
      ++paths;
      for (const EntityId inner : trail) ++paths_through[inner];
      return;
    }
    for (const PlainEdge& edge : graph.edges) {
      if (edge.target != vertex || costs[edge.source] + (weighted ? edge.weight : 1) != costs[vertex]) continue;
      trail.push_back(edge.source);
      follow_back(edge.source, source);
      trail.pop_back();
    }
  }
};

std::vector<double> betweenness_by_counting(const Case& graph, bool weighted) {
  std::vector<double> scores(graph.size());
  for (EntityId source = 0; source < graph.size(); ++source) {
    const std::vector<double> costs = costs_from(graph, source, weighted);
    for (EntityId target = 0; target < graph.size(); ++target) {
      if (target == source || costs[target] == infinity) continue;
      PathCounter counter{graph, costs, weighted, std::vector<double>(graph.size()), 0, {}};
      counter.follow_back(target, source);
      for (EntityId vertex = 0; vertex < graph.size(); ++vertex) {
        if (vertex != source) scores[vertex] += counter.paths_through[vertex] / counter.paths;
      }
    }
  }
  if (graph.traversal == Traversal::Both) {
    for (double& score : scores) score /= 2;
  }
  return scores;
}

TEST(Betweenness, IsTheShareOfShortestPathsThroughEachVertex) {
  for_each_case([](const Case& graph) {
    MemoryContext context(graph.random.graph);
    for (const bool weighted : {false, true}) {
      const auto scores = betweenness(project(context, graph.traversal, weighted), context);
      ASSERT_TRUE(scores);
      EXPECT_THAT(*scores, Pointwise(DoubleNear(1e-9), betweenness_by_counting(graph, weighted)));
    }
  });
}

TEST(Betweenness, OfAnUndirectedStarCountsEachPairOnce) {
  MemoryGraph graph;
  for (int i = 0; i < 5; ++i) graph.add_node();
  for (EntityId leaf = 1; leaf < 5; ++leaf) graph.add_relationship(0, leaf);
  MemoryContext context(graph);
  const auto scores = betweenness(project(context, Traversal::Both), context);
  ASSERT_TRUE(scores);
  EXPECT_THAT(*scores, ElementsAre(6, 0, 0, 0, 0));
}

// A road of `pieces` with two lanes each, so 2^pieces shortest paths lead along it.
MemoryGraph two_lane_road(EntityId pieces) {
  MemoryGraph graph;
  for (EntityId i = 0; i <= pieces; ++i) graph.add_node();
  for (EntityId i = 0; i < pieces; ++i) {
    graph.add_relationship(i, i + 1);
    graph.add_relationship(i, i + 1);
  }
  return graph;
}

TEST(Betweenness, CountsMorePathsThanADoubleHolds) {
  const MemoryGraph graph = two_lane_road(1200);
  MemoryContext context(graph);
  const auto scores = betweenness(project(context, Traversal::Outgoing), context);
  ASSERT_TRUE(scores);
  for (std::size_t i = 0; i <= 1200; ++i) ASSERT_EQ((*scores)[i], static_cast<double>(i * (1200 - i))) << i;
}

TEST(ShortestPath, CostsWhatBellmanAndFordFind) {
  for_each_case([](const Case& graph) {
    MemoryContext context(graph.random.graph);
    for (const bool weighted : {false, true}) {
      const Projection projection = project(context, graph.traversal, weighted);
      for (Vertex source = 0; source < graph.size(); source += 3) {
        const std::vector<double> costs = costs_from(graph, source, weighted);
        for (Vertex target = 0; target < graph.size(); ++target) {
          const auto path = shortest_path(projection, source, target, context);
          ASSERT_TRUE(path);
          ASSERT_EQ(path->has_value(), costs[target] < infinity);
          if (!*path) continue;
          EXPECT_EQ((*path)->cost, costs[target]);
        }
      }
    }
  });
}

TEST(ShortestPath, IsAWalkOfThatCost) {
  for_each_case([](const Case& graph) {
    MemoryContext context(graph.random.graph);
    const Projection projection = project(context, graph.traversal, true);
    for (Vertex target = 0; target < graph.size(); ++target) {
      const auto found = shortest_path(projection, 0, target, context);
      ASSERT_TRUE(found);
      if (!*found) continue;
      const ShortestPath& path = **found;
      ASSERT_EQ(path.vertices.size(), path.entries.size() + 1);
      EXPECT_EQ(path.vertices.front(), 0U);
      EXPECT_EQ(path.vertices.back(), target);
      double cost = 0;
      for (std::size_t i = 0; i < path.entries.size(); ++i) {
        EXPECT_GE(path.entries[i], projection.offsets()[path.vertices[i]]);
        EXPECT_LT(path.entries[i], projection.offsets()[path.vertices[i] + 1]);
        EXPECT_EQ(projection.targets()[path.entries[i]], path.vertices[i + 1]);
        cost += projection.weights()[path.entries[i]];
      }
      EXPECT_EQ(cost, path.cost);
    }
  });
}

TEST(Algorithms, HandOnThatMemoryIsUsedUp) {
  const RandomGraph random = random_graph(5, 40, 80);
  MemoryContext context(random.graph);
  const Projection projection = project(context, Traversal::Outgoing);
  context.bytes_max = context.bytes_reserved;
  EXPECT_EQ(connected_components(projection, context).error().type, ErrorType::ResourceExhausted);
  EXPECT_EQ(strongly_connected_components(projection, context).error().type, ErrorType::ResourceExhausted);
  EXPECT_EQ(pagerank(projection, {}, context).error().type, ErrorType::ResourceExhausted);
  EXPECT_EQ(betweenness(projection, context).error().type, ErrorType::ResourceExhausted);
  EXPECT_EQ(shortest_path(projection, 0, 1, context).error().type, ErrorType::ResourceExhausted);
}

template <class Algorithm>
void expect_cancelled(MemoryContext& context, Algorithm algorithm) {
  context.cancelled_after = context.cancelled_calls;
  const auto answer = algorithm();
  context.cancelled_after = static_cast<std::uint64_t>(-1);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::Cancelled);
}

TEST(Algorithms, EndWhenTheStatementIsCancelled) {
  const MemoryGraph graph = ring(100'000);
  MemoryContext context(graph);
  const Projection projection = project(context, Traversal::Outgoing);
  expect_cancelled(context, [&] { return connected_components(projection, context); });
  expect_cancelled(context, [&] { return strongly_connected_components(projection, context); });
  expect_cancelled(context, [&] { return pagerank(projection, {}, context); });
  expect_cancelled(context, [&] { return betweenness(projection, context); });
  expect_cancelled(context, [&] { return shortest_path(projection, 0, 99'999, context); });
}

}  // namespace
}  // namespace cairn::engine::algorithms
