#include "engine/algorithms/boost_adaptor.h"

#include "tests/algorithms/memory_graph.h"

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/page_rank.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <type_traits>

namespace cairn::engine::algorithms {
namespace {

using ::testing::ElementsAre;

// The concepts, as the compiler checks them; a graph that lacks one does not compile.
template <class Graph>
struct HasCommonConcepts {
  BOOST_CONCEPT_ASSERT((boost::GraphConcept<Graph>));
  BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<Graph>));
  BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<Graph>));
  BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<Graph>));
  BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<Graph>));
  BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<Graph, Vertex, boost::vertex_index_t>));
  BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<Graph, Edge, boost::edge_index_t>));
  BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<Graph, Edge, boost::edge_weight_t>));
  static constexpr bool value = true;
};
static_assert(HasCommonConcepts<DirectedGraph>::value);
static_assert(HasCommonConcepts<UndirectedGraph>::value);
static_assert(HasCommonConcepts<BidirectionalGraph>::value);

struct HasBidirectionalConcept {
  BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<BidirectionalGraph>));
  static constexpr bool value = true;
};
static_assert(HasBidirectionalConcept::value);

template <class Graph>
constexpr bool is_bidirectional =
    std::is_convertible_v<typename boost::graph_traits<Graph>::traversal_category, boost::bidirectional_graph_tag>;
static_assert(!is_bidirectional<DirectedGraph>, "page_rank would choose its slower version");
static_assert(is_bidirectional<BidirectionalGraph>);
static_assert(boost::is_directed_graph<DirectedGraph>::value);
static_assert(boost::is_undirected_graph<UndirectedGraph>::value);
static_assert(std::is_same_v<boost::graph_traits<const UndirectedGraph>::vertex_descriptor, Vertex>);

// 0 -> 1, 0 -> 1, 1 -> 1, 1 -> 2, and 3 alone.
const std::vector<std::uint64_t> offsets = {0, 2, 4, 4, 4};
const std::vector<Vertex> targets = {1, 1, 1, 2};
const std::vector<double> weights = {5, 6, 7, 8};

// The same walked both ways.
const std::vector<std::uint64_t> symmetric_offsets = {0, 2, 6, 7, 7};
const std::vector<Vertex> symmetric_targets = {1, 1, 1, 2, 0, 0, 1};

template <class Graph>
std::vector<std::vector<std::uint64_t>> all_edges(const Graph& graph) {
  std::vector<std::vector<std::uint64_t>> found;
  const auto [begin, end] = edges(graph);
  for (auto edge = begin; edge != end; ++edge) {
    found.push_back({source(*edge, graph), target(*edge, graph), get(boost::edge_index, graph, *edge)});
  }
  return found;
}

TEST(BoostAdaptor, ShowsEachDirectedEdgeOnce) {
  const DirectedGraph graph(offsets, targets, weights, 1);
  EXPECT_EQ(num_vertices(graph), 4U);
  EXPECT_EQ(num_edges(graph), 4U);
  EXPECT_THAT(all_edges(graph),
              ElementsAre(ElementsAre(0, 1, 0), ElementsAre(0, 1, 1), ElementsAre(1, 1, 2), ElementsAre(1, 2, 3)));
}

TEST(BoostAdaptor, ShowsEachUndirectedEdgeOnce) {
  const UndirectedGraph graph(symmetric_offsets, symmetric_targets, {}, 1);
  EXPECT_EQ(num_edges(graph), 4U);
  EXPECT_THAT(all_edges(graph),
              ElementsAre(ElementsAre(0, 1, 0), ElementsAre(0, 1, 1), ElementsAre(1, 1, 2), ElementsAre(1, 2, 3)));
  EXPECT_EQ(out_degree(1, graph), 4U);
}

TEST(BoostAdaptor, ShowsTheEdgesOfAVertexAndTheirWeights) {
  const DirectedGraph graph(offsets, targets, weights, 1);
  const auto [begin, end] = out_edges(1, graph);
  ASSERT_EQ(end - begin, 2);
  EXPECT_EQ(*begin, (Edge{1, 1, 2}));
  EXPECT_EQ(target(begin[1], graph), 2U);
  EXPECT_EQ(get(boost::edge_weight, graph, begin[1]), 8);
  EXPECT_EQ(get(get(boost::edge_weight, graph), begin[0]), 7);
  const auto [first, last] = adjacent_vertices(0, graph);
  EXPECT_EQ(std::vector<Vertex>(first, last), (std::vector<Vertex>{1, 1}));
}

TEST(BoostAdaptor, OfNothingIsAnEmptyGraph) {
  const UndirectedGraph graph;
  EXPECT_EQ(num_vertices(graph), 0U);
  EXPECT_EQ(num_edges(graph), 0U);
  EXPECT_TRUE(all_edges(graph).empty());
}

TEST(BoostAdaptor, FindsTheEdgesIntoAVertex) {
  const DirectedGraph graph(offsets, targets, weights, 1);
  const Transpose transpose(graph);
  const BidirectionalGraph both(graph, transpose);
  const auto [begin, end] = in_edges(1, both);
  EXPECT_EQ(std::vector<Edge>(begin, end), (std::vector<Edge>{{0, 1, 0}, {0, 1, 1}, {1, 1, 2}}));
  EXPECT_EQ(source(begin[1], both), 0U);
  EXPECT_EQ(in_degree(0, both), 0U);
  EXPECT_EQ(degree(1, both), 5U);
}

std::vector<double> ranks(const auto& graph) {
  std::vector<double> scores(num_vertices(graph));
  boost::graph::page_rank(graph, boost::make_iterator_property_map(scores.begin(), get(boost::vertex_index, graph)),
                          boost::graph::n_iterations(30));
  return scores;
}

TEST(BoostAdaptor, GivesTheSamePageRankPushedAndPulled) {
  const test::RandomGraph random = test::random_graph(3, 60, 200);
  test::MemoryContext context(random.graph);
  const auto projection = Projection::read(context, {});
  ASSERT_TRUE(projection);
  const DirectedGraph graph(*projection);
  const Transpose transpose(graph);
  EXPECT_THAT(ranks(BidirectionalGraph(graph, transpose)),
              ::testing::Pointwise(::testing::DoubleNear(1e-12), ranks(graph)));
}

TEST(BoostAdaptor, EndsAnAlgorithmWhenTheStatementIsCancelled) {
  const test::MemoryGraph empty;
  test::MemoryContext context(empty);
  context.cancelled_after = 1;
  const Interruption interruption(context);
  const DirectedGraph graph(offsets, targets, weights, 1, &interruption);
  std::uint64_t rounds = 0;
  const auto run = run_interruptible([&] {
    for (; rounds < 1'000'000; ++rounds) boost::breadth_first_search(graph, 0U, boost::visitor(boost::bfs_visitor<>()));
  });
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().type, ErrorType::Cancelled);
  EXPECT_GT(rounds, 1000U);
  EXPECT_LT(rounds, 100'000U);
}

}  // namespace
}  // namespace cairn::engine::algorithms
