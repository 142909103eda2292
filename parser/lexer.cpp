#include "parser/lexer.h"

#include "parser/character.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace cairn::parser {

namespace {

// Whether the parentheses behind this word may be divided by a `|` into two parts.
bool divides_by_bar(Keyword keyword) { return keyword == Keyword::Reduce || keyword == Keyword::Foreach; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Expected<std::vector<Token>> run() {
    tokens_.reserve(std::min<std::size_t>(text_.size() / 4 + 8, tokens_reserved_max));
    while (skip_space_and_comments()) {
      Token token;
      token.begin = static_cast<std::uint32_t>(at_);
      read(token);
      if (error_) break;
      token.end = static_cast<std::uint32_t>(at_);
      pair(token);
      tokens_.push_back(token);
    }
    if (error_) return std::move(*error_);
    Token end;
    end.begin = end.end = static_cast<std::uint32_t>(text_.size());
    tokens_.push_back(end);
    return std::move(tokens_);
  }

 private:
  static constexpr std::size_t tokens_reserved_max = 4096;

  // An opened bracket, and whether a `|` was already seen directly inside it.
  struct OpenBracket {
    std::size_t index = 0;
    bool has_bar = false;
  };

  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void fail(std::string_view detail, std::size_t offset, std::string message, std::string hint = {}) {
    error_ = compile_error(ErrorType::SyntaxError, detail, std::move(message), static_cast<std::uint32_t>(offset),
                           std::move(hint));
  }

  // False at the end of the text and after an error.
  bool skip_space_and_comments() {
    while (at_ < text_.size() && !error_) {
      char c = text_[at_];
      if (is_ascii_space(c)) {
        ++at_;
      } else if (c == '/' && peek(1) == '/') {
        at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
      } else if (c == '/' && peek(1) == '*') {
        skip_block_comment();
      } else if (!is_ascii(c)) {
        Character character = character_at(text_, at_);
        if (classify(character.code_point) != CharacterClass::Space) return true;
        at_ += character.length;
      } else {
        return true;
      }
    }
    return false;
  }

  void skip_block_comment() {
    std::size_t end = text_.find("*/", at_ + 2);
    if (end == std::string_view::npos) {
      return fail("UnexpectedSyntax", at_, "this comment is never closed", "a comment ends with */");
    }
    at_ = end + 2;
  }

  void read(Token& token) {
    char c = text_[at_];
    if (is_ascii_name_start(c)) return read_word(token);
    if (is_ascii_digit(c) || (c == '.' && is_ascii_digit(peek(1)))) return read_number(token);
    if (c == '\'' || c == '"') return read_string(token);
    if (c == '`') return read_quoted_name(token);
    if (c == '$') return read_parameter(token);
    if (!is_ascii(c)) return read_other_character(token);
    read_punctuation(token);
  }

  void skip_name_part() {
    while (at_ < text_.size()) {
      if (is_ascii(text_[at_])) {
        if (!is_ascii_name_part(text_[at_])) return;
        ++at_;
        continue;
      }
      Character character = character_at(text_, at_);
      CharacterClass character_class = classify(character.code_point);
      if (character_class != CharacterClass::NameStart && character_class != CharacterClass::NamePart) return;
      at_ += character.length;
    }
  }

  void read_word(Token& token) {
    skip_name_part();
    token.kind = TokenKind::Word;
    token.keyword = find_keyword(text_.substr(token.begin, at_ - token.begin));
  }

  // Digits with single underscores between them; false if there is no digit.
  template <class IsDigit>
  bool skip_digits(IsDigit is_digit) {
    std::size_t begin = at_;
    while (is_digit(peek()) || (at_ > begin && peek() == '_' && is_digit(peek(1)))) ++at_;
    return at_ > begin;
  }

  void read_number(Token& token) {
    token.kind = TokenKind::Integer;
    bool well_formed = true;
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
      at_ += 2;
      token.flags = Hexadecimal;
      well_formed = skip_digits(is_hexadecimal_digit);
    } else if (peek() == '0' && (peek(1) == 'o' || peek(1) == 'O')) {
      at_ += 2;
      token.flags = Octal;
      well_formed = skip_digits([](char c) { return c >= '0' && c <= '7'; });
    } else {
      read_decimal(token);
    }
    std::size_t end = at_;
    skip_name_part();
    if (!well_formed || at_ != end) token.kind = TokenKind::MalformedNumber;
  }

