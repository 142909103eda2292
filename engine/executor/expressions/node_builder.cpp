#include "engine/executor/expressions/node_builder.h"

#include "engine/binder/bound_query.h"
#include "engine/executor/expressions/nodes.h"

#include <fmt/format.h>

namespace cairn::engine {

namespace {

void include_variable(VariableId variable, const Layout& layout, Dependencies& all) {
  const auto slot = layout.find(variable);
  if (!slot) return;
  all.level = all.level ? std::max(*all.level, slot->level) : slot->level;
}

bool may_be_entity(const Expression& expression) {
  return expression.type.may_be(ValueType::Node) || expression.type.may_be(ValueType::Relationship);
}

void include(const Expression& expression, const Layout& layout, Dependencies& all) {
  switch (expression.kind) {
    case ExpressionKind::Variable: include_variable(expression.variable, layout, all); break;
    case ExpressionKind::Call:
      all.is_volatile |= expression.function->is_volatile;
      all.reads_graph |= expression.function->reads_graph;
      break;
    case ExpressionKind::Property:
    case ExpressionKind::Index: all.reads_graph |= may_be_entity(*expression.children[0]); break;
    case ExpressionKind::HasLabels:
    case ExpressionKind::PathOf: all.reads_graph = true; break;
    case ExpressionKind::Exists:
    case ExpressionKind::PatternComprehension:
      all.reads_graph = true;
      all.is_volatile |= is_volatile(expression);
      for (const VariableId outer : expression.subquery->outer_variables) include_variable(outer, layout, all);
      break;
    default: break;
  }
  for (const ExpressionPointer& child : expression.children) {
    if (child) include(*child, layout, all);
  }
}

bool is_leaf(const Expression& expression) {
  return expression.kind == ExpressionKind::Literal || expression.kind == ExpressionKind::Parameter ||
         expression.kind == ExpressionKind::Variable;
}

// The layout of batches that end at `level`.
Layout truncated(const Layout& layout, std::uint16_t level) {
  Layout lower = layout;
  lower.column_counts.resize(level + 1U);
  std::erase_if(lower.slots, [level](const auto& entry) { return entry.second.level > level; });
  return lower;
}

NodePointer make_node(NodeBuilder& builder, const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::Literal: return make_constant(builder, expression, expression.literal);
    case ExpressionKind::Parameter:
      return make_constant(builder, expression, builder.context().parameter(expression.name));
    case ExpressionKind::Variable: return make_variable(builder, expression);
    case ExpressionKind::Property: return make_property(builder, expression);
    case ExpressionKind::Index: return make_index(builder, expression);
    case ExpressionKind::Slice: return make_slice(builder, expression);
    case ExpressionKind::List: return make_list(builder, expression);
    case ExpressionKind::Map: return make_map(builder, expression);
    case ExpressionKind::And:
    case ExpressionKind::Or:
    case ExpressionKind::Xor: return make_logical(builder, expression);
    case ExpressionKind::Not: return make_not(builder, expression);
    case ExpressionKind::Comparison: return make_comparison(builder, expression);
    case ExpressionKind::IsNull:
    case ExpressionKind::IsNotNull: return make_null_test(builder, expression);
    case ExpressionKind::HasLabels: return make_label_test(builder, expression);
    case ExpressionKind::IsType: return make_type_test(builder, expression);
    case ExpressionKind::StartsWith:
    case ExpressionKind::EndsWith:
    case ExpressionKind::Contains:
    case ExpressionKind::RegexMatch: return make_text_predicate(builder, expression);
    case ExpressionKind::In: return make_membership(builder, expression);
    case ExpressionKind::Arithmetic: return make_arithmetic(builder, expression);
    case ExpressionKind::Negate: return make_negation(builder, expression);
    case ExpressionKind::Call: return make_call(builder, expression);
    case ExpressionKind::Case: return make_case(builder, expression);
    case ExpressionKind::ListComprehension: return make_list_comprehension(builder, expression);
    case ExpressionKind::Quantifier: return make_quantifier(builder, expression);
    case ExpressionKind::Reduce: return make_reduction(builder, expression);
    case ExpressionKind::Exists: return make_exists(builder, expression);
    case ExpressionKind::PatternComprehension: return make_pattern_comprehension(builder, expression);
    case ExpressionKind::PathOf: return make_path(builder, expression);
    case ExpressionKind::Aggregate: break;
  }
  throw QueryError(runtime_error(ErrorType::InternalError, "UnplannedAggregate",
                                 "An aggregate stands where only its result may be read"));
}

}  // namespace

Dependencies dependencies_of(const Expression& expression, const Layout& layout) {
  Dependencies all;
  include(expression, layout, all);
  return all;
}

NodePointer NodeBuilder::build(const Expression& expression) {
  if (is_leaf(expression)) return make_node(*this, expression);
  const Dependencies reads = dependencies_of(expression, layout_);
  if (reads.is_volatile) return make_node(*this, expression);
  if (!reads.level) {
    return row_number_ == RowNumber::One ? make_node(*this, expression) : build_once(expression, reads.reads_graph);
  }
  if (*reads.level + 1 < layout_.depth()) return build_at_level(expression, *reads.level);
  return make_node(*this, expression);
}

NodePointer NodeBuilder::build_at_level(const Expression& expression, std::uint16_t level) {
  const Layout lower = truncated(layout_, level);
  NodeBuilder below(context_, lower, subqueries_);
  return make_lower_level(*this, expression, make_node(below, expression), level);
}

NodePointer NodeBuilder::build_once(const Expression& expression, bool reads_graph) {
  const Layout lowest = truncated(layout_, 0);
  NodeBuilder below(context_, lowest, subqueries_, RowNumber::One);
  NodePointer operand = make_node(below, expression);
  return reads_graph ? make_once_per_batch(*this, expression, std::move(operand))
                     : make_folded(*this, expression, std::move(operand));
}

std::vector<NodePointer> NodeBuilder::operands(const Expression& expression) {
  std::vector<NodePointer> nodes;
  nodes.reserve(expression.children.size());
  for (const ExpressionPointer& child : expression.children) nodes.push_back(child ? build(*child) : nullptr);
  return nodes;
}

}  // namespace cairn::engine
