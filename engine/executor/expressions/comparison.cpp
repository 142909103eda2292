// =, <>, <, <=, >, >= and chains of them.
#include "engine/value/comparison.h"

#include "engine/executor/expressions/column_kernels.h"
#include "engine/executor/expressions/nodes.h"
#include "engine/value/equality.h"
#include "engine/value/number.h"

namespace cairn::engine {

namespace {

using Operator = ComparisonOperator;

constexpr bool is_equality(Operator op) { return op == Operator::Equal || op == Operator::NotEqual; }

Ternary compare_values(Operator op, const Value& left, const Value& right) {
  switch (op) {
    case Operator::Equal: return equals(left, right);
    case Operator::NotEqual: return ternary_not(equals(left, right));
    case Operator::Less: return is_less(compare(left, right));
    case Operator::LessEqual: return is_less_or_equal(compare(left, right));
    case Operator::Greater: return is_greater(compare(left, right));
    case Operator::GreaterEqual: return is_greater_or_equal(compare(left, right));
  }
  return Ternary::Null;
}

// Whether the operator holds for two things that compare so; `Ordering` or a type with operators.
template <Operator op, class Left, class Right>
std::uint8_t holds(const Left& left, const Right& right) {
  if constexpr (op == Operator::Equal) return left == right ? 1 : 0;
  if constexpr (op == Operator::NotEqual) return left == right ? 0 : 1;
  if constexpr (op == Operator::Less) return left < right ? 1 : 0;
  if constexpr (op == Operator::LessEqual) return left <= right ? 1 : 0;
  if constexpr (op == Operator::Greater) return left > right ? 1 : 0;
  if constexpr (op == Operator::GreaterEqual) return left >= right ? 1 : 0;
}

template <Operator op>
std::uint8_t holds_for(std::partial_ordering ordering) {
  if constexpr (op == Operator::Equal) return ordering == 0 ? 1 : 0;
  if constexpr (op == Operator::NotEqual) return ordering == 0 ? 0 : 1;
  if constexpr (op == Operator::Less) return ordering < 0 ? 1 : 0;
  if constexpr (op == Operator::LessEqual) return ordering <= 0 ? 1 : 0;
  if constexpr (op == Operator::Greater) return ordering > 0 ? 1 : 0;
  if constexpr (op == Operator::GreaterEqual) return ordering >= 0 ? 1 : 0;
}

// Two columns of types that compare, neither of them Values nor null throughout.
struct TypedPair {
  const Column& left;
  const Column& right;
  const std::uint8_t* valid;
  std::span<std::uint8_t> out;

  template <Operator op>
  void compare() const {
    using Integer = std::int64_t;
    const bool left_float = left.type == ColumnType::Floats;
    const bool right_float = right.type == ColumnType::Floats;
    switch (left.type) {
      case ColumnType::Integers:
        if (right_float) {
          for_each_pair<Integer, double>(left, right, out,
                                         [](Integer a, double b) { return holds_for<op>(compare_exactly(a, b)); });
        } else {
          for_each_pair<Integer, Integer>(left, right, out, holds<op, Integer, Integer>);
        }
        return;
      case ColumnType::Floats:
        if (right_float && left_float) {
          for_each_pair<double, double>(left, right, out, holds<op, double, double>);
        } else {
          for_each_pair<double, Integer>(
              left, right, out, [](double a, Integer b) { return holds_for<op>(0 <=> compare_exactly(b, a)); });
        }
        return;
      case ColumnType::Booleans:
        for_each_pair<std::uint8_t, std::uint8_t>(left, right, out, holds<op, std::uint8_t, std::uint8_t>);
        return;
      case ColumnType::Strings:
        for_each_valid_pair<std::string_view, std::string_view>(left, right, valid, out,
                                                                holds<op, std::string_view, std::string_view>);
        return;
      case ColumnType::Nodes:
      case ColumnType::Relationships:
        for_each_pair<std::uint64_t, std::uint64_t>(left, right, out, holds<op, std::uint64_t, std::uint64_t>);
        return;
      case ColumnType::Values: return;
    }
  }

  void compare(Operator op) const {
    switch (op) {
      case Operator::Equal: return compare<Operator::Equal>();
      case Operator::NotEqual: return compare<Operator::NotEqual>();
      case Operator::Less: return compare<Operator::Less>();
      case Operator::LessEqual: return compare<Operator::LessEqual>();
      case Operator::Greater: return compare<Operator::Greater>();
      case Operator::GreaterEqual: return compare<Operator::GreaterEqual>();
    }
  }
};

bool is_number(ColumnType type) { return type == ColumnType::Integers || type == ColumnType::Floats; }
bool is_entity(ColumnType type) { return type == ColumnType::Nodes || type == ColumnType::Relationships; }

class ComparisonNode final : public ExpressionNode {
 public:
  ComparisonNode(QueryContext& context, const Expression& expression, std::vector<NodePointer> operands)
      : ExpressionNode(context, expression.span), operators_(expression.comparisons), operands_(std::move(operands)) {}

  Column evaluate(RowMap& rows) override {
    const std::size_t size = rows.size();
    Column left = operands_[0]->evaluate(rows);
    Column right = operands_[1]->evaluate(rows);
    if (operators_.size() == 1) return compare(operators_[0], left, right, size);

    truth_.assign(size, Ternary::True);
    pair_truth_.resize(size);
    for (std::size_t i = 0; i < operators_.size(); ++i) {
      if (i > 0) {
        left = right;
        right = operands_[i + 1]->evaluate(rows);
      }
      read_truth(compare(operators_[i], left, right, size), pair_truth_, "A comparison");
      for (std::size_t row = 0; row < size; ++row) truth_[row] = ternary_and(truth_[row], pair_truth_[row]);
    }
    return truth_column(truth_, result_);
  }

 private:
  Column compare(Operator op, const Column& left, const Column& right, std::size_t size) {
    if (is_all_null(left) || is_all_null(right)) return Column::nulls();
    if (left.type == ColumnType::Values || right.type == ColumnType::Values) {
      return compare_as_values(op, left, right, size);
    }
    const std::uint8_t* valid = both_valid(left, right, size, scratch_);
    const std::span<std::uint8_t> out = result_.make_booleans(size);
    set_validity(valid, result_);
    if (left.type == right.type || (is_number(left.type) && is_number(right.type))) {
      if (is_entity(left.type) && !is_equality(op)) return Column::nulls();
      TypedPair{left, right, valid, out}.compare(op);
      return result_.view();
    }
    // Values of different types are not equal, and are not ordered.
    if (!is_equality(op)) return Column::nulls();
    std::fill(out.begin(), out.end(), op == Operator::NotEqual ? std::uint8_t{1} : std::uint8_t{0});
    return result_.view();
  }

  Column compare_as_values(Operator op, const Column& left, const Column& right, std::size_t size) {
    value_truth_.resize(size);
    Value left_scratch;
    Value right_scratch;
    for (std::size_t i = 0; i < size; ++i) {
      value_truth_[i] = compare_values(op, left.value_in(i, left_scratch), right.value_in(i, right_scratch));
    }
    return truth_column(value_truth_, result_);
  }

  std::vector<Operator> operators_;
  std::vector<NodePointer> operands_;
  std::vector<Ternary> truth_;
  std::vector<Ternary> pair_truth_;
  std::vector<Ternary> value_truth_;
  std::vector<std::uint8_t> scratch_;
  ColumnBuffer result_;
};

}  // namespace

NodePointer make_comparison(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<ComparisonNode>(builder.context(), expression, builder.operands(expression));
}

}  // namespace cairn::engine
