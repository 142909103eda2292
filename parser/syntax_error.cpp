#include "parser/syntax_error.h"

#include "base/text_position.h"
#include "parser/edit_distance.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::parser {

namespace {

constexpr std::size_t shown_bytes_max = 40;
constexpr std::size_t alternatives_max = 8;

constexpr std::array clause_keywords = {Keyword::Match,  Keyword::Optional, Keyword::Unwind,   Keyword::Load,
                                        Keyword::With,   Keyword::Return,   Keyword::Finish,   Keyword::Call,
                                        Keyword::Create, Keyword::Merge,    Keyword::Set,      Keyword::Remove,
                                        Keyword::Delete, Keyword::Detach,   Keyword::NoDetach, Keyword::Foreach};

constexpr std::array statement_keywords = {Keyword::Explain,  Keyword::Profile, Keyword::Begin, Keyword::Commit,
                                           Keyword::Rollback, Keyword::Show,    Keyword::Drop};

bool is_punctuation(TokenKind kind) { return kind >= TokenKind::Dollar; }

bool is_open_bracket(const Token& token) {
  return token.kind == TokenKind::OpenParenthesis || token.kind == TokenKind::OpenBracket ||
         token.kind == TokenKind::OpenBrace;
}

bool expects_clause(const ExpectedTokens& expected) {
  return expected.has(Keyword::Match) && expected.has(Keyword::Create) && expected.has(Keyword::Return);
}

// Where an expression or an operator may stand, the single tokens that could begin one say nothing new.
bool is_part_of_notion(const ExpectedTokens& expected, TokenKind kind) {
  switch (kind) {
    case TokenKind::Word:
    case TokenKind::Integer:
    case TokenKind::String:
    case TokenKind::OpenParenthesis:
    case TokenKind::OpenBrace: return expected.has(Notion::Expression);
    case TokenKind::OpenBracket: return expected.has(Notion::Expression) || expected.has(Notion::Operator);
    case TokenKind::Colon:
    case TokenKind::Dot: return expected.has(Notion::Operator);
    default: return false;
  }
}

std::vector<std::string> alternatives(ExpectedTokens expected) {
  std::vector<std::string> names;
  bool clause = expects_clause(expected);
  if (expected.has(Notion::Expression)) names.emplace_back("an expression");
  if (expected.has(Notion::ValueType)) names.emplace_back("a type such as INTEGER or LIST<STRING>");
  for (std::size_t i = 0; i < token_kind_count; ++i) {
    auto kind = static_cast<TokenKind>(i);
    if (kind == TokenKind::End || kind == TokenKind::Semicolon) continue;
    if (!expected.has(kind) || is_part_of_notion(expected, kind)) continue;
    names.push_back(is_punctuation(kind) ? fmt::format("'{}'", spelling(kind)) : std::string(spelling(kind)));
  }
  if (clause) {
    for (Keyword keyword : clause_keywords) expected.keywords.reset(static_cast<std::size_t>(keyword));
    for (Keyword keyword : statement_keywords) expected.keywords.reset(static_cast<std::size_t>(keyword));
  }
  for (std::size_t i = 1; i < keyword_count; ++i) {
    auto keyword = static_cast<Keyword>(i);
    if (expected.has(keyword)) names.emplace_back(spelling(keyword));
  }
  if (clause) names.emplace_back("a clause such as MATCH, CREATE, WITH or RETURN");
  if (expected.has(Notion::Operator)) names.emplace_back("an operator");
  if (expected.has(TokenKind::End)) names.emplace_back(spelling(TokenKind::End));
  return names;
}

std::string join(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i == alternatives_max && names.size() > alternatives_max + 1) return text + " or something else";
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return text;
}

// The text of a token, cut between characters.
std::string shown(const ParseState& state, TokenIterator at) {
  std::string_view source = state.source(at);
  if (source.size() <= shown_bytes_max) return std::string(source);
  std::size_t end = shown_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(source[end]) & 0xC0U) == 0x80U) --end;
  return std::string(source.substr(0, end)) + "…";
}

std::string found(const ParseState& state) {
  if (state.furthest->kind == TokenKind::End) return "the statement ends here";
  return fmt::format("found '{}'", shown(state, state.furthest));
}

// The last bracket before the error that is never closed.
std::string unclosed_bracket(const ParseState& state) {
  for (TokenIterator at = state.furthest; at != state.begin;) {
    --at;
    if (!is_open_bracket(*at) || at->partner != 0) continue;
    TextPosition position = text_position(state.text, at->begin);
    return fmt::format("the '{}' at line {}, column {} is never closed", spelling(at->kind), position.line,
                       position.column);
  }
  return {};
}

// The expected keyword that the word at `at` is a slip of.
std::string intended_keyword(const ParseState& state, TokenIterator at) {
  if (at->kind != TokenKind::Word) return {};
  std::string_view word = state.source(at);
  Keyword best = Keyword::NotKeyword;
  std::size_t best_distance = word.size();
  for (std::size_t i = 1; i < keyword_count; ++i) {
    auto keyword = static_cast<Keyword>(i);
    if (!state.expected.has(keyword) || !is_probably(word, spelling(keyword))) continue;
    std::size_t distance = edit_distance(word, spelling(keyword));
    if (distance == 0 || distance >= best_distance) continue;
    best = keyword;
    best_distance = distance;
  }
  return best == Keyword::NotKeyword ? std::string() : fmt::format("did you mean {}?", spelling(best));
}

// Ways of other languages.
std::string known_slip(const ParseState& state) {
  TokenIterator at = state.furthest;
  if (at->kind == TokenKind::Exclamation && at[1].kind == TokenKind::Equal) return "'not equal' is written <>";
  if (at->kind == TokenKind::Equal && at > state.begin && at[-1].kind == TokenKind::Equal) {
    return "'equal' is written with one =";
  }
  if (at->kind == TokenKind::Ampersand && at[1].kind == TokenKind::Ampersand) return "'and' is written AND";
  if (at->kind == TokenKind::MalformedNumber) return "a name that begins with a digit needs `backticks`";
  return {};
}

// `RETURN ORDER BY x`: a word that the reader takes for a keyword was read as a name.
std::string word_read_as_name(const ParseState& state) {
  if (state.furthest == state.begin) return {};
  TokenIterator before = state.furthest - 1;
  for (Keyword keyword : clause_keywords) {
    if (before->keyword != keyword || !state.expected.has(Notion::Operator)) continue;
    return fmt::format("'{}' was read as a name, since an expression must stand there", state.source(before));
  }
  return {};
}

std::string hint(const ParseState& state) {
  for (std::string text : {known_slip(state), intended_keyword(state, state.furthest), unclosed_bracket(state)}) {
    if (!text.empty()) return text;
  }
  return word_read_as_name(state);
}

}  // namespace

Error syntax_error(const ParseState& state) {
  std::string message = fmt::format("expected {}, but {}", join(alternatives(state.expected)), found(state));
  return compile_error(ErrorType::SyntaxError, "UnexpectedSyntax", std::move(message), state.furthest->begin,
                       hint(state));
}

}  // namespace cairn::parser
