// Properties, labels, paths and functions of entities; deleted entities; subqueries.
#include "tests/executor/evaluator_support.h"

#include <gmock/gmock.h>

namespace cairn::engine {
namespace {

using namespace test;

using enum ExpressionKind;
using Op = ComparisonOperator;
using Math = ArithmeticOperator;

constexpr VariableId n = 0;
constexpr VariableId r = 1;
constexpr VariableId m = 2;
constexpr VariableId x = 3;

// (ada:Person:Admin {name, age, odd: 1})-[knows:KNOWS {since}]->(bob:Person {name, odd: 'x'}),
// (bob)-[likes:LIKES]->(thing), (thing) without labels or properties
class EvaluatorGraphTest : public EvaluatorTest {
 protected:
  EvaluatorGraphTest() {
    auto transaction = store().begin_write().value();
    const auto person = transaction->label("Person");
    const auto admin = transaction->label("Admin");
    ada_ = node(*transaction, {person, admin}, {{"name", text("Ada")}, {"age", integer(36)}, {"odd", integer(1)}});
    bob_ = node(*transaction, {person}, {{"name", text("Bob")}, {"odd", text("x")}});
    thing_ = node(*transaction, {}, {});
    knows_ = relationship(*transaction, "KNOWS", ada_, bob_, {{"since", integer(1843)}});
    likes_ = relationship(*transaction, "LIKES", bob_, thing_, {});
    transaction->commit().value();
    transaction.reset();
    begin_statement();
  }

  using Properties = std::vector<std::pair<std::string, Value>>;

  static std::vector<storage::PropertyEntry> encode(storage::WriteTransaction& transaction,
                                                    const Properties& properties, std::vector<std::string>& bytes) {
    std::vector<storage::PropertyEntry> entries;
    bytes.resize(properties.size());
    for (std::size_t i = 0; i < properties.size(); ++i) {
      value_or_end(append_stored(properties[i].second, bytes[i]));
      entries.push_back({transaction.key(properties[i].first), storage::ValueView::trusted(bytes[i])});
    }
    return entries;
  }

  static EntityId node(storage::WriteTransaction& transaction, std::vector<storage::LabelToken> labels,
                       const Properties& properties) {
    std::vector<std::string> bytes;
    return transaction.create_node(labels, encode(transaction, properties, bytes)).value();
  }

  static EntityId relationship(storage::WriteTransaction& transaction, std::string_view type, EntityId source,
                               EntityId target, const Properties& properties) {
    std::vector<std::string> bytes;
    return transaction
        .create_relationship(transaction.type(type), source, target, encode(transaction, properties, bytes))
        .value();
  }

  // A row for each node: ada, bob, thing and null.
  TestBatch& nodes(TestBatch& batch, Form form = Form::Typed) const {
    return batch.level(4).column(n, {Value::node(ada_), Value::node(bob_), Value::node(thing_), null()}, form);
  }

