#include "engine/executor/graph_access.h"

#include "tests/executor/evaluator_support.h"

namespace cairn::engine {
namespace {

using namespace test;
using storage::EntityKind;

Value round_trip(const Value& value) {
  std::string bytes;
  value_or_end(append_stored(value, bytes));
  return to_value(storage::ValueView::parse(bytes).value());
}

TEST(StoredValues, ComeBackAsTheyWere) {
  for (const Value& value : {boolean(true), boolean(false), integer(-1), integer(INT64_MAX), floating(0.1),
                             floating(-0.0), text(""), text("Ärger"), integers({}), integers({1, 2, 3}),
                             list_value({text("a"), text("b")}), list_value({boolean(true)})}) {
    expect_identical(round_trip(value), value);
  }
}

TEST(StoredValues, RefuseWhatCannotBeAProperty) {
  for (const Value& value :
       {null(), map_value({}), Value::node(1), Value::relationship(1), Value::path({Value::node(1)}),
        list_value({null()}), list_value({integer(1), text("x")}), list_value({integer(1), floating(1)}),
        list_value({map_value({})}), list_value({integers({1})}), list_value({Value::node(1)})}) {
    std::string bytes;
    const auto appended = append_stored(value, bytes);
    ASSERT_FALSE(appended) << to_literal(value);
    EXPECT_EQ(appended.error().type, ErrorType::TypeError);
    EXPECT_EQ(appended.error().detail, "InvalidPropertyType");
  }
}

class GraphAccessTest : public EvaluatorTest {
 protected:
  GraphAccessTest() {
    auto transaction = store().begin_write().value();
    create(*transaction);
    transaction->commit().value();
    transaction.reset();
    begin_statement();
  }

  void create(storage::WriteTransaction& transaction) {
    std::string five;
    storage::append_integer(five, 5);
    std::string name;
    storage::append_string(name, "Ada");
    const std::array labels{transaction.label("B"), transaction.label("A")};
    const std::array properties{storage::PropertyEntry{transaction.key("x"), storage::ValueView::trusted(five)},
                                storage::PropertyEntry{transaction.key("name"), storage::ValueView::trusted(name)}};
    node_ = transaction.create_node(labels, properties).value();
    other_ = transaction.create_node({}, std::span(properties).first(1)).value();
    relationship_ =
        transaction.create_relationship(transaction.type("T"), node_, other_, std::span(properties).first(1)).value();
  }

  GraphAccess& graph() { return context().graph(); }

