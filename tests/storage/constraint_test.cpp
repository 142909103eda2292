// Constraints hold at the end of each statement, and what breaks one is named.
#include "storage/graph_store.h"
#include "storage/meta_codec.h"
#include "storage/store.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>

namespace cairn::storage::testing {
namespace {

// A store with a transaction, and short words for changes.
class Constraints : public ::testing::Test {
 protected:
  void SetUp() override { begin(); }

  void begin() { transaction_ = must(store_->begin_write()); }
  void commit() {
    must(transaction_->commit());
    transaction_.reset();
    EXPECT_TRUE(must(store_->check()).clean());
    begin();
  }

  LabelToken person() { return transaction_->label("Person"); }
  KeyToken key(std::string_view name) { return transaction_->key(name); }

  Expected<IndexId> constrain(std::string_view name, ConstraintKind kind, std::vector<std::string> keys,
                              const PropertyTypes& types = {}) {
    std::vector<KeyToken> tokens;
    for (const std::string& each : keys) tokens.push_back(key(each));
    return transaction_->create_constraint(name, kind, EntityKind::Node, person(), tokens, types);
  }

  using Properties = std::vector<std::pair<std::string, Value>>;

  NodeId create(const Properties& properties, bool labelled = true) {
    std::vector<PropertyEntry> entries;
    for (const auto& [name, value] : properties) entries.push_back({key(name), value.view()});
    const LabelToken label = person();
    return must(transaction_->create_node(std::span(&label, labelled ? 1 : 0), entries));
  }

  // Runs a statement; its error, or an empty one.
  template <class Changes>
  Error statement(Changes changes) {
    transaction_->begin_statement();
    changes();
    const auto ended = transaction_->end_statement();
    if (ended) return {};
    transaction_->undo_statement();
    return ended.error();
  }

