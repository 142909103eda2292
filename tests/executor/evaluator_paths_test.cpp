// The typed kernels against the Values they stand for: the same random rows as typed columns and as columns
// of Values, over several levels, with nulls, selections and constants, must have the same answers.
#include "tests/executor/evaluator_support.h"

#include <limits>
#include <random>

namespace cairn::engine {
namespace {

using namespace test;

using enum ExpressionKind;

constexpr VariableId left_variable = 0;
constexpr VariableId right_variable = 1;

// Values of one type, among them those that kernels stumble over.
class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_); }

  Value value(ValueType type) {
    switch (type) {
      case ValueType::Boolean: return boolean(below(2) == 0);
      case ValueType::Integer:
        return integer(pick<std::int64_t>({0, 1, -1, 2, 7, std::int64_t{1} << 53, 9007199254740993}));
      case ValueType::Float:
        return floating(pick<double>({0.0, -0.0, 1.0, 2.5, -7.0, 9007199254740992.0, 1e300, std::nan(""),
                                      std::numeric_limits<double>::infinity()}));
      case ValueType::String: return text(pick<std::string_view>({"", "a", "ab", "b", "Ärger", "a much longer text"}));
      case ValueType::Node: return Value::node(below(3));
      case ValueType::Relationship: return Value::relationship(below(3));
      default: return list_value({integer(1), null()});
    }
  }

  std::vector<Value> column(ValueType type, std::size_t rows, bool with_nulls) {
    std::vector<Value> values;
    for (std::size_t i = 0; i < rows; ++i) values.push_back(with_nulls && below(4) == 0 ? null() : value(type));
    return values;
  }

 private:
  template <class T>
  T pick(std::initializer_list<T> choices) {
    return choices.begin()[below(choices.size())];
  }

  std::mt19937_64 random_;
};

constexpr std::array types{ValueType::Boolean, ValueType::Integer,      ValueType::Float, ValueType::String,
                           ValueType::Node,    ValueType::Relationship, ValueType::List};

// Two variables on one or two levels, perhaps one of them constant, perhaps with a selection.
struct Rows {
  std::vector<Value> left;
  std::vector<Value> right;
  bool right_constant = false;
  bool two_levels = false;
  std::vector<std::uint16_t> parent;
  std::vector<std::uint16_t> selection;

  void build(TestBatch& batch, Form form) const {
    batch.level(left.size()).column(left_variable, left, form);
    if (two_levels) batch.level(parent.size(), parent);
    if (right_constant) {
      batch.constant(right_variable, right.front());
    } else {
      batch.column(right_variable, right, form);
    }
    if (!selection.empty()) batch.select(selection);
  }
};

Rows random_rows(Generator& random, ValueType left, ValueType right) {
  Rows rows;
  rows.two_levels = random.below(2) == 0;
  const std::size_t lower = 1 + random.below(8);
  const std::size_t top = rows.two_levels ? 1 + random.below(20) : lower;
  for (std::size_t i = 0; i < top && rows.two_levels; ++i) {
    rows.parent.push_back(static_cast<std::uint16_t>(random.below(lower)));
  }
  rows.left = random.column(left, lower, random.below(2) == 0);
  rows.right_constant = random.below(3) == 0;
  rows.right = random.column(right, top, random.below(2) == 0);
  if (random.below(3) == 0) {
    for (std::size_t row = 0; row < top; ++row) {
      if (random.below(2) == 0) rows.selection.push_back(static_cast<std::uint16_t>(row));
    }
  }
  return rows;
}

using EvaluatorPathsTest = EvaluatorTest;

// The answers, or the detail of the error they end with.
struct Outcome {
  std::vector<Value> values;
  std::string error;
};

void expect_same(const Outcome& typed, const Outcome& plain) {
  EXPECT_EQ(typed.error, plain.error);
  expect_identical(typed.values, plain.values);
}

ExpressionPointer random_expression(Generator& random) {
  auto left = variable(left_variable);
  auto right = variable(right_variable);
  switch (random.below(7)) {
    case 0: return of(StartsWith, std::move(left), std::move(right));
    case 1: return of(EndsWith, std::move(left), std::move(right));
    case 2: return of(Contains, std::move(left), std::move(right));
    case 3: return of(Negate, calculate(std::move(left), ArithmeticOperator::Add, std::move(right)));
    case 4:
    case 5: return calculate(std::move(left), static_cast<ArithmeticOperator>(random.below(6)), std::move(right));
    default: return compare(std::move(left), static_cast<ComparisonOperator>(random.below(6)), std::move(right));
  }
}

TEST_F(EvaluatorPathsTest, TypedColumnsAnswerAsValuesDo) {
  Generator random(20240607);
  const auto outcome = [&](const Expression& expression, const Rows& rows, Form form) {
    TestBatch batch;
    rows.build(batch, form);
    try {
      return Outcome{.values = evaluate(expression, batch), .error = {}};
    } catch (const QueryError& error) {
      return Outcome{.values = {}, .error = error.error().detail};
    }
  };
  std::size_t with_values = 0;
  for (int round = 0; round < 6000; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    const Rows rows = random_rows(random, types[random.below(types.size())], types[random.below(types.size())]);
    const ExpressionPointer expression = random_expression(random);
    const Outcome typed = outcome(*expression, rows, Form::Typed);
    expect_same(typed, outcome(*expression, rows, Form::Values));
    with_values += typed.error.empty() ? 1 : 0;
    if (HasFailure()) break;
  }
  EXPECT_GT(with_values, 2000U);
}

TEST_F(EvaluatorPathsTest, MembershipInAConstantListIsMembershipInAnyList) {
  Generator random(7);
  for (int round = 0; round < 2000; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    std::vector<Value> elements;
    const std::size_t count = random.below(30);
    for (std::size_t i = 0; i < count; ++i) {
      elements.push_back(random.below(12) == 0 ? null() : random.value(types[random.below(types.size())]));
    }
    const Value list = list_value(elements);
    const std::vector<Value> wanted = random.column(types[random.below(types.size())], 10, true);

    TestBatch typed;
    typed.level(10).column(left_variable, wanted);
    TestBatch searched;
    searched.level(10).column(left_variable, wanted, Form::Values).column(right_variable, std::vector(10, list));
    expect_identical(evaluate(*of(In, variable(left_variable), literal(list)), typed),
                     evaluate(*of(In, variable(left_variable), variable(right_variable)), searched));
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace cairn::engine