  EntityId node_ = 0;
  EntityId other_ = 0;
  EntityId relationship_ = 0;
};

TEST_F(GraphAccessTest, MaterialisesNodesWithLabelsAndProperties) {
  const Value node = graph().materialise_node(node_);
  const NodeData* data = node.node_data();
  ASSERT_NE(data, nullptr);
  EXPECT_EQ(data->labels, (std::vector<std::string>{"B", "A"}));
  ASSERT_EQ(data->properties.size(), 2U);
  EXPECT_EQ(data->properties[0].key, "name");
  EXPECT_EQ(data->properties[1].value.as_integer(), 5);
}

TEST_F(GraphAccessTest, MaterialisesRelationshipsWithTypeEndsAndProperties) {
  const Value relationship = graph().materialise_relationship(relationship_);
  const RelationshipData* data = relationship.relationship_data();
  ASSERT_NE(data, nullptr);
  EXPECT_EQ(data->type, "T");
  EXPECT_EQ(data->source, node_);
  EXPECT_EQ(data->target, other_);
  ASSERT_EQ(data->properties.size(), 1U);
}

TEST_F(GraphAccessTest, MaterialisesAtEveryDepth) {
  const Value path = Value::path({Value::node(node_), Value::relationship(relationship_), Value::node(other_)});
  const Value nested = list_value({integer(1), map_value({{"deep", list_value({path, Value::node(node_)})}})});
  const Value materialised = graph().materialise(nested);
  expect_identical(materialised, nested);
  const Value& deep = *materialised.as_list()[1].find("deep");
  EXPECT_NE(deep.as_list()[0].path_elements()[1].relationship_data(), nullptr);
  EXPECT_NE(deep.as_list()[0].path_elements()[2].node_data(), nullptr);
  EXPECT_NE(deep.as_list()[1].node_data(), nullptr);
}

TEST_F(GraphAccessTest, HandsOutValuesWithoutEntitiesAsTheyAre) {
  const Value list = list_value({integer(1), text("x")});
  EXPECT_EQ(graph().materialise(list).as_list().data(), list.as_list().data());
}

TEST_F(GraphAccessTest, GivesPropertiesOfManyEntitiesAsOneTypedColumn) {
  const std::array<std::uint64_t, 3> ids{other_, node_, node_};
  const std::array<std::uint8_t, 3> valid{1, 1, 0};
  PropertyBuffer buffer;
  const Column numbers = graph().property(EntityKind::Node, ids, valid, "x", buffer);
  EXPECT_EQ(numbers.type, ColumnType::Integers);
  expect_identical({numbers.value(0), numbers.value(1), numbers.value(2)}, {integer(5), integer(5), null()});
  const Column names = graph().property(EntityKind::Node, ids, {}, "name", buffer);
  EXPECT_EQ(names.type, ColumnType::Strings);
  expect_identical({names.value(0), names.value(1), names.value(2)}, {null(), text("Ada"), text("Ada")});
}

TEST_F(GraphAccessTest, AnswersFunctions) {
  expect_identical(graph().labels(Value::node(node_)).value(), list_value({text("B"), text("A")}));
  expect_identical(graph().properties(Value::relationship(relationship_)).value(), map_value({{"x", integer(5)}}));
  expect_identical(graph().property(Value::node(node_), "name").value(), text("Ada"));
  expect_identical(graph().property(Value::node(node_), "none").value(), null());
  expect_identical(graph().relationship_type(Value::relationship(relationship_)).value(), text("T"));
  expect_identical(graph().start_node(Value::relationship(relationship_)).value(), Value::node(node_));
  expect_identical(graph().end_node(Value::relationship(relationship_)).value(), Value::node(other_));
  EXPECT_FALSE(graph().is_deleted(Value::node(node_)));
}

TEST_F(GraphAccessTest, KnowsWhatTheTransactionHasDeleted) {
  auto transaction = store().begin_write().value();
  transaction->detach_delete_node(node_).value();
  begin_statement(transaction.get());
  EXPECT_TRUE(graph().is_deleted(Value::node(node_)));
  EXPECT_TRUE(graph().is_deleted(Value::relationship(relationship_)));
  EXPECT_FALSE(graph().is_deleted(Value::node(other_)));
  EXPECT_EQ(graph().labels(Value::node(node_)).error().detail, "DeletedEntityAccess");
  EXPECT_EQ(graph().properties(Value::node(node_)).error().detail, "DeletedEntityAccess");
  EXPECT_EQ(graph().property(Value::relationship(relationship_), "x").error().detail, "DeletedEntityAccess");
  expect_identical(graph().relationship_type(Value::relationship(relationship_)).value(), text("T"));
  EXPECT_EQ(graph().ends(relationship_).target, other_);
  EXPECT_FALSE(graph().ends(relationship_).exists);
  EXPECT_EQ(graph().materialise_node(node_).node_data(), nullptr);
  const Value relationship = graph().materialise_relationship(relationship_);
  ASSERT_NE(relationship.relationship_data(), nullptr);
  EXPECT_EQ(relationship.relationship_data()->type, "T");
  EXPECT_TRUE(relationship.relationship_data()->properties.empty());
  begin_statement();
}

TEST_F(GraphAccessTest, KnowsTheTypeOfARelationshipThatOnlyThisTransactionHasSeen) {
  auto transaction = store().begin_write().value();
  create(*transaction);
  value_or_end(transaction->delete_relationship(relationship_));
  begin_statement(transaction.get());
  expect_identical(graph().relationship_type(Value::relationship(relationship_)).value(), text("T"));
  begin_statement();
}

}  // namespace
}  // namespace cairn::engine
