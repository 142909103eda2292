#include "tests/parser/random_tree.h"

#include <bit>
#include <cmath>
#include <limits>

namespace cairn::parser::testing {

using namespace cairn::ast;

namespace {

constexpr int depth_max = 6;

template <class Node>
ExpressionPtr make(Node node) {
  auto result = std::make_unique<Expression>();
  result->node = std::move(node);
  return result;
}

}  // namespace

ExpressionPtr RandomTree::leaf() {
  switch (below(9)) {
    case 0: return make(NullLiteral{});
    case 1: return make(BooleanLiteral{.value = chance(50)});
    case 2: {
      auto value = static_cast<std::int64_t>(engine_());
      if (chance(10)) value = std::numeric_limits<std::int64_t>::min();
      return make(IntegerLiteral{.value = chance(60) ? value % 10 : value});
    }
    case 3: {
      double value = std::bit_cast<double>(engine_());
      return make(FloatLiteral{.value = std::isfinite(value) && chance(50) ? value : chance(50) ? -0.0 : 1.5});
    }
    case 4: return make(StringLiteral{.value = chance(30) ? "it's \\ \"q\" \n\t\r\b\f `b` é" : word()});
    case 5: return make(Parameter{.name = chance(30) ? "1" : word()});
    case 6: return make(CountAll{});
    default: return make(Variable{.name = word()});
  }
}

ExpressionPtr RandomTree::expression() {
  Level level(depth_);
  return depth_ > depth_max || chance(30) ? leaf() : inner();
}

ExpressionPtr RandomTree::inner() {
  switch (below(14)) {
    case 0:
    case 1:
    case 2: return chain();
    case 3: return make(Not{.count = static_cast<std::uint32_t>(1 + below(3)), .operand = condition()});
    case 4: return make(Sign{.negative = chance(70), .operand = expression()});
    case 5:
    case 6: return predicate();
    case 7: return postfix();
    case 8: return call();
    case 9: return case_expression();
    case 10: return comprehension();
    case 11: return subquery();
    case 12: return map_projection();
    default: break;
  }
  if (chance(50)) return make(ListLiteral{.elements = expressions(0, 3)});
  return make(map_literal());
}

ExpressionPtr RandomTree::condition() {
  if (depth_ < depth_max && chance(20)) return make(PatternExpression{.pattern = pattern_with_step()});
  return expression();
}

ExpressionPtr RandomTree::maybe_expression(int percent) { return chance(percent) ? expression() : nullptr; }

ExpressionPtr RandomTree::maybe_condition(int percent) { return chance(percent) ? condition() : nullptr; }

std::vector<ExpressionPtr> RandomTree::expressions(std::size_t minimum, std::size_t maximum) {
  return several(minimum, maximum, [&] { return expression(); });
}

std::vector<ExpressionPtr> RandomTree::conditions(std::size_t minimum, std::size_t maximum) {
  return several(minimum, maximum, [&] { return condition(); });
}

ExpressionPtr RandomTree::chain() {
  if (chance(40)) {
    return make(LogicalChain{.operation = any_of({LogicalOperator::Or, LogicalOperator::Xor, LogicalOperator::And}),
                             .operands = conditions(2, 4)});
  }
  if (chance(40)) {
    using enum ComparisonOperator;
    ComparisonChain node;
    node.operands = expressions(2, 4);
    while (node.operators.size() + 1 < node.operands.size()) {
      node.operators.push_back(any_of({Equal, NotEqual, Less, Greater, LessOrEqual, GreaterOrEqual}));
    }
    return make(std::move(node));
  }
  using enum ArithmeticOperator;
  ArithmeticChain node;
  node.operands = expressions(2, 4);
  std::size_t group = below(3);
  while (node.operators.size() + 1 < node.operands.size()) {
    node.operators.push_back(group == 0   ? any_of({Add, Subtract, Concatenate})
                             : group == 1 ? any_of({Multiply, Divide, Modulo})
                                          : Power);
  }
  return make(std::move(node));
}

ExpressionPtr RandomTree::predicate() {
  switch (below(5)) {
    case 0: {
      using enum StringOperator;
      return make(StringPredicate{.operation = any_of({StartsWith, EndsWith, Contains, RegularExpression}),
                                  .operand = expression(),
                                  .pattern = expression()});
    }
    case 1: return make(InList{.element = expression(), .list = expression()});
    case 2: return make(NullPredicate{.negated = chance(50), .operand = expression()});
    case 3:
      return make(TypePredicate{
          .negated = chance(50), .operand = expression(), .type = std::make_unique<ValueType>(value_type())});
    default: break;
  }
  return make(LabelPredicate{.operand = expression(), .labels = std::make_unique<LabelExpression>(label_expression())});
}

ExpressionPtr RandomTree::postfix() {
  switch (below(3)) {
    case 0: return make(Property{.object = expression(), .key = name()});
    case 1: return make(Subscript{.container = expression(), .index = expression()});
    default: break;
  }
  return make(Slice{.list = expression(), .from = maybe_expression(60), .to = maybe_expression(60)});
}

ExpressionPtr RandomTree::call() {
  if (chance(20)) return make(PatternExpression{.pattern = shortest_path()});
  FunctionCall node;
  node.name = several(1, 2, [&] { return name(); });
  bool takes_pattern = node.name.size() == 1 && node.name.front().text == "exists";
  node.arguments = takes_pattern ? conditions(0, 3) : expressions(0, 3);
  node.distinct = !node.arguments.empty() && chance(20);
  return make(std::move(node));
}

ExpressionPtr RandomTree::case_expression() {
  Case node;
  node.operand = maybe_expression(50);
  node.branches = several(1, 3, [&] {
    CaseBranch branch;
    branch.conditions = node.operand ? expressions(1, 3) : conditions(1, 1);
    branch.result = expression();
    return branch;
  });
  node.otherwise = maybe_expression(50);
  return make(std::move(node));
}

ExpressionPtr RandomTree::comprehension() {
  switch (below(4)) {
    case 0:
      return make(ListComprehension{
          .variable = name(), .list = expression(), .where = maybe_condition(50), .projection = maybe_expression(50)});
    case 1:
      return make(PatternComprehension{
          .pattern = pattern_with_step(), .where = maybe_condition(50), .projection = expression()});
    case 2: {
      using enum QuantifierKind;
      return make(Quantifier{.kind = any_of({All, Any, None, Single}),
                             .variable = name(),
                             .list = expression(),
                             .where = maybe_condition(70)});
    }
    default: break;
  }
  auto node = std::make_unique<Reduce>();
  node->accumulator = name();
  node->initial = expression();
  node->variable = name();
  node->list = expression();
  node->step = expression();
  return make(std::move(node));
}

ExpressionPtr RandomTree::subquery() {
  return make(SubqueryExpression{.kind = any_of({SubqueryKind::Exists, SubqueryKind::Count, SubqueryKind::Collect}),
                                 .query = boxed_query()});
}

ExpressionPtr RandomTree::map_projection() {
  MapProjection node;
  node.variable = name();
  node.items = several(0, 3, [&] {
    MapProjectionItem item;
    item.kind = any_of({MapProjectionItemKind::Property, MapProjectionItemKind::Entry, MapProjectionItemKind::Variable,
                        MapProjectionItemKind::AllProperties});
    if (item.kind != MapProjectionItemKind::AllProperties) item.key = name();
    if (item.kind == MapProjectionItemKind::Entry) item.value = expression();
    return item;
  });
  return make(std::move(node));
}

MapLiteral RandomTree::map_literal() {
  return {.entries = several(0, 3, [&] { return MapEntry{.span = {}, .key = name(), .value = expression()}; })};
}

ValueType RandomTree::value_type() {
  Level level(depth_);
  ValueType type;
  if (depth_ < depth_max && chance(20)) {
    type.kind = ValueTypeKind::List;
    type.arguments.push_back(value_type());
  } else if (depth_ < depth_max && chance(20)) {
    type.kind = ValueTypeKind::Union;
    type.arguments = several(2, 3, [&] { return value_type(); });
  } else {
    type.kind = static_cast<ValueTypeKind>(below(static_cast<std::size_t>(ValueTypeKind::List)));
  }
  type.not_null = chance(30);
  return type;
}

LabelExpression RandomTree::label_reference() {
  LabelExpression labels;
  if (depth_ < depth_max && chance(20)) {
    labels.kind = LabelExpressionKind::Dynamic;
    labels.mode = any_of({DynamicLabelMode::All, DynamicLabelMode::Any});
    labels.expression = expression();
  } else {
    labels.name = name();
  }
  return labels;
}

LabelExpression RandomTree::label_expression() {
  Level level(depth_);
  if (depth_ > depth_max || chance(40)) return label_reference();
  LabelExpression labels;
  labels.kind = any_of({LabelExpressionKind::Wildcard, LabelExpressionKind::Conjunction,
                        LabelExpressionKind::Disjunction, LabelExpressionKind::Negation});
  if (labels.kind == LabelExpressionKind::Wildcard) return labels;
  bool is_unary = labels.kind == LabelExpressionKind::Negation;
  labels.operands = several(is_unary ? 1 : 2, is_unary ? 1 : 3, [&] { return label_expression(); });
  return labels;
}

}  // namespace cairn::parser::testing
