#include "engine/binder/label_expressions.h"

#include "engine/binder/bind_failure.h"

#include <algorithm>
#include <utility>

namespace cairn::engine {

namespace {

LabelExpression::Kind kind_of_chain(ast::LabelExpressionKind kind) {
  switch (kind) {
    case ast::LabelExpressionKind::Conjunction: return LabelExpression::Kind::And;
    case ast::LabelExpressionKind::Disjunction: return LabelExpression::Kind::Or;
    default: return LabelExpression::Kind::Not;
  }
}

void append_labels_to_create(const ast::LabelExpression& labels, std::vector<std::string>& names) {
  switch (labels.kind) {
    case ast::LabelExpressionKind::Name:
      if (std::find(names.begin(), names.end(), labels.name.text) == names.end()) names.push_back(labels.name.text);
      return;
    case ast::LabelExpressionKind::Dynamic: fail_unsupported("Dynamic labels", labels.span);
    case ast::LabelExpressionKind::Conjunction:
      for (const ast::LabelExpression& operand : labels.operands) append_labels_to_create(operand, names);
      return;
    default:
      fail("UnexpectedSyntax", "Only names of labels can be given to a node that is created", labels.span,
           "write `:A:B` or `:A&B`");
  }
}

}  // namespace

LabelExpression bind_labels(const ast::LabelExpression& labels) {
  LabelExpression bound;
  switch (labels.kind) {
    case ast::LabelExpressionKind::Name: bound.name = labels.name.text; return bound;
    case ast::LabelExpressionKind::Dynamic: fail_unsupported("Dynamic labels", labels.span);
    case ast::LabelExpressionKind::Wildcard: bound.kind = LabelExpression::Kind::Any; return bound;
    default: break;
  }
  bound.kind = kind_of_chain(labels.kind);
  bound.operands.reserve(labels.operands.size());
  for (const ast::LabelExpression& operand : labels.operands) bound.operands.push_back(bind_labels(operand));
  return bound;
}

std::vector<LabelExpression> label_conjuncts(LabelExpression labels) {
  std::vector<LabelExpression> conjuncts;
  if (labels.kind != LabelExpression::Kind::And) {
    conjuncts.push_back(std::move(labels));
    return conjuncts;
  }
  for (LabelExpression& operand : labels.operands) {
    for (LabelExpression& conjunct : label_conjuncts(std::move(operand))) conjuncts.push_back(std::move(conjunct));
  }
  return conjuncts;
}

std::optional<std::vector<std::string>> type_alternatives(const LabelExpression& types) {
  switch (types.kind) {
    case LabelExpression::Kind::Name: return std::vector<std::string>{types.name};
    case LabelExpression::Kind::Any: return std::vector<std::string>{};
    case LabelExpression::Kind::Or: break;
    default: return std::nullopt;
  }
  std::vector<std::string> names;
  for (const LabelExpression& operand : types.operands) {
    if (operand.kind != LabelExpression::Kind::Name) return std::nullopt;
    if (std::find(names.begin(), names.end(), operand.name) == names.end()) names.push_back(operand.name);
  }
  return names;
}

std::vector<std::string> labels_to_create(const ast::LabelExpression& labels) {
  std::vector<std::string> names;
  append_labels_to_create(labels, names);
  return names;
}

}  // namespace cairn::engine
