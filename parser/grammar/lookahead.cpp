#include "parser/grammar/lookahead.h"

namespace cairn::parser::grammar {

namespace {

using enum TokenKind;

// Behind one operand of a label expression; null if there is none.
TokenIterator label_operand_end(TokenIterator at) {
  while (at->kind == Exclamation) ++at;
  if (is_dynamic_label(at)) ++at;
  if (at->kind == OpenParenthesis) return at->partner == 0 ? nullptr : at + at->partner + 1;
  return at->kind == Percent || is_name(at) ? at + 1 : nullptr;
}

// Behind a label expression; null if there is none.
TokenIterator label_end(TokenIterator at) {
  while ((at = label_operand_end(at)) != nullptr) {
    if (at->kind != Colon && at->kind != Ampersand && at->kind != Bar) return at;
    at += at->kind == Bar && at[1].kind == Colon ? 2 : 1;
  }
  return nullptr;
}

// A whole node pattern in parentheses, rather than an expression.
bool is_node(TokenIterator at) {
  if (at->kind != OpenParenthesis || at->partner == 0) return false;
  TokenIterator close = at + at->partner;
  ++at;
  if (is_pattern_variable(at)) ++at;
  if (at->kind == Colon || is_label_word(at)) at = label_end(at + 1);
  if (at == nullptr) return false;
  if (at->kind == Parameter) {
    ++at;
  } else if (at->kind == OpenBrace && at->partner != 0) {
    at += at->partner + 1;
  }
  return at == close || (at->keyword == Keyword::Where && at + 1 < close);
}

// Behind -[…]->, --> and the like; null if there is no relationship.
TokenIterator relationship_end(TokenIterator at) {
  if (at->kind == Less) ++at;
  if (at->kind != Minus) return nullptr;
  ++at;
  if (at->kind == TokenKind::OpenBracket) {
    if (at->partner == 0) return nullptr;
    at += at->partner + 1;
  }
  if (at->kind != Minus) return nullptr;
  ++at;
  if (at->kind == Greater) ++at;
  if (at->kind == Plus || at->kind == Star) return at + 1;
  if (at->kind == OpenBrace && at->partner != 0) return at + at->partner + 1;
  return at;
}

// Behind the path that begins at `at`; null if none does.
TokenIterator path_end(TokenIterator at) {
  if (!is_node(at)) return nullptr;
  TokenIterator end = nullptr;
  for (TokenIterator node = at; node != nullptr && is_node(node);) {
    TokenIterator behind = node + node->partner + 1;
    if (node != at) end = behind;
    node = relationship_end(behind);
  }
  return end;
}

// Whether this token cannot begin an operand.
bool continues_operand(TokenIterator at) {
  switch (at->kind) {
    case End:
    case CloseParenthesis:
    case CloseBracket:
    case CloseBrace:
    case Comma:
    case Semicolon:
    case Colon:
    case DoubleColon:
    case Dot:
    case DoubleDot:
    case PlusEqual:
    case Star:
    case Slash:
    case Percent:
    case Caret:
    case Equal:
    case RegularExpression:
    case NotEqual:
    case Less:
    case LessOrEqual:
    case Greater:
    case GreaterOrEqual:
    case Bar:
    case DoubleBar:
    case Ampersand: return true;
    default: break;
  }
  switch (at->keyword) {
    case Keyword::And:
    case Keyword::As:
    case Keyword::Contains:
    case Keyword::In:
    case Keyword::Is:
    case Keyword::Or:
    case Keyword::Xor: return true;
    case Keyword::Starts:
    case Keyword::Ends: return at[1].keyword == Keyword::With;
    case Keyword::Order: return at[1].keyword == Keyword::By;
    default: return false;
  }
}

bool is_literal_word(TokenIterator at) {
  return at->keyword == Keyword::True || at->keyword == Keyword::False || at->keyword == Keyword::Null;
}

// `x IN`, where x is a variable.
bool is_name_in(TokenIterator at) { return is_name(at) && at[1].keyword == Keyword::In && !is_literal_word(at); }

}  // namespace

bool is_name(TokenIterator at) { return at->kind == Word || at->kind == QuotedName; }

bool stands_alone(TokenIterator at) { return continues_operand(at + 1); }

bool is_distinct(TokenIterator at) {
  return at->keyword == Keyword::Distinct && (at[1].kind == Star || !stands_alone(at));
}

bool is_not(TokenIterator at) { return at->keyword == Keyword::Not && (at[1].kind == Plus || !stands_alone(at)); }

bool is_all_arguments(TokenIterator at) {
  return at->keyword == Keyword::All && at[1].kind != OpenParenthesis && at[1].kind != Minus &&
         at[1].kind != TokenKind::OpenBracket && !stands_alone(at);
}

bool is_path(TokenIterator at) { return path_end(at) != nullptr; }

bool is_shortest_path_function(TokenIterator at) {
  bool is_function = at->keyword == Keyword::ShortestPath || at->keyword == Keyword::AllShortestPaths;
  return is_function && at[1].kind == OpenParenthesis && at[2].kind == OpenParenthesis;
}

bool is_path_variable(TokenIterator at) { return is_name(at) && at[1].kind == Equal; }

bool is_pattern_start(TokenIterator at) {
  if (at->kind == OpenParenthesis || is_path_variable(at) || is_shortest_path_function(at)) return true;
  return at->keyword == Keyword::Shortest || at->keyword == Keyword::Any || at->keyword == Keyword::All;
}

bool is_call(TokenIterator at) {
  while (is_name(at)) {
    if (at[1].kind == OpenParenthesis) return true;
    if (at[1].kind != Dot) return false;
    at += 2;
  }
  return false;
}

bool is_count_all(TokenIterator at) {
  return at->keyword == Keyword::Count && at[1].kind == OpenParenthesis && at[2].kind == Star &&
         at[3].kind == CloseParenthesis;
}

bool is_case(TokenIterator at) { return at->keyword == Keyword::Case && !stands_alone(at); }

bool is_list_comprehension(TokenIterator at) { return at->kind == TokenKind::OpenBracket && is_name_in(at + 1); }

bool is_pattern_comprehension(TokenIterator at) {
  if (at->kind != TokenKind::OpenBracket) return false;
  ++at;
  if (is_path_variable(at)) at += 2;
  TokenIterator end = path_end(at);
  return end != nullptr && (end->kind == Bar || end->keyword == Keyword::Where);
}

bool is_quantifier(TokenIterator at) {
  switch (at->keyword) {
    case Keyword::All:
    case Keyword::Any:
    case Keyword::None:
    case Keyword::Single: return at[1].kind == OpenParenthesis && is_name_in(at + 2);
    default: return false;
  }
}

bool is_reduce(TokenIterator at) {
  return at->keyword == Keyword::Reduce && at[1].kind == OpenParenthesis && is_path_variable(at + 2);
}

bool is_subquery_expression(TokenIterator at) {
  bool is_subquery = at->keyword == Keyword::Exists || at->keyword == Keyword::Count || at->keyword == Keyword::Collect;
  return is_subquery && at[1].kind == OpenBrace;
}

bool is_map_projection(TokenIterator at) { return is_name(at) && at[1].kind == OpenBrace; }

bool is_label_word(TokenIterator at) {
  if (at->keyword != Keyword::Is) return false;
  switch (at[1].kind) {
    case QuotedName:
    case Dollar:
    case Percent:
    case Exclamation:
    case OpenParenthesis: return true;
    case Parameter: return is_dynamic_label(at + 1);
    case Word: break;
    default: return false;
  }
  switch (at[1].keyword) {
    case Keyword::Null:
    case Keyword::Not:
    case Keyword::Where: return false;
    // `x IS TYPED INTEGER` asks for a type; otherwise TYPED is a label.
    case Keyword::Typed: return !is_name(at + 2);
    default: return true;
  }
}

bool is_dynamic_label(TokenIterator at) {
  return (at->kind == Dollar || at->kind == Parameter) && at[1].kind == OpenParenthesis;
}

bool is_alternative_bar(TokenIterator at) {
  if (at->kind != Bar) return false;
  if (at->partner == 0) return true;
  TokenIterator bracket = at + at->partner;
  if (bracket->kind == TokenKind::OpenBracket) {
    return !is_list_comprehension(bracket) && !is_pattern_comprehension(bracket);
  }
  if ((bracket->flags & BehindDivider) == 0) return true;
  return !is_name_in(bracket + 1) && !is_path_variable(bracket + 1);
}

bool is_pattern_variable(TokenIterator at) {
  if (!is_name(at)) return false;
  if (at->keyword != Keyword::Where) return !is_label_word(at);
  TokenIterator next = at + 1;
  if (next->kind == Colon || next->kind == Star) return true;
  // `(where {…})` has a variable, `(WHERE {…}.key)` has none.
  if (next->kind == OpenBrace && next->partner != 0) next += next->partner + 1;
  return next->kind == CloseParenthesis || next->kind == CloseBracket || next->keyword == Keyword::Where;
}

}  // namespace cairn::parser::grammar
