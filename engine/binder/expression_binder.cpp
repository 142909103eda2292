#include "engine/binder/expression_binder.h"

#include "engine/binder/bind_failure.h"
#include "engine/binder/expression_factory.h"
#include "engine/binder/label_expressions.h"
#include "engine/binder/static_typing.h"
#include "engine/binder/subqueries.h"
#include "engine/binder/suggestions.h"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace cairn::engine {

ExpressionPointer ExpressionBinder::bind(const ast::Expression& expression) {
  return std::visit([&](const auto& node) { return bind_node(node, expression.span); }, expression.node);
}

ExpressionPointer ExpressionBinder::bind_predicate(const ast::Expression& expression, std::string_view what) {
  ExpressionPointer predicate = bind(expression);
  require_boolean(*predicate, what);
  return predicate;
}

std::vector<ExpressionPointer> ExpressionBinder::bind_all(const std::vector<ast::ExpressionPtr>& expressions) {
  std::vector<ExpressionPointer> bound;
  bound.reserve(expressions.size());
  for (const ast::ExpressionPtr& expression : expressions) bound.push_back(bind(*expression));
  return bound;
}

ExpressionPointer ExpressionBinder::bind_node(const ast::NullLiteral&, ast::Span span) {
  return make_literal(Value::null(), span);
}

ExpressionPointer ExpressionBinder::bind_node(const ast::BooleanLiteral& node, ast::Span span) {
  return make_literal(Value::boolean(node.value), span);
}

ExpressionPointer ExpressionBinder::bind_node(const ast::IntegerLiteral& node, ast::Span span) {
  return make_literal(Value::integer(node.value), span);
}

ExpressionPointer ExpressionBinder::bind_node(const ast::FloatLiteral& node, ast::Span span) {
  return make_literal(Value::floating(node.value), span);
}

ExpressionPointer ExpressionBinder::bind_node(const ast::StringLiteral& node, ast::Span span) {
  return make_literal(Value::string(node.value), span);
}

ExpressionPointer ExpressionBinder::bind_node(const ast::ListLiteral& node, ast::Span span) {
  ExpressionPointer list = make_expression(ExpressionKind::List, StaticType::none(), span);
  list->children = bind_all(node.elements);
  StaticType element = StaticType::none();
  for (const ExpressionPointer& child : list->children) element = element.join(child->type);
  list->type = StaticType::list_of(element);
  return list;
}

std::vector<PropertyEntry> bind_entries(ExpressionBinder& binder, const ast::MapLiteral& map) {
  std::unordered_map<std::string_view, std::size_t> last_of_key;
  for (std::size_t i = 0; i < map.entries.size(); ++i) last_of_key[map.entries[i].key.text] = i;
  std::vector<PropertyEntry> entries;
  entries.reserve(last_of_key.size());
  for (std::size_t i = 0; i < map.entries.size(); ++i) {
    const ast::MapEntry& entry = map.entries[i];
    ExpressionPointer value = binder.bind(*entry.value);
    if (last_of_key[entry.key.text] == i) entries.push_back({entry.key.text, std::move(value)});
  }
  return entries;
}

ExpressionPointer ExpressionBinder::bind_node(const ast::MapLiteral& node, ast::Span span) {
  ExpressionPointer map = make_expression(ExpressionKind::Map, StaticType::of(ValueType::Map), span);
  for (PropertyEntry& entry : bind_entries(*this, node)) {
    map->names.push_back(std::move(entry.key));
    map->children.push_back(std::move(entry.value));
  }
  return map;
}