  EntityId ada_ = 0;
  EntityId bob_ = 0;
  EntityId thing_ = 0;
  EntityId knows_ = 0;
  EntityId likes_ = 0;
};

TEST_F(EvaluatorGraphTest, ReadsPropertiesOfNodesInBothForms) {
  for (const Form form : {Form::Typed, Form::Values}) {
    TestBatch batch;
    nodes(batch, form);
    expect_identical(evaluate(*property(variable(n), "name"), batch), {text("Ada"), text("Bob"), null(), null()});
    expect_identical(evaluate(*property(variable(n), "odd"), batch), {integer(1), text("x"), null(), null()});
    expect_identical(evaluate(*property(variable(n), "unknown"), batch), std::vector<Value>(4, null()));
    expect_identical(evaluate(*of(Index, variable(n), literal(text("age"))), batch),
                     {integer(36), null(), null(), null()});
  }
}

TEST_F(EvaluatorGraphTest, KeepsPropertiesTyped) {
  TestBatch batch;
  nodes(batch);
  const auto expression = property(variable(n), "name");
  Evaluator evaluator(context(), *expression, batch.layout(), *subqueries);
  RowMap rows;
  rows.bind(batch.batch());
  EXPECT_EQ(evaluator.evaluate(rows).type, ColumnType::Strings);
}

TEST_F(EvaluatorGraphTest, ReadsPropertiesOfWhateverARowHolds) {
  TestBatch batch;
  batch.level(5).column(
      n, {Value::node(ada_), Value::relationship(knows_), map_value({{"since", text("ever")}}), null(), map_value({})});
  expect_identical(evaluate(*property(variable(n), "since"), batch),
                   {null(), integer(1843), text("ever"), null(), null()});
  expect_identical(evaluate(*property(variable(n), "age"), batch), {integer(36), null(), null(), null(), null()});
}

TEST_F(EvaluatorGraphTest, ReadsPropertiesOfParametersAndConstants) {
  parameters = {{"who", Value::node(bob_)}};
  begin_statement();
  expect_identical(evaluate(*property(parameter("who"), "name")), text("Bob"));
  TestBatch batch;
  batch.level(3).constant(n, Value::node(ada_));
  expect_identical(evaluate(*property(variable(n), "age"), batch), std::vector<Value>(3, integer(36)));
}

TEST_F(EvaluatorGraphTest, RefusesPropertiesOfOtherValues) {
  TestBatch batch;
  batch.level(1).column(n, {integer(1)});
  const Error error = error_of(*property(variable(n), "name"), batch);
  EXPECT_EQ(error.type, ErrorType::TypeError);
  EXPECT_EQ(error.detail, "InvalidArgumentType");
}

TEST_F(EvaluatorGraphTest, TestsLabelsOfNodes) {
  using Kind = LabelExpression::Kind;
  const LabelExpression both{.kind = Kind::And, .name = {}, .operands = {label("Person"), label("Admin")}};
  const LabelExpression either{.kind = Kind::Or, .name = {}, .operands = {label("Admin"), label("Nobody")}};
  const LabelExpression neither{.kind = Kind::Not, .name = {}, .operands = {label("Admin")}};
  const LabelExpression any{.kind = Kind::Any, .name = {}, .operands = {}};
  for (const Form form : {Form::Typed, Form::Values}) {
    TestBatch batch;
    nodes(batch, form);
    const auto test = [&](const LabelExpression& labels) { return evaluate(*labelled(variable(n), labels), batch); };
    expect_identical(test(label("Person")), {boolean(true), boolean(true), boolean(false), null()});
    expect_identical(test(both), {boolean(true), boolean(false), boolean(false), null()});
    expect_identical(test(either), {boolean(true), boolean(false), boolean(false), null()});
    expect_identical(test(neither), {boolean(false), boolean(true), boolean(true), null()});
    expect_identical(test(any), {boolean(true), boolean(true), boolean(false), null()});
  }
}

TEST_F(EvaluatorGraphTest, TestsTypesOfRelationships) {
  TestBatch batch;
  batch.level(2).column(r, {Value::relationship(knows_), Value::relationship(likes_)});
  expect_identical(evaluate(*labelled(variable(r), label("KNOWS")), batch), {boolean(true), boolean(false)});
  expect_identical(evaluate(*labelled(variable(r), label("Person")), batch), {boolean(false), boolean(false)});
  TestBatch mixed;
  mixed.level(2).column(r, {Value::relationship(likes_), Value::node(ada_)});
  expect_identical(evaluate(*labelled(variable(r), label("LIKES")), mixed), {boolean(true), boolean(false)});
  TestBatch numbers;
  numbers.level(1).column(r, {integer(1)});
  EXPECT_EQ(error_of(*labelled(variable(r), label("LIKES")), numbers).detail, "InvalidArgumentType");
}

TEST_F(EvaluatorGraphTest, CallsFunctionsOfEntities) {
  TestBatch batch;
  nodes(batch);
  expect_identical(evaluate(*call("labels", variable(n)), batch)[1], list_value({text("Person")}));
  TestBatch relationships;
  relationships.level(2).column(r, {Value::relationship(knows_), null()});
  expect_identical(evaluate(*call("type", variable(r)), relationships), {text("KNOWS"), null()});
  expect_identical(evaluate(*call("startNode", variable(r)), relationships), {Value::node(ada_), null()});
  expect_identical(evaluate(*property(call("endNode", variable(r)), "name"), relationships), {text("Bob"), null()});
}

TEST_F(EvaluatorGraphTest, CallsFunctionsOfManyRelationshipsAtOnce) {
  TestBatch batch;
  batch.level(6).column(r, {Value::relationship(knows_), null(), Value::relationship(likes_),
                            Value::relationship(likes_), Value::relationship(knows_), Value::relationship(likes_)});
  expect_identical(evaluate(*call("type", variable(r)), batch),
                   {text("KNOWS"), null(), text("LIKES"), text("LIKES"), text("KNOWS"), text("LIKES")});
  expect_identical(evaluate(*call("endNode", variable(r)), batch)[4], Value::node(bob_));
  batch.select({3, 4});
  expect_identical(evaluate(*call("type", variable(r)), batch), {text("LIKES"), text("KNOWS")});
}

// ---- paths

TEST_F(EvaluatorGraphTest, MakesPathsOfNodesAndRelationships) {
  TestBatch batch;
  batch.level(3)
      .column(n, {Value::node(ada_), Value::node(bob_), Value::node(ada_)})
      .column(r, {Value::relationship(knows_), Value::relationship(knows_), null()})
      .column(m, {Value::node(bob_), Value::node(ada_), Value::node(bob_)});
  expect_identical(evaluate(*of(PathOf, variable(n), variable(r), variable(m)), batch),
                   {Value::path({Value::node(ada_), Value::relationship(knows_), Value::node(bob_)}),
                    Value::path({Value::node(bob_), Value::relationship(knows_), Value::node(ada_)}), null()});
  expect_identical(evaluate(*of(PathOf, variable(n)), batch)[0], Value::path({Value::node(ada_)}));
}

TEST_F(EvaluatorGraphTest, FindsTheNodesInsideAVariableLengthPart) {
  const Value forward = list_value({Value::relationship(knows_), Value::relationship(likes_)});
  const Value backward = list_value({Value::relationship(likes_), Value::relationship(knows_)});
  TestBatch batch;
  batch.level(5)
      .column(n, {Value::node(ada_), Value::node(thing_), Value::node(bob_), null(), Value::node(ada_)})
      .column(r, {forward, backward, list_value({}), forward, list_value({Value::relationship(knows_)})})
      .column(m, {Value::node(thing_), Value::node(ada_), Value::node(bob_), Value::node(thing_), Value::node(bob_)});
  expect_identical(evaluate(*of(PathOf, variable(n), variable(r), variable(m)), batch),
                   {Value::path({Value::node(ada_), Value::relationship(knows_), Value::node(bob_),
                                 Value::relationship(likes_), Value::node(thing_)}),
                    Value::path({Value::node(thing_), Value::relationship(likes_), Value::node(bob_),
                                 Value::relationship(knows_), Value::node(ada_)}),
                    Value::path({Value::node(bob_)}), null(),
                    Value::path({Value::node(ada_), Value::relationship(knows_), Value::node(bob_)})});
}

TEST_F(EvaluatorGraphTest, ReadsPropertiesOfTheElementsOfAList) {
  TestBatch batch;
  batch.level(1).column(n, {list_value({Value::node(bob_), Value::node(ada_)})});
  expect_identical(evaluate(*comprehension(x, variable(n), nullptr, property(variable(x), "name")), batch),
                   {list_value({text("Bob"), text("Ada")})});
}

// ---- deleted entities

class EvaluatorDeletedTest : public EvaluatorGraphTest {
 public:
  EvaluatorDeletedTest() : transaction_(store().begin_write().value()) {
    value_or_end(transaction_->delete_relationship(knows_));
    value_or_end(transaction_->delete_node(ada_));
    begin_statement(transaction_.get());
  }
  ~EvaluatorDeletedTest() override {
    begin_statement();
    transaction_.reset();
  }

