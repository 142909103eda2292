#include "engine/binder/update_binder.h"

#include "engine/binder/bind_failure.h"
#include "engine/binder/expression_binder.h"
#include "engine/binder/static_typing.h"

#include <utility>
#include <variant>

namespace cairn::engine {

namespace {

struct PropertyTarget {
  ExpressionPointer entity;
  std::string key;
  ExpressionPointer computed_key;
};

// Binds the left-hand sides of SET and the operands of REMOVE.
class TargetBinder {
 public:
  TargetBinder(BindState& state, const Scope& scope) : state_(state), scope_(scope) {}

  // entity.key or entity[key]
  PropertyTarget bind_property(const ast::Expression& target) {
    if (const auto* property = std::get_if<ast::Property>(&target.node)) {
      return {bind_entity(*property->object), property->key.text, nullptr};
    }
    const auto& subscript = std::get<ast::Subscript>(target.node);
    ExpressionPointer entity = bind_entity(*subscript.container);
    if (const auto* key = std::get_if<ast::StringLiteral>(&subscript.index->node)) {
      return {std::move(entity), key->value, nullptr};
    }
    ExpressionPointer key = ExpressionBinder(state_, scope_).bind(*subscript.index);
    require_type(*key, StaticType::of(ValueType::String), "The key of a property");
    return {std::move(entity), {}, std::move(key)};
  }

  // `clause` is the one that wants the type: SET or REMOVE.
  ExpressionPointer bind_variable(const ast::Name& name, const StaticType& wanted, std::string_view clause) {
    ExpressionPointer entity = state_.read(state_.resolve(scope_, name.text, name.span), name.span);
    require_type(*entity, wanted, clause);
    return entity;
  }

  // Of SET and REMOVE n:A:B.
  std::vector<std::string> bind_labels(const std::vector<ast::LabelExpression>& labels) {
    std::vector<std::string> names;
    for (const ast::LabelExpression& label : labels) {
      if (label.kind == ast::LabelExpressionKind::Dynamic) fail_unsupported("Dynamic labels", label.span);
      names.push_back(label.name.text);
    }
    return names;
  }

 private:
  ExpressionPointer bind_entity(const ast::Expression& object) {
    ExpressionPointer entity = ExpressionBinder(state_, scope_).bind(object);
    require_type(*entity, StaticType::entity(), "A property to change");
    return entity;
  }

  BindState& state_;
  const Scope& scope_;
};

class SetItemBinder {
 public:
  SetItemBinder(BindState& state, const Scope& scope) : state_(state), scope_(scope), targets_(state, scope) {}

  SetItem operator()(const ast::SetProperty& set) {
    PropertyTarget target = targets_.bind_property(*set.target);
    ExpressionPointer value = ExpressionBinder(state_, scope_).bind(*set.value);
    require_property_value(*value);
    return {.kind = SetItem::Kind::Property,
            .target = std::move(target.entity),
            .key = std::move(target.key),
            .computed_key = std::move(target.computed_key),
            .value = std::move(value),
            .labels = {}};
  }

  SetItem operator()(const ast::SetAll& set) {
    ExpressionPointer entity = targets_.bind_variable(set.variable, StaticType::entity(), "SET");
    ExpressionPointer value = ExpressionBinder(state_, scope_).bind(*set.value);
    require_type(*value, StaticType::entity().join(StaticType::of(ValueType::Map)), "SET of all properties");
    if (value->kind == ExpressionKind::Map) {
      for (const ExpressionPointer& entry : value->children) require_property_value(*entry);
    }
    const auto kind = set.mode == ast::SetAllMode::Replace ? SetItem::Kind::Replace : SetItem::Kind::Merge;
    return {.kind = kind,
            .target = std::move(entity),
            .key = {},
            .computed_key = {},
            .value = std::move(value),
            .labels = {}};
  }

  SetItem operator()(const ast::LabelChange& change) {
    ExpressionPointer node = targets_.bind_variable(change.variable, StaticType::of(ValueType::Node), "SET");
    return {.kind = SetItem::Kind::Labels,
            .target = std::move(node),
            .key = {},
            .computed_key = {},
            .value = {},
            .labels = targets_.bind_labels(change.labels)};
  }

 private:
  BindState& state_;
  const Scope& scope_;
  TargetBinder targets_;
};

}  // namespace

std::vector<SetItem> bind_set_items(BindState& state, const Scope& scope, const std::vector<ast::SetItem>& items) {
  std::vector<SetItem> bound;
  bound.reserve(items.size());
  SetItemBinder binder(state, scope);
  for (const ast::SetItem& item : items) bound.push_back(std::visit(binder, item.node));
  return bound;
}

RemoveClause bind_remove(BindState& state, const Scope& scope, const ast::Remove& remove) {
  RemoveClause clause;
  TargetBinder targets(state, scope);
  for (const ast::RemoveItem& item : remove.items) {
    if (const auto* property = std::get_if<ast::RemoveProperty>(&item.node)) {
      PropertyTarget target = targets.bind_property(*property->target);
      clause.items.push_back({std::move(target.entity), std::move(target.key), std::move(target.computed_key), {}});
      continue;
    }
    const auto& change = std::get<ast::LabelChange>(item.node);
    ExpressionPointer node = targets.bind_variable(change.variable, StaticType::of(ValueType::Node), "REMOVE");
    clause.items.push_back({std::move(node), {}, {}, targets.bind_labels(change.labels)});
  }
  return clause;
}

DeleteClause bind_delete(BindState& state, const Scope& scope, const ast::Delete& deletion) {
  const StaticType deletable = StaticType::entity().join(StaticType::of(ValueType::Path));
  DeleteClause clause;
  clause.detach = deletion.mode == ast::DeleteMode::Detach;
  for (const ast::ExpressionPtr& item : deletion.items) {
    if (std::holds_alternative<ast::LabelPredicate>(item->node)) {
      fail("InvalidDelete", "DELETE takes nodes, relationships and paths, not labels or types", item->span,
           "a label is taken away by REMOVE n:Label");
    }
    ExpressionPointer target = ExpressionBinder(state, scope).bind(*item);
    require_type(*target, deletable, "DELETE");
    clause.targets.push_back(std::move(target));
  }
  return clause;
}

}  // namespace cairn::engine