  std::unique_ptr<GraphStore> store_ = open_store();
  std::unique_ptr<WriteTransaction> transaction_;
};

TEST_F(Constraints, UniqueNamesTheConstraintTheValueAndBothEntities) {
  must(constrain("person_id", ConstraintKind::Unique, {"id"}));
  const NodeId first = create({{"id", Value::integer(3)}});
  commit();
  NodeId second = 0;
  const Error error = statement([&] { second = create({{"id", Value::floating(3)}}); });
  EXPECT_EQ(error.type, ErrorType::ConstraintValidationFailed);
  EXPECT_EQ(error.detail, "NotUnique");
  EXPECT_EQ(error.message, "node " + std::to_string(first) + " and node " + std::to_string(second) +
                               " both have (:Person {id: 3}), which the constraint 'person_id' allows only once");
  EXPECT_FALSE(error.hint.empty());
  // What was undone is forgotten.
  EXPECT_EQ(statement([&] { create({{"id", Value::integer(4)}}); }).detail, "");
  commit();
}

TEST_F(Constraints, UniqueOfSeveralPropertiesComparesThemAll) {
  must(constrain("name", ConstraintKind::Unique, {"first", "last"}));
  const Value ada = Value::string("Ada");
  const Value love = Value::string("Lovelace");
  create({{"first", ada}, {"last", love}});
  create({{"first", ada}, {"last", Value::string("Byron")}});
  create({{"first", love}, {"last", ada}});
  create({{"first", ada}});  // lacks one: not compared
  create({{"first", ada}});
  commit();
  EXPECT_EQ(statement([&] { create({{"last", love}, {"first", ada}}); }).detail, "NotUnique");
  EXPECT_EQ(statement([&] { must(transaction_->set_property(EntityKind::Node, 3, key("last"), love.view())); }).detail,
            "NotUnique");
  EXPECT_EQ(statement([&] { must(transaction_->set_property(EntityKind::Node, 3, key("last"), ada.view())); }).detail,
            "");
  commit();
}

TEST_F(Constraints, UniqueLooksAtLabelsThatAreAdded) {
  must(constrain("id", ConstraintKind::Unique, {"id"}));
  create({{"id", Value::string("a")}});
  const NodeId other = create({{"id", Value::string("a")}}, /*labelled=*/false);
  commit();
  EXPECT_EQ(statement([&] { must(transaction_->add_label(other, person())); }).detail, "NotUnique");
  EXPECT_EQ(statement([&] {
              must(transaction_->remove_label(0, person()));
              must(transaction_->add_label(other, person()));
            }).detail,
            "");
  commit();
}

TEST_F(Constraints, KeyWantsAllPropertiesAndOnlyOnce) {
  must(constrain("key", ConstraintKind::Key, {"a", "b"}));
  const Value one = Value::integer(1);
  EXPECT_EQ(statement([&] { create({{"a", one}}); }).detail, "PropertyMissing");
  EXPECT_EQ(statement([&] { create({{"a", one}, {"b", one}}); }).detail, "");
  EXPECT_EQ(statement([&] { create({{"a", one}, {"b", one}}); }).detail, "NotUnique");
  // Within a statement it may be missing for a while.
  EXPECT_EQ(statement([&] {
              const NodeId node = create({{"a", one}});
              must(transaction_->set_property(EntityKind::Node, node, key("b"), Value::integer(2).view()));
            }).detail,
            "");
  commit();
  const NodeId node = nodes_with(*store_->read(store_->durable()), person()).front();
  const Error error = statement([&] { must(transaction_->remove_property(EntityKind::Node, node, key("b"))); });
  EXPECT_EQ(error.detail, "PropertyMissing");
  EXPECT_NE(error.message.find("'b'"), std::string::npos);
  EXPECT_NE(error.message.find("'key'"), std::string::npos);
  commit();
}

TEST_F(Constraints, NotNullHoldsForEverythingThatChanges) {
  must(constrain("named", ConstraintKind::NotNull, {"name"}));
  const Value name = Value::string("Ada");
  const NodeId node = create({{"name", name}});
  const NodeId plain = create({}, /*labelled=*/false);
  commit();
  EXPECT_EQ(statement([&] { create({{"other", name}}); }).detail, "PropertyMissing");
  EXPECT_EQ(statement([&] { must(transaction_->remove_property(EntityKind::Node, node, key("name"))); }).detail,
            "PropertyMissing");
  EXPECT_EQ(statement([&] { must(transaction_->add_label(plain, person())); }).detail, "PropertyMissing");
  EXPECT_EQ(statement([&] {
              must(transaction_->remove_property(EntityKind::Node, node, key("name")));
              must(transaction_->remove_label(node, person()));
            }).detail,
            "");
  EXPECT_EQ(statement([&] {
              const NodeId made = create({});
              must(transaction_->delete_node(made));
            }).detail,
            "");
  // Nothing of a statement that was undone is checked any more.
  commit();
}

TEST_F(Constraints, TypeHoldsWhereThereIsAValue) {
  PropertyTypes types = PropertyTypes::of(PropertyType::Integer);
  types.add(PropertyTypes::list_of(PropertyTypes::of(PropertyType::String), /*nullable=*/false));
  must(constrain("typed", ConstraintKind::Type, {"age"}, types));
  EXPECT_EQ(statement([&] { create({}); }).detail, "");
  EXPECT_EQ(statement([&] { create({{"age", Value::integer(7)}}); }).detail, "");
  EXPECT_EQ(statement([&] { create({{"age", Value::list({Value::string("x")})}}); }).detail, "");
  EXPECT_EQ(statement([&] { create({{"age", Value::list({})}}); }).detail, "");
  const Error error = statement([&] { create({{"age", Value::floating(7)}}); });
  EXPECT_EQ(error.detail, "WrongPropertyType");
  EXPECT_NE(error.message.find("INTEGER | LIST<STRING NOT NULL>"), std::string::npos) << error.message;
  EXPECT_EQ(statement([&] { create({{"age", Value::list({Value::integer(7)})}}); }).detail, "WrongPropertyType");
  commit();
}

TEST_F(Constraints, RelationshipsHaveThemToo) {
  const TypeToken type = transaction_->type("KNOWS");
  const KeyToken since = key("since");
  must(transaction_->create_constraint("since", ConstraintKind::Key, EntityKind::Relationship, type,
                                       std::span(&since, 1)));
  const NodeId node = create({});
  const Value year = Value::integer(1999);
  const PropertyEntry entry{since, year.view()};
  const auto know = [&](std::size_t properties) {
    must(transaction_->create_relationship(type, node, node, std::span(&entry, properties)));
  };
  EXPECT_EQ(statement([&] { know(1); }).detail, "");
  EXPECT_EQ(statement([&] { know(0); }).detail, "PropertyMissing");
  const Error error = statement([&] { know(1); });
  EXPECT_EQ(error.detail, "NotUnique");
  EXPECT_NE(error.message.find("[:KNOWS {since: 1999}]"), std::string::npos) << error.message;
  commit();
}

TEST_F(Constraints, ChangesOutsideOfAStatementAreCheckedByTheCommit) {
  must(constrain("named", ConstraintKind::NotNull, {"name"}));
  commit();
  create({});
  EXPECT_EQ(transaction_->commit().error().detail, "PropertyMissing");
  begin();
  EXPECT_EQ(store_->durable()->statistics.nodes(), 0U);
}

TEST_F(Constraints, AreRefusedOverDataThatBreaksThem) {
  create({{"id", Value::integer(1)}});
  create({{"id", Value::floating(1)}});
  create({});
  const auto fails = [&](std::string_view detail, ConstraintKind kind, const PropertyTypes& types = {}) {
    const std::size_t bytes = transaction_->memory_bytes();
    EXPECT_EQ(constrain("c", kind, {"id"}, types).error().detail, detail);
    EXPECT_EQ(transaction_->memory_bytes(), bytes);
  };
  fails("NotUnique", ConstraintKind::Unique);
  fails("PropertyMissing", ConstraintKind::Key);
  fails("PropertyMissing", ConstraintKind::NotNull);
  fails("WrongPropertyType", ConstraintKind::Type, PropertyTypes::of(PropertyType::Integer));
  EXPECT_TRUE(store_->read(*transaction_)->schema().indexes().empty());
  EXPECT_TRUE(store_->read(*transaction_)->schema().constraints().empty());
  commit();
}

TEST_F(Constraints, DoNotStandBesideTheSameThing) {
  const KeyToken id = key("id");
  const LabelToken label = person();
  must(transaction_->create_index("plain", EntityKind::Node, label, std::span(&id, 1)));
  const auto beside = constrain("unique", ConstraintKind::Unique, {"id"});
  EXPECT_EQ(beside.error().detail, "IndexAlreadyExists");
  EXPECT_NE(beside.error().message.find("'plain'"), std::string::npos);
  EXPECT_NE(beside.error().hint.find("drop"), std::string::npos);
  must(constrain("present", ConstraintKind::NotNull, {"id"}));
  EXPECT_EQ(constrain("plain", ConstraintKind::NotNull, {"other"}).error().detail, "IndexAlreadyExists");
  EXPECT_EQ(constrain("present", ConstraintKind::NotNull, {"other"}).error().detail, "ConstraintAlreadyExists");
  EXPECT_EQ(constrain("present2", ConstraintKind::NotNull, {"id"}).error().detail, "ConstraintAlreadyExists");
  EXPECT_EQ(constrain("twice", ConstraintKind::Unique, {"a", "a"}).error().detail, "RepeatedProperty");
  EXPECT_EQ(constrain("many", ConstraintKind::NotNull, {"a", "b"}).error().detail, "OneProperty");
  must(transaction_->drop_index("plain"));
  must(constrain("unique", ConstraintKind::Unique, {"id"}));
  EXPECT_EQ(constrain("key", ConstraintKind::Key, {"id"}).error().detail, "ConstraintAlreadyExists");
  EXPECT_EQ(transaction_->create_index("again", EntityKind::Node, label, std::span(&id, 1)).error().detail,
            "ConstraintAlreadyExists");
  EXPECT_EQ(transaction_->drop_index("unique").error().detail, "IndexBelongsToConstraint");
  EXPECT_NE(transaction_->drop_index("unique").error().message.find("'unique'"), std::string::npos);
  EXPECT_EQ(transaction_->drop_constraint("nothing").error().detail, "ConstraintNotFound");
  commit();
  must(transaction_->drop_constraint("unique"));
  EXPECT_TRUE(store_->read(*transaction_)->schema().indexes().empty());
  commit();
  must(transaction_->create_index("again", EntityKind::Node, label, std::span(&id, 1)));
  commit();
}

// If each value were compared with all that begin like it, this test would not end.
TEST(LongValues, ThatBeginAlikeHaveEntriesOfTheirOwn) {
  constexpr int count = 20'000;
  const auto value_of = [](int i) { return Value::string(std::string(300, 'x') + std::to_string(i)); };
  const TemporaryDirectory directory;
  auto store = open_store(directory.file("db"));
  const LabelToken label = 1;
  const KeyToken key = 1;
  auto transaction = must(store->begin_write());
  transaction->label("L");
  transaction->key("k");
  must(transaction->create_constraint("c", ConstraintKind::Unique, EntityKind::Node, label, std::span(&key, 1)));
  for (int i = 0; i < count; ++i) {
    if (i % 1000 == 0) {
      must(transaction->commit());
      transaction.reset();
      transaction = must(store->begin_write());
    }
    const Value value = value_of(i);
    const PropertyEntry entry{key, value.view()};
    transaction->begin_statement();
    must(transaction->create_node(std::span(&label, 1), std::span(&entry, 1)));
    must(transaction->end_statement());
  }
  must(transaction->commit());
  transaction = must(store->begin_write());
  transaction->begin_statement();
  must(transaction->set_property(EntityKind::Node, 5, key, value_of(count - 1).view()));
  EXPECT_EQ(transaction->end_statement().error().detail, "NotUnique");
  transaction.reset();

  auto reader = store->read(store->durable());
  const IndexId index = reader->schema().find_index("c")->id;
  std::vector<EntityId> found;
  must(reader->index_seek(index, value_of(777).view(), found));
  EXPECT_EQ(found, std::vector<EntityId>{777});
  // The entry, and the value of the one entity in it.
  EXPECT_EQ(reader->counts().store + reader->counts().segment + reader->counts().memo, 2U);
  EXPECT_TRUE(must(store->check()).clean());
  reader.reset();
  must(store->close());
  auto bytes = must(Store::open(directory.file("db"), {}));
  int keys = 0;
  const StoreViewPtr view = bytes->view();
  for (const auto cursor = view->cursor(Family::Indexes); cursor->valid(); cursor->next()) {
    ++keys;
    EXPECT_EQ(parse_unique(cursor->value())->size(), 1U);
  }
  EXPECT_EQ(keys, count);
}

TEST(ConstrainedDatabase, IsRefusedByAProgramThatLacksTheFeature) {
  const TemporaryDirectory directory;
  auto store = open_store(directory.file("db"));
  auto transaction = must(store->begin_write());
  const LabelToken label = transaction->label("L");
  const std::vector<KeyToken> keys = {transaction->key("a"), transaction->key("b")};
  must(transaction->create_index("i", EntityKind::Node, label, keys));
  must(transaction->create_constraint("c", ConstraintKind::NotNull, EntityKind::Node, label, std::span(keys).first(1)));
  must(transaction->commit());
  transaction.reset();
  must(store->close());
  auto bytes = must(Store::open(directory.file("db"), {}));
  std::string features;
  ASSERT_TRUE(must(bytes->view()->get(Family::Meta, meta_features, features)));
  EXPECT_EQ(parse_features(features),
            (std::vector<std::string>{"composite-indexes", "constraints", "hashed-index-keys"}));
}

TEST(PropertyTypes, MatchAndReadAsTheyAreWritten) {
  PropertyTypes numbers = PropertyTypes::of(PropertyType::Float);
  numbers.add(PropertyTypes::of(PropertyType::Integer));
  EXPECT_EQ(numbers.text(), "INTEGER | FLOAT");
  EXPECT_TRUE(numbers.matches(Value::integer(1).view()));
  EXPECT_TRUE(numbers.matches(Value::floating(1).view()));
  EXPECT_FALSE(numbers.matches(Value::string("1").view()));
  EXPECT_FALSE(numbers.matches(Value::list({Value::integer(1)}).view()));
  const PropertyTypes lists = PropertyTypes::list_of(numbers, /*nullable=*/false);
  EXPECT_EQ(lists.text(), "LIST<INTEGER | FLOAT NOT NULL>");
  EXPECT_TRUE(lists.matches(Value::list({Value::integer(1), Value::floating(2)}).view()));
  EXPECT_FALSE(lists.matches(Value::list({Value::integer(1), Value::boolean(true)}).view()));
  EXPECT_FALSE(lists.matches(Value::integer(1).view()));
  PropertyTypes apart = PropertyTypes::list_of(PropertyTypes::of(PropertyType::Integer), /*nullable=*/false);
  apart.add(PropertyTypes::list_of(PropertyTypes::of(PropertyType::Float), /*nullable=*/false));
  EXPECT_EQ(apart.text(), "LIST<INTEGER NOT NULL> | LIST<FLOAT NOT NULL>");
  EXPECT_FALSE(apart.matches(Value::list({Value::integer(1), Value::floating(2)}).view()));
  const PropertyTypes deep = PropertyTypes::list_of(lists, /*nullable=*/false);
  EXPECT_EQ(deep.text(), "LIST<LIST<INTEGER | FLOAT NOT NULL> NOT NULL>");
  EXPECT_TRUE(deep.matches(Value::list({Value::list({Value::integer(1)}), Value::list({})}).view()));
  EXPECT_FALSE(deep.matches(Value::list({Value::integer(1)}).view()));
  const PropertyTypes any = PropertyTypes::of(PropertyType::Any);
  EXPECT_TRUE(any.matches(Value::list({Value::integer(1)}).view()));
  EXPECT_TRUE(any.matches(Value::boolean(false).view()));
  for (const PropertyTypes& types : {numbers, lists, apart, deep, any}) {
    std::string bytes;
    types.append_to(bytes);
    std::string_view rest = bytes;
    EXPECT_EQ(PropertyTypes::take(rest), types);
    EXPECT_TRUE(rest.empty());
  }
}

}  // namespace
}  // namespace cairn::storage::testing
