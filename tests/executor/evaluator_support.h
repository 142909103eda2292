// What the evaluator's tests share: expressions by hand, batches by hand, a statement to evaluate them in.
#pragma once

#include "engine/binder/bound_query.h"
#include "engine/executor/evaluator.h"
#include "engine/executor/graph_access.h"
#include "engine/value/identity.h"
#include "engine/value/text.h"
#include "storage/graph_store.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn::engine::test {

// ---- values

Value list_value(std::vector<Value> elements);
Value map_value(std::vector<MapEntry> entries);
inline Value integer(std::int64_t value) { return Value::integer(value); }
inline Value floating(double value) { return Value::floating(value); }
inline Value text(std::string_view value) { return Value::string(value); }
inline Value boolean(bool value) { return Value::boolean(value); }
inline Value null() { return Value::null(); }
Value integers(std::initializer_list<std::int64_t> elements);

// ---- expressions

ExpressionPointer make(ExpressionKind kind);
ExpressionPointer literal(Value value);
inline ExpressionPointer literal(std::int64_t value) { return literal(integer(value)); }
ExpressionPointer variable(VariableId id);
ExpressionPointer parameter(std::string name);

// An expression of any kind over its children; a null pointer is an absent child.
template <class... Children>
ExpressionPointer of(ExpressionKind kind, Children... children) {
  ExpressionPointer expression = make(kind);
  (expression->children.push_back(std::move(children)), ...);
  return expression;
}

ExpressionPointer compare(ExpressionPointer left, ComparisonOperator op, ExpressionPointer right);
ExpressionPointer calculate(ExpressionPointer left, ArithmeticOperator op, ExpressionPointer right);
ExpressionPointer property(ExpressionPointer object, std::string key);
ExpressionPointer labelled(ExpressionPointer entity, LabelExpression labels);
LabelExpression label(std::string name);

template <class... Arguments>
ExpressionPointer call(const Function& function, Arguments... arguments) {
  ExpressionPointer expression = of(ExpressionKind::Call, std::move(arguments)...);
  expression->function = &function;
  return expression;
}
template <class... Arguments>
ExpressionPointer call(std::string_view name, Arguments... arguments) {
  return call(*function_registry().find(name), std::move(arguments)...);
}

ExpressionPointer comprehension(VariableId element, ExpressionPointer list, ExpressionPointer filter,
                                ExpressionPointer projection);
ExpressionPointer quantify(QuantifierKind kind, VariableId element, ExpressionPointer list,
                           ExpressionPointer predicate);

// ---- batches

// Whether a column is given by its type or as Values.
enum class Form : std::uint8_t { Typed, Values };

// A batch with its layout, made level by level.
class TestBatch {
 public:
  // A level of `rows` rows; `parent` has the row below of each, unless it is the first level.
  TestBatch& level(std::size_t rows, std::vector<std::uint16_t> parent = {});
  // A column of the top level.
  TestBatch& column(VariableId variable, const std::vector<Value>& values, Form form = Form::Typed);
  TestBatch& constant(VariableId variable, const Value& value);
  TestBatch& multiplicity(std::vector<std::uint64_t> counts);
  TestBatch& select(std::vector<std::uint16_t> rows);

  const Layout& layout() const { return layout_; }
  Batch& batch();

 private:
  struct StoredLevel {
    std::uint32_t rows = 0;
    std::vector<std::uint16_t> parent;
    std::vector<std::uint64_t> multiplicity;
    std::vector<Column> columns;
  };

  Layout layout_;
  std::vector<std::unique_ptr<StoredLevel>> levels_;
  std::vector<std::unique_ptr<ColumnBuffer>> buffers_;
  std::optional<std::vector<std::uint16_t>> selection_;
  Batch batch_;
};

// ---- evaluation

// Subqueries cannot be compiled.
class RefusingCompiler final : public SubqueryCompiler {
 public:
  std::unique_ptr<SubqueryRunner> compile(const BoundQuery& subquery, const Layout& outer) override;
};

// An empty graph in memory and a statement that reads it.
class EvaluatorTest : public ::testing::Test {
 public:
  EvaluatorTest();
  ~EvaluatorTest() override;

 protected:
  // The values for all remaining rows of a batch.
  std::vector<Value> evaluate(const Expression& expression, TestBatch& batch);
  // The value for a batch of one row without columns.
  Value evaluate(const Expression& expression);
  // The error instead; fails the test if there is none.
  Error error_of(const Expression& expression, TestBatch& batch);
  Error error_of(const Expression& expression);

  storage::GraphStore& store() { return *store_; }
  QueryContext& context() { return *context_; }
  // Begins a new statement that reads the graph as it is now, or as `transaction` has changed it.
  void begin_statement(storage::WriteTransaction* transaction = nullptr);

  Parameters parameters;
  SubqueryCompiler* subqueries = &refusing_;

 private:
  RefusingCompiler refusing_;
  BoundStatement statement_;
  std::unique_ptr<storage::GraphStore> store_;
  std::unique_ptr<storage::Reader> reader_;
  std::unique_ptr<QueryContext> context_;
};

// Shows the first difference between two lists of values by their text.
void expect_identical(const std::vector<Value>& actual, const std::vector<Value>& expected);
void expect_identical(const Value& actual, const Value& expected);

}  // namespace cairn::engine::test
