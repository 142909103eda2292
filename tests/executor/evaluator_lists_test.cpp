// Lists and maps, subscripts, comprehensions, quantifiers, reduce.
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
constexpr VariableId x = 2;
constexpr VariableId y = 3;
constexpr VariableId total = 4;

using EvaluatorListsTest = EvaluatorTest;

ExpressionPointer greater(ExpressionPointer left, ExpressionPointer right) {
  return compare(std::move(left), Op::Greater, std::move(right));
}
ExpressionPointer times(ExpressionPointer left, ExpressionPointer right) {
  return calculate(std::move(left), Math::Multiply, std::move(right));
}
ExpressionPointer plus(ExpressionPointer left, ExpressionPointer right) {
  return calculate(std::move(left), Math::Add, std::move(right));
}

// [0, 1, …, count - 1]
Value numbers(std::int64_t count) {
  std::vector<Value> elements;
  for (std::int64_t i = 0; i < count; ++i) elements.push_back(integer(i));
  return list_value(std::move(elements));
}

// ---- lists and maps

TEST_F(EvaluatorListsTest, MakesListsAndMapsOfEachRow) {
  TestBatch batch;
  batch.level(2).column(a, {integer(1), null()}).column(b, {text("x"), text("y")});
  expect_identical(evaluate(*of(List, variable(a), variable(b)), batch),
                   {list_value({integer(1), text("x")}), list_value({null(), text("y")})});
  ExpressionPointer map = of(Map, variable(a), variable(b));
  map->names = {"two", "one"};
  expect_identical(evaluate(*map, batch), {map_value({{"two", integer(1)}, {"one", text("x")}}),
                                           map_value({{"two", null()}, {"one", text("y")}})});
}

TEST_F(EvaluatorListsTest, IndexesListsFromBothEnds) {
  TestBatch batch;
  batch.level(6).column(a, {integer(0), integer(2), integer(-1), integer(-3), integer(3), null()});
  expect_identical(evaluate(*of(Index, literal(integers({10, 20, 30})), variable(a)), batch),
                   {integer(10), integer(30), integer(30), integer(10), null(), null()});
  TestBatch extremes;
  extremes.level(2).column(
      a, {integer(std::numeric_limits<std::int64_t>::min()), integer(std::numeric_limits<std::int64_t>::max())});
  expect_identical(evaluate(*of(Index, literal(integers({1})), variable(a)), extremes), {null(), null()});
}

TEST_F(EvaluatorListsTest, IndexesMapsByKey) {
  TestBatch batch;
  batch.level(3).column(a, {text("name"), text("Name"), null()});
  expect_identical(evaluate(*of(Index, literal(map_value({{"name", text("Apa")}})), variable(a)), batch),
                   {text("Apa"), null(), null()});
  expect_identical(evaluate(*property(literal(map_value({{"name", text("Apa")}})), "name")), text("Apa"));
}

TEST_F(EvaluatorListsTest, NamesTheMistakeInASubscript) {
  const auto detail = [&](const Value& container, const Value& index) {
    const Error error = error_of(*of(Index, literal(container), literal(index)));
    EXPECT_EQ(error.type, ErrorType::TypeError);
    return error.detail;
  };
  EXPECT_EQ(detail(integers({1}), floating(0)), "InvalidArgumentType");
  EXPECT_EQ(detail(integers({1}), text("0")), "InvalidArgumentType");
  EXPECT_EQ(detail(text("abc"), integer(0)), "InvalidArgumentType");
  EXPECT_EQ(detail(map_value({}), integer(0)), "MapElementAccessByNonString");
  EXPECT_EQ(error_of(*property(literal(1), "x")).detail, "InvalidArgumentType");
}

TEST_F(EvaluatorListsTest, SlicesListsWithinTheirBounds) {
  const Value list = integers({1, 2, 3, 4, 5});
  const auto slice = [&](ExpressionPointer from, ExpressionPointer to) {
    return evaluate(*of(Slice, literal(list), std::move(from), std::move(to)));
  };
  expect_identical(slice(literal(1), literal(3)), integers({2, 3}));
  expect_identical(slice(literal(1), nullptr), integers({2, 3, 4, 5}));
  expect_identical(slice(nullptr, literal(2)), integers({1, 2}));
  expect_identical(slice(literal(-3), literal(-1)), integers({3, 4}));
  expect_identical(slice(literal(-9), literal(9)), list);
  expect_identical(slice(literal(3), literal(1)), integers({}));
  expect_identical(slice(literal(null()), literal(1)), null());
  expect_identical(slice(literal(1), literal(null())), null());
  expect_identical(evaluate(*of(Slice, literal(null()), literal(1), literal(2))), null());
  EXPECT_EQ(error_of(*of(Slice, literal(list), literal(text("1")), literal(2))).detail, "InvalidArgumentType");
  EXPECT_EQ(error_of(*of(Slice, literal(text("list")), literal(1), literal(2))).detail, "InvalidArgumentType");
}

// ---- comprehensions