  void read_decimal(Token& token) {
    skip_digits(is_ascii_digit);
    if (peek() == '.' && is_ascii_digit(peek(1))) {
      token.kind = TokenKind::Float;
      ++at_;
      skip_digits(is_ascii_digit);
    }
    if (peek() == 'e' || peek() == 'E') {
      std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
      if (!is_ascii_digit(peek(1 + sign))) return;
      token.kind = TokenKind::Float;
      at_ += 1 + sign;
      skip_digits(is_ascii_digit);
    }
  }

  void read_string(Token& token) {
    token.kind = TokenKind::String;
    const char quote = text_[at_];
    const char ends[] = {quote, '\\'};
    ++at_;
    while (!error_) {
      at_ = text_.find_first_of(std::string_view(ends, 2), at_);
      if (at_ == std::string_view::npos || at_ + 1 == text_.size()) {
        bool closed = at_ != std::string_view::npos && text_[at_] == quote;
        at_ = text_.size();
        if (!closed)
          fail("UnexpectedSyntax", token.begin, "this string is never closed",
               fmt::format("a string ends with {}, and a backslash before it keeps it open", quote));
        return;
      }
      if (text_[at_] == quote) {
        ++at_;
        return;
      }
      token.flags |= HasEscapes;
      read_escape();
    }
  }

  // At a backslash that is not the last byte.
  void read_escape() {
    char letter = text_[at_ + 1];
    if (letter == 'u' || letter == 'U') return read_unicode_escape(letter == 'u' ? 4 : 8);
    if (std::string_view("\\'\"`tTbBnNrRfF").find(letter) == std::string_view::npos) {
      return fail(
          "UnexpectedSyntax", at_, "there is no such escape sequence",
          "allowed are \\\\ \\' \\\" \\` \\t \\b \\n \\r \\f \\uXXXX and \\UXXXXXXXX; a backslash is written \\\\");
    }
    at_ += 2;
  }

  void read_unicode_escape(std::size_t digits) {
    std::size_t begin = at_;
    std::optional<char32_t> code_point = unicode_escape_value(digits);
    if (code_point && *code_point >= 0xD800 && *code_point < 0xDC00 && peek() == '\\' && peek(1) == 'u') {
      std::optional<char32_t> low = unicode_escape_value(4);
      if (low && *low >= 0xDC00 && *low < 0xE000) return;
      code_point.reset();
    }
    if (!code_point || *code_point > 0x10FFFF || (*code_point >= 0xD800 && *code_point < 0xE000)) {
      fail("InvalidUnicodeLiteral", begin, "this is no Unicode character",
           "\\u takes four hexadecimal digits and \\U eight");
    }
  }

  // The number behind \u or \U at the current place, which moves behind its digits; nothing if a digit is missing.
  std::optional<char32_t> unicode_escape_value(std::size_t digits) {
    char32_t value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      char c = peek(2 + i);
      if (!is_hexadecimal_digit(c)) return std::nullopt;
      value = value * 16 + static_cast<char32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    at_ += 2 + digits;
    return value;
  }

  void read_quoted_name(Token& token) {
    token.kind = TokenKind::QuotedName;
    skip_backticks(token);
  }

  // From one backtick behind the one that closes it; two of them stand for one.
  void skip_backticks(Token& token) {
    std::size_t begin = at_++;
    while (true) {
      at_ = text_.find('`', at_);
      if (at_ == std::string_view::npos) {
        at_ = text_.size();
        return fail("UnexpectedSyntax", begin, "this name in backticks is never closed");
      }
      if (peek(1) != '`') break;
      token.flags |= HasEscapes;
      at_ += 2;
    }
    ++at_;
  }

  void read_parameter(Token& token) {
    token.kind = TokenKind::Parameter;
    ++at_;
    std::size_t begin = at_;
    if (peek() == '`') return skip_backticks(token);
    skip_name_part();
    if (at_ == begin) token.kind = TokenKind::Dollar;
  }

