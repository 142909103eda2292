#include "parser/lexer.h"

#include "parser/literal.h"

#include <gtest/gtest.h>

namespace cairn::parser {

namespace {

std::vector<Token> tokens_of(std::string_view text) {
  auto tokens = lex(text);
  EXPECT_TRUE(tokens) << text << "\n" << to_string(tokens.error());
  return tokens ? *std::move(tokens) : std::vector<Token>(1);
}

std::vector<TokenKind> kinds_of(std::string_view text) {
  std::vector<TokenKind> kinds;
  for (const Token& token : tokens_of(text)) kinds.push_back(token.kind);
  return kinds;
}

using enum TokenKind;
using Kinds = std::vector<TokenKind>;

void expect_error(std::string_view text, std::string_view detail, std::uint32_t offset) {
  auto tokens = lex(text);
  ASSERT_FALSE(tokens) << text;
  EXPECT_EQ(tokens.error().type, ErrorType::SyntaxError) << text;
  EXPECT_EQ(tokens.error().detail, detail) << text;
  EXPECT_EQ(tokens.error().offset, offset) << text;
}

std::string string_of(std::string_view text) { return text_value(text, tokens_of(text).front()); }

TEST(Lexer, ReadsEveryPunctuationMark) {
  EXPECT_EQ(kinds_of("( ) [ ] { } , ; : :: . .. + += - * / % ^ = =~ <> < <= > >= | || & ! $("),
            (Kinds{OpenParenthesis,
                   CloseParenthesis,
                   TokenKind::OpenBracket,
                   CloseBracket,
                   OpenBrace,
                   CloseBrace,
                   Comma,
                   Semicolon,
                   Colon,
                   DoubleColon,
                   Dot,
                   DoubleDot,
                   Plus,
                   PlusEqual,
                   Minus,
                   Star,
                   Slash,
                   Percent,
                   Caret,
                   Equal,
                   RegularExpression,
                   NotEqual,
                   Less,
                   LessOrEqual,
                   Greater,
                   GreaterOrEqual,
                   Bar,
                   DoubleBar,
                   Ampersand,
                   Exclamation,
                   Dollar,
                   OpenParenthesis,
                   End}));
}

TEST(Lexer, TellsRangesFromDecimalPoints) {
  EXPECT_EQ(kinds_of("1..2"), (Kinds{Integer, DoubleDot, Integer, End}));
  EXPECT_EQ(kinds_of("1.5..2"), (Kinds{Float, DoubleDot, Integer, End}));
  EXPECT_EQ(kinds_of("1.x .5 1.e"), (Kinds{Integer, Dot, Word, Float, Integer, Dot, Word, End}));
}

TEST(Lexer, MarksNumbersThatAreNone) {
  for (std::string_view text : {"0x", "0xg", "0o8", "0o", "12ab", "1e5x", "1__0", "9223372h54775808"}) {
    EXPECT_EQ(kinds_of(text), (Kinds{MalformedNumber, End})) << text;
  }
  EXPECT_EQ(kinds_of("1_000 0xFF 0o17 1e5 1E-5 1.5e+3"), (Kinds{Integer, Integer, Integer, Float, Float, Float, End}));
}

TEST(Lexer, ReservesNoWordAndKnowsKeywordsInAnyCase) {
  std::vector<Token> tokens = tokens_of("Match mATCH matches `match` $match");
  EXPECT_EQ(tokens[0].keyword, Keyword::Match);
  EXPECT_EQ(tokens[1].keyword, Keyword::Match);
  EXPECT_EQ(tokens[2].keyword, Keyword::NotKeyword);
  EXPECT_EQ(tokens[3].kind, QuotedName);
  EXPECT_EQ(tokens[3].keyword, Keyword::NotKeyword);
  EXPECT_EQ(tokens[4].kind, Parameter);
}

TEST(Lexer, FindsEveryKeywordByItsSpelling) {
  for (std::size_t i = 1; i < keyword_count; ++i) {
    auto keyword = static_cast<Keyword>(i);
    EXPECT_EQ(find_keyword(spelling(keyword)), keyword) << spelling(keyword);
  }
  EXPECT_EQ(find_keyword("MATC"), Keyword::NotKeyword);
  EXPECT_EQ(find_keyword("M@TCH"), Keyword::NotKeyword);
}

TEST(Lexer, ConnectsBracketsWithTheirPartners) {
  std::vector<Token> tokens = tokens_of("( [ x ] ( }");
  EXPECT_EQ(tokens[0].partner, 0);
  EXPECT_EQ(tokens[1].partner, 2);
  EXPECT_EQ(tokens[3].partner, -2);
  EXPECT_EQ(tokens[4].partner, 0);
  EXPECT_EQ(tokens[5].partner, 0);
}

TEST(Lexer, SkipsSpacesAndCommentsOfEveryKind) {
  EXPECT_EQ(kinds_of("a\t\r\n\f\v\x1C\u00A0\u2003\u3000b// c\r/* d\n** */ e //"), (Kinds{Word, Word, Word, End}));
}

TEST(Lexer, AcceptsNamesOfAllScripts) {
  EXPECT_EQ(kinds_of("größe 日本語 _x1 x\u0301 a$b café"), (Kinds{Word, Word, Word, Word, Word, Word, End}));
  EXPECT_EQ(kinds_of("🙂"), (Kinds{UnknownCharacter, End}));
}

TEST(Lexer, ResolvesEscapes) {
  EXPECT_EQ(string_of(R"('a\\b\'c\"d\`e\tf\bg\nh\ri\fj')"), "a\\b'c\"d`e\tf\bg\nh\ri\fj");
  EXPECT_EQ(string_of(R"("\u00e9\U0001F642\uD83D\uDE42")"), "é🙂🙂");
  EXPECT_EQ(string_of("`a``b`"), "a`b");
  EXPECT_EQ(string_of("$`a b`"), "a b");
  EXPECT_EQ(string_of("''"), "");
}

TEST(Lexer, RejectsBadEscapes) {
  expect_error(R"('a\x')", "UnexpectedSyntax", 2);
  expect_error(R"('\uH')", "InvalidUnicodeLiteral", 1);
  expect_error(R"('\u12')", "InvalidUnicodeLiteral", 1);
  expect_error(R"('\uD83D')", "InvalidUnicodeLiteral", 1);
  expect_error(R"('\uDE42')", "InvalidUnicodeLiteral", 1);
  expect_error(R"('\uD83Dx')", "InvalidUnicodeLiteral", 1);
  expect_error(R"('\U00110000')", "InvalidUnicodeLiteral", 1);
}

TEST(Lexer, RejectsWhatIsNeverClosed) {
  expect_error("RETURN 'abc", "UnexpectedSyntax", 7);
  expect_error("RETURN 'abc\\", "UnexpectedSyntax", 7);
  expect_error("RETURN 'abc\\'", "UnexpectedSyntax", 7);
  expect_error("RETURN \"abc'", "UnexpectedSyntax", 7);
  expect_error("RETURN `abc``", "UnexpectedSyntax", 7);
  expect_error("RETURN $`abc", "UnexpectedSyntax", 8);
  expect_error("RETURN 1 /* abc *", "UnexpectedSyntax", 9);
}

TEST(Lexer, RejectsInvalidUtf8AtItsByte) {
  expect_error("RETURN '\xFF'", "InvalidUtf8", 8);
  expect_error("RETURN '0123456789\xC3'", "InvalidUtf8", 18);
  expect_error("\xED\xA0\x80", "InvalidUtf8", 0);
  expect_error("RETURN 'aé\xF0\x9F'", "InvalidUtf8", 11);
}

}  // namespace

}  // namespace cairn::parser
