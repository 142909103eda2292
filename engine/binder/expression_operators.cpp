#include "engine/binder/expression_binder.h"
#include "engine/binder/expression_factory.h"
#include "engine/binder/static_typing.h"

#include <utility>

namespace cairn::engine {

namespace {

constexpr StaticType truth = StaticType::of(ValueType::Boolean).nullable();

ExpressionKind kind_of(ast::LogicalOperator operation) {
  switch (operation) {
    case ast::LogicalOperator::Or: return ExpressionKind::Or;
    case ast::LogicalOperator::Xor: return ExpressionKind::Xor;
    case ast::LogicalOperator::And: break;
  }
  return ExpressionKind::And;
}

std::string_view word(ast::LogicalOperator operation) {
  switch (operation) {
    case ast::LogicalOperator::Or: return "OR";
    case ast::LogicalOperator::Xor: return "XOR";
    case ast::LogicalOperator::And: break;
  }
  return "AND";
}

ComparisonOperator bound(ast::ComparisonOperator operation) {
  switch (operation) {
    case ast::ComparisonOperator::Equal: return ComparisonOperator::Equal;
    case ast::ComparisonOperator::NotEqual: return ComparisonOperator::NotEqual;
    case ast::ComparisonOperator::Less: return ComparisonOperator::Less;
    case ast::ComparisonOperator::Greater: return ComparisonOperator::Greater;
    case ast::ComparisonOperator::LessOrEqual: return ComparisonOperator::LessEqual;
    case ast::ComparisonOperator::GreaterOrEqual: break;
  }
  return ComparisonOperator::GreaterEqual;
}

ArithmeticOperator bound(ast::ArithmeticOperator operation) {
  switch (operation) {
    case ast::ArithmeticOperator::Add:
    case ast::ArithmeticOperator::Concatenate: return ArithmeticOperator::Add;
    case ast::ArithmeticOperator::Subtract: return ArithmeticOperator::Subtract;
    case ast::ArithmeticOperator::Multiply: return ArithmeticOperator::Multiply;
    case ast::ArithmeticOperator::Divide: return ArithmeticOperator::Divide;
    case ast::ArithmeticOperator::Modulo: return ArithmeticOperator::Modulo;
    case ast::ArithmeticOperator::Power: break;
  }
  return ArithmeticOperator::Power;
}

ExpressionKind kind_of(ast::StringOperator operation) {
  switch (operation) {
    case ast::StringOperator::StartsWith: return ExpressionKind::StartsWith;
    case ast::StringOperator::EndsWith: return ExpressionKind::EndsWith;
    case ast::StringOperator::Contains: return ExpressionKind::Contains;
    case ast::StringOperator::RegularExpression: break;
  }
  return ExpressionKind::RegexMatch;
}

}  // namespace

ExpressionPointer ExpressionBinder::bind_node(const ast::LogicalChain& node, ast::Span span) {
  const ExpressionKind kind = kind_of(node.operation);
  ExpressionPointer chain = make_expression(kind, truth, span);
  for (const ast::ExpressionPtr& operand : node.operands) {
    ExpressionPointer child = bind_predicate(*operand, word(node.operation));
    if (child->kind != kind) {
      chain->children.push_back(std::move(child));
      continue;
    }
    for (ExpressionPointer& grandchild : child->children) chain->children.push_back(std::move(grandchild));
  }
  chain->type = logical_type(chain->children);
  return chain;
}

ExpressionPointer ExpressionBinder::bind_node(const ast::Not& node, ast::Span span) {
  ExpressionPointer result = bind_predicate(*node.operand, "NOT");
  const StaticType type = logical_type({&result, 1});
  // Two negations are kept: the runtime still has to see that the operand is a boolean.
  for (std::uint32_t left = node.count % 2 == 0 ? 2 : 1; left > 0; --left) {
    result = make_expression(ExpressionKind::Not, type, span, std::move(result));
  }
  return result;
}

ExpressionPointer ExpressionBinder::bind_node(const ast::ComparisonChain& node, ast::Span span) {
  ExpressionPointer chain = make_expression(ExpressionKind::Comparison, truth, span);
  chain->children = bind_all(node.operands);
  for (const ast::ComparisonOperator operation : node.operators) chain->comparisons.push_back(bound(operation));
  return chain;
}

ExpressionPointer ExpressionBinder::bind_node(const ast::ArithmeticChain& node, ast::Span span) {
  ExpressionPointer chain = make_expression(ExpressionKind::Arithmetic, StaticType::any(), span);
  chain->children = bind_all(node.operands);
  StaticType type = chain->children.front()->type;
  for (std::size_t i = 0; i < node.operators.size(); ++i) {
    const Expression& right = *chain->children[i + 1];
    if (node.operators[i] == ast::ArithmeticOperator::Concatenate) {
      const StaticType joinable = StaticType::one_of({ValueType::String, ValueType::List});
      require_type(*chain->children[i], joinable, "`||`");
      require_type(right, joinable, "`||`");
    }
    chain->arithmetic.push_back(bound(node.operators[i]));
    type = arithmetic_type(chain->arithmetic.back(), type, *chain->children.front(), right);
  }
  chain->type = type;
  return chain;
}

ExpressionPointer ExpressionBinder::bind_node(const ast::Sign& node, ast::Span span) {
  ExpressionPointer operand = bind(*node.operand);
  const StaticType type = negation_type(*operand);
  if (!node.negative) return operand;
  return make_expression(ExpressionKind::Negate, type, span, std::move(operand));
}

ExpressionPointer ExpressionBinder::bind_node(const ast::StringPredicate& node, ast::Span span) {
  ExpressionPointer operand = bind(*node.operand);
  ExpressionPointer pattern = bind(*node.pattern);
  return make_expression(kind_of(node.operation), truth, span, std::move(operand), std::move(pattern));
}

ExpressionPointer ExpressionBinder::bind_node(const ast::InList& node, ast::Span span) {
  ExpressionPointer element = bind(*node.element);
  ExpressionPointer list = bind_list(*node.list, "IN");
  return make_expression(ExpressionKind::In, truth, span, std::move(element), std::move(list));
}

ExpressionPointer ExpressionBinder::bind_node(const ast::NullPredicate& node, ast::Span span) {
  return make_expression(node.negated ? ExpressionKind::IsNotNull : ExpressionKind::IsNull,
                         StaticType::of(ValueType::Boolean), span, bind(*node.operand));
}

ExpressionPointer ExpressionBinder::bind_node(const ast::TypePredicate& node, ast::Span span) {
  const StaticType boolean = StaticType::of(ValueType::Boolean);
  ExpressionPointer predicate = make_expression(ExpressionKind::IsType, boolean, span, bind(*node.operand));
  predicate->value_type = std::make_unique<ast::ValueType>(*node.type);
  if (!node.negated) return predicate;
  return make_expression(ExpressionKind::Not, boolean, span, std::move(predicate));
}

}  // namespace cairn::engine
