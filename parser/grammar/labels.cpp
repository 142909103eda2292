// Label expressions on nodes, type expressions on relationships, and both as predicates.
//
//   expression   = conjunction { "|" [":"] conjunction }
//   conjunction  = primary { ("&" | ":") primary }
//   primary      = "!" primary | "(" expression ")" | "%" | reference
//   reference    = name | "$" "(" value ")" | "$all" "(" value ")" | "$any" "(" value ")"
#include "parser/grammar/rules.h"

namespace cairn::parser::grammar {

namespace {

using ast::LabelExpression;
using ast::LabelExpressionKind;

bool parse_alternatives(TokenIterator& first, const ParseContext& context, LabelExpression& result);

bool skip(TokenIterator& first, const ParseContext& context, TokenKind kind) {
  if (first->kind != kind) return context.state().miss(first, kind);
  ++first;
  return true;
}

bool parse_mode(TokenIterator first, const ParseContext& context, LabelExpression& result) {
  if (first->kind == TokenKind::Dollar) return true;
  switch (find_keyword(text_value(context.state().text, *first))) {
    case Keyword::All: return true;
    case Keyword::Any: result.mode = ast::DynamicLabelMode::Any; return true;
    default: return context.state().miss(first, TokenKind::Word);
  }
}

bool parse_reference(TokenIterator& first, const ParseContext& context, LabelExpression& result) {
  TokenIterator begin = first;
  if (is_dynamic_label(first)) {
    result.kind = LabelExpressionKind::Dynamic;
    if (!parse_mode(first, context, result)) return false;
    first += 2;
    if (!context.parse(expression, first, result.expression)) return false;
    if (!skip(first, context, TokenKind::CloseParenthesis)) return false;
  } else if (!context.parse(name, first, result.name)) {
    return false;
  }
  result.span = span_of(begin, first);
  return true;
}

bool parse_negation(TokenIterator& first, const ParseContext& context, LabelExpression& result);

bool parse_primary(TokenIterator& first, const ParseContext& context, LabelExpression& result) {
  Nesting nesting(context.state(), first);
  switch (first->kind) {
    case TokenKind::Exclamation: return parse_negation(first, context, result);
    case TokenKind::OpenParenthesis:
      ++first;
      return parse_alternatives(first, context, result) && skip(first, context, TokenKind::CloseParenthesis);
    case TokenKind::Percent:
      result.kind = LabelExpressionKind::Wildcard;
      result.span = span_of(first, first + 1);
      ++first;
      return true;
    default: return parse_reference(first, context, result);
  }
}

bool parse_negation(TokenIterator& first, const ParseContext& context, LabelExpression& result) {
  TokenIterator begin = first;
  ++first;
  result.kind = LabelExpressionKind::Negation;
  if (!parse_primary(first, context, result.operands.emplace_back())) return false;
  result.span = span_of(begin, first);
  return true;
}

// operand { separator operand }, as one flat node if there is more than one.
template <class ParseOperand, class SkipSeparator>
bool parse_flat(TokenIterator& first, LabelExpression& result, LabelExpressionKind kind, ParseOperand parse_operand,
                SkipSeparator skip_separator) {
  TokenIterator begin = first;
  LabelExpression operand_;
  if (!parse_operand(first, operand_)) return false;
  std::vector<LabelExpression> operands;
  operands.push_back(std::move(operand_));
  while (skip_separator(first)) {
    if (!parse_operand(first, operands.emplace_back())) return false;
  }
  if (operands.size() == 1) {
    result = std::move(operands.front());
    return true;
  }
  result.kind = kind;
  result.operands = std::move(operands);
  result.span = span_of(begin, first);
  return true;
}

bool parse_conjunction(TokenIterator& first, const ParseContext& context, LabelExpression& result) {
  return parse_flat(
      first, result, LabelExpressionKind::Conjunction,
      [&](TokenIterator& at, LabelExpression& operand_) { return parse_primary(at, context, operand_); },
      [](TokenIterator& at) {
        bool separates = at->kind == TokenKind::Ampersand || at->kind == TokenKind::Colon;
        if (separates) ++at;
        return separates;
      });
}

bool parse_alternatives(TokenIterator& first, const ParseContext& context, LabelExpression& result) {
  return parse_flat(
      first, result, LabelExpressionKind::Disjunction,
      [&](TokenIterator& at, LabelExpression& operand_) { return parse_conjunction(at, context, operand_); },
      [](TokenIterator& at) {
        bool separates = is_alternative_bar(at);
        if (separates) at += at[1].kind == TokenKind::Colon ? 2 : 1;
        return separates;
      });
}

}  // namespace

const auto label_expression_def = FunctionParser<LabelExpression, parse_alternatives>{};

const auto label_reference_def = FunctionParser<LabelExpression, parse_reference>{};

CAIRN_DEFINE_RULES(label_expression, label_reference)

}  // namespace cairn::parser::grammar
