// Comparison, arithmetic, text predicates, IN, IS :: TYPE.
#include "tests/executor/evaluator_support.h"

#include <limits>

namespace cairn::engine {
namespace {

using namespace test;

using enum ExpressionKind;
using Op = ComparisonOperator;
using Math = ArithmeticOperator;

constexpr VariableId a = 0;
constexpr VariableId b = 1;

constexpr std::int64_t int64_max = std::numeric_limits<std::int64_t>::max();

using EvaluatorOperatorsTest = EvaluatorTest;

// ---- comparison

TEST_F(EvaluatorOperatorsTest, ComparesIntegersWithFloatsExactly) {
  TestBatch batch;
  batch.level(3)
      .column(a, {integer(9007199254740993), integer(int64_max), integer(1)})
      .column(b, {floating(9007199254740992.0), floating(9223372036854775808.0), floating(1.0)});
  expect_identical(evaluate(*compare(variable(a), Op::Equal, variable(b)), batch),
                   {boolean(false), boolean(false), boolean(true)});
  expect_identical(evaluate(*compare(variable(a), Op::Greater, variable(b)), batch),
                   {boolean(true), boolean(false), boolean(false)});
  expect_identical(evaluate(*compare(variable(b), Op::LessEqual, variable(a)), batch),
                   {boolean(true), boolean(false), boolean(true)});
}

TEST_F(EvaluatorOperatorsTest, FindsNotANumberUnequalToItselfAndUnordered) {
  TestBatch batch;
  batch.level(2).column(a, {floating(std::nan("")), floating(1)}).column(b, {floating(std::nan("")), integer(1)});
  expect_identical(evaluate(*compare(variable(a), Op::Equal, variable(a)), batch), {boolean(false), boolean(true)});
  expect_identical(evaluate(*compare(variable(a), Op::NotEqual, variable(a)), batch), {boolean(true), boolean(false)});
  expect_identical(evaluate(*compare(variable(a), Op::GreaterEqual, variable(a)), batch),
                   {boolean(false), boolean(true)});
}

TEST_F(EvaluatorOperatorsTest, FindsDifferentTypesUnequalAndUnordered) {
  TestBatch batch;
  batch.level(2).column(a, {integer(1), null()}).column(b, {text("1"), text("1")});
  expect_identical(evaluate(*compare(variable(a), Op::Equal, variable(b)), batch), {boolean(false), null()});
  expect_identical(evaluate(*compare(variable(a), Op::NotEqual, variable(b)), batch), {boolean(true), null()});
  expect_identical(evaluate(*compare(variable(a), Op::Less, variable(b)), batch), {null(), null()});
}

TEST_F(EvaluatorOperatorsTest, ComparesEntitiesByIdAndWithoutOrder) {
  TestBatch batch;
  batch.level(2).column(a, {Value::node(1), Value::node(2)}).column(b, {Value::node(1), Value::node(1)});
  expect_identical(evaluate(*compare(variable(a), Op::Equal, variable(b)), batch), {boolean(true), boolean(false)});
  expect_identical(evaluate(*compare(variable(a), Op::Less, variable(b)), batch), {null(), null()});
}

TEST_F(EvaluatorOperatorsTest, ReadsAChainAsTheConjunctionOfItsPairs) {
  TestBatch batch;
  batch.level(4).column(a, {integer(1), integer(5), integer(9), null()});
  ExpressionPointer chain = of(Comparison, literal(0), variable(a), literal(5), literal(null()));
  chain->comparisons = {Op::Less, Op::LessEqual, Op::Equal};
  expect_identical(evaluate(*chain, batch), {null(), null(), boolean(false), null()});
}

// ---- arithmetic

TEST_F(EvaluatorOperatorsTest, CalculatesFromLeftToRight) {
  ExpressionPointer chain = of(Arithmetic, literal(10), literal(4), literal(3));
  chain->arithmetic = {Math::Subtract, Math::Subtract};
  expect_identical(evaluate(*chain), integer(3));
}

TEST_F(EvaluatorOperatorsTest, EndsTheQueryAtTheOverflowingExpression) {
  TestBatch batch;
  batch.level(3).column(a, {integer(1), null(), integer(int64_max)});
  ExpressionPointer sum = calculate(variable(a), Math::Add, literal(1));
  sum->span = {.begin = 42, .end = 47};
  const Error error = error_of(*sum, batch);
  EXPECT_EQ(error.type, ErrorType::ArithmeticError);
  EXPECT_EQ(error.detail, "IntegerOverflow");
  EXPECT_EQ(error.offset, 42U);
}

TEST_F(EvaluatorOperatorsTest, DoesNotCalculateRowsThatAreNotSelected) {
  TestBatch batch;
  batch.level(2).column(a, {integer(0), integer(5)}).select({1});
  expect_identical(evaluate(*calculate(literal(10), Math::Divide, variable(a)), batch), {integer(2)});
}

TEST_F(EvaluatorOperatorsTest, DividesIntegersByIntegersAndFloatsByZero) {
  EXPECT_EQ(error_of(*calculate(literal(1), Math::Divide, literal(0))).detail, "DivisionByZero");
  EXPECT_EQ(error_of(*calculate(literal(1), Math::Modulo, literal(0))).detail, "DivisionByZero");
  expect_identical(evaluate(*calculate(literal(-7), Math::Divide, literal(2))), integer(-3));
  expect_identical(evaluate(*calculate(literal(floating(1)), Math::Divide, literal(0))),
                   floating(std::numeric_limits<double>::infinity()));
  expect_identical(evaluate(*calculate(literal(2), Math::Power, literal(3))), floating(8.0));
}

TEST_F(EvaluatorOperatorsTest, JoinsTextsAndLists) {
  TestBatch batch;
  batch.level(2).column(a, {text("a"), null()}).column(b, {text("b"), text("c")});
  expect_identical(evaluate(*calculate(variable(a), Math::Add, variable(b)), batch), {text("ab"), null()});
  expect_identical(evaluate(*calculate(variable(b), Math::Add, literal(1)), batch), {text("b1"), text("c1")});
  expect_identical(evaluate(*calculate(literal(integers({1})), Math::Add, variable(b)), batch),
                   {list_value({integer(1), text("b")}), list_value({integer(1), text("c")})});
}

TEST_F(EvaluatorOperatorsTest, RefusesToCalculateWithOtherTypes) {
  TestBatch batch;
  batch.level(1).column(a, {boolean(true)});
  const Error error = error_of(*calculate(variable(a), Math::Multiply, literal(2)), batch);
  EXPECT_EQ(error.type, ErrorType::TypeError);
  EXPECT_EQ(error.detail, "InvalidArgumentType");
  EXPECT_EQ(error_of(*of(Negate, variable(a)), batch).detail, "InvalidArgumentType");
}

TEST_F(EvaluatorOperatorsTest, NegatesNumbers) {
  TestBatch batch;
  batch.level(2).column(a, {integer(3), null()}).column(b, {floating(0.5), floating(-2)});
  expect_identical(evaluate(*of(Negate, variable(a)), batch), {integer(-3), null()});
  expect_identical(evaluate(*of(Negate, variable(b)), batch), {floating(-0.5), floating(2)});
  TestBatch least;
  least.level(1).column(a, {integer(std::numeric_limits<std::int64_t>::min())});
  EXPECT_EQ(error_of(*of(Negate, variable(a)), least).detail, "IntegerOverflow");
}

TEST_F(EvaluatorOperatorsTest, EndsTheQueryWhenTextsOutgrowItsMemory) {
  TestBatch batch;
  const std::string megabyte(1 << 20, 'x');
  batch.level(100).column(a, std::vector<Value>(100, text(megabyte)), Form::Values);
  const Error error = error_of(*calculate(variable(a), Math::Add, variable(a)), batch);
  EXPECT_EQ(error.type, ErrorType::ResourceExhausted);
  EXPECT_FALSE(error.hint.empty());
}

// ---- text

TEST_F(EvaluatorOperatorsTest, LooksForTexts) {
  TestBatch batch;
  batch.level(4).column(a, {text("Cairn"), text("cairn"), text(""), null()});
  expect_identical(evaluate(*of(StartsWith, variable(a), literal(text("Ca"))), batch),
                   {boolean(true), boolean(false), boolean(false), null()});
  expect_identical(evaluate(*of(EndsWith, variable(a), literal(text("rn"))), batch),
                   {boolean(true), boolean(true), boolean(false), null()});
  expect_identical(evaluate(*of(Contains, variable(a), literal(text(""))), batch),
                   {boolean(true), boolean(true), boolean(true), null()});
  expect_identical(evaluate(*of(RegexMatch, variable(a), literal(text("[Cc]a.*"))), batch),
                   {boolean(true), boolean(true), boolean(false), null()});
}

TEST_F(EvaluatorOperatorsTest, AnswersNullForWhatIsNoText) {
  TestBatch batch;
  batch.level(2).column(a, {integer(1), integer(2)}).column(b, {text("1"), list_value({})});
  for (const ExpressionKind kind : {StartsWith, EndsWith, Contains, RegexMatch}) {
    expect_identical(evaluate(*of(kind, variable(a), literal(text("1"))), batch), {null(), null()});
    expect_identical(evaluate(*of(kind, variable(b), literal(text("1"))), batch), {boolean(true), null()});
    expect_identical(evaluate(*of(kind, variable(b), variable(a)), batch), {null(), null()});
  }
}

TEST_F(EvaluatorOperatorsTest, RefusesWhatIsNoRegularExpression) {
  EXPECT_EQ(error_of(*of(RegexMatch, literal(text("a")), literal(text("(")))).detail, "InvalidRegularExpression");
}

// ---- IN

TEST_F(EvaluatorOperatorsTest, AsksForMembershipThreeValued) {
  const auto in = [&](const Value& value, const Value& list) {
    return evaluate(*of(In, literal(value), literal(list)));
  };
  expect_identical(in(integer(1), integers({2, 1})), boolean(true));
  expect_identical(in(floating(1), integers({2, 1})), boolean(true));
  expect_identical(in(integer(3), list_value({integer(1), null()})), null());
  expect_identical(in(integer(1), list_value({integer(1), null()})), boolean(true));
  expect_identical(in(null(), integers({})), boolean(false));
  expect_identical(in(null(), integers({1})), null());
  expect_identical(in(integer(1), null()), null());
  expect_identical(in(integers({1, 2}), list_value({list_value({null(), integer(2)})})), null());
  expect_identical(in(floating(std::nan("")), list_value({floating(std::nan(""))})), boolean(false));
}

TEST_F(EvaluatorOperatorsTest, FindsMembersOfLongLists) {
  std::vector<Value> elements(20, integer(1));
  for (std::int64_t i = 0; i < 1000; ++i)
    elements.push_back(i % 2 == 0 ? integer(2 * i) : floating(2.0 * static_cast<double>(i)));
  TestBatch batch;
  batch.level(4).column(a, {integer(2), integer(3), integer(1998), null()});
  expect_identical(evaluate(*of(In, variable(a), literal(list_value(elements))), batch),
                   {boolean(true), boolean(false), boolean(true), null()});
}

TEST_F(EvaluatorOperatorsTest, RefusesMembershipInWhatIsNoList) {
  parameters = {{"list", integer(1)}};
  begin_statement();
  EXPECT_EQ(error_of(*of(In, literal(1), parameter("list"))).detail, "InvalidArgumentType");
}

// ---- IS :: TYPE

TEST_F(EvaluatorOperatorsTest, TestsTypesOfValues) {
  const auto is = [&](const Value& value, ast::ValueType type) {
    ExpressionPointer expression = of(IsType, literal(value));
    expression->value_type = std::make_unique<ast::ValueType>(std::move(type));
    return evaluate(*expression).as_boolean();
  };
  using Kind = ast::ValueTypeKind;
  const auto plain = [](Kind kind, bool not_null = false) {
    return ast::ValueType{.span = {}, .kind = kind, .not_null = not_null, .arguments = {}};
  };
  const auto list_of = [&](Kind kind, bool not_null = false) {
    ast::ValueType type = plain(Kind::List);
    type.arguments.push_back(plain(kind, not_null));
    return type;
  };
  EXPECT_TRUE(is(integer(1), plain(Kind::Integer)));
  EXPECT_FALSE(is(integer(1), plain(Kind::Float)));
  EXPECT_TRUE(is(null(), plain(Kind::Integer)));
  EXPECT_FALSE(is(null(), plain(Kind::Integer, true)));
  EXPECT_FALSE(is(null(), plain(Kind::Nothing)));
  EXPECT_TRUE(is(integers({1, 2}), list_of(Kind::Integer)));
  EXPECT_FALSE(is(list_value({integer(1), text("x")}), list_of(Kind::Integer)));
  EXPECT_TRUE(is(list_value({null()}), list_of(Kind::Integer)));
  EXPECT_FALSE(is(list_value({null()}), list_of(Kind::Integer, true)));
  EXPECT_TRUE(is(integers({1, 2}), plain(Kind::PropertyValue)));
  EXPECT_FALSE(is(map_value({}), plain(Kind::PropertyValue)));
  ast::ValueType either = plain(Kind::Union);
  either.arguments.push_back(plain(Kind::String));
  either.arguments.push_back(plain(Kind::Integer));
  EXPECT_TRUE(is(text("x"), either));
  EXPECT_FALSE(is(boolean(true), either));
}

}  // namespace
}  // namespace cairn::engine
