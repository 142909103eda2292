// Constants, variables, and the nodes that decide for which rows of a batch an expression is computed.
#include "engine/executor/expressions/nodes.h"

namespace cairn::engine {

namespace {

// One value as a column, typed where it can be. Points into itself.
class ConstantColumn {
 public:
  explicit ConstantColumn(Value value) : value_(std::move(value)) {
    buffer_.append_borrowed(value_);
    column_ = buffer_.view();
    column_.constant = true;
  }
  ConstantColumn(const ConstantColumn&) = delete;
  ConstantColumn& operator=(const ConstantColumn&) = delete;

  const Column& column() const { return column_; }

 private:
  Value value_;
  ColumnBuffer buffer_;
  Column column_;
};

class ConstantNode final : public ExpressionNode {
 public:
  ConstantNode(QueryContext& context, ast::Span span, Value value)
      : ExpressionNode(context, span), constant_(std::move(value)) {}

  Column evaluate(RowMap&) override { return constant_.column(); }
  bool is_constant() const override { return true; }

 private:
  ConstantColumn constant_;
};

class VariableNode final : public ExpressionNode {
 public:
  VariableNode(QueryContext& context, ast::Span span, Slot slot) : ExpressionNode(context, span), slot_(slot) {}

  Column evaluate(RowMap& rows) override {
    const Column& column = rows.batch().levels[slot_.level].columns[slot_.column];
    if (column.constant || column.data == nullptr || rows.is_identity(slot_.level)) return column;
    gathered_.reset();
    gather_borrowed(column, rows.rows(slot_.level), gathered_);
    return gathered_.view();
  }

 private:
  Slot slot_;
  ColumnBuffer gathered_;
};

// An expression that reads nothing. Computed when it is first needed, because an expression that fails
// must not fail a query that never comes to it.
class FoldedNode final : public ExpressionNode {
 public:
  FoldedNode(QueryContext& context, ast::Span span, NodePointer operand)
      : ExpressionNode(context, span), operand_(std::move(operand)) {}

  Column evaluate(RowMap&) override {
    if (!constant_) {
      Batch batch;
      batch.depth = 1;
      batch.top().row_count = 1;
      RowMap row;
      row.bind(batch);
      constant_ = std::make_unique<ConstantColumn>(operand_->evaluate(row).value(0));
    }
    return constant_->column();
  }
  bool is_constant() const override { return true; }

 private:
  NodePointer operand_;
  std::unique_ptr<ConstantColumn> constant_;
};

// The batch below the levels that an expression does not read.
class LowerBatch {
 public:
  // All levels up to `level`; of that level only `rows`, ascending.
  RowMap& bind(const Batch& batch, std::uint16_t level, std::span<const std::uint16_t> rows) {
    batch_ = batch;
    batch_.depth = level + 1U;
    batch_.spans = {};
    batch_.selected = rows.size() != batch_.top().row_count;
    batch_.selection = rows;
    rows_.bind(batch_);
    return rows_;
  }

 private:
  Batch batch_;
  RowMap rows_;
};

// An expression that reads only levels up to `level`: computed once for each row of that level that is
// still wanted, then spread over the rows above it.
class LowerLevelNode final : public ExpressionNode {
 public:
  LowerLevelNode(QueryContext& context, ast::Span span, NodePointer operand, std::uint16_t level)
      : ExpressionNode(context, span), operand_(std::move(operand)), level_(level) {}

  Column evaluate(RowMap& rows) override {
    collect_wanted(rows);
    const Column column = operand_->evaluate(below_.bind(rows.batch(), level_, wanted_));
    if (column.constant || column.data == nullptr || in_place_) return column;
    spread_.reset();
    gather_borrowed(column, place_, spread_);
    return spread_.view();
  }

 private:
  // `wanted_`: the distinct rows of the level, ascending; `place_`: where each position finds its answer.
  void collect_wanted(RowMap& rows) {
    const std::span<const std::uint16_t> row_of = rows.rows(level_);
    wanted_.clear();
    place_.resize(row_of.size());
    bool ascending = true;
    for (std::size_t i = 0; i < row_of.size(); ++i) {
      if (wanted_.empty() || row_of[i] > wanted_.back()) {
        wanted_.push_back(row_of[i]);
      } else if (row_of[i] != wanted_.back()) {
        ascending = false;
        break;
      }
      place_[i] = static_cast<std::uint16_t>(wanted_.size() - 1);
    }
    if (!ascending) collect_unordered(row_of);
    in_place_ = ascending && wanted_.size() == row_of.size();
  }

  void collect_unordered(std::span<const std::uint16_t> row_of) {
    wanted_.assign(row_of.begin(), row_of.end());
    std::sort(wanted_.begin(), wanted_.end());
    wanted_.erase(std::unique(wanted_.begin(), wanted_.end()), wanted_.end());
    for (std::size_t i = 0; i < row_of.size(); ++i) {
      place_[i] =
          static_cast<std::uint16_t>(std::lower_bound(wanted_.begin(), wanted_.end(), row_of[i]) - wanted_.begin());
    }
  }

  NodePointer operand_;
  std::uint16_t level_;
  LowerBatch below_;
  std::vector<std::uint16_t> wanted_;
  std::vector<std::uint16_t> place_;
  bool in_place_ = false;
  ColumnBuffer spread_;
};

// An expression that reads the graph but no variable: the same for all rows of a batch, but perhaps not
// for the next one, since the statement may write.
class OncePerBatchNode final : public ExpressionNode {
 public:
  OncePerBatchNode(QueryContext& context, ast::Span span, NodePointer operand)
      : ExpressionNode(context, span), operand_(std::move(operand)) {}

  Column evaluate(RowMap& rows) override {
    row_ = rows.rows(0).front();
    Column column = operand_->evaluate(below_.bind(rows.batch(), 0, std::span(&row_, 1)));
    column.constant = true;
    return column;
  }

 private:
  NodePointer operand_;
  std::uint16_t row_ = 0;
  LowerBatch below_;
};

}  // namespace

NodePointer make_constant(NodeBuilder& builder, const Expression& expression, Value value) {
  return std::make_unique<ConstantNode>(builder.context(), expression.span, std::move(value));
}

NodePointer make_variable(NodeBuilder& builder, const Expression& expression) {
  const auto slot = builder.layout().find(expression.variable);
  if (!slot) {
    throw QueryError(runtime_error(ErrorType::InternalError, "UnplannedVariable",
                                   "An expression reads a variable that its rows do not have"));
  }
  return std::make_unique<VariableNode>(builder.context(), expression.span, *slot);
}

NodePointer make_folded(NodeBuilder& builder, const Expression& expression, NodePointer operand) {
  return std::make_unique<FoldedNode>(builder.context(), expression.span, std::move(operand));
}

NodePointer make_lower_level(NodeBuilder& builder, const Expression& expression, NodePointer operand,
                             std::uint16_t level) {
  return std::make_unique<LowerLevelNode>(builder.context(), expression.span, std::move(operand), level);
}

NodePointer make_once_per_batch(NodeBuilder& builder, const Expression& expression, NodePointer operand) {
  return std::make_unique<OncePerBatchNode>(builder.context(), expression.span, std::move(operand));
}

}  // namespace cairn::engine
