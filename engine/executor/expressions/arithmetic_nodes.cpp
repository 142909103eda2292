// + - * / % ^ from the left to the right, and the unary minus.
#include "engine/executor/expressions/column_kernels.h"
#include "engine/executor/expressions/nodes.h"
#include "engine/value/arithmetic.h"
#include "engine/value/arithmetic_kernels.h"

namespace cairn::engine {

namespace {

using Operator = ArithmeticOperator;

Expected<Value> calculate(Operator op, const Value& left, const Value& right) {
  switch (op) {
    case Operator::Add: return add(left, right);
    case Operator::Subtract: return subtract(left, right);
    case Operator::Multiply: return multiply(left, right);
    case Operator::Divide: return divide(left, right);
    case Operator::Modulo: return modulo(left, right);
    case Operator::Power: return power(left, right);
  }
  return Value::null();
}

Expected<void> calculate_integers(Operator op, IntegerOperand left, IntegerOperand right, const std::uint8_t* valid,
                                  std::span<std::int64_t> out) {
  switch (op) {
    case Operator::Add: return add_integers(left, right, valid, out);
    case Operator::Subtract: return subtract_integers(left, right, valid, out);
    case Operator::Multiply: return multiply_integers(left, right, valid, out);
    case Operator::Divide: return divide_integers(left, right, valid, out);
    case Operator::Modulo: return modulo_integers(left, right, valid, out);
    case Operator::Power: break;  // of floats only
  }
  return {};
}

void calculate_floats(Operator op, FloatOperand left, FloatOperand right, std::span<double> out) {
  switch (op) {
    case Operator::Add: return add_floats(left, right, out);
    case Operator::Subtract: return subtract_floats(left, right, out);
    case Operator::Multiply: return multiply_floats(left, right, out);
    case Operator::Divide: return divide_floats(left, right, out);
    case Operator::Modulo: return modulo_floats(left, right, out);
    case Operator::Power: return power_floats(left, right, out);
  }
}

bool is_number(const Column& column) {
  return column.type == ColumnType::Integers || column.type == ColumnType::Floats;
}

// One operator of a chain, with the arrays of its answer. Texts and lists are counted in `held`.
class ArithmeticStep {
 public:
  ArithmeticStep(Operator op, HeldBytes& held) : op_(op), held_(held) {}

  Expected<Column> calculate_columns(const Column& left, const Column& right, std::size_t size) {
    if (is_all_null(left) || is_all_null(right)) return Column::nulls();
    if (is_number(left) && is_number(right)) {
      const bool integers = left.type == ColumnType::Integers && right.type == ColumnType::Integers;
      return integers && op_ != Operator::Power ? on_integers(left, right, size) : on_floats(left, right, size);
    }
    if (left.type == ColumnType::Strings && right.type == ColumnType::Strings && op_ == Operator::Add) {
      return on_strings(left, right, size);
    }
    return on_values(left, right, size);
  }

 private:
  Expected<Column> on_integers(const Column& left, const Column& right, std::size_t size) {
    const std::uint8_t* valid = both_valid(left, right, size, scratch_);
    const IntegerOperand left_operand{left.array<std::int64_t>(), left.constant};
    const IntegerOperand right_operand{right.array<std::int64_t>(), right.constant};
    auto done = calculate_integers(op_, left_operand, right_operand, valid, result_.make_integers(size));
    if (!done) return std::move(done).error();
    set_validity(valid, result_);
    return result_.view();
  }

  Expected<Column> on_floats(const Column& left, const Column& right, std::size_t size) {
    const std::uint8_t* valid = both_valid(left, right, size, scratch_);
    calculate_floats(op_, as_floats(left, size, left_floats_), as_floats(right, size, right_floats_),
                     result_.make_floats(size));
    set_validity(valid, result_);
    return result_.view();
  }

  static FloatOperand as_floats(const Column& column, std::size_t size, std::vector<double>& converted) {
    if (column.type == ColumnType::Floats) return {column.array<double>(), column.constant};
    converted.resize(column.constant ? 1 : size);
    integers_to_floats(std::span(column.array<std::int64_t>(), converted.size()), converted);
    return {converted.data(), column.constant};
  }

