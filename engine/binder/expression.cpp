#include "engine/binder/expression.h"

#include "engine/binder/bound_printer.h"
#include "engine/binder/bound_query.h"
#include "engine/binder/query_walk.h"
#include "engine/value/identity.h"

#include <algorithm>
#include <utility>

namespace cairn::engine {

namespace {

// Pairs of variables that two expressions introduce at the same place, innermost last.
using LocalPairs = std::vector<std::pair<VariableId, VariableId>>;

bool same_variable(VariableId left, VariableId right, const LocalPairs& locals) {
  for (auto pair = locals.rbegin(); pair != locals.rend(); ++pair) {
    if (pair->first == left || pair->second == right) return pair->first == left && pair->second == right;
  }
  return left == right;
}

bool same_at(const Expression& left, const Expression& right, LocalPairs& locals);

bool same_pointer(const ExpressionPointer& left, const ExpressionPointer& right, LocalPairs& locals) {
  if (!left || !right) return !left && !right;
  return same_at(*left, *right, locals);
}

bool same_children(const Expression& left, const Expression& right, LocalPairs& locals) {
  // The variables of a comprehension are known in all children behind those computed outside of it.
  const std::size_t outside = introduced_from_child(left);
  const std::size_t locals_before = locals.size();
  bool same = true;
  for (std::size_t i = 0; i < left.children.size() && same; ++i) {
    if (i == outside) {
      locals.emplace_back(left.variable, right.variable);
      if (left.kind == ExpressionKind::Reduce) locals.emplace_back(left.accumulator, right.accumulator);
    }
    same = same_pointer(left.children[i], right.children[i], locals);
  }
  locals.resize(locals_before);
  return same;
}

bool same_labels(const Expression& left, const Expression& right) {
  if (!left.labels || !right.labels) return !left.labels && !right.labels;
  return *left.labels == *right.labels;
}

bool same_value_type(const ast::ValueType& left, const ast::ValueType& right) {
  return left.kind == right.kind && left.not_null == right.not_null &&
         std::equal(left.arguments.begin(), left.arguments.end(), right.arguments.begin(), right.arguments.end(),
                    same_value_type);
}

bool same_value_types(const Expression& left, const Expression& right) {
  if (!left.value_type || !right.value_type) return !left.value_type && !right.value_type;
  return same_value_type(*left.value_type, *right.value_type);
}

bool same_subquery(const Expression& left, const Expression& right, const LocalPairs& locals) {
  if (!left.subquery || !right.subquery) return !left.subquery && !right.subquery;
  if (is_volatile(left)) return false;
  std::vector<VariableId> left_locals;
  std::vector<VariableId> right_locals;
  for (const auto& [left_local, right_local] : locals) {
    left_locals.push_back(left_local);
    right_locals.push_back(right_local);
  }
  return canonical_text(*left.subquery, left_locals) == canonical_text(*right.subquery, right_locals);
}

bool same_at(const Expression& left, const Expression& right, LocalPairs& locals) {
  if (left.kind != right.kind || left.children.size() != right.children.size()) return false;
  if (left.kind == ExpressionKind::Variable) return same_variable(left.variable, right.variable, locals);
  if (left.kind == ExpressionKind::Literal) return identical(left.literal, right.literal);
  if (left.function != right.function || (left.function != nullptr && left.function->is_volatile)) return false;
  return left.name == right.name && left.names == right.names && left.comparisons == right.comparisons &&
         left.arithmetic == right.arithmetic && left.quantifier == right.quantifier &&
         left.distinct == right.distinct && left.aggregate == right.aggregate && same_labels(left, right) &&
         same_value_types(left, right) && same_children(left, right, locals) && same_subquery(left, right, locals);
}

std::unique_ptr<BoundQuery> clone_query(const std::unique_ptr<BoundQuery>& query) {
  return query ? std::make_unique<BoundQuery>(clone(*query)) : nullptr;
}

bool introduces(const Expression& expression) {
  return expression.kind == ExpressionKind::ListComprehension || expression.kind == ExpressionKind::Quantifier ||
         expression.kind == ExpressionKind::Reduce;
}

}  // namespace

Expression::Expression() = default;
Expression::~Expression() = default;
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;

std::size_t introduced_from_child(const Expression& expression) {
  if (!introduces(expression)) return expression.children.size();
  return expression.kind == ExpressionKind::Reduce ? 2 : 1;
}

ExpressionPointer clone(const Expression& expression) {
  auto copy = std::make_unique<Expression>();
  copy->kind = expression.kind;
  copy->type = expression.type;
  copy->span = expression.span;
  copy->children.reserve(expression.children.size());
  for (const ExpressionPointer& child : expression.children) copy->children.push_back(child ? clone(*child) : nullptr);
  copy->literal = expression.literal;
  copy->variable = expression.variable;
  copy->accumulator = expression.accumulator;
  copy->name = expression.name;
  copy->names = expression.names;
  copy->comparisons = expression.comparisons;
  copy->arithmetic = expression.arithmetic;
  copy->quantifier = expression.quantifier;
  copy->distinct = expression.distinct;
  if (expression.labels) copy->labels = std::make_unique<LabelExpression>(*expression.labels);
  if (expression.value_type) copy->value_type = std::make_unique<ast::ValueType>(*expression.value_type);
  copy->function = expression.function;
  copy->aggregate = expression.aggregate;
  copy->subquery = clone_query(expression.subquery);
  return copy;
}

bool same_expression(const Expression& left, const Expression& right) {
  LocalPairs locals;
  return same_at(left, right, locals);
}

void visit_expressions(const Expression& expression, const std::function<bool(const Expression&)>& visit) {
  if (!visit(expression)) return;
  for (const ExpressionPointer& child : expression.children) {
    if (child) visit_expressions(*child, visit);
  }
}

std::vector<VariableId> free_variables(const Expression& expression) {
  std::vector<VariableId> read;
  std::vector<VariableId> introduced;
  visit_expressions(expression, [&](const Expression& part) {
    if (part.kind == ExpressionKind::Variable) read.push_back(part.variable);
    if (introduces(part)) introduced.push_back(part.variable);
    if (part.kind == ExpressionKind::Reduce) introduced.push_back(part.accumulator);
    if (part.subquery) {
      const std::vector<VariableId>& outer = part.subquery->outer_variables;
      read.insert(read.end(), outer.begin(), outer.end());
    }
    return true;
  });
  std::sort(read.begin(), read.end());
  read.erase(std::unique(read.begin(), read.end()), read.end());
  // Numbers are unique in a statement, so what is introduced anywhere inside is never read from outside.
  std::erase_if(read,
                [&](VariableId id) { return std::find(introduced.begin(), introduced.end(), id) != introduced.end(); });
  return read;
}

bool is_volatile(const Expression& expression) {
  bool found = false;
  visit_expressions(expression, [&](const Expression& part) {
    found = found || (part.function != nullptr && part.function->is_volatile);
    if (!found && part.subquery) {
      visit_query_expressions(*part.subquery, [&](const Expression& inner) { found = found || is_volatile(inner); });
    }
    return !found;
  });
  return found;
}

}  // namespace cairn::engine
