// container[index] and list[from..to]
#include "engine/executor/expressions/column_kernels.h"
#include "engine/executor/expressions/entity_rows.h"
#include "engine/executor/expressions/nodes.h"
#include "engine/executor/graph_access.h"

#include <fmt/format.h>

namespace cairn::engine {

namespace {

// list[index]; nullptr if the list has no such element. Negative indexes count from the end.
const Value* element_at(std::span<const Value> list, std::int64_t index) {
  const auto size = static_cast<std::int64_t>(list.size());
  if (index < 0) index += size;
  return index >= 0 && index < size ? &list[static_cast<std::size_t>(index)] : nullptr;
}

class IndexNode final : public ExpressionNode {
 public:
  IndexNode(QueryContext& context, const Expression& expression, NodePointer container, NodePointer index)
      : ExpressionNode(context, expression.span), container_(std::move(container)), index_(std::move(index)) {}

  Column evaluate(RowMap& rows) override {
    const Column containers = container_->evaluate(rows);
    const Column indexes = index_->evaluate(rows);
    if (is_all_null(containers) || is_all_null(indexes)) return Column::nulls();
    if (is_entity_column(containers) && indexes.constant && indexes.type == ColumnType::Strings) {
      const EntityArrays entities = entity_arrays(containers, rows.size());
      Column column = context().graph().property(entities.kind, entities.ids, entities.valid,
                                                 indexes.at<std::string_view>(0), properties_);
      column.constant |= containers.constant;
      return column;
    }
    result_.reset();
    Value container_scratch;
    Value index_scratch;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      append_item(containers.value_in(i, container_scratch), indexes.value_in(i, index_scratch));
    }
    return result_.view();
  }

 private:
  void append_item(const Value& container, const Value& index) {
    if (container.is_null() || index.is_null()) {
      result_.append_null();
      return;
    }
    switch (container.type()) {
      case ValueType::List:
        if (!index.is_integer()) fail_type("The index of a List", "an Integer", index);
        append_found(element_at(container.as_list(), index.as_integer()));
        return;
      case ValueType::Map:
        check_key(index);
        append_found(container.find(index.as_string()));
        return;
      case ValueType::Node:
      case ValueType::Relationship:
        check_key(index);
        result_.append(check(context().graph().property(container, index.as_string())));
        return;
      default: fail_type("What is indexed", "a List, a Map, a Node or a Relationship", container);
    }
  }

  // Lists and maps come from a column of Values, which lives as long as the answer.
  void append_found(const Value* found) {
    if (found == nullptr) {
      result_.append_null();
    } else {
      result_.append_borrowed(*found);
    }
  }

  void check_key(const Value& index) const {
    if (index.is_string()) return;
    fail(runtime_error(ErrorType::TypeError, "MapElementAccessByNonString",
                       fmt::format("A key must be a String, but it is {}", a_value_type(index.type()))));
  }

  NodePointer container_;
  NodePointer index_;
  PropertyBuffer properties_;
  ColumnBuffer result_;
};

class SliceNode final : public ExpressionNode {
 public:
  SliceNode(QueryContext& context, const Expression& expression, std::vector<NodePointer> operands)
      : ExpressionNode(context, expression.span),
        list_(std::move(operands[0])),
        from_(std::move(operands[1])),
        to_(std::move(operands[2])),
        held_(context) {}

  Column evaluate(RowMap& rows) override {
    held_.release();
    const Column lists = list_->evaluate(rows);
    const Column froms = from_ ? from_->evaluate(rows) : Column();
    const Column tos = to_ ? to_->evaluate(rows) : Column();
    const std::span<Value> slices = result_.make_values(rows.size());
    Value list_scratch;
    for (std::size_t i = 0; i < slices.size(); ++i) {
      const Value& list = lists.value_in(i, list_scratch);
      if (list.is_null()) continue;
      if (!list.is_list()) fail_type("What is sliced", "a List", list);
      const auto size = static_cast<std::int64_t>(list.as_list().size());
      const auto from = from_ ? bound(froms, i, size) : 0;
      const auto to = to_ ? bound(tos, i, size) : size;
      if (!from || !to) continue;
      slices[i] = cut(list.as_list(), *from, *to);
    }
    return result_.view();
  }

 private:
  // A bound as an offset from 0 to `size`; nothing if it is null.
  std::optional<std::int64_t> bound(const Column& column, std::size_t row, std::int64_t size) const {
    Value scratch;
    const Value& value = column.value_in(row, scratch);
    if (value.is_null()) return std::nullopt;
    if (!value.is_integer()) fail_type("The bound of a slice", "an Integer", value);
    const std::int64_t offset = value.as_integer();
    return std::clamp<std::int64_t>(offset < 0 ? offset + size : offset, 0, size);
  }

  Value cut(std::span<const Value> list, std::int64_t from, std::int64_t to) {
    std::vector<Value> elements;
    if (from < to) elements.assign(list.begin() + from, list.begin() + to);
    Value slice = check(Value::list(std::move(elements)));
    held_.add(slice.heap_bytes());
    return slice;
  }

  NodePointer list_;
  NodePointer from_;
  NodePointer to_;
  HeldBytes held_;
  ColumnBuffer result_;
};

}  // namespace

NodePointer make_index(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<IndexNode>(builder.context(), expression, builder.build(*expression.children[0]),
                                     builder.build(*expression.children[1]));
}

NodePointer make_slice(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<SliceNode>(builder.context(), expression, builder.operands(expression));
}

}  // namespace cairn::engine
