#include "engine/algorithms/projection.h"

#include "tests/algorithms/memory_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace cairn::engine::algorithms {
namespace {

using test::MemoryContext;
using test::MemoryGraph;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(VertexIndex, NumbersChosenNodesInTheOrderOfTheirIds) {
  VertexIndex index(200);
  index.add(std::vector<EntityId>{130, 3, 64});
  index.add(std::vector<EntityId>{3, 199, 63});
  ASSERT_EQ(index.count(), 5U);
  index.finish();
  const std::vector<EntityId> ids = {3, 63, 64, 130, 199};
  ASSERT_EQ(index.size(), ids.size());
  for (Vertex vertex = 0; vertex < ids.size(); ++vertex) {
    EXPECT_EQ(index.node(vertex), ids[vertex]);
    EXPECT_EQ(index.find(ids[vertex]), vertex);
  }
  for (const EntityId id : {EntityId{0}, EntityId{62}, EntityId{65}, EntityId{198}, EntityId{200}, ~EntityId{0}}) {
    EXPECT_EQ(index.find(id), no_vertex) << id;
  }
}

TEST(VertexIndex, OfAllIdsIsTheIdentity) {
  VertexIndex index(65);
  for (EntityId id = 0; id < 65; ++id) index.add(std::vector{id});
  index.finish();
  EXPECT_EQ(index.size(), 65U);
  EXPECT_EQ(index.node(64), 64U);
  EXPECT_EQ(index.find(64), 64U);
  EXPECT_EQ(index.find(65), no_vertex);
}

TEST(VertexIndex, MayBeEmpty) {
  VertexIndex none_of_some(70);
  none_of_some.finish();
  EXPECT_EQ(none_of_some.size(), 0U);
  EXPECT_EQ(none_of_some.find(0), no_vertex);
  VertexIndex none_of_none(0);
  none_of_none.finish();
  EXPECT_EQ(none_of_none.find(0), no_vertex);
}

// (0:A)-[0:K]->(1:A:B), (1)-[1:K]->(0), (1)-[2:L]->(3:B), (3)-[3:K]->(3), (3)-[4:K]->(4), no node 2
class ProjectionTest : public ::testing::Test {
 protected:
  ProjectionTest() {
    graph_.add_node({"A"});
    graph_.add_node({"A", "B"});
    graph_.remove_node(graph_.add_node({"A"}));
    graph_.add_node({"B"});
    graph_.add_node();
    graph_.add_relationship(0, 1, "K", {{"w", Value::integer(2)}});
    graph_.add_relationship(1, 0, "K", {{"w", Value::floating(0.5)}});
    graph_.add_relationship(1, 3, "L");
    graph_.add_relationship(3, 3, "K", {{"w", Value::integer(7)}});
    graph_.add_relationship(3, 4, "K", {{"w", Value::integer(0)}});
  }

  Projection read(const ProjectionOptions& options) {
    auto projection = Projection::read(context_, options);
    EXPECT_TRUE(projection) << to_string(projection.error());
    return std::move(projection).value();
  }

  Error read_error(const ProjectionOptions& options) {
    const auto projection = Projection::read(context_, options);
    return projection ? Error() : projection.error();
  }