  Expected<Column> on_strings(const Column& left, const Column& right, std::size_t size) {
    const std::uint8_t* valid = both_valid(left, right, size, scratch_);
    result_.reset();
    const std::span<std::string_view> texts = result_.make_strings(size);
    for (std::size_t i = 0; i < size; ++i) {
      texts[i] = {};
      if (valid != nullptr && valid[i] == 0) continue;
      const auto left_text = left.at<std::string_view>(i);
      const auto right_text = right.at<std::string_view>(i);
      const std::size_t bytes = left_text.size() + right_text.size();
      if (auto checked = check_string_size(bytes); !checked) return checked.error();
      held_.add(bytes);
      joined_.assign(left_text).append(right_text);
      texts[i] = result_.keep(joined_);
    }
    set_validity(valid, result_);
    return result_.view();
  }

  Expected<Column> on_values(const Column& left, const Column& right, std::size_t size) {
    result_.reset();
    Value left_scratch;
    Value right_scratch;
    for (std::size_t i = 0; i < size; ++i) {
      auto value = calculate(op_, left.value_in(i, left_scratch), right.value_in(i, right_scratch));
      if (!value) return std::move(value).error();
      held_.add(value->heap_bytes());
      result_.append(*value);
    }
    return result_.view();
  }

  Operator op_;
  HeldBytes& held_;
  ColumnBuffer result_;
  std::vector<std::uint8_t> scratch_;
  std::vector<double> left_floats_;
  std::vector<double> right_floats_;
  std::string joined_;
};

class ArithmeticNode final : public ExpressionNode {
 public:
  ArithmeticNode(QueryContext& context, const Expression& expression, std::vector<NodePointer> operands)
      : ExpressionNode(context, expression.span), operands_(std::move(operands)), held_(context) {
    for (const Operator op : expression.arithmetic) steps_.emplace_back(op, held_);
  }

  Column evaluate(RowMap& rows) override {
    held_.release();
    Column result = operands_.front()->evaluate(rows);
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const Column operand = operands_[i + 1]->evaluate(rows);
      result = check(steps_[i].calculate_columns(result, operand, rows.size()));
    }
    return result;
  }

 private:
  std::vector<NodePointer> operands_;
  HeldBytes held_;
  std::vector<ArithmeticStep> steps_;
};

class NegationNode final : public ExpressionNode {
 public:
  NegationNode(QueryContext& context, const Expression& expression, NodePointer operand)
      : ExpressionNode(context, expression.span), operand_(std::move(operand)) {}

  Column evaluate(RowMap& rows) override {
    const Column column = operand_->evaluate(rows);
    const std::size_t size = rows.size();
    if (is_all_null(column)) return Column::nulls();
    if (column.type == ColumnType::Floats && !column.constant) {
      const std::span<double> out = result_.make_floats(size);
      const auto* floats = column.array<double>();
      for (std::size_t i = 0; i < size; ++i) out[i] = -floats[i];
      set_validity(column.validity, result_);
      return result_.view();
    }
    if (column.type == ColumnType::Integers && !column.constant) {
      static constexpr std::int64_t zero = 0;
      const IntegerOperand operand{column.array<std::int64_t>(), false};
      check(subtract_integers({&zero, true}, operand, column.validity, result_.make_integers(size)));
      set_validity(column.validity, result_);
      return result_.view();
    }
    result_.reset();
    Value scratch;
    for (std::size_t i = 0; i < size; ++i) result_.append(check(negate(column.value_in(i, scratch))));
    return result_.view();
  }

 private:
  NodePointer operand_;
  ColumnBuffer result_;
};

}  // namespace

NodePointer make_arithmetic(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<ArithmeticNode>(builder.context(), expression, builder.operands(expression));
}

NodePointer make_negation(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<NegationNode>(builder.context(), expression, builder.build(*expression.children[0]));
}

}  // namespace cairn::engine
