// For which rows an expression is computed: constants once, what reads lower levels once for their rows.
#include "tests/executor/evaluator_support.h"

#include <gmock/gmock.h>

namespace cairn::engine {
namespace {

using namespace test;

using enum ExpressionKind;
using Op = ComparisonOperator;
using Math = ArithmeticOperator;

using ::testing::ElementsAre;

constexpr VariableId low = 0;
constexpr VariableId middle = 1;
constexpr VariableId high = 2;
constexpr VariableId x = 3;

// How often `counted` was called, by the test that runs.
std::size_t calls = 0;

Expected<Value> count_call(FunctionContext&, std::span<const Value> arguments) {
  ++calls;
  return arguments.empty() ? integer(static_cast<std::int64_t>(calls)) : arguments.front();
}

Function counting_function(bool is_volatile, bool reads_graph) {
  Function function;
  function.name = "counted";
  function.is_volatile = is_volatile;
  function.reads_graph = reads_graph;
  function.propagates_null = false;
  function.body = count_call;
  return function;
}

const Function counted = counting_function(false, false);
const Function counted_in_graph = counting_function(false, true);
const Function random_like = counting_function(true, false);

class EvaluatorPlacementTest : public EvaluatorTest {
 protected:
  EvaluatorPlacementTest() {
    calls = 0;
    batch_.level(3).column(low, {integer(1), integer(2), integer(3)});
    batch_.level(4, {0, 1, 1, 2}).column(middle, {integer(10), integer(20), integer(30), integer(40)});
    batch_.level(8, {0, 0, 1, 1, 2, 2, 3, 3}).column(high, std::vector<Value>(8, integer(100)));
  }

