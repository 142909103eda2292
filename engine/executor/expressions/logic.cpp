// AND, OR, XOR, NOT, IS NULL and IS NOT NULL: three-valued, without computing what is decided.
#include "engine/executor/expressions/nodes.h"

namespace cairn::engine {

namespace {

// AND and OR: a row whose answer is decided is not asked of the operands that follow.
class DecidableChainNode final : public ExpressionNode {
 public:
  DecidableChainNode(QueryContext& context, const Expression& expression, std::vector<NodePointer> operands)
      : ExpressionNode(context, expression.span),
        is_and_(expression.kind == ExpressionKind::And),
        operands_(std::move(operands)) {}

  Column evaluate(RowMap& rows) override {
    truth_.resize(rows.size());
    read_truth(operands_.front()->evaluate(rows), truth_, name());
    for (std::size_t i = 1; i < operands_.size(); ++i) {
      collect_undecided();
      if (undecided_.empty()) break;
      combine(*operands_[i], rows);
    }
    return truth_column(truth_, result_);
  }

 private:
  std::string_view name() const { return is_and_ ? "An operand of AND" : "An operand of OR"; }
  Ternary deciding() const { return is_and_ ? Ternary::False : Ternary::True; }

  void collect_undecided() {
    undecided_.resize(truth_.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < truth_.size(); ++i) {
      undecided_[count] = static_cast<std::uint16_t>(i);
      count += truth_[i] != deciding() ? 1 : 0;
    }
    undecided_.resize(count);
  }

  void combine(ExpressionNode& operand, RowMap& rows) {
    const bool all = undecided_.size() == rows.size();
    RowMap& part = all ? rows : subset_.bind(rows, undecided_);
    operand_truth_.resize(undecided_.size());
    read_truth(operand.evaluate(part), operand_truth_, name());
    for (std::size_t i = 0; i < undecided_.size(); ++i) {
      Ternary& truth = truth_[undecided_[i]];
      truth = is_and_ ? ternary_and(truth, operand_truth_[i]) : ternary_or(truth, operand_truth_[i]);
    }
  }

  bool is_and_;
  std::vector<NodePointer> operands_;
  std::vector<Ternary> truth_;
  std::vector<Ternary> operand_truth_;
  std::vector<std::uint16_t> undecided_;
  RowSubset subset_;
  ColumnBuffer result_;
};

class XorNode final : public ExpressionNode {
 public:
  XorNode(QueryContext& context, const Expression& expression, std::vector<NodePointer> operands)
      : ExpressionNode(context, expression.span), operands_(std::move(operands)) {}

  Column evaluate(RowMap& rows) override {
    truth_.assign(rows.size(), Ternary::False);
    operand_truth_.resize(rows.size());
    for (const NodePointer& operand : operands_) {
      read_truth(operand->evaluate(rows), operand_truth_, "An operand of XOR");
      for (std::size_t i = 0; i < truth_.size(); ++i) truth_[i] = ternary_xor(truth_[i], operand_truth_[i]);
    }
    return truth_column(truth_, result_);
  }

 private:
  std::vector<NodePointer> operands_;
  std::vector<Ternary> truth_;
  std::vector<Ternary> operand_truth_;
  ColumnBuffer result_;
};

class NotNode final : public ExpressionNode {
 public:
  NotNode(QueryContext& context, const Expression& expression, NodePointer operand)
      : ExpressionNode(context, expression.span), operand_(std::move(operand)) {}

  Column evaluate(RowMap& rows) override {
    truth_.resize(rows.size());
    read_truth(operand_->evaluate(rows), truth_, "The operand of NOT");
    for (Ternary& truth : truth_) truth = ternary_not(truth);
    return truth_column(truth_, result_);
  }

 private:
  NodePointer operand_;
  std::vector<Ternary> truth_;
  ColumnBuffer result_;
};

class NullTestNode final : public ExpressionNode {
 public:
  NullTestNode(QueryContext& context, const Expression& expression, NodePointer operand)
      : ExpressionNode(context, expression.span),
        true_for_null_(expression.kind == ExpressionKind::IsNull),
        operand_(std::move(operand)) {}

  Column evaluate(RowMap& rows) override {
    const Column column = operand_->evaluate(rows);
    const std::span<std::uint8_t> answers = result_.make_booleans(rows.size());
    for (std::size_t i = 0; i < answers.size(); ++i) answers[i] = column.is_null(i) == true_for_null_ ? 1 : 0;
    return result_.view();
  }

 private:
  bool true_for_null_;
  NodePointer operand_;
  ColumnBuffer result_;
};

}  // namespace

NodePointer make_logical(NodeBuilder& builder, const Expression& expression) {
  std::vector<NodePointer> operands = builder.operands(expression);
  if (expression.kind == ExpressionKind::Xor) {
    return std::make_unique<XorNode>(builder.context(), expression, std::move(operands));
  }
  return std::make_unique<DecidableChainNode>(builder.context(), expression, std::move(operands));
}

NodePointer make_not(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<NotNode>(builder.context(), expression, builder.build(*expression.children[0]));
}

NodePointer make_null_test(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<NullTestNode>(builder.context(), expression, builder.build(*expression.children[0]));
}

}  // namespace cairn::engine
