#include "engine/planner/equalities_to_list.h"

#include "engine/planner/known_value.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace cairn::engine {

namespace {

bool is_property(const Expression& expression) {
  return expression.kind == ExpressionKind::Property && expression.children[0]->kind == ExpressionKind::Variable;
}

bool cannot_fail(const Expression& value) {
  return value.kind == ExpressionKind::Parameter || value.kind == ExpressionKind::Variable ||
         known_value(value).has_value();
}

// Collects the values that the operands of a disjunction compare one property with.
class Choice {
 public:
  bool add(const Expression& operand) {
    switch (operand.kind) {
      case ExpressionKind::Or:
        return std::ranges::all_of(operand.children, [&](const ExpressionPointer& child) { return add(*child); });
      case ExpressionKind::In: return add_list(*operand.children[0], *operand.children[1]);
      case ExpressionKind::Comparison: return add_equality(operand);
      default: return false;
    }
  }

  const Expression* subject() const { return subject_; }
  const std::vector<const Expression*>& values() const { return values_; }

 private:
  bool add_equality(const Expression& comparison) {
    if (comparison.comparisons.size() != 1 || comparison.comparisons[0] != ComparisonOperator::Equal) return false;
    const Expression& left = *comparison.children[0];
    const Expression& right = *comparison.children[1];
    return is_property(left) ? add_value(left, right) : add_value(right, left);
  }

  bool add_list(const Expression& subject, const Expression& list) {
    if (list.kind != ExpressionKind::List) return false;
    return std::ranges::all_of(list.children,
                               [&](const ExpressionPointer& element) { return add_value(subject, *element); });
  }

  bool add_value(const Expression& subject, const Expression& value) {
    if (!is_property(subject) || !cannot_fail(value)) return false;
    if (subject_ != nullptr && !same_expression(*subject_, subject)) return false;
    subject_ = &subject;
    values_.push_back(&value);
    return true;
  }

  const Expression* subject_ = nullptr;
  std::vector<const Expression*> values_;
};

}  // namespace

ExpressionPointer equalities_to_list(const Expression& predicate) {
  Choice choice;
  if (predicate.kind != ExpressionKind::Or || !choice.add(predicate) || choice.subject() == nullptr) return nullptr;
  auto list = std::make_unique<Expression>();
  list->kind = ExpressionKind::List;
  list->span = predicate.span;
  StaticType element = StaticType::none();
  for (const Expression* value : choice.values()) {
    list->children.push_back(clone(*value));
    element = element.join(value->type);
  }
  list->type = StaticType::list_of(element);
  auto membership = std::make_unique<Expression>();
  membership->kind = ExpressionKind::In;
  membership->type = predicate.type;
  membership->span = predicate.span;
  membership->children.push_back(clone(*choice.subject()));
  membership->children.push_back(std::move(list));
  return membership;
}

}  // namespace cairn::engine
