// AND, OR, XOR, NOT, IS NULL, CASE: three-valued answers, and what is not computed.
#include "tests/executor/evaluator_support.h"

namespace cairn::engine {
namespace {

using namespace test;

using enum ExpressionKind;

constexpr VariableId a = 0;
constexpr VariableId b = 1;

using EvaluatorLogicTest = EvaluatorTest;

// All pairs of true, false and null in the columns a and b.
void fill_with_all_pairs(TestBatch& batch, Form form) {
  std::vector<Value> lefts;
  std::vector<Value> rights;
  for (const Value& left : {boolean(true), boolean(false), null()}) {
    for (const Value& right : {boolean(true), boolean(false), null()}) {
      lefts.push_back(left);
      rights.push_back(right);
    }
  }
  batch.level(9).column(a, lefts, form).column(b, rights, form);
}

const std::vector<Value> and_table{boolean(true),  boolean(false), null(),         boolean(false), boolean(false),
                                   boolean(false), null(),         boolean(false), null()};
const std::vector<Value> or_table{boolean(true), boolean(true), boolean(true), boolean(true), boolean(false),
                                  null(),        boolean(true), null(),        null()};
const std::vector<Value> xor_table{boolean(false), boolean(true), null(), boolean(true), boolean(false),
                                   null(),         null(),        null(), null()};

TEST_F(EvaluatorLogicTest, FollowsTheTruthTables) {
  for (const Form form : {Form::Typed, Form::Values}) {
    TestBatch batch;
    fill_with_all_pairs(batch, form);
    expect_identical(evaluate(*of(And, variable(a), variable(b)), batch), and_table);
    expect_identical(evaluate(*of(Or, variable(a), variable(b)), batch), or_table);
    expect_identical(evaluate(*of(Xor, variable(a), variable(b)), batch), xor_table);
  }
}

TEST_F(EvaluatorLogicTest, NegatesThreeValued) {
  TestBatch batch;
  batch.level(3).column(a, {boolean(true), boolean(false), null()});
  expect_identical(evaluate(*of(Not, variable(a)), batch), {boolean(false), boolean(true), null()});
}

TEST_F(EvaluatorLogicTest, TellsNullFromEverythingElse) {
  TestBatch batch;
  batch.level(3).column(a, {null(), integer(0), null()}).column(b, {text(""), null(), list_value({null()})});
  expect_identical(evaluate(*of(IsNull, variable(a)), batch), {boolean(true), boolean(false), boolean(true)});
  expect_identical(evaluate(*of(IsNotNull, variable(b)), batch), {boolean(true), boolean(false), boolean(true)});
}

TEST_F(EvaluatorLogicTest, RefusesOperandsThatAreNotBoolean) {
  for (const ExpressionKind kind : {And, Or, Xor}) {
    for (const Form form : {Form::Typed, Form::Values}) {
      TestBatch batch;
      batch.level(1).column(a, {null()}).column(b, {text("x")}, form);
      ExpressionPointer expression = of(kind, variable(a), variable(b));
      expression->span = {.begin = 17, .end = 20};
      const Error error = error_of(*expression, batch);
      EXPECT_EQ(error.type, ErrorType::TypeError);
      EXPECT_EQ(error.phase, ErrorPhase::Runtime);
      EXPECT_EQ(error.detail, "InvalidArgumentType");
      EXPECT_EQ(error.offset, 17U);
    }
  }
  TestBatch batch;
  batch.level(1).column(a, {integer(0)});
  EXPECT_EQ(error_of(*of(Not, variable(a)), batch).detail, "InvalidArgumentType");
}

// 1 / b, which fails where b is 0.
ExpressionPointer one_by_b() { return calculate(literal(1), ArithmeticOperator::Divide, variable(b)); }

TEST_F(EvaluatorLogicTest, DoesNotComputeTheRightSideOfADecidedRow) {
  TestBatch batch;
  batch.level(4)
      .column(a, {boolean(false), boolean(true), null(), boolean(false)})
      .column(b, {integer(0), integer(1), integer(2), integer(0)});
  const auto right = [] { return compare(one_by_b(), ComparisonOperator::Equal, literal(1)); };
  expect_identical(evaluate(*of(And, variable(a), right()), batch),
                   {boolean(false), boolean(true), boolean(false), boolean(false)});

  TestBatch other;
  other.level(2).column(a, {boolean(true), boolean(false)}).column(b, {integer(0), integer(1)});
  expect_identical(evaluate(*of(Or, variable(a), right()), other), {boolean(true), boolean(true)});
  EXPECT_EQ(error_of(*of(And, variable(a), right()), other).detail, "DivisionByZero");
}

TEST_F(EvaluatorLogicTest, ComputesEachOperandOnlyForRowsThatAreStillOpen) {
  TestBatch batch;
  batch.level(5)
      .column(a, {boolean(true), boolean(false), boolean(true), null(), boolean(true)})
      .column(b, {boolean(false), boolean(true), boolean(true), boolean(true), null()})
      .select({0, 1, 2, 4});
  const auto chain = of(And, variable(a), variable(b), of(Not, variable(b)));
  expect_identical(evaluate(*chain, batch), {boolean(false), boolean(false), boolean(false), null()});
}

// ---- CASE

// CASE WHEN condition THEN result … ELSE otherwise END
template <class... Children>
ExpressionPointer choose(Children... children) {
  return of(Case, std::move(children)...);
}

TEST_F(EvaluatorLogicTest, TakesTheFirstBranchWhoseConditionIsTrue) {
  TestBatch batch;
  batch.level(4).column(a, {integer(1), integer(2), integer(3), null()});
  const auto equals = [](std::int64_t n) { return compare(variable(a), ComparisonOperator::Equal, literal(n)); };
  const auto expression = choose(equals(1), literal(text("one")), equals(2), literal(text("two")), equals(1),
                                 literal(text("never")), literal(text("many")));
  expect_identical(evaluate(*expression, batch), {text("one"), text("two"), text("many"), text("many")});
}

TEST_F(EvaluatorLogicTest, ComputesOnlyTheBranchThatIsTaken) {
  TestBatch batch;
  batch.level(3).column(b, {integer(0), integer(2), integer(1)});
  const auto expression = choose(compare(variable(b), ComparisonOperator::Equal, literal(0)), literal(-1), one_by_b());
  expect_identical(evaluate(*expression, batch), {integer(-1), integer(0), integer(1)});

  const auto by_zero = calculate(literal(1), ArithmeticOperator::Divide, literal(0));
  expect_identical(evaluate(*choose(of(IsNull, variable(b)), clone(*by_zero), variable(b)), batch),
                   {integer(0), integer(2), integer(1)});
  expect_identical(evaluate(*choose(of(IsNotNull, variable(b)), variable(b), clone(*by_zero)), batch),
                   {integer(0), integer(2), integer(1)});
}

TEST_F(EvaluatorLogicTest, MixesTheTypesOfBranches) {
  TestBatch batch;
  batch.level(3).column(a, {boolean(true), boolean(false), null()});
  const auto expression = choose(variable(a), literal(1), of(Not, variable(a)), literal(text("no")), literal(null()));
  expect_identical(evaluate(*expression, batch), {integer(1), text("no"), null()});
}

TEST_F(EvaluatorLogicTest, ChoosesAmongSelectedRows) {
  TestBatch batch;
  batch.level(4).column(a, {integer(1), integer(2), integer(3), integer(4)}).select({1, 3});
  const auto expression =
      choose(compare(variable(a), ComparisonOperator::Greater, literal(2)), variable(a), of(Negate, variable(a)));
  expect_identical(evaluate(*expression, batch), {integer(-2), integer(4)});
}

TEST_F(EvaluatorLogicTest, RefusesAConditionThatIsNotBoolean) {
  TestBatch batch;
  batch.level(1).column(a, {integer(1)});
  EXPECT_EQ(error_of(*choose(variable(a), literal(1), literal(2)), batch).detail, "InvalidArgumentType");
}

}  // namespace
}  // namespace cairn::engine