  MemoryGraph graph_;
  MemoryContext context_{graph_};
};

TEST_F(ProjectionTest, TakesEverythingByDefault) {
  const Projection projection = read({});
  ASSERT_EQ(projection.vertex_count(), 4U);
  EXPECT_EQ(projection.node(2), 3U);
  EXPECT_EQ(projection.find(2), no_vertex);
  EXPECT_THAT(projection.offsets(), ElementsAre(0, 1, 3, 5, 5));
  EXPECT_THAT(projection.targets(), ElementsAre(1, 0, 2, 2, 3));
  EXPECT_THAT(projection.relationships(), IsEmpty());
  EXPECT_THAT(projection.weights(), IsEmpty());
  EXPECT_EQ(projection.self_loop_count(), 1U);
}

TEST_F(ProjectionTest, WalksRelationshipsBackwards) {
  const Projection projection = read({.traversal = Traversal::Incoming, .keeps_relationships = true});
  EXPECT_THAT(projection.offsets(), ElementsAre(0, 1, 2, 4, 5));
  EXPECT_THAT(projection.targets(), ElementsAre(1, 0, 1, 2, 2));
  EXPECT_THAT(projection.relationships(), ElementsAre(1, 0, 2, 3, 4));
}

TEST_F(ProjectionTest, WalksRelationshipsBothWaysAndALoopOnce) {
  const Projection projection = read({.traversal = Traversal::Both, .keeps_relationships = true});
  EXPECT_THAT(projection.offsets(), ElementsAre(0, 2, 5, 8, 9));
  EXPECT_THAT(projection.targets(), ElementsAre(1, 1, 0, 2, 0, 2, 3, 1, 2));
  EXPECT_THAT(projection.relationships(), ElementsAre(0, 1, 1, 2, 0, 3, 4, 2, 4));
  EXPECT_EQ(projection.self_loop_count(), 1U);
}

TEST_F(ProjectionTest, TakesNodesWithAnyOfTheLabelsAndRelationshipsBetweenThem) {
  const Projection one = read({.labels = {"A"}});
  EXPECT_EQ(one.vertex_count(), 2U);
  EXPECT_THAT(one.targets(), ElementsAre(1, 0));
  const Projection either = read({.labels = {"B", "A", "B"}});
  EXPECT_EQ(either.vertex_count(), 3U);
  EXPECT_THAT(either.targets(), ElementsAre(1, 0, 2, 2));
}

TEST_F(ProjectionTest, TakesRelationshipsOfTheTypes) {
  EXPECT_THAT(read({.types = {"L"}}).targets(), ElementsAre(2));
  EXPECT_THAT(read({.types = {"K", "K"}}).targets(), ElementsAre(1, 0, 2, 3));
  EXPECT_THAT(read({.types = {"L", "K", "unknown"}}).targets(), ElementsAre(1, 0, 2, 2, 3));
}

TEST_F(ProjectionTest, TakesNothingByUnknownNames) {
  EXPECT_EQ(read({.labels = {"unknown"}}).vertex_count(), 0U);
  const Projection projection = read({.types = {"unknown"}});
  EXPECT_EQ(projection.vertex_count(), 4U);
  EXPECT_THAT(projection.offsets(), ElementsAre(0, 0, 0, 0, 0));
}

TEST_F(ProjectionTest, OfAnEmptyGraphIsEmpty) {
  const MemoryGraph empty;
  MemoryContext context(empty);
  const auto projection = Projection::read(context, {.weight = WeightOptions{.property = "w"}});
  ASSERT_TRUE(projection);
  EXPECT_EQ(projection->vertex_count(), 0U);
  EXPECT_THAT(projection->offsets(), ElementsAre(0));
}

TEST_F(ProjectionTest, ReadsWeightsAndTheDefaultWhereThereIsNone) {
  const Projection projection =
      read({.traversal = Traversal::Both, .weight = WeightOptions{.property = "w", .default_value = 9}});
  EXPECT_THAT(projection.weights(), ElementsAre(2, 0.5, 0.5, 9, 2, 7, 0, 9, 0));
  EXPECT_THAT(projection.relationships(), IsEmpty());
}

TEST_F(ProjectionTest, RefusesAWeightThatNothingHas) {
  const Error error = read_error({.weight = WeightOptions{.property = "W"}});
  EXPECT_EQ(error.type, ErrorType::ArgumentError);
  EXPECT_THAT(error.message, HasSubstr("`W`"));
  EXPECT_EQ(error.hint, "did you mean `w`?");
}

TEST_F(ProjectionTest, RefusesWeightsOutsideTheDomain) {
  const WeightOptions positive{.property = "w", .domain = WeightDomain::Positive};
  EXPECT_THAT(read_error({.weight = positive}).message, HasSubstr("relationship 4 has the weight 0 (`w`)"));
  const WeightOptions weight{.property = "w"};
  graph_.add_relationship(4, 0, "M", {{"w", Value::integer(-3)}});
  EXPECT_THAT(read_error({.weight = weight}).message, HasSubstr("relationship 5 has the negative weight -3"));
  EXPECT_EQ(read_error({.types = {"K"}, .weight = weight}).message, "");
  graph_.add_relationship(4, 0, "N", {{"w", Value::floating(std::numeric_limits<double>::quiet_NaN())}});
  EXPECT_THAT(read_error({.types = {"N"}, .weight = weight}).message, HasSubstr("weight nan"));
  graph_.add_relationship(4, 0, "O", {{"w", Value::floating(std::numeric_limits<double>::infinity())}});
  EXPECT_THAT(read_error({.types = {"O"}, .weight = weight}).message, HasSubstr("finite"));
}

TEST_F(ProjectionTest, RefusesAWeightThatIsNoNumber) {
  graph_.add_relationship(4, 0, "K", {{"w", Value::string("7")}});
  const Error error = read_error({.weight = WeightOptions{.property = "w"}});
  EXPECT_EQ(error.type, ErrorType::TypeError);
  EXPECT_THAT(error.message, HasSubstr("relationship 5 is not a number"));
}

TEST_F(ProjectionTest, CountsItsMemoryAgainstTheLimit) {
  const Projection projection = read({.weight = WeightOptions{.property = "w"}, .keeps_relationships = true});
  const std::size_t bytes = projection.offsets().size_bytes() + projection.targets().size_bytes() +
                            projection.relationships().size_bytes() + projection.weights().size_bytes();
  EXPECT_GE(context_.bytes_reserved, bytes);
  for (std::size_t bytes_max = 0; bytes_max < bytes; bytes_max += 8) {
    MemoryContext context(graph_);
    context.bytes_max = bytes_max;
    const auto refused = Projection::read(context, {.keeps_relationships = true});
    if (bytes_max < bytes - projection.weights().size_bytes()) {
      ASSERT_FALSE(refused) << bytes_max;
      EXPECT_EQ(refused.error().type, ErrorType::ResourceExhausted);
    }
  }
}

TEST_F(ProjectionTest, EndsWhenTheStatementIsCancelled) {
  for (const std::uint64_t calls : {0U, 1U}) {
    MemoryContext context(graph_);
    context.cancelled_after = calls;
    const auto projection = Projection::read(context, {});
    ASSERT_FALSE(projection);
    EXPECT_EQ(projection.error().type, ErrorType::Cancelled);
  }
}

TEST(Projection, OfManyBatchesHasEveryRelationship) {
  const test::RandomGraph random = test::random_graph(7, 3000, 4000);
  MemoryContext context(random.graph);
  const auto projection = Projection::read(context, {.keeps_relationships = true});
  ASSERT_TRUE(projection);
  ASSERT_EQ(projection->vertex_count(), random.nodes.size());
  ASSERT_EQ(projection->entry_count(), random.edges.size());
  std::vector<int> seen(random.edges.size());
  for (Vertex vertex = 0; vertex < projection->vertex_count(); ++vertex) {
    EXPECT_EQ(projection->node(vertex), random.nodes[vertex]);
    for (std::uint64_t i = projection->offsets()[vertex]; i < projection->offsets()[vertex + 1]; ++i) {
      const EntityId relationship = projection->relationships()[i];
      ++seen[relationship];
      EXPECT_EQ(random.edges[relationship].source, projection->node(vertex));
      EXPECT_EQ(random.edges[relationship].target, projection->node(projection->targets()[i]));
    }
  }
  EXPECT_THAT(seen, ::testing::Each(1));
}

}  // namespace
}  // namespace cairn::engine::algorithms
