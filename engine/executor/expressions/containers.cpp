// [a, b, …] and {key: a, …}
#include "engine/executor/expressions/nodes.h"

namespace cairn::engine {

namespace {

class ListNode final : public ExpressionNode {
 public:
  ListNode(QueryContext& context, const Expression& expression, std::vector<NodePointer> operands)
      : ExpressionNode(context, expression.span), operands_(std::move(operands)), held_(context) {}

  Column evaluate(RowMap& rows) override {
    held_.release();
    columns_.clear();
    for (const NodePointer& operand : operands_) columns_.push_back(operand->evaluate(rows));
    const std::span<Value> lists = result_.make_values(rows.size());
    for (std::size_t i = 0; i < lists.size(); ++i) {
      std::vector<Value> elements;
      elements.reserve(columns_.size());
      for (const Column& column : columns_) elements.push_back(column.value(i));
      lists[i] = check(Value::list(std::move(elements)));
      held_.add(lists[i].heap_bytes());
    }
    return result_.view();
  }

 private:
  std::vector<NodePointer> operands_;
  HeldBytes held_;
  std::vector<Column> columns_;
  ColumnBuffer result_;
};

class MapNode final : public ExpressionNode {
 public:
  MapNode(QueryContext& context, const Expression& expression, std::vector<NodePointer> operands)
      : ExpressionNode(context, expression.span),
        keys_(expression.names),
        operands_(std::move(operands)),
        held_(context) {}

  Column evaluate(RowMap& rows) override {
    held_.release();
    columns_.clear();
    for (const NodePointer& operand : operands_) columns_.push_back(operand->evaluate(rows));
    const std::span<Value> maps = result_.make_values(rows.size());
    for (std::size_t i = 0; i < maps.size(); ++i) {
      std::vector<MapEntry> entries;
      entries.reserve(columns_.size());
      for (std::size_t key = 0; key < columns_.size(); ++key) {
        entries.push_back({.key = keys_[key], .value = columns_[key].value(i)});
      }
      maps[i] = check(Value::map(std::move(entries)));
      held_.add(maps[i].heap_bytes());
    }
    return result_.view();
  }

 private:
  const std::vector<std::string>& keys_;
  std::vector<NodePointer> operands_;
  HeldBytes held_;
  std::vector<Column> columns_;
  ColumnBuffer result_;
};

}  // namespace

NodePointer make_list(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<ListNode>(builder.context(), expression, builder.operands(expression));
}

NodePointer make_map(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<MapNode>(builder.context(), expression, builder.operands(expression));
}

}  // namespace cairn::engine