  TestBatch batch_;
};

TEST_F(EvaluatorPlacementTest, ComputesWhatReadsALowerLevelOnceForEachOfItsRows) {
  expect_identical(evaluate(*call(counted, variable(low)), batch_),
                   {integer(1), integer(1), integer(2), integer(2), integer(2), integer(2), integer(3), integer(3)});
  EXPECT_EQ(calls, 3U);
}

TEST_F(EvaluatorPlacementTest, ComputesOnlyThoseLowerRowsThatAreStillWanted) {
  batch_.select({2, 3, 5});
  expect_identical(evaluate(*call(counted, variable(middle)), batch_), {integer(20), integer(20), integer(30)});
  EXPECT_EQ(calls, 2U);
}

TEST_F(EvaluatorPlacementTest, LiftsThePartsOfAnExpressionEachToItsLevel) {
  const auto sum = calculate(calculate(call(counted, variable(low)), Math::Add, call(counted, variable(middle))),
                             Math::Add, call(counted, variable(high)));
  EXPECT_EQ(evaluate(*sum, batch_).back().as_integer(), 143);
  EXPECT_EQ(calls, 3U + 4U + 8U);
}

TEST_F(EvaluatorPlacementTest, FollowsParentsThatAreNotAscending) {
  TestBatch batch;
  batch.level(3).column(low, {integer(1), integer(2), integer(3)});
  batch.level(5, {2, 0, 2, 1, 0});
  expect_identical(evaluate(*call(counted, variable(low)), batch),
                   {integer(3), integer(1), integer(3), integer(2), integer(1)});
  EXPECT_EQ(calls, 3U);
  TestBatch permuted;
  permuted.level(3).column(low, {integer(1), integer(2), integer(3)});
  permuted.level(3, {2, 0, 1});
  expect_identical(evaluate(*call(counted, variable(low)), permuted), {integer(3), integer(1), integer(2)});
}

TEST_F(EvaluatorPlacementTest, ComputesConstantsOnceForAllBatches) {
  const auto expression = calculate(call(counted, literal(5)), Math::Add, variable(high));
  Evaluator evaluator(context(), *expression, batch_.layout(), *subqueries);
  RowMap rows;
  for (int round = 0; round < 3; ++round) {
    rows.bind(batch_.batch());
    EXPECT_EQ(evaluator.evaluate(rows).value(7).as_integer(), 105);
  }
  EXPECT_EQ(calls, 1U);
}

TEST_F(EvaluatorPlacementTest, AsksTheGraphAgainForEveryBatch) {
  const auto expression = calculate(call(counted_in_graph, literal(5)), Math::Add, variable(high));
  Evaluator evaluator(context(), *expression, batch_.layout(), *subqueries);
  RowMap rows;
  for (int round = 0; round < 3; ++round) {
    rows.bind(batch_.batch());
    EXPECT_EQ(evaluator.evaluate(rows).value(7).as_integer(), 105);
  }
  EXPECT_EQ(calls, 3U);
}

TEST_F(EvaluatorPlacementTest, ComputesVolatileCallsForEveryRow) {
  batch_.select({1, 6, 7});
  expect_identical(evaluate(*call(random_like), batch_), {integer(1), integer(2), integer(3)});
  calls = 0;
  expect_identical(evaluate(*call(random_like, variable(low)), batch_), {integer(1), integer(3), integer(3)});
  EXPECT_EQ(calls, 3U);
}

TEST_F(EvaluatorPlacementTest, DoesNotFailForAConstantThatIsNeverNeeded) {
  const auto by_zero = [] { return calculate(literal(1), Math::Divide, literal(0)); };
  const auto guarded =
      of(And, compare(variable(high), Op::Less, literal(0)), compare(by_zero(), Op::Equal, literal(1)));
  expect_identical(evaluate(*guarded, batch_), std::vector<Value>(8, boolean(false)));
  batch_.select({});
  EXPECT_TRUE(evaluate(*by_zero(), batch_).empty());
  batch_.select({0});
  EXPECT_EQ(error_of(*by_zero(), batch_).detail, "DivisionByZero");
}

TEST_F(EvaluatorPlacementTest, HoistsOutOfABodyWhatDoesNotReadTheElement) {
  // [x IN [1, 2, 3, 4] | counted(low) + counted(x)]
  const auto expression = comprehension(x, literal(integers({1, 2, 3, 4})), nullptr,
                                        calculate(call(counted, variable(low)), Math::Add, call(counted, variable(x))));
  TestBatch batch;
  batch.level(3).column(low, {integer(10), integer(20), integer(30)});
  expect_identical(evaluate(*expression, batch),
                   {integers({11, 12, 13, 14}), integers({21, 22, 23, 24}), integers({31, 32, 33, 34})});
  EXPECT_EQ(calls, 3U + 12U);
}

TEST_F(EvaluatorPlacementTest, TakesConstantColumnsAsTheyAre) {
  TestBatch batch;
  batch.level(4).constant(low, integer(2)).constant(middle, null()).column(high, std::vector<Value>(4, integer(1)));
  expect_identical(evaluate(*calculate(variable(low), Math::Add, variable(high)), batch),
                   std::vector<Value>(4, integer(3)));
  expect_identical(evaluate(*calculate(variable(low), Math::Add, variable(low)), batch),
                   std::vector<Value>(4, integer(4)));
  expect_identical(evaluate(*compare(variable(low), Op::Less, variable(low)), batch),
                   std::vector<Value>(4, boolean(false)));
  expect_identical(evaluate(*of(Negate, variable(low)), batch), std::vector<Value>(4, integer(-2)));
  expect_identical(evaluate(*calculate(variable(middle), Math::Add, variable(high)), batch),
                   std::vector<Value>(4, null()));
  expect_identical(evaluate(*of(IsNull, variable(middle)), batch), std::vector<Value>(4, boolean(true)));
  expect_identical(evaluate(*of(List, variable(low), variable(middle)), batch),
                   std::vector<Value>(4, list_value({integer(2), null()})));
}

// ---- select

TEST_F(EvaluatorPlacementTest, SelectsTheRowsForWhichAPredicateIsTrue) {
  TestBatch batch;
  batch.level(5).column(low, {integer(5), null(), integer(1), integer(7), integer(6)}).select({0, 1, 2, 4});
  const auto select = [&](Op op) {
    const auto predicate = compare(variable(low), op, literal(4));
    Evaluator evaluator(context(), *predicate, batch.layout(), *subqueries);
    RowMap rows;
    rows.bind(batch.batch());
    std::vector<std::uint16_t> selection{9, 9};
    evaluator.select(rows, selection);
    return selection;
  };
  EXPECT_THAT(select(Op::Greater), ElementsAre(0, 4));
  EXPECT_THAT(select(Op::Less), ElementsAre(2));
}

TEST_F(EvaluatorPlacementTest, SelectsInPlaceOfTheBatchsOwnSelection) {
  TestBatch batch;
  batch.level(4).column(low, {integer(1), integer(2), integer(3), integer(4)});
  const auto predicate = compare(variable(low), Op::GreaterEqual, literal(3));
  Evaluator evaluator(context(), *predicate, batch.layout(), *subqueries);
  std::vector<std::uint16_t> selection{0, 2, 3};
  Batch selected = batch.batch();
  selected.selected = true;
  selected.selection = selection;
  RowMap rows;
  rows.bind(selected);
  evaluator.select(rows, selection);
  EXPECT_THAT(selection, ElementsAre(2, 3));
}

TEST_F(EvaluatorPlacementTest, SelectsByConstantsAndRefusesWhatIsNotBoolean) {
  RowMap rows;
  std::vector<std::uint16_t> selection;
  const auto select = [&](const Expression& predicate) {
    Evaluator evaluator(context(), predicate, batch_.layout(), *subqueries);
    rows.bind(batch_.batch());
    evaluator.select(rows, selection);
    return selection.size();
  };
  EXPECT_EQ(select(*literal(boolean(true))), 8U);
  EXPECT_EQ(select(*literal(boolean(false))), 0U);
  EXPECT_EQ(select(*literal(null())), 0U);
  try {
    ExpressionPointer number = variable(high);
    number->span = {.begin = 3, .end = 4};
    select(*number);
    FAIL() << "a number was taken for a predicate";
  } catch (const QueryError& error) {
    EXPECT_EQ(error.error().detail, "InvalidArgumentType");
    EXPECT_EQ(error.error().offset, 3U);
  }
}

// ---- parameters and constants without rows

TEST_F(EvaluatorPlacementTest, ReadsParameters) {
  parameters = {{"n", integer(41)}};
  begin_statement();
  expect_identical(evaluate(*calculate(parameter("n"), Math::Add, literal(1))), integer(42));
  EXPECT_EQ(error_of(*parameter("m")).type, ErrorType::ParameterMissing);
}

TEST_F(EvaluatorPlacementTest, EvaluatesConstantExpressionsWithoutRows) {
  const auto expression = comprehension(x, literal(integers({1, 2, 3})), compare(variable(x), Op::Greater, literal(1)),
                                        calculate(variable(x), Math::Multiply, literal(2)));
  expect_identical(evaluate_constant(context(), *expression), integers({4, 6}));
}

}  // namespace
}  // namespace cairn::engine