ExpressionPointer ExpressionBinder::bind_node(const ast::Parameter& node, ast::Span span) {
  const auto parameters = state_.context().parameters;
  const bool given = std::any_of(parameters.begin(), parameters.end(),
                                 [&](const auto& parameter) { return parameter.first == node.name; });
  if (!given) {
    std::vector<std::string_view> names;
    for (const auto& parameter : parameters) names.emplace_back(parameter.first);
    fail(ErrorType::ParameterMissing, "MissingParameter", fmt::format("Parameter `${}` has no value", node.name), span,
         did_you_mean(node.name, names));
  }
  ExpressionPointer parameter = make_expression(ExpressionKind::Parameter, StaticType::any(), span);
  parameter->name = node.name;
  return parameter;
}

ExpressionPointer ExpressionBinder::bind_node(const ast::Variable& node, ast::Span span) {
  return state_.read(state_.resolve(scope_, node.name, span), span);
}

ExpressionPointer ExpressionBinder::bind_node(const ast::Property& node, ast::Span span) {
  ExpressionPointer object = bind(*node.object);
  require_properties(*object);
  return make_property(std::move(object), node.key.text, span);
}

ExpressionPointer ExpressionBinder::bind_node(const ast::Subscript& node, ast::Span span) {
  ExpressionPointer container = bind(*node.container);
  require_container(*container);
  ExpressionPointer index = bind(*node.index);
  const StaticType type = index_type(*container);
  return make_expression(ExpressionKind::Index, type, span, std::move(container), std::move(index));
}

ExpressionPointer ExpressionBinder::bind_node(const ast::Slice& node, ast::Span span) {
  ExpressionPointer list = bind(*node.list);
  require_type(*list, StaticType::of(ValueType::List), "A slice");
  const auto bind_bound = [this](const ast::ExpressionPtr& bound) -> ExpressionPointer {
    if (!bound) return nullptr;
    ExpressionPointer position = bind(*bound);
    require_type(*position, StaticType::of(ValueType::Integer), "A slice");
    return position;
  };
  ExpressionPointer from = bind_bound(node.from);
  ExpressionPointer to = bind_bound(node.to);
  const StaticType type =
      list->type.is_only(ValueType::List) ? list->type.nullable() : StaticType::of(ValueType::List).nullable();
  return make_expression(ExpressionKind::Slice, type, span, std::move(list), std::move(from), std::move(to));
}

ExpressionPointer ExpressionBinder::bind_node(const ast::LabelPredicate& node, ast::Span span) {
  ExpressionPointer entity = bind(*node.operand);
  require_type(*entity, StaticType::entity(), "A label predicate");
  LabelExpression labels = bind_labels(*node.labels);
  if (entity->kind != ExpressionKind::Variable) return make_has_labels(std::move(entity), std::move(labels), span);
  std::vector<ExpressionPointer> predicates;
  for (LabelExpression& conjunct : label_conjuncts(std::move(labels))) {
    predicates.push_back(make_has_labels(clone(*entity), std::move(conjunct), span));
  }
  return make_conjunction(std::move(predicates), span);
}

ExpressionPointer ExpressionBinder::bind_node(const ast::MapProjection&, ast::Span span) {
  fail_unsupported("Map projections", span);
}

ExpressionPointer ExpressionBinder::bind_node(const ast::SubqueryExpression& node, ast::Span span) {
  if (node.kind == ast::SubqueryKind::Count) fail_unsupported("COUNT subqueries", span);
  if (node.kind == ast::SubqueryKind::Collect) fail_unsupported("COLLECT subqueries", span);
  return bind_exists(state_, scope_, *node.query, span);
}

ExpressionPointer ExpressionBinder::bind_node(const ast::PatternExpression& node, ast::Span span) {
  if (node.pattern->selector.kind != ast::PathSelectorKind::AllPaths) {
    return bind_shortest_path(state_, scope_, *node.pattern, span);
  }
  return bind_pattern_predicate(state_, scope_, *node.pattern, span);
}

ExpressionPointer ExpressionBinder::bind_node(const ast::PatternComprehension& node, ast::Span span) {
  return bind_pattern_comprehension(state_, scope_, node, span);
}

}  // namespace cairn::engine
