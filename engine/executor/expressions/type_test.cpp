// IS :: TYPE. Never null: every type holds null, unless it is written NOT NULL.
#include "engine/executor/expressions/nodes.h"

namespace cairn::engine {

namespace {

bool has_type(const Value& value, const ast::ValueType& type);

bool has_any_type(const Value& value, const std::vector<ast::ValueType>& types) {
  return std::any_of(types.begin(), types.end(), [&](const ast::ValueType& type) { return has_type(value, type); });
}

bool is_list_of(const Value& value, const std::vector<ast::ValueType>& element_types) {
  if (!value.is_list()) return false;
  if (element_types.empty()) return true;
  const auto elements = value.as_list();
  return std::all_of(elements.begin(), elements.end(),
                     [&](const Value& element) { return has_type(element, element_types.front()); });
}

// True for what a property may hold.
bool is_property_value(const Value& value) {
  if (value.is_map() || value.is_entity() || value.is_path()) return false;
  if (!value.is_list()) return true;
  const auto elements = value.as_list();
  return std::all_of(elements.begin(), elements.end(), [&](const Value& element) {
    return !element.is_null() && !element.is_list() && element.type() == elements.front().type() &&
           is_property_value(element);
  });
}

bool has_type(const Value& value, const ast::ValueType& type) {
  using Kind = ast::ValueTypeKind;
  if (type.kind == Kind::Union) return has_any_type(value, type.arguments);
  if (type.kind == Kind::Nothing) return false;
  if (value.is_null()) return !type.not_null;
  switch (type.kind) {
    case Kind::Boolean: return value.is_boolean();
    case Kind::String: return value.is_string();
    case Kind::Integer: return value.is_integer();
    case Kind::Float: return value.is_float();
    case Kind::Date: return value.type() == ValueType::Date;
    case Kind::LocalTime: return value.type() == ValueType::LocalTime;
    case Kind::ZonedTime: return value.type() == ValueType::Time;
    case Kind::LocalDateTime: return value.type() == ValueType::LocalDateTime;
    case Kind::ZonedDateTime: return value.type() == ValueType::DateTime;
    case Kind::Duration: return value.type() == ValueType::Duration;
    case Kind::Node: return value.is_node();
    case Kind::Relationship: return value.is_relationship();
    case Kind::Map: return value.is_map();
    case Kind::Path: return value.is_path();
    case Kind::PropertyValue: return is_property_value(value);
    case Kind::Any: return true;
    case Kind::List: return is_list_of(value, type.arguments);
    case Kind::Point:
    case Kind::Null:
    case Kind::Nothing:
    case Kind::Union: return false;
  }
  return false;
}

class TypeTestNode final : public ExpressionNode {
 public:
  TypeTestNode(QueryContext& context, const Expression& expression, NodePointer operand)
      : ExpressionNode(context, expression.span), type_(*expression.value_type), operand_(std::move(operand)) {}

  Column evaluate(RowMap& rows) override {
    const Column column = operand_->evaluate(rows);
    const std::span<std::uint8_t> answers = result_.make_booleans(rows.size());
    Value scratch;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      answers[i] = has_type(column.value_in(i, scratch), type_) ? 1 : 0;
    }
    return result_.view();
  }

 private:
  const ast::ValueType& type_;
  NodePointer operand_;
  ColumnBuffer result_;
};

}  // namespace

NodePointer make_type_test(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<TypeTestNode>(builder.context(), expression, builder.build(*expression.children[0]));
}

}  // namespace cairn::engine
