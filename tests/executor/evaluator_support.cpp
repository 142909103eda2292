#include "tests/executor/evaluator_support.h"

namespace cairn::engine::test {

Value list_value(std::vector<Value> elements) { return Value::list(std::move(elements)).value(); }
Value map_value(std::vector<MapEntry> entries) { return Value::map(std::move(entries)).value(); }

Value integers(std::initializer_list<std::int64_t> elements) {
  std::vector<Value> values;
  for (const std::int64_t element : elements) values.push_back(integer(element));
  return list_value(std::move(values));
}

ExpressionPointer make(ExpressionKind kind) {
  auto expression = std::make_unique<Expression>();
  expression->kind = kind;
  return expression;
}

ExpressionPointer literal(Value value) {
  ExpressionPointer expression = make(ExpressionKind::Literal);
  expression->literal = std::move(value);
  return expression;
}

ExpressionPointer variable(VariableId id) {
  ExpressionPointer expression = make(ExpressionKind::Variable);
  expression->variable = id;
  return expression;
}

ExpressionPointer parameter(std::string name) {
  ExpressionPointer expression = make(ExpressionKind::Parameter);
  expression->name = std::move(name);
  return expression;
}

ExpressionPointer compare(ExpressionPointer left, ComparisonOperator op, ExpressionPointer right) {
  ExpressionPointer expression = of(ExpressionKind::Comparison, std::move(left), std::move(right));
  expression->comparisons = {op};
  return expression;
}

ExpressionPointer calculate(ExpressionPointer left, ArithmeticOperator op, ExpressionPointer right) {
  ExpressionPointer expression = of(ExpressionKind::Arithmetic, std::move(left), std::move(right));
  expression->arithmetic = {op};
  return expression;
}

ExpressionPointer property(ExpressionPointer object, std::string key) {
  ExpressionPointer expression = of(ExpressionKind::Property, std::move(object));
  expression->name = std::move(key);
  return expression;
}

ExpressionPointer labelled(ExpressionPointer entity, LabelExpression labels) {
  ExpressionPointer expression = of(ExpressionKind::HasLabels, std::move(entity));
  expression->labels = std::make_unique<LabelExpression>(std::move(labels));
  return expression;
}

LabelExpression label(std::string name) {
  return {.kind = LabelExpression::Kind::Name, .name = std::move(name), .operands = {}};
}

ExpressionPointer comprehension(VariableId element, ExpressionPointer list, ExpressionPointer filter,
                                ExpressionPointer projection) {
  ExpressionPointer expression =
      of(ExpressionKind::ListComprehension, std::move(list), std::move(filter), std::move(projection));
  expression->variable = element;
  return expression;
}

ExpressionPointer quantify(QuantifierKind kind, VariableId element, ExpressionPointer list,
                           ExpressionPointer predicate) {
  ExpressionPointer expression = of(ExpressionKind::Quantifier, std::move(list), std::move(predicate));
  expression->variable = element;
  expression->quantifier = kind;
  return expression;
}

// ---- TestBatch

TestBatch& TestBatch::level(std::size_t rows, std::vector<std::uint16_t> parent) {
  levels_.push_back(std::make_unique<StoredLevel>());
  levels_.back()->rows = static_cast<std::uint32_t>(rows);
  levels_.back()->parent = std::move(parent);
  layout_.add_level();
  return *this;
}

TestBatch& TestBatch::column(VariableId variable, const std::vector<Value>& values, Form form) {
  buffers_.push_back(std::make_unique<ColumnBuffer>());
  ColumnBuffer& buffer = *buffers_.back();
  if (form == Form::Typed) {
    for (const Value& value : values) buffer.append(value);
  } else {
    std::copy(values.begin(), values.end(), buffer.make_values(values.size()).begin());
  }
  layout_.add_column(variable);
  levels_.back()->columns.push_back(buffer.view());
  return *this;
}

TestBatch& TestBatch::constant(VariableId variable, const Value& value) {
  column(variable, {value});
  levels_.back()->columns.back().constant = true;
  return *this;
}

TestBatch& TestBatch::multiplicity(std::vector<std::uint64_t> counts) {
  levels_.back()->multiplicity = std::move(counts);
  return *this;
}

TestBatch& TestBatch::select(std::vector<std::uint16_t> rows) {
  selection_ = std::move(rows);
  return *this;
}

Batch& TestBatch::batch() {
  batch_ = Batch();
  for (const auto& stored : levels_) {
    batch_.levels[batch_.depth++] = Level{.row_count = stored->rows,
                                          .columns = stored->columns,
                                          .parent = stored->parent,
                                          .multiplicity = stored->multiplicity};
  }
  batch_.selected = selection_.has_value();
  if (selection_) batch_.selection = *selection_;
  return batch_;
}

// ---- EvaluatorTest

std::unique_ptr<SubqueryRunner> RefusingCompiler::compile(const BoundQuery&, const Layout&) {
  throw QueryError(runtime_error(ErrorType::InternalError, "Subquery", "This test has no subqueries"));
}

EvaluatorTest::EvaluatorTest() {
  auto opened = storage::GraphStore::open(":memory:");
  if (!opened) throw QueryError(std::move(opened).error());
  store_ = std::move(opened).value();
  begin_statement();
}

EvaluatorTest::~EvaluatorTest() = default;

void EvaluatorTest::begin_statement(storage::WriteTransaction* transaction) {
  context_.reset();
  reader_ = transaction == nullptr ? store_->read(store_->durable()) : store_->read(*transaction);
  constexpr std::size_t memory_bytes_max = std::size_t{64} << 20;
  context_ = std::make_unique<QueryContext>(statement_, *reader_, transaction, parameters, memory_bytes_max);
}

std::vector<Value> EvaluatorTest::evaluate(const Expression& expression, TestBatch& batch) {
  Evaluator evaluator(context(), expression, batch.layout(), *subqueries);
  RowMap rows;
  rows.bind(batch.batch());
  const Column column = evaluator.evaluate(rows);
  std::vector<Value> values;
  for (std::size_t i = 0; i < rows.size(); ++i) values.push_back(column.value(i));
  return values;
}

Value EvaluatorTest::evaluate(const Expression& expression) {
  TestBatch batch;
  batch.level(1);
  return evaluate(expression, batch).front();
}

Error EvaluatorTest::error_of(const Expression& expression, TestBatch& batch) {
  try {
    evaluate(expression, batch);
  } catch (QueryError& error) {
    return error.take();
  }
  ADD_FAILURE() << "the expression has a value";
  return {};
}

Error EvaluatorTest::error_of(const Expression& expression) {
  TestBatch batch;
  batch.level(1);
  return error_of(expression, batch);
}

void expect_identical(const Value& actual, const Value& expected) {
  EXPECT_TRUE(identical(actual, expected))
      << "actual:   " << to_literal(actual) << "\nexpected: " << to_literal(expected);
}

void expect_identical(const std::vector<Value>& actual, const std::vector<Value>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i) {
    SCOPED_TRACE("row " + std::to_string(i));
    expect_identical(actual[i], expected[i]);
  }
}

}  // namespace cairn::engine::test
