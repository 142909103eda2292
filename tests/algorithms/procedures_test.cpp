#include "engine/algorithms/procedures.h"

#include "tests/algorithms/memory_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace cairn::engine {
namespace {

using test::MemoryContext;
using test::MemoryGraph;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Value map(std::vector<MapEntry> entries) { return Value::map(std::move(entries)).value(); }

Value strings(std::initializer_list<std::string_view> texts) {
  std::vector<Value> elements;
  for (const std::string_view text : texts) elements.push_back(Value::string(text));
  return Value::list(std::move(elements)).value();
}

// Two towns joined by a road of 7 and by roads of 2 and 3 over a third, and a farm apart:
// (0:Town)-[0 ROAD 7]->(1:Town), (0)-[1 ROAD 2]->(3:Village)-[2 ROAD 3]->(1), (4:Farm), no node 2
class AlgorithmProcedures : public ::testing::Test {
 protected:
  AlgorithmProcedures() {
    graph_.add_node({"Town"});
    graph_.add_node({"Town"});
    graph_.remove_node(graph_.add_node());
    graph_.add_node({"Village"});
    graph_.add_node({"Farm"});
    graph_.add_relationship(0, 1, "ROAD", {{"length", Value::integer(7)}});
    graph_.add_relationship(0, 3, "ROAD", {{"length", Value::integer(2)}});
    graph_.add_relationship(3, 1, "ROAD", {{"length", Value::integer(3)}});
  }

  static Procedure find(std::string_view name) {
    for (Procedure& procedure : algorithm_procedures()) {
      if (procedure.name == name) return std::move(procedure);
    }
    ADD_FAILURE() << name;
    return {};
  }

  // The rows as text, a node as its id: "0 0.5".
  std::vector<std::string> call(std::string_view name, const Value& configuration) {
    MemoryContext context(graph_);
    const auto called = find(name).call(context, std::span(&configuration, 1));
    EXPECT_TRUE(called) << to_string(called.error());
    std::vector<std::string> rows;
    rows.reserve(context.rows.size());
    for (const std::vector<Value>& row : context.rows) rows.push_back(text(row[0]) + " " + text(row[1]));
    return rows;
  }

  Error call_error(std::string_view name, const Value& configuration) {
    MemoryContext context(graph_);
    const auto called = find(name).call(context, std::span(&configuration, 1));
    EXPECT_TRUE(context.rows.empty());
    return called ? Error() : called.error();
  }

  static std::string text(const Value& value) {
    if (value.is_entity()) return std::to_string(value.entity_id());
    if (value.is_integer()) return std::to_string(value.as_integer());
    if (value.is_float()) return std::to_string(value.as_float()).substr(0, 4);
    std::string path;
    for (const Value& element : value.path_elements()) path += (element.is_node() ? "(" : "[") + text(element);
    return path;
  }