TEST_F(EvaluatorListsTest, FiltersAndProjectsTheListOfEachRow) {
  TestBatch batch;
  batch.level(4)
      .column(a, {integers({1, 2, 3}), integers({}), null(), list_value({integer(9), null(), integer(4)})})
      .column(b, {integer(1), integer(1), integer(1), integer(5)});
  const auto expression =
      comprehension(x, variable(a), greater(variable(x), variable(b)), times(variable(x), literal(10)));
  expect_identical(evaluate(*expression, batch), {integers({20, 30}), integers({}), null(), integers({90})});
  expect_identical(evaluate(*comprehension(x, variable(a), nullptr, variable(x)), batch),
                   {integers({1, 2, 3}), integers({}), null(), list_value({integer(9), null(), integer(4)})});
  expect_identical(evaluate(*comprehension(x, variable(a), greater(variable(x), literal(2)), nullptr), batch),
                   {integers({3}), integers({}), null(), integers({9, 4})});
}

TEST_F(EvaluatorListsTest, RunsOverOnlyTheSelectedRows) {
  TestBatch batch;
  batch.level(2).column(b, {integer(100), integer(200)});
  batch.level(3, {0, 1, 1}).column(a, {integers({1}), text("no list"), integers({2, 3})}).select({0, 2});
  expect_identical(evaluate(*comprehension(x, variable(a), nullptr, plus(variable(x), variable(b))), batch),
                   {integers({101}), integers({202, 203})});
}

TEST_F(EvaluatorListsTest, ComputesListsThatAreLongerThanABatch) {
  TestBatch batch;
  batch.level(3).column(a, {numbers(5000), numbers(0), numbers(3000)}).column(b, {integer(0), integer(0), integer(1)});
  const std::vector<Value> answers = evaluate(
      *comprehension(x, variable(a), greater(variable(x), literal(1000)), plus(variable(x), variable(b))), batch);
  ASSERT_EQ(answers[0].as_list().size(), 3999U);
  ASSERT_EQ(answers[1].as_list().size(), 0U);
  ASSERT_EQ(answers[2].as_list().size(), 1999U);
  for (std::size_t i = 0; i < 1999; ++i) {
    ASSERT_EQ(answers[0].as_list()[i].as_integer(), static_cast<std::int64_t>(1001 + i));
    ASSERT_EQ(answers[2].as_list()[i].as_integer(), static_cast<std::int64_t>(1002 + i));
  }
}

TEST_F(EvaluatorListsTest, NestsBodies) {
  TestBatch batch;
  batch.level(2)
      .column(a, {list_value({integers({1, 2}), integers({}), integers({3})}), list_value({integers({4})})})
      .column(b, {integer(10), integer(20)});
  const auto inner = comprehension(y, variable(x), nullptr, plus(variable(y), variable(b)));
  const auto expression = comprehension(x, variable(a), nullptr, clone(*inner));
  expect_identical(evaluate(*expression, batch),
                   {list_value({integers({11, 12}), integers({}), integers({13})}), list_value({integers({24})})});
}

TEST_F(EvaluatorListsTest, NestsDeeperThanABatchHasLevels) {
  // [x0 IN [1, 2] | [x1 IN [x0] | … a + x0 + … + xn]]
  constexpr VariableId first = 100;
  constexpr VariableId depth = 40;
  ExpressionPointer sum = make(Arithmetic);
  sum->children.push_back(variable(a));
  for (VariableId i = 0; i < depth; ++i) {
    sum->children.push_back(variable(first + i));
    sum->arithmetic.push_back(Math::Add);
  }
  ExpressionPointer body = std::move(sum);
  for (VariableId i = depth; i-- > 1;) {
    body = comprehension(first + i, of(List, variable(first + i - 1)), nullptr, std::move(body));
  }
  const auto expression = comprehension(first, literal(integers({1, 2})), nullptr, std::move(body));

  TestBatch batch;
  batch.level(3).column(a, {integer(1000), integer(2000), integer(3000)}).select({0, 2});
  const std::vector<Value> answers = evaluate(*expression, batch);
  for (std::size_t row = 0; row < 2; ++row) {
    for (std::size_t element = 0; element < 2; ++element) {
      Value value = answers[row].as_list()[element];
      while (value.is_list()) value = Value(value.as_list()[0]);
      EXPECT_EQ(value.as_integer(), (row == 0 ? 1000 : 3000) + static_cast<std::int64_t>(depth * (element + 1)));
    }
  }
}

TEST_F(EvaluatorListsTest, RunsOverBatchesThatHaveNoRoomForOneMoreLevel) {
  TestBatch batch;
  batch.level(2).column(a, {integer(100), integer(200)});
  for (std::size_t i = 1; i + 1 < batch_levels_max; ++i) batch.level(2, {0, 1});
  batch.level(4, {0, 0, 1, 1})
      .column(b, {integers({1}), text("no list"), integers({2, 3}), integers({4})})
      .select({0, 2, 3});
  expect_identical(evaluate(*comprehension(x, variable(b), nullptr, plus(variable(x), variable(a))), batch),
                   {integers({101}), integers({202, 203}), integers({204})});
}

