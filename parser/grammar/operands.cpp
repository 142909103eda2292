// Operands: literals, parameters, names, calls, parentheses, patterns as predicates.
#include "parser/grammar/rules.h"

#include <algorithm>
#include <string_view>

namespace cairn::parser::grammar {

namespace {

bool parse_number(TokenIterator first, const ParseState& state, ast::ExpressionPtr& result) {
  if (first->kind == TokenKind::Integer) {
    result = make_expression(ast::IntegerLiteral{.value = static_cast<std::int64_t>(integer_at(state, first))});
    return true;
  }
  Expected<double> value = float_value(state.text, *first);
  if (!value) throw Abort{std::move(value).error()};
  result = make_expression(ast::FloatLiteral{.value = *value});
  return true;
}

bool parse_word_literal(TokenIterator first, ParseState& state, ast::ExpressionPtr& result) {
  switch (first->keyword) {
    case Keyword::Null: result = make_expression(ast::NullLiteral{}); return true;
    case Keyword::True: result = make_expression(ast::BooleanLiteral{.value = true}); return true;
    case Keyword::False: result = make_expression(ast::BooleanLiteral{.value = false}); return true;
    default: return state.miss(first, Notion::Expression);
  }
}

// A literal or parameter of one token.
bool parse_scalar(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result) {
  ParseState& state = context.state();
  bool parsed = false;
  switch (first->kind) {
    case TokenKind::Integer:
    case TokenKind::Float: parsed = parse_number(first, state, result); break;
    case TokenKind::MalformedNumber:
      abort_at(first, "InvalidNumberLiteral", "this is no number",
               "numbers look like 42, 1.5, 6.02e23, 0x2A or 0o52, with nothing behind them; a name that begins with a "
               "digit needs `backticks`");
    case TokenKind::String:
      result = make_expression(ast::StringLiteral{.value = text_value(state.text, *first)});
      parsed = true;
      break;
    case TokenKind::Parameter:
      result = make_expression(ast::Parameter{.name = text_value(state.text, *first)});
      parsed = true;
      break;
    default: parsed = parse_word_literal(first, state, result); break;
  }
  if (parsed) ++first;
  return parsed;
}

bool parse_string(TokenIterator& first, const ParseContext& context, std::string& result) {
  if (first->kind != TokenKind::String) return context.state().miss(first, TokenKind::String);
  result = text_value(context.state().text, *first);
  ++first;
  return true;
}

bool parse_parameter(TokenIterator& first, const ParseContext& context, ast::Parameter& result) {
  if (first->kind != TokenKind::Parameter) return context.state().miss(first, TokenKind::Parameter);
  result.name = text_value(context.state().text, *first);
  ++first;
  return true;
}

bool parse_variable(TokenIterator& first, const ParseContext& context, ast::Variable& result) {
  if (!is_name(first)) return context.state().miss(first, Notion::Expression);
  result.name = text_value(context.state().text, *first);
  ++first;
  return true;
}

bool is_exists(const std::vector<ast::Name>& function) {
  constexpr std::string_view wanted = "exists";
  return function.size() == 1 && std::ranges::equal(function[0].text, wanted, [](char actual, char expected) {
           return (actual | 0x20) == expected;
         });
}

// A pattern is an argument of exists() only.
struct CheckArguments {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    const ast::FunctionCall& call = x3::_val(context);
    if (is_exists(call.name)) return;
    for (const ast::ExpressionPtr& argument : call.arguments) reject_pattern(argument);
  }
};
constexpr CheckArguments check_arguments{};

struct WrapPattern {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    auto path = std::make_unique<ast::PathPattern>(std::move(x3::_attr(context)));
    x3::_val(context) = make_expression(ast::PatternExpression{.pattern = std::move(path)});
  }
};
constexpr WrapPattern wrap_pattern{};

struct WrapCountAll {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    x3::_val(context) = make_expression(ast::CountAll{});
  }
};
constexpr WrapCountAll wrap_count_all{};

constexpr FunctionParser<ast::ExpressionPtr, parse_scalar> scalar{};
constexpr FunctionParser<ast::Variable, parse_variable> variable{};

}  // namespace

CAIRN_RULE(call, ast::FunctionCall)
CAIRN_RULE(list_literal, ast::ListLiteral)
CAIRN_RULE(map_entry, ast::MapEntry)

const auto qualified_name_def = name[append] >> *(token<TokenKind::Dot> >> name[append]);

const auto call_def = qualified_name[set<&ast::FunctionCall::name>] >> token<TokenKind::OpenParenthesis> >>
                      -(when(is_distinct) >> keyword<Keyword::Distinct>[put<&ast::FunctionCall::distinct>] |
                        when(is_all_arguments) >> keyword<Keyword::All>) >>
                      -(condition[push<&ast::FunctionCall::arguments>] % token<TokenKind::Comma>) >>
                      token<TokenKind::CloseParenthesis> >> x3::eps[check_arguments];

const auto list_literal_def =
    token<TokenKind::OpenBracket> >>
    -(expression[push<&ast::ListLiteral::elements>] % token<TokenKind::Comma>) >> token<TokenKind::CloseBracket>;

const auto map_entry_def =
    spanned[name[set<&ast::MapEntry::key>] >> token<TokenKind::Colon> >> expression[set<&ast::MapEntry::value>]];

const auto map_literal_def =
    token<TokenKind::OpenBrace> >>
    -(map_entry[push<&ast::MapLiteral::entries>] % token<TokenKind::Comma>) >> token<TokenKind::CloseBrace>;

const auto string_literal_def = FunctionParser<std::string, parse_string>{};

const auto parameter_def = FunctionParser<ast::Parameter, parse_parameter>{};

const auto count_all = token<TokenKind::Word> >> token<TokenKind::OpenParenthesis> >> token<TokenKind::Star> >>
                       token<TokenKind::CloseParenthesis>;

// The order matters; alternatives that begin alike are told apart by lookahead, so nothing is parsed twice.
const auto operand_def =
    spanned[cut(is_path)[simple_path[wrap_pattern]] |
            token<TokenKind::OpenParenthesis> >> condition[take] >> token<TokenKind::CloseParenthesis> |
            compound[take] | when(is_count_all) >> count_all[wrap_count_all] | cut(is_call)[call[wrap]] | scalar[take] |
            list_literal[wrap] | map_literal[wrap] | variable[wrap]];

CAIRN_DEFINE_RULES(qualified_name, call, list_literal, map_entry, map_literal, string_literal, parameter, operand)

}  // namespace cairn::parser::grammar