  MemoryGraph graph_;
};

TEST_F(AlgorithmProcedures, EmitAsManyColumnsAsTheyDeclare) {
  const Value configuration = map({{"source", Value::node(0)}, {"target", Value::node(1)}});
  const Value nothing;
  for (const Procedure& procedure : algorithm_procedures()) {
    MemoryContext context(graph_);
    const bool paths = procedure.name == "algo.shortest_path";
    ASSERT_TRUE(procedure.call(context, std::span(paths ? &configuration : &nothing, 1))) << procedure.name;
    EXPECT_EQ(context.rows.size(), paths ? 1U : 4U) << procedure.name;
    for (const std::vector<Value>& row : context.rows) {
      ASSERT_EQ(row.size(), procedure.outputs.size()) << procedure.name;
      for (std::size_t i = 0; i < row.size(); ++i) {
        EXPECT_TRUE(procedure.outputs[i].type.is_only(row[i].type())) << procedure.name << " column " << i;
      }
    }
    EXPECT_FALSE(procedure.documentation.empty());
  }
}

TEST_F(AlgorithmProcedures, AnswerInTheOrderOfNodeIds) {
  EXPECT_THAT(call("algo.connected_components", map({})), ElementsAre("0 0", "1 0", "3 0", "4 1"));
  EXPECT_THAT(call("algo.strongly_connected_components", map({})), ElementsAre("0 0", "1 1", "3 2", "4 3"));
  EXPECT_THAT(call("algo.degree", map({})), ElementsAre("0 2", "1 0", "3 1", "4 0"));
  EXPECT_THAT(call("algo.betweenness", map({})), ElementsAre("0 0.00", "1 0.00", "3 0.00", "4 0.00"));
  // With c for the farm: 0 has c, 3 has c + 0.425 c, 1 has c + 0.425 c + 0.85 * 1.425 c; c = 1 / 6.06125.
  EXPECT_THAT(call("algo.pagerank", map({})), ElementsAre("0 0.16", "1 0.43", "3 0.23", "4 0.16"));
}

TEST_F(AlgorithmProcedures, WorkOnTheProjectionTheyAreGiven) {
  const Value towns = map({{"labels", strings({"Town"})}, {"types", strings({"ROAD"})}});
  EXPECT_THAT(call("algo.degree", towns), ElementsAre("0 1", "1 0"));
  EXPECT_THAT(call("algo.degree", map({{"direction", Value::string("incoming")}})),
              ElementsAre("0 0", "1 2", "3 1", "4 0"));
  EXPECT_THAT(call("algo.degree", map({{"direction", Value::string("undirected")}})),
              ElementsAre("0 2", "1 2", "3 2", "4 0"));
  EXPECT_THAT(call("algo.degree", map({{"types", strings({"RAIL"})}, {"labels", strings({"Farm"})}})),
              ElementsAre("4 0"));
}

TEST_F(AlgorithmProcedures, FindStrongComponentsAlongUndirectedRelationships) {
  EXPECT_THAT(call("algo.strongly_connected_components", map({{"direction", Value::string("undirected")}})),
              ElementsAre("0 0", "1 0", "3 0", "4 1"));
}

TEST_F(AlgorithmProcedures, ConnectNodesWhateverTheDirection) {
  for (const std::string_view direction : {"outgoing", "incoming", "undirected"}) {
    EXPECT_THAT(call("algo.connected_components", map({{"direction", Value::string(direction)}})),
                ElementsAre("0 0", "1 0", "3 0", "4 1"));
  }
}

TEST_F(AlgorithmProcedures, WeighPathsByAProperty) {
  const MapEntry source = {"source", Value::node(0)};
  const MapEntry target = {"target", Value::node(1)};
  EXPECT_THAT(call("algo.shortest_path", map({source, target})), ElementsAre("(0[0(1 1.00"));
  const MapEntry weight = {"weight", Value::string("length")};
  EXPECT_THAT(call("algo.shortest_path", map({source, target, weight})), ElementsAre("(0[1(3[2(1 5.00"));
  EXPECT_THAT(call("algo.betweenness", map({weight})), ElementsAre("0 0.00", "1 0.00", "3 1.00", "4 0.00"));
}

TEST_F(AlgorithmProcedures, TakeTheDefaultWeightWhereThereIsNone) {
  graph_.add_relationship(4, 0, "PATH");
  const MapEntry weight = {"weight", Value::string("length")};
  const MapEntry source = {"source", Value::node(4)};
  const MapEntry target = {"target", Value::node(3)};
  EXPECT_THAT(call("algo.shortest_path", map({source, target, weight})), ElementsAre("(4[3(0[1(3 3.00"));
  EXPECT_THAT(call("algo.shortest_path", map({source, target, weight, {"default_weight", Value::floating(0.25)}})),
              ElementsAre("(4[3(0[1(3 2.25"));
}

TEST_F(AlgorithmProcedures, FindPathsAgainstAndAlongRelationships) {
  const MapEntry source = {"source", Value::node(1)};
  const MapEntry target = {"target", Value::node(0)};
  EXPECT_TRUE(call("algo.shortest_path", map({source, target})).empty());
  for (const std::string_view direction : {"incoming", "undirected"}) {
    EXPECT_THAT(call("algo.shortest_path", map({source, target, {"direction", Value::string(direction)}})),
                ElementsAre("(1[0(0 1.00"));
  }
  EXPECT_THAT(call("algo.shortest_path", map({source, {"target", Value::node(1)}})), ElementsAre("(1 0.00"));
}

TEST_F(AlgorithmProcedures, StopWhenTheCallerHasEnough) {
  MemoryContext context(graph_);
  context.rows_max = 2;
  const Value nothing;
  ASSERT_TRUE(find("algo.degree").call(context, std::span(&nothing, 1)));
  EXPECT_EQ(context.rows.size(), 2U);
}

TEST_F(AlgorithmProcedures, TakeAnOptionThatIsNullAsLeftOut) {
  EXPECT_THAT(call("algo.degree", map({{"labels", Value()}, {"types", Value()}, {"direction", Value()}})),
              ElementsAre("0 2", "1 0", "3 1", "4 0"));
}

TEST_F(AlgorithmProcedures, RefuseUnknownOptions) {
  const Error close = call_error("algo.pagerank", map({{"dampin", Value::floating(0.5)}}));
  EXPECT_EQ(close.type, ErrorType::ArgumentError);
  EXPECT_EQ(close.detail, "UnknownOption");
  EXPECT_EQ(close.message, "algo.pagerank: there is no option `dampin`");
  EXPECT_EQ(close.hint, "did you mean `damping`?");
  EXPECT_EQ(call_error("algo.degree", map({{"xyzzy", Value()}})).hint, "the options are labels, types, direction");
  EXPECT_EQ(call_error("algo.pagerank", map({{"weight", Value::string("w")}})).detail, "UnknownOption");
}

TEST_F(AlgorithmProcedures, RefuseOptionsOfTheWrongType) {
  const Error text = call_error("algo.degree", map({{"labels", Value::string("Town")}}));
  EXPECT_EQ(text.type, ErrorType::TypeError);
  EXPECT_EQ(text.message, "algo.degree: `labels` must be a list of Strings, not String");
  EXPECT_EQ(text.hint, "write labels: ['Town']");
  const Value numbers = Value::list({Value::integer(3)}).value();
  EXPECT_THAT(call_error("algo.degree", map({{"types", numbers}})).message, HasSubstr("an element is Integer"));
  EXPECT_THAT(call_error("algo.degree", map({{"direction", Value::integer(1)}})).message, HasSubstr("not Integer"));
  EXPECT_THAT(call_error("algo.betweenness", map({{"weight", Value::boolean(true)}})).message,
              HasSubstr("`weight` must be a String, not Boolean"));
  EXPECT_THAT(call_error("algo.pagerank", map({{"damping", Value::string("x")}})).message, HasSubstr("a number"));
  EXPECT_THAT(call_error("algo.pagerank", map({{"max_iterations", Value::floating(2)}})).message,
              HasSubstr("an Integer"));
  EXPECT_THAT(call_error("algo.degree", Value::integer(3)).message, HasSubstr("must be a map of options, not Integer"));
}

TEST_F(AlgorithmProcedures, RefuseOptionsOutOfRange) {
  const Error direction = call_error("algo.degree", map({{"direction", Value::string("outgoin")}}));
  EXPECT_EQ(direction.message, "algo.degree: `direction` must be 'outgoing', 'incoming', 'undirected', not 'outgoin'");
  EXPECT_EQ(direction.hint, "did you mean `outgoing`?");
  for (const double damping : {-0.1, 1.0, 2.0}) {
    EXPECT_EQ(call_error("algo.pagerank", map({{"damping", Value::floating(damping)}})).detail, "NumberOutOfRange");
  }
  EXPECT_EQ(call_error("algo.pagerank", map({{"max_iterations", Value::integer(0)}})).detail, "NumberOutOfRange");
  EXPECT_EQ(call_error("algo.pagerank", map({{"tolerance", Value::integer(-1)}})).detail, "NumberOutOfRange");
  EXPECT_EQ(call_error("algo.betweenness", map({{"default_weight", Value::integer(0)}})).detail, "NumberOutOfRange");
}

TEST_F(AlgorithmProcedures, RefuseNodesThatDoNotTakePart) {
  const MapEntry source = {"source", Value::node(0)};
  EXPECT_THAT(call_error("algo.shortest_path", map({source})).message, HasSubstr("`target` must be given"));
  EXPECT_THAT(call_error("algo.shortest_path", map({source, {"target", Value::integer(1)}})).message,
              HasSubstr("`target` must be a node, not Integer"));
  const MapEntry village = {"target", Value::node(3)};
  const Error error = call_error("algo.shortest_path", map({source, village, {"labels", strings({"Town"})}}));
  EXPECT_EQ(error.type, ErrorType::ArgumentError);
  EXPECT_EQ(error.message, "algo.shortest_path: `target` does not take part");
  EXPECT_EQ(error.hint, "only nodes with one of the labels Town do");
  EXPECT_EQ(call_error("algo.shortest_path", map({source, {"target", Value::node(2)}})).hint, "the node was deleted");
}

TEST_F(AlgorithmProcedures, RefuseNegativeWeights) {
  graph_.add_relationship(4, 0, "ROAD", {{"length", Value::integer(-2)}});
  const Value configuration =
      map({{"source", Value::node(0)}, {"target", Value::node(1)}, {"weight", Value::string("length")}});
  EXPECT_THAT(call_error("algo.shortest_path", configuration).message, HasSubstr("negative weight -2"));
}

}  // namespace
}  // namespace cairn::engine
