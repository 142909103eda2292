// entity.key and map.key
#include "engine/executor/expressions/column_kernels.h"
#include "engine/executor/expressions/entity_rows.h"
#include "engine/executor/expressions/nodes.h"
#include "engine/executor/graph_access.h"

#include <fmt/format.h>

namespace cairn::engine {

namespace {

class PropertyNode final : public ExpressionNode {
 public:
  PropertyNode(QueryContext& context, const Expression& expression, NodePointer object)
      : ExpressionNode(context, expression.span), key_(expression.name), object_(std::move(object)) {}

  Column evaluate(RowMap& rows) override {
    const Column objects = object_->evaluate(rows);
    if (is_all_null(objects)) return Column::nulls();
    if (is_entity_column(objects)) {
      const EntityArrays entities = entity_arrays(objects, rows.size());
      Column column = context().graph().property(entities.kind, entities.ids, entities.valid, key_, nodes_answer_);
      column.constant |= objects.constant;
      return column;
    }
    if (objects.type == ColumnType::Values) return of_values(objects, rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!objects.is_null(i)) fail_access(objects.value(i));
    }
    return Column::nulls();
  }

 private:
  [[noreturn]] void fail_access(const Value& object) const {
    fail(runtime_error(ErrorType::TypeError, "InvalidArgumentType",
                       fmt::format("{} has no properties, so `.{}` cannot be read from it",
                                   capital_a_value_type(object.type()), key_)));
  }

  Column of_values(const Column& objects, std::size_t size) {
    nodes_.clear();
    relationships_.clear();
    const std::span<Value> values = result_.make_values(size);
    for (std::size_t i = 0; i < size; ++i) {
      const Value& object = objects.at<Value>(i);
      switch (object.type()) {
        case ValueType::Null: break;
        case ValueType::Node: nodes_.add(object.entity_id(), i); break;
        case ValueType::Relationship: relationships_.add(object.entity_id(), i); break;
        case ValueType::Map:
          if (const Value* found = object.find(key_)) values[i] = *found;
          break;
        default: fail_access(object);
      }
    }
    read(storage::EntityKind::Node, nodes_, nodes_answer_, values);
    read(storage::EntityKind::Relationship, relationships_, relationships_answer_, values);
    return result_.view();
  }

  void read(storage::EntityKind kind, const EntityRows& entities, PropertyBuffer& answer, std::span<Value> values) {
    if (entities.ids.empty()) return;
    const Column column = context().graph().property(kind, entities.ids, {}, key_, answer);
    for (std::size_t i = 0; i < entities.ids.size(); ++i) values[entities.positions[i]] = column.value(i);
  }

  const std::string& key_;
  NodePointer object_;
  EntityRows nodes_;
  EntityRows relationships_;
  PropertyBuffer nodes_answer_;
  PropertyBuffer relationships_answer_;
  ColumnBuffer result_;
};

}  // namespace

NodePointer make_property(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<PropertyNode>(builder.context(), expression, builder.build(*expression.children[0]));
}

}  // namespace cairn::engine
