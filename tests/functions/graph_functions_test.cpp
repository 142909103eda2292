#include "tests/functions/function_call.h"

namespace cairn::engine {
namespace {

using namespace test;

// Node 1 (:A:B {x: 1}), relationship 5 of type T from 1 to 2; node 9 and relationship 9 are deleted.
class SmallGraph final : public EntityAccess {
 public:
  Expected<Value> labels(const Value& node) override {
    if (is_deleted(node)) return deleted();
    return node.entity_id() == 1 ? Value::list({string("A"), string("B")}) : Value::list({});
  }
  Expected<Value> relationship_type(const Value&) override { return string("T"); }
  Expected<Value> properties(const Value& entity) override {
    if (is_deleted(entity)) return deleted();
    return Value::map({{"x", integer(1)}, {"a", integer(2)}});
  }
  Expected<Value> property(const Value& entity, std::string_view key) override {
    const auto all = properties(entity);
    if (!all) return all.error();
    const Value* found = all->find(key);
    return found != nullptr ? *found : Value();
  }
  Expected<Value> start_node(const Value&) override { return Value::node(1); }
  Expected<Value> end_node(const Value&) override { return Value::node(2); }
  bool is_deleted(const Value& entity) override { return entity.entity_id() == 9; }

 private:
  static Error deleted() { return runtime_error(ErrorType::EntityNotFound, "DeletedEntityAccess", "It was deleted"); }
};

std::string outcome_in_graph(std::string_view name, const Value& argument) {
  SmallGraph graph;
  FunctionContext context;
  context.entities = &graph;
  return outcome(call_function(*function_registry().find(name), context, std::vector<Value>{argument}));
}

TEST(GraphFunctions, AskTheGraph) {
  EXPECT_EQ(outcome_in_graph("labels", Value::node(1)), "['A', 'B']");
  EXPECT_EQ(outcome_in_graph("type", Value::relationship(5)), "'T'");
  EXPECT_EQ(outcome_in_graph("properties", Value::node(1)), "{a: 2, x: 1}");
  EXPECT_EQ(outcome_in_graph("keys", Value::relationship(5)), "['a', 'x']");
  EXPECT_EQ(outcome_in_graph("startNode", Value::relationship(5)), "(#1)");
  EXPECT_EQ(outcome_in_graph("endNode", Value::relationship(5)), "(#2)");
}

TEST(GraphFunctions, AskTheGraphAboutMaterialisedEntitiesToo) {
  EXPECT_EQ(outcome_in_graph("labels", Value::materialised_node(1, {{"Old"}, {}})), "['A', 'B']");
}

TEST(GraphFunctions, OfDeletedEntitiesFailExceptForTheType) {
  EXPECT_EQ(outcome_in_graph("labels", Value::node(9)), "EntityNotFound DeletedEntityAccess");
  EXPECT_EQ(outcome_in_graph("keys", Value::node(9)), "EntityNotFound DeletedEntityAccess");
  EXPECT_EQ(outcome_in_graph("properties", Value::relationship(9)), "EntityNotFound DeletedEntityAccess");
  EXPECT_EQ(outcome_in_graph("type", Value::relationship(9)), "'T'");
  EXPECT_EQ(outcome_in_graph("id", Value::node(9)), "9");
}

TEST(GraphFunctions, TakeMapsWhereTheyLookAtProperties) {
  EXPECT_EQ(outcome_in_graph("keys", map({{"b", Value()}, {"a", integer(1)}})), "['a', 'b']");
  EXPECT_EQ(outcome_in_graph("properties", map({{"b", Value()}})), "{b: null}");
}

TEST(GraphFunctions, TellIds) {
  EXPECT_EQ(outcome_of("id", {Value::node(12)}), "12");
  EXPECT_EQ(outcome_of("elementId", {Value::relationship(12)}), "'12'");
}

TEST(GraphFunctions, TakePathsApart) {
  EXPECT_EQ(outcome_of("length", {path({1, 5, 2, 6, 3})}), "2");
  EXPECT_EQ(outcome_of("length", {path({1})}), "0");
  EXPECT_EQ(outcome_of("nodes", {path({1, 5, 2})}), "[(#1), (#2)]");
  EXPECT_EQ(outcome_of("relationships", {path({1, 5, 2})}), "[[#5]]");
  EXPECT_EQ(outcome_of("relationships", {path({1})}), "[]");
}

TEST(GraphFunctions, RefuseWrongTypesAndPassNullOn) {
  const std::vector<Value> others{integer(0), string("x"), list({}), boolean(true), floating(0.5), path({1})};
  for (const char* name : {"labels", "type", "properties", "keys", "startNode", "endNode", "id", "elementId"}) {
    for (const Value& other : others) EXPECT_EQ(outcome_in_graph(name, other), wrong_value) << name;
    EXPECT_EQ(outcome_in_graph(name, Value()), "null") << name;
  }
  for (const char* name : {"length", "nodes", "relationships"}) {
    EXPECT_EQ(outcome_of(name, {Value::node(1)}), wrong_value) << name;
    expect_null_for_null(name, {path({1})});
  }
  EXPECT_EQ(outcome_in_graph("labels", Value::relationship(1)), wrong_value);
  EXPECT_EQ(outcome_in_graph("type", Value::node(1)), wrong_value);
}

TEST(GraphFunctions, WithoutAGraphAreAnError) {
  EXPECT_EQ(outcome_of("labels", {Value::node(1)}), "ArgumentError InvalidArgumentValue");
  EXPECT_EQ(outcome_of("keys", {Value::node(1)}), "ArgumentError InvalidArgumentValue");
}

}  // namespace
}  // namespace cairn::engine