 protected:
  void expect_deleted(const Expression& expression, const Value& value) {
    for (const Form form : {Form::Typed, Form::Values}) {
      TestBatch batch;
      batch.level(1).column(n, {value}, form);
      const Error error = error_of(expression, batch);
      EXPECT_EQ(error.type, ErrorType::EntityNotFound);
      EXPECT_EQ(error.detail, "DeletedEntityAccess");
    }
  }

 private:
  std::unique_ptr<storage::WriteTransaction> transaction_;
};

TEST_F(EvaluatorDeletedTest, HaveNeitherPropertiesNorLabels) {
  expect_deleted(*property(variable(n), "name"), Value::node(ada_));
  expect_deleted(*property(variable(n), "nothing has this"), Value::node(ada_));
  expect_deleted(*property(variable(n), "since"), Value::relationship(knows_));
  expect_deleted(*of(Index, variable(n), literal(text("name"))), Value::node(ada_));
  expect_deleted(*labelled(variable(n), label("Person")), Value::node(ada_));
  expect_deleted(*call("labels", variable(n)), Value::node(ada_));
  expect_deleted(*call("properties", variable(n)), Value::relationship(knows_));
}

TEST_F(EvaluatorDeletedTest, KeepTheirIdTypeAndEnds) {
  TestBatch batch;
  batch.level(1).column(n, {Value::relationship(knows_)});
  expect_identical(evaluate(*call("type", variable(n)), batch), {text("KNOWS")});
  expect_identical(evaluate(*call("id", variable(n)), batch), {integer(static_cast<std::int64_t>(knows_))});
  expect_identical(evaluate(*labelled(variable(n), label("KNOWS")), batch), {boolean(true)});
  expect_identical(evaluate(*call("startNode", variable(n)), batch), {Value::node(ada_)});
}

TEST_F(EvaluatorDeletedTest, DoNotDisturbTheOthers) {
  TestBatch batch;
  batch.level(2).column(n, {Value::node(bob_), null()});
  expect_identical(evaluate(*property(variable(n), "name"), batch), {text("Bob"), null()});
}

// ---- subqueries

// Answers from the values of one variable, and notes what it was asked.
class FakeRunner final : public SubqueryRunner {
 public:
  FakeRunner(Layout layout, std::vector<std::size_t>& asked) : layout_(std::move(layout)), asked_(asked) {}

