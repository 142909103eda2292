#include "parser/printer/tree_writer.h"

#include <variant>

namespace cairn::parser {

using ast::LabelExpression;
using ast::LabelExpressionKind;
using ast::PathSelectorKind;

namespace {

// Higher binds tighter.
int strength(LabelExpressionKind kind) {
  switch (kind) {
    case LabelExpressionKind::Disjunction: return 0;
    case LabelExpressionKind::Conjunction: return 1;
    default: return 2;
  }
}

bool is_function(PathSelectorKind kind) {
  return kind == PathSelectorKind::ShortestPath || kind == PathSelectorKind::AllShortestPaths;
}

std::string_view selector_word(PathSelectorKind kind) {
  switch (kind) {
    case PathSelectorKind::AllPaths: return "";
    case PathSelectorKind::ShortestPath: return "shortestPath";
    case PathSelectorKind::AllShortestPaths: return "allShortestPaths";
    case PathSelectorKind::Any: return "ANY";
    case PathSelectorKind::AnyShortest: return "ANY SHORTEST";
    case PathSelectorKind::AllShortest: return "ALL SHORTEST";
    case PathSelectorKind::Shortest:
    case PathSelectorKind::ShortestGroups: break;
  }
  return "SHORTEST";
}

}  // namespace

void TreeWriter::write_label_operand(const LabelExpression& labels, const LabelExpression& parent) {
  bool fits = parent.kind == LabelExpressionKind::Negation ? strength(labels.kind) >= strength(parent.kind)
                                                           : strength(labels.kind) > strength(parent.kind);
  if (fits) return write(labels);
  write_inside("(", ")", [&] { write(labels); });
}

void TreeWriter::write(const LabelExpression& labels) {
  switch (labels.kind) {
    case LabelExpressionKind::Name: return write(labels.name);
    case LabelExpressionKind::Wildcard: text_ += '%'; return;
    case LabelExpressionKind::Dynamic:
      text_ += labels.mode == ast::DynamicLabelMode::Any ? "$any" : "$";
      return write_inside("(", ")", [&] { write(labels.expression); });
    case LabelExpressionKind::Negation: text_ += '!'; return write_label_operand(labels.operands.front(), labels);
    case LabelExpressionKind::Conjunction:
    case LabelExpressionKind::Disjunction: break;
  }
  for (std::size_t i = 0; i < labels.operands.size(); ++i) {
    if (i > 0) text_ += labels.kind == LabelExpressionKind::Conjunction ? '&' : '|';
    write_label_operand(labels.operands[i], labels);
  }
}

void TreeWriter::write_selector(const ast::PathSelector& selector) {
  text_ += selector_word(selector.kind);
  if (selector.count) {
    text_ += ' ';
    write(selector.count);
  }
  if (selector.kind == PathSelectorKind::ShortestGroups) text_ += " GROUPS";
  if (selector.kind != PathSelectorKind::AllPaths) text_ += ' ';
}

void TreeWriter::write_steps(const ast::PathPattern& path) {
  write(path.start);
  for (const ast::PathStep& step : path.steps) {
    write(step.relationship);
    write(step.node);
  }
}

void TreeWriter::write(const ast::PathPattern& path) {
  if (path.variable) {
    write_variable(path.variable->text);
    text_ += " = ";
  }
  if (is_function(path.selector.kind)) {
    text_ += selector_word(path.selector.kind);
    return write_inside("(", ")", [&] { write_steps(path); });
  }
  write_selector(path.selector);
  write_steps(path);
}

void TreeWriter::write_length(const ast::PathLength& length) {
  text_ += '*';
  if (length.minimum) text_ += std::to_string(*length.minimum);
  if (length.minimum && length.minimum == length.maximum) return;
  if (!length.minimum && !length.maximum) return;
  text_ += "..";
  if (length.maximum) text_ += std::to_string(*length.maximum);
}

// What stands between the brackets of a node or relationship, its parts separated by spaces.
void TreeWriter::write_entity_detail(const std::optional<ast::Name>& variable,
                                     const std::optional<LabelExpression>& labels,
                                     const std::optional<ast::PathLength>& length, const ast::ExpressionPtr& properties,
                                     const ast::ExpressionPtr& where) {
  std::size_t begin = text_.size();
  if (variable) write_variable(variable->text);
  if (labels) {
    text_ += ':';
    write(*labels);
  }
  if (length) write_length(*length);
  if (properties) {
    if (text_.size() > begin) text_ += ' ';
    write(properties);
  }
  if (!where) return;
  bool is_alone = text_.size() == begin;
  text_ += is_alone ? "WHERE " : " WHERE ";
  // `(WHERE {…})` would be a variable with properties.
  bool needs_parentheses = is_alone && std::holds_alternative<ast::MapLiteral>(where->node);
  if (needs_parentheses) return write_inside("(", ")", [&] { write(where); });
  write(where);
}

void TreeWriter::write(const ast::NodePattern& node) {
  write_inside("(", ")",
               [&] { write_entity_detail(node.variable, node.labels, std::nullopt, node.properties, node.where); });
}

void TreeWriter::write(const ast::RelationshipPattern& relationship) {
  text_ += relationship.direction == ast::Direction::Incoming ? "<-" : "-";
  bool has_detail = relationship.variable || relationship.types || relationship.length || relationship.properties ||
                    relationship.where;
  if (has_detail) {
    write_inside("[", "]", [&] {
      write_entity_detail(relationship.variable, relationship.types, relationship.length, relationship.properties,
                          relationship.where);
    });
  }
  text_ += relationship.direction == ast::Direction::Outgoing ? "->" : "-";
}

}  // namespace cairn::parser
