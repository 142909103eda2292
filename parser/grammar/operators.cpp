// Operators, by precedence climbing in one parser: a ladder of one rule per level would walk twelve rules for every
// literal.
#include "parser/grammar/rules.h"
#include "parser/precedence.h"

#include <cstdint>
#include <optional>
#include <variant>

namespace cairn::parser::grammar {

namespace {

enum class PredicateKind : std::uint8_t { String, InList, Null, Type, Labels };

using Operator = std::variant<ast::LogicalOperator, ast::ComparisonOperator, ast::ArithmeticOperator,
                              ast::StringOperator, PredicateKind>;

// The binary or postfix operator at a token; `length` tokens long, 0 if there is none.
struct OperatorToken {
  Precedence precedence = Precedence::None;
  Operator operation;
  std::uint8_t length = 0;
  bool negated = false;  // IS NOT …
};

OperatorToken comparison(ast::ComparisonOperator operation) {
  return {.precedence = Precedence::Comparison, .operation = operation, .length = 1};
}

OperatorToken arithmetic(Precedence precedence, ast::ArithmeticOperator operation) {
  return {.precedence = precedence, .operation = operation, .length = 1};
}

OperatorToken logical(Precedence precedence, ast::LogicalOperator operation) {
  return {.precedence = precedence, .operation = operation, .length = 1};
}

OperatorToken string_predicate(ast::StringOperator operation, std::uint8_t length) {
  return {.precedence = Precedence::Predicate, .operation = operation, .length = length};
}

OperatorToken predicate(PredicateKind kind, std::uint8_t length, bool negated = false) {
  return {.precedence = Precedence::Predicate, .operation = kind, .length = length, .negated = negated};
}

OperatorToken operator_with_is(TokenIterator at) {
  bool negated = at[1].keyword == Keyword::Not;
  std::uint8_t length = negated ? 2 : 1;
  const Token& asked = at[length];
  if (asked.keyword == Keyword::Null) return predicate(PredicateKind::Null, length + 1, negated);
  if (asked.kind == TokenKind::DoubleColon) return predicate(PredicateKind::Type, length + 1, negated);
  if (is_label_word(at)) return predicate(PredicateKind::Labels, 1);
  if (asked.keyword == Keyword::Typed) return predicate(PredicateKind::Type, length + 1, negated);
  return {};
}

// Look-alikes of - < > belong to patterns only.
void reject_typographic(TokenIterator at) {
  if ((at->flags & Typographic) == 0) return;
  abort_at(at, "InvalidUnicodeCharacter", "this character is no operator",
           "it looks like one; type the ASCII character instead");
}

OperatorToken operator_of_word(TokenIterator at) {
  switch (at->keyword) {
    case Keyword::Or: return logical(Precedence::Or, ast::LogicalOperator::Or);
    case Keyword::Xor: return logical(Precedence::Xor, ast::LogicalOperator::Xor);
    case Keyword::And: return logical(Precedence::And, ast::LogicalOperator::And);
    case Keyword::In: return predicate(PredicateKind::InList, 1);
    case Keyword::Contains: return string_predicate(ast::StringOperator::Contains, 1);
    case Keyword::Starts:
      if (at[1].keyword != Keyword::With) return {};
      return string_predicate(ast::StringOperator::StartsWith, 2);
    case Keyword::Ends:
      if (at[1].keyword != Keyword::With) return {};
      return string_predicate(ast::StringOperator::EndsWith, 2);
    case Keyword::Is: return operator_with_is(at);
    default: return {};
  }
}

OperatorToken operator_at(TokenIterator at) {
  using enum ast::ComparisonOperator;
  using enum ast::ArithmeticOperator;
  switch (at->kind) {
    case TokenKind::Word: return operator_of_word(at);
    case TokenKind::Equal: return comparison(Equal);
    case TokenKind::NotEqual: return comparison(NotEqual);
    case TokenKind::Less: reject_typographic(at); return comparison(Less);
    case TokenKind::Greater: reject_typographic(at); return comparison(Greater);
    case TokenKind::LessOrEqual: return comparison(LessOrEqual);
    case TokenKind::GreaterOrEqual: return comparison(GreaterOrEqual);
    case TokenKind::RegularExpression: return string_predicate(ast::StringOperator::RegularExpression, 1);
    case TokenKind::DoubleColon: return predicate(PredicateKind::Type, 1);
    case TokenKind::Plus: return arithmetic(Precedence::Additive, Add);
    case TokenKind::Minus: reject_typographic(at); return arithmetic(Precedence::Additive, Subtract);
    case TokenKind::DoubleBar: return arithmetic(Precedence::Additive, Concatenate);
    case TokenKind::Star: return arithmetic(Precedence::Multiplicative, Multiply);
    case TokenKind::Slash: return arithmetic(Precedence::Multiplicative, Divide);
    case TokenKind::Percent: return arithmetic(Precedence::Multiplicative, Modulo);
    case TokenKind::Caret: return arithmetic(Precedence::Power, Power);
    default: return {};
  }
}

bool climb(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result, Precedence loosest);

bool parse_not(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result) {
  TokenIterator begin = first;
  ast::Not node{.count = 0, .operand = nullptr};
  for (; is_not(first); ++first) ++node.count;
  if (!climb(first, context, node.operand, next_tighter(Precedence::Not))) return false;
  result = make_expression(std::move(node), span_of(begin, first));
  return true;
}

bool is_sign(TokenIterator at) { return at->kind == TokenKind::Minus || at->kind == TokenKind::Plus; }

// A number right behind its sign, as one literal; null if something else follows, or an operator that binds tighter.
ast::ExpressionPtr signed_number(TokenIterator at, const ParseState& state, bool negative) {
  if (at->kind != TokenKind::Integer && at->kind != TokenKind::Float) return nullptr;
  TokenKind next = at[1].kind;
  if (next == TokenKind::Dot || next == TokenKind::OpenBracket || next == TokenKind::Colon) return nullptr;
  if (at->kind == TokenKind::Float) {
    Expected<double> value = float_value(state.text, *at);
    if (!value) throw Abort{std::move(value).error()};
    return make_expression(ast::FloatLiteral{.value = negative ? -*value : *value});
  }
  if (!negative) return make_expression(ast::IntegerLiteral{.value = static_cast<std::int64_t>(integer_at(state, at))});
  Expected<std::uint64_t> value = integer_value(state.text, *at);
  if (!value) throw Abort{std::move(value).error()};
  return make_expression(ast::IntegerLiteral{.value = static_cast<std::int64_t>(0 - *value)});
}

bool parse_labels(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result) {
  TokenIterator begin = first;
  if (!context.parse(postfix, first, result)) return false;
  if (first->kind != TokenKind::Colon) return true;
  reject_pattern(result);
  ++first;
  ast::LabelPredicate node{.operand = std::move(result), .labels = std::make_unique<ast::LabelExpression>()};
  if (!context.parse(label_expression, first, *node.labels)) return false;
  context.state().grow(begin);
  result = make_expression(std::move(node), span_of(begin, first));
  return true;
}

bool parse_sign(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result) {
  TokenIterator begin = first;
  bool negative = false;
  for (; is_sign(first); ++first) {
    reject_typographic(first);
    if (first->kind == TokenKind::Minus) negative = !negative;
  }
  if (ast::ExpressionPtr number = signed_number(first, context.state(), negative)) {
    ++first;
    number->span = span_of(begin, first);
    result = std::move(number);
    return true;
  }
  ast::Sign node{.negative = negative, .operand = nullptr};
  if (!parse_labels(first, context, node.operand)) return false;
  reject_pattern(node.operand);
  result = make_expression(std::move(node), span_of(begin, first));
  return true;
}

bool parse_prefixed(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result, Precedence loosest) {
  if (is_not(first) && loosest <= Precedence::Not) return parse_not(first, context, result);
  if (is_sign(first)) return parse_sign(first, context, result);
  return parse_labels(first, context, result);
}

// The operands of one flat chain: `result` is the first, `take` is told each further operator.
template <class Chain, class Take>
bool parse_chain(TokenIterator& first, const ParseContext& context, Chain& chain, OperatorToken found, Take take) {
  Precedence precedence = found.precedence;
  while (found.precedence == precedence) {
    first += found.length;
    take(found);
    ast::ExpressionPtr operand;
    if (!climb(first, context, operand, next_tighter(precedence))) return false;
    chain.operands.push_back(std::move(operand));
    found = operator_at(first);
  }
  return true;
}

template <class Chain>
void reject_patterns(const Chain& chain) {
  for (const ast::ExpressionPtr& operand : chain.operands) reject_pattern(operand);
}

bool parse_logical(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result, OperatorToken found) {
  ast::LogicalChain chain{.operation = std::get<ast::LogicalOperator>(found.operation), .operands = {}};
  chain.operands.push_back(std::move(result));
  if (!parse_chain(first, context, chain, found, [](const OperatorToken&) {})) return false;
  result = make_expression(std::move(chain));
  return true;
}

// `Chain` is a ComparisonChain or an ArithmeticChain.
template <class Chain>
bool parse_operators(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result,
                     OperatorToken found) {
  Chain chain;
  chain.operands.push_back(std::move(result));
  bool parsed = parse_chain(first, context, chain, found, [&](const OperatorToken& next) {
    chain.operators.push_back(std::get<typename decltype(chain.operators)::value_type>(next.operation));
  });
  if (!parsed) return false;
  reject_patterns(chain);
  result = make_expression(std::move(chain));
  return true;
}

// The right side of a predicate, a value.
bool parse_right(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result) {
  if (!climb(first, context, result, next_tighter(Precedence::Predicate))) return false;
  reject_pattern(result);
  return true;
}

bool parse_other_predicate(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result,
                           const OperatorToken& found) {
  switch (std::get<PredicateKind>(found.operation)) {
    case PredicateKind::InList: {
      ast::InList node{.element = std::move(result), .list = nullptr};
      if (!parse_right(first, context, node.list)) return false;
      result = make_expression(std::move(node));
      return true;
    }
    case PredicateKind::Type: {
      ast::TypePredicate node{
          .negated = found.negated, .operand = std::move(result), .type = std::make_unique<ast::ValueType>()};
      if (!context.parse(value_type, first, *node.type)) return false;
      result = make_expression(std::move(node));
      return true;
    }
    case PredicateKind::Labels: {
      ast::LabelPredicate node{.operand = std::move(result), .labels = std::make_unique<ast::LabelExpression>()};
      if (!context.parse(label_expression, first, *node.labels)) return false;
      result = make_expression(std::move(node));
      return true;
    }
    case PredicateKind::String:
    case PredicateKind::Null: break;
  }
  result = make_expression(ast::NullPredicate{.negated = found.negated, .operand = std::move(result)});
  return true;
}

bool parse_predicate(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result,
                     const OperatorToken& found) {
  reject_pattern(result);
  context.state().grow(first);
  first += found.length;
  const auto* operation = std::get_if<ast::StringOperator>(&found.operation);
  if (operation == nullptr) return parse_other_predicate(first, context, result, found);
  ast::StringPredicate node{.operation = *operation, .operand = std::move(result), .pattern = nullptr};
  if (!parse_right(first, context, node.pattern)) return false;
  result = make_expression(std::move(node));
  return true;
}

bool parse_operator(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result,
                    const OperatorToken& found) {
  switch (found.precedence) {
    case Precedence::Or:
    case Precedence::Xor:
    case Precedence::And: return parse_logical(first, context, result, found);
    case Precedence::Comparison: return parse_operators<ast::ComparisonChain>(first, context, result, found);
    case Precedence::Predicate: return parse_predicate(first, context, result, found);
    default: return parse_operators<ast::ArithmeticChain>(first, context, result, found);
  }
}

// An operand and every operator behind it that binds at least as tightly as `loosest`.
bool climb(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result, Precedence loosest) {
  Part part(context.state());
  TokenIterator begin = first;
  if (!parse_prefixed(first, context, result, loosest)) return false;
  while (true) {
    OperatorToken found = operator_at(first);
    if (found.precedence == Precedence::None || found.precedence < loosest) {
      context.state().miss(first, Notion::Operator);
      return true;
    }
    if (!parse_operator(first, context, result, found)) return false;
    result->span = span_of(begin, first);
  }
}

bool parse_condition(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result) {
  Nesting nesting(context.state(), first);
  return climb(first, context, result, Precedence::Or);
}

bool parse_expression(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result) {
  if (!parse_condition(first, context, result)) return false;
  reject_pattern(result);
  return true;
}

// Behind `[` of a subscript or slice, up to and with `]`.
bool parse_brackets(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result) {
  ParseState& state = context.state();
  ast::ExpressionPtr from;
  if (first->kind != TokenKind::DoubleDot) {
    state.miss(first, TokenKind::DoubleDot);
    if (!context.parse(expression, first, from)) return false;
  }
  if (first->kind == TokenKind::DoubleDot) {
    ++first;
    ast::ExpressionPtr to;
    if (first->kind != TokenKind::CloseBracket && !context.parse(expression, first, to)) return false;
    result = make_expression(ast::Slice{.list = std::move(result), .from = std::move(from), .to = std::move(to)});
  } else {
    state.miss(first, TokenKind::DoubleDot);
    result = make_expression(ast::Subscript{.container = std::move(result), .index = std::move(from)});
  }
  if (first->kind != TokenKind::CloseBracket) return state.miss(first, TokenKind::CloseBracket);
  ++first;
  return true;
}

bool parse_property(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result) {
  ast::Property node{.object = std::move(result), .key = {}};
  if (!context.parse(name, first, node.key)) return false;
  result = make_expression(std::move(node));
  return true;
}

bool parse_postfix(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result) {
  Part part(context.state());
  TokenIterator begin = first;
  if (!context.parse(operand, first, result)) return false;
  while (first->kind == TokenKind::Dot || first->kind == TokenKind::OpenBracket) {
    reject_pattern(result);
    context.state().grow(first);
    bool is_property = first->kind == TokenKind::Dot;
    ++first;
    if (is_property ? !parse_property(first, context, result) : !parse_brackets(first, context, result)) return false;
    result->span = span_of(begin, first);
  }
  return true;
}

}  // namespace

std::uint64_t integer_at(const ParseState& state, TokenIterator at) {
  Expected<std::uint64_t> value = integer_value(state.text, *at);
  if (!value) throw Abort{std::move(value).error()};
  if (*value <= INT64_MAX) return *value;
  abort_at(at, "IntegerOverflow", "this integer does not fit 64 bits",
           "integers go from -9223372036854775808 to 9223372036854775807");
}

void reject_pattern(const ast::ExpressionPtr& value) {
  const auto* found = std::get_if<ast::PatternExpression>(&value->node);
  if (found == nullptr || found->pattern->selector.kind != ast::PathSelectorKind::AllPaths) return;
  throw Abort{compile_error(ErrorType::SyntaxError, "UnexpectedSyntax",
                            "a pattern is no value: it may only stand where a condition is expected", value->span.begin,
                            "use it in WHERE or in EXISTS {…}; COUNT {…} counts its matches, and [pattern | …] lists "
                            "them")};
}

const auto expression_def = FunctionParser<ast::ExpressionPtr, parse_expression>{};

const auto condition_def = FunctionParser<ast::ExpressionPtr, parse_condition>{};

const auto postfix_def = FunctionParser<ast::ExpressionPtr, parse_postfix>{};

CAIRN_DEFINE_RULES(expression, condition, postfix)

}  // namespace cairn::parser::grammar