  void exists(Batch& batch, std::span<std::uint8_t> has_row) override {
    read(batch);
    for (std::size_t i = 0; i < values_.size(); ++i) has_row[i] = values_[i].as_integer() > 1 ? 1 : 0;
  }
  void collect(Batch& batch, std::span<std::vector<Value>> lists) override {
    read(batch);
    for (std::size_t i = 0; i < values_.size(); ++i) {
      for (std::int64_t k = 0; k < values_[i].as_integer(); ++k) lists[i].push_back(integer(k));
    }
  }

 private:
  void read(Batch& batch) {
    EXPECT_EQ(batch.depth, layout_.depth());
    RowMap rows;
    rows.bind(batch);
    asked_.push_back(rows.size());
    const Slot slot = layout_.find(n).value();
    values_.clear();
    for (const std::uint16_t row : rows.rows(slot.level)) {
      values_.push_back(batch.levels[slot.level].columns[slot.column].value(row));
    }
  }

  Layout layout_;
  std::vector<std::size_t>& asked_;
  std::vector<Value> values_;
};

class FakeCompiler final : public SubqueryCompiler {
 public:
  std::unique_ptr<SubqueryRunner> compile(const BoundQuery&, const Layout& outer) override {
    return std::make_unique<FakeRunner>(outer, asked);
  }
  std::vector<std::size_t> asked;
};

ExpressionPointer subquery(ExpressionKind kind) {
  ExpressionPointer expression = make(kind);
  expression->subquery = std::make_unique<BoundQuery>();
  expression->subquery->outer_variables = {n};
  return expression;
}

TEST_F(EvaluatorGraphTest, AsksSubqueriesForAllRemainingRowsAtOnce) {
  FakeCompiler compiler;
  subqueries = &compiler;
  TestBatch batch;
  batch.level(4).column(n, {integer(1), integer(2), integer(0), integer(3)}).select({0, 1, 3});
  expect_identical(evaluate(*subquery(Exists), batch), {boolean(false), boolean(true), boolean(true)});
  expect_identical(evaluate(*subquery(PatternComprehension), batch),
                   {integers({0}), integers({0, 1}), integers({0, 1, 2})});
  EXPECT_EQ(compiler.asked, (std::vector<std::size_t>{3, 3}));
}

TEST_F(EvaluatorGraphTest, AsksSubqueriesOnceForEachRowOfTheLevelTheyRead) {
  FakeCompiler compiler;
  subqueries = &compiler;
  TestBatch batch;
  batch.level(2).column(n, {integer(1), integer(2)});
  batch.level(5, {0, 0, 1, 1, 1});
  expect_identical(evaluate(*subquery(Exists), batch),
                   {boolean(false), boolean(false), boolean(true), boolean(true), boolean(true)});
  EXPECT_EQ(compiler.asked, (std::vector<std::size_t>{2}));
}

TEST_F(EvaluatorGraphTest, AsksSubqueriesInsideBodies) {
  FakeCompiler compiler;
  subqueries = &compiler;
  TestBatch batch;
  batch.level(2).column(x, {integers({1, 2}), integers({5})});
  expect_identical(evaluate(*comprehension(n, variable(x), subquery(Exists), variable(n)), batch),
                   {integers({2}), integers({5})});
  EXPECT_EQ(compiler.asked, (std::vector<std::size_t>{3}));
}

}  // namespace
}  // namespace cairn::engine