  void read_other_character(Token& token) {
    Character character = character_at(text_, at_);
    switch (classify(character.code_point)) {
      case CharacterClass::NameStart: return read_word(token);
      case CharacterClass::Dash: token.kind = TokenKind::Minus; break;
      case CharacterClass::LeftArrowHead: token.kind = TokenKind::Less; break;
      case CharacterClass::RightArrowHead: token.kind = TokenKind::Greater; break;
      case CharacterClass::NamePart:
      case CharacterClass::Space:
      case CharacterClass::Other: token.kind = TokenKind::UnknownCharacter; break;
    }
    token.flags |= Typographic;
    at_ += character.length;
  }

  // One character, or two if `second` follows.
  TokenKind one_or_two(TokenKind one, char second, TokenKind two) {
    if (peek(1) != second) return one;
    ++at_;
    return two;
  }

  void read_punctuation(Token& token) {
    token.kind = punctuation();
    ++at_;
  }

  TokenKind punctuation() {
    using enum TokenKind;
    switch (peek()) {
      case '(': return OpenParenthesis;
      case ')': return CloseParenthesis;
      case '[': return TokenKind::OpenBracket;
      case ']': return CloseBracket;
      case '{': return OpenBrace;
      case '}': return CloseBrace;
      case ',': return Comma;
      case ';': return Semicolon;
      case ':': return one_or_two(Colon, ':', DoubleColon);
      case '.': return one_or_two(Dot, '.', DoubleDot);
      case '+': return one_or_two(Plus, '=', PlusEqual);
      case '-': return Minus;
      case '*': return Star;
      case '/': return Slash;
      case '%': return Percent;
      case '^': return Caret;
      case '=': return one_or_two(Equal, '~', RegularExpression);
      case '<': return peek(1) == '>' ? one_or_two(Less, '>', NotEqual) : one_or_two(Less, '=', LessOrEqual);
      case '>': return one_or_two(Greater, '=', GreaterOrEqual);
      case '|': return one_or_two(Bar, '|', DoubleBar);
      case '&': return Ampersand;
      case '!': return Exclamation;
      default: return UnknownCharacter;
    }
  }

  // Connects a bracket with its partner. One that fits nothing stays alone: the grammar words that error better.
  void pair(Token& token) {
    std::size_t index = tokens_.size();
    switch (token.kind) {
      case TokenKind::OpenParenthesis:
        if (index > 0 && divides_by_bar(tokens_.back().keyword)) token.flags |= BehindDivider;
        [[fallthrough]];
      case TokenKind::OpenBracket:
      case TokenKind::OpenBrace: open_.push_back({.index = index}); break;
      case TokenKind::CloseParenthesis: return close(token, TokenKind::OpenParenthesis);
      case TokenKind::CloseBracket: return close(token, TokenKind::OpenBracket);
      case TokenKind::CloseBrace: return close(token, TokenKind::OpenBrace);
      case TokenKind::Bar:
        if (open_.empty() || open_.back().has_bar) break;
        open_.back().has_bar = true;
        token.partner = -static_cast<std::int32_t>(index - open_.back().index);
        break;
      default: break;
    }
  }

  void close(Token& token, TokenKind opening) {
    if (open_.empty() || tokens_[open_.back().index].kind != opening) return;
    auto distance = static_cast<std::int32_t>(tokens_.size() - open_.back().index);
    tokens_[open_.back().index].partner = distance;
    token.partner = -distance;
    open_.pop_back();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
  std::vector<OpenBracket> open_;
  std::optional<Error> error_;
};

}  // namespace

Expected<std::vector<Token>> lex(std::string_view text) {
  if (text.size() >= std::numeric_limits<std::uint32_t>::max()) {
    return compile_error(ErrorType::SyntaxError, "StatementTooLong", "a statement must be shorter than 4 GiB", 0);
  }
  if (std::optional<std::size_t> offset = find_invalid_utf8(text)) {
    return compile_error(ErrorType::SyntaxError, "InvalidUtf8", "the text is not valid UTF-8 here",
                         static_cast<std::uint32_t>(*offset), "statements and scripts are read as UTF-8");
  }
  return Lexer(text).run();
}

}  // namespace cairn::parser
