// Calls of functions, a row at a time.
#include "engine/executor/expressions/column_kernels.h"
#include "engine/executor/expressions/nodes.h"
#include "engine/executor/graph_access.h"

namespace cairn::engine {

namespace {

// Announces the relationships a function will be asked about row by row, so that they are read at once.
class AnnouncedRelationships {
 public:
  AnnouncedRelationships(GraphAccess& graph, const Column& column, std::size_t size) : graph_(graph) {
    if (column.type == ColumnType::Relationships && !column.constant) {
      graph_.expect_relationships(std::span(column.array<std::uint64_t>(), size));
    }
  }
  ~AnnouncedRelationships() { graph_.expect_relationships({}); }
  AnnouncedRelationships(const AnnouncedRelationships&) = delete;
  AnnouncedRelationships& operator=(const AnnouncedRelationships&) = delete;

 private:
  GraphAccess& graph_;
};

class CallNode final : public ExpressionNode {
 public:
  CallNode(QueryContext& context, const Expression& expression, std::vector<NodePointer> operands)
      : ExpressionNode(context, expression.span),
        function_(*expression.function),
        operands_(std::move(operands)),
        arguments_(operands_.size()),
        held_(context) {}

  Column evaluate(RowMap& rows) override {
    held_.release();
    columns_.clear();
    for (const NodePointer& operand : operands_) {
      columns_.push_back(operand->evaluate(rows));
      if (function_.propagates_null && is_all_null(columns_.back())) return Column::nulls();
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].constant) arguments_[i] = columns_[i].value(0);
    }
    result_.reset();
    if (function_.reads_graph && !columns_.empty()) {
      const AnnouncedRelationships announced(context().graph(), columns_.front(), rows.size());
      call_all(rows.size());
    } else {
      call_all(rows.size());
    }
    return result_.view();
  }

 private:
  void call_all(std::size_t size) {
    for (std::size_t row = 0; row < size; ++row) call(row);
  }

  void call(std::size_t row) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].constant) continue;
      if (function_.propagates_null && columns_[i].is_null(row)) {
        result_.append_null();
        return;
      }
      arguments_[i] = columns_[i].value(row);
    }
    const Value value = check(function_.body(context().functions(), arguments_));
    held_.add(value.heap_bytes());
    result_.append(value);
  }

  const Function& function_;
  std::vector<NodePointer> operands_;
  std::vector<Value> arguments_;
  HeldBytes held_;
  std::vector<Column> columns_;
  ColumnBuffer result_;
};

}  // namespace

NodePointer make_call(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<CallNode>(builder.context(), expression, builder.operands(expression));
}

}  // namespace cairn::engine