TEST_F(EvaluatorListsTest, RefusesToRunOverWhatIsNoList) {
  TestBatch batch;
  batch.level(1).column(a, {integer(1)});
  EXPECT_EQ(error_of(*comprehension(x, variable(a), nullptr, variable(x)), batch).detail, "InvalidArgumentType");
  EXPECT_EQ(error_of(*quantify(QuantifierKind::All, x, variable(a), literal(boolean(true))), batch).detail,
            "InvalidArgumentType");
}

TEST_F(EvaluatorListsTest, EndsTheQueryWhenListsOutgrowItsMemory) {
  TestBatch batch;
  batch.level(2).column(a, {numbers(400'000), numbers(400'000)});
  const auto expression = comprehension(x, variable(a), nullptr, literal(text(std::string(100, 'x'))));
  EXPECT_EQ(error_of(*expression, batch).type, ErrorType::ResourceExhausted);
  EXPECT_EQ(context().memory().bytes(), 0U);
}

// ---- quantifiers

// true, false and null for the numbers 1, 0 and null
ExpressionPointer is_one(VariableId variable_id) { return compare(variable(variable_id), Op::Equal, literal(1)); }

TEST_F(EvaluatorListsTest, QuantifiesThreeValued) {
  const Value t = integer(1);
  const Value f = integer(0);
  const Value n = null();
  struct Case {
    std::vector<Value> list;
    Value all, any, none, single;
  };
  const std::vector<Case> cases{
      {{}, boolean(true), boolean(false), boolean(true), boolean(false)},
      {{t}, boolean(true), boolean(true), boolean(false), boolean(true)},
      {{f}, boolean(false), boolean(false), boolean(true), boolean(false)},
      {{n}, null(), null(), null(), null()},
      {{t, f}, boolean(false), boolean(true), boolean(false), boolean(true)},
      {{t, t, n}, null(), boolean(true), boolean(false), boolean(false)},
      {{t, n}, null(), boolean(true), boolean(false), null()},
      {{f, n}, boolean(false), null(), null(), null()},
      {{f, n, t}, boolean(false), boolean(true), boolean(false), null()},
  };
  TestBatch batch;
  std::vector<Value> lists;
  std::vector<Value> expected[4];
  for (const Case& one : cases) {
    lists.push_back(list_value(one.list));
    expected[0].push_back(one.all);
    expected[1].push_back(one.any);
    expected[2].push_back(one.none);
    expected[3].push_back(one.single);
  }
  lists.push_back(null());
  for (std::vector<Value>& answers : expected) answers.push_back(null());
  batch.level(lists.size()).column(a, lists);
  constexpr std::array kinds{QuantifierKind::All, QuantifierKind::Any, QuantifierKind::None, QuantifierKind::Single};
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    SCOPED_TRACE(kind);
    expect_identical(evaluate(*quantify(kinds[kind], x, variable(a), is_one(x)), batch), expected[kind]);
  }
}

TEST_F(EvaluatorListsTest, PassesOverListsThatAreDecided) {
  // The first piece decides; the element that would fail lies behind it.
  std::vector<Value> elements(3000, integer(1));
  elements.push_back(integer(0));
  TestBatch batch;
  batch.level(1).column(a, {list_value(elements)});
  const auto predicate = [] {
    return compare(calculate(literal(1), Math::Divide, variable(x)), Op::Equal, literal(1));
  };
  expect_identical(evaluate(*quantify(QuantifierKind::Any, x, variable(a), predicate()), batch), {boolean(true)});
  EXPECT_EQ(error_of(*quantify(QuantifierKind::All, x, variable(a), predicate()), batch).detail, "DivisionByZero");
}

TEST_F(EvaluatorListsTest, RefusesAPredicateThatIsNotBoolean) {
  TestBatch batch;
  batch.level(1).column(a, {integers({1})});
  EXPECT_EQ(error_of(*quantify(QuantifierKind::Any, x, variable(a), variable(x)), batch).detail, "InvalidArgumentType");
}

// ---- reduce

TEST_F(EvaluatorListsTest, ReducesTheListsOfAllRowsTogether) {
  ExpressionPointer reduction =
      of(Reduce, variable(b), variable(a), plus(times(variable(total), literal(10)), variable(x)));
  reduction->accumulator = total;
  reduction->variable = x;
  TestBatch batch;
  batch.level(4)
      .column(a, {integers({1, 2, 3}), integers({}), null(), integers({4, 5})})
      .column(b, {integer(0), integer(7), integer(7), integer(1)});
  expect_identical(evaluate(*reduction, batch), {integer(123), integer(7), null(), integer(145)});
}

TEST_F(EvaluatorListsTest, ReducesTexts) {
  ExpressionPointer reduction = of(Reduce, literal(text("")), variable(a), plus(variable(total), variable(x)));
  reduction->accumulator = total;
  reduction->variable = x;
  TestBatch batch;
  batch.level(1).column(a, {list_value({text("a long enough text, "), text("b"), integer(3)})});
  expect_identical(evaluate(*reduction, batch), {text("a long enough text, b3")});
}

}  // namespace
}  // namespace cairn::engine
