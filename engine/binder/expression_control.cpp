#include "engine/binder/expression_binder.h"
#include "engine/binder/expression_factory.h"
#include "engine/binder/static_typing.h"

#include <utility>

namespace cairn::engine {

namespace {

// Whether computing the expression again costs next to nothing and gives the same.
bool is_cheap(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::Literal:
    case ExpressionKind::Parameter:
    case ExpressionKind::Variable: return true;
    case ExpressionKind::Property: return expression.children[0]->kind == ExpressionKind::Variable;
    default: return false;
  }
}

std::size_t condition_count(const ast::Case& node) {
  std::size_t count = 0;
  for (const ast::CaseBranch& branch : node.branches) count += branch.conditions.size();
  return count;
}

}  // namespace

ExpressionPointer ExpressionBinder::bind_list(const ast::Expression& list, std::string_view what) {
  ExpressionPointer bound = bind(list);
  require_type(*bound, StaticType::of(ValueType::List), what);
  return bound;
}

ExpressionPointer ExpressionBinder::bind_node(const ast::Case& node, ast::Span span) {
  return node.operand ? bind_simple_case(node, span) : bind_branches(node, nullptr, span);
}

ExpressionPointer ExpressionBinder::bind_simple_case(const ast::Case& node, ast::Span span) {
  ExpressionPointer operand = bind(*node.operand);
  if (is_cheap(*operand) || condition_count(node) == 1) return bind_branches(node, operand.get(), span);

  // [v IN [operand] | CASE WHEN v = … THEN … END][0] computes the operand once.
  const StaticType operand_type = operand->type;
  const ast::Span operand_span = operand->span;
  const VariableId variable = state_.add_variable({}, operand_type);
  const ExpressionPointer stand_in = state_.read(variable, operand_span);
  ExpressionPointer branches = bind_branches(node, stand_in.get(), span);
  const StaticType result_type = branches->type;
  ExpressionPointer list =
      make_expression(ExpressionKind::List, StaticType::list_of(operand_type), operand_span, std::move(operand));
  ExpressionPointer comprehension = make_expression(ExpressionKind::ListComprehension, StaticType::list_of(result_type),
                                                    span, std::move(list), ExpressionPointer(), std::move(branches));
  comprehension->variable = variable;
  return make_expression(ExpressionKind::Index, result_type, span, std::move(comprehension),
                         make_literal(Value::integer(0), span));
}

ExpressionPointer ExpressionBinder::bind_branches(const ast::Case& node, const Expression* operand, ast::Span span) {
  ExpressionPointer result = make_expression(ExpressionKind::Case, StaticType::none(), span);
  StaticType type = StaticType::none();
  const auto add_result = [&](ExpressionPointer value) {
    type = type.join(value->type);
    result->children.push_back(std::move(value));
  };
  for (const ast::CaseBranch& branch : node.branches) {
    result->children.push_back(bind_condition(branch, operand));
    add_result(bind(*branch.result));
  }
  add_result(node.otherwise ? bind(*node.otherwise) : make_literal(Value::null(), span));
  result->type = type;
  return result;
}

ExpressionPointer ExpressionBinder::bind_condition(const ast::CaseBranch& branch, const Expression* operand) {
  if (operand == nullptr) return bind_predicate(*branch.conditions.front(), "WHEN");
  std::vector<ExpressionPointer> alternatives;
  alternatives.reserve(branch.conditions.size());
  for (const ast::ExpressionPtr& condition : branch.conditions) {
    alternatives.push_back(make_equality(clone(*operand), bind(*condition), condition->span));
  }
  if (alternatives.size() == 1) return std::move(alternatives.front());
  ExpressionPointer any = make_expression(ExpressionKind::Or, logical_type(alternatives), branch.span);
  any->children = std::move(alternatives);
  return any;
}

ExpressionPointer ExpressionBinder::bind_node(const ast::ListComprehension& node, ast::Span span) {
  ExpressionPointer list = bind_list(*node.list, "A list comprehension");
  const bool nullable = list->type.may_be_null();
  const StaticType element = list->type.element();
  const VariableId variable = state_.add_variable(node.variable.text, element);
  Scope inner(&scope_);
  inner.declare(node.variable.text, variable);
  ExpressionBinder body(state_, inner);
  ExpressionPointer filter = node.where ? body.bind_predicate(*node.where, "WHERE") : nullptr;
  ExpressionPointer projection = node.projection ? body.bind(*node.projection) : nullptr;
  const StaticType type = StaticType::list_of(projection ? projection->type : element);
  ExpressionPointer comprehension =
      make_expression(ExpressionKind::ListComprehension, nullable ? type.nullable() : type, span, std::move(list),
                      std::move(filter), std::move(projection));
  comprehension->variable = variable;
  return comprehension;
}

ExpressionPointer ExpressionBinder::bind_node(const ast::Quantifier& node, ast::Span span) {
  ExpressionPointer list = bind_list(*node.list, "A quantifier");
  const VariableId variable = state_.add_variable(node.variable.text, list->type.element());
  Scope inner(&scope_);
  inner.declare(node.variable.text, variable);
  ExpressionPointer predicate;
  if (node.where) {
    predicate = ExpressionBinder(state_, inner).bind_predicate(*node.where, "A quantifier's WHERE");
  } else {
    predicate = state_.read(variable, node.variable.span);
    require_boolean(*predicate, "A quantifier without WHERE");
  }
  const StaticType truth = StaticType::of(ValueType::Boolean).nullable();
  ExpressionPointer quantifier =
      make_expression(ExpressionKind::Quantifier, truth, span, std::move(list), std::move(predicate));
  quantifier->variable = variable;
  switch (node.kind) {
    case ast::QuantifierKind::All: quantifier->quantifier = QuantifierKind::All; break;
    case ast::QuantifierKind::Any: quantifier->quantifier = QuantifierKind::Any; break;
    case ast::QuantifierKind::None: quantifier->quantifier = QuantifierKind::None; break;
    case ast::QuantifierKind::Single: quantifier->quantifier = QuantifierKind::Single; break;
  }
  return quantifier;
}

ExpressionPointer ExpressionBinder::bind_node(const std::unique_ptr<ast::Reduce>& node, ast::Span span) {
  ExpressionPointer initial = bind(*node->initial);
  ExpressionPointer list = bind_list(*node->list, "reduce()");
  // What a step makes of the accumulator is not known before the step is bound, and a step reads it.
  const VariableId accumulator = state_.add_variable(node->accumulator.text, StaticType::any());
  const VariableId variable = state_.add_variable(node->variable.text, list->type.element());
  Scope inner(&scope_);
  inner.declare(node->accumulator.text, accumulator);
  inner.declare(node->variable.text, variable);
  ExpressionPointer step = ExpressionBinder(state_, inner).bind(*node->step);
  ExpressionPointer reduce = make_expression(ExpressionKind::Reduce, StaticType::any(), span, std::move(initial),
                                             std::move(list), std::move(step));
  reduce->accumulator = accumulator;
  reduce->variable = variable;
  return reduce;
}

}  // namespace cairn::engine
