// The tokens of a statement, as the lexer makes them and the grammar reads them.
//
// The idea: no word is reserved. A word is always a `Word` token that may also spell a keyword; the
// grammar decides by its place which of the two it is. A bracket knows its partner, so that the grammar
// can look past a bracketed part in constant time and never needs to try and go back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cairn::parser {

// The lists below name each enumerator together with how it is spelled in an error message.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define CAIRN_TOKEN_KINDS(X)                  \
  X(End, "the end of the statement")          \
  X(Word, "a name")                           \
  X(QuotedName, "a name")                     \
  X(Integer, "an integer")                    \
  X(Float, "a number")                        \
  X(MalformedNumber, "a number")              \
  X(String, "a string")                       \
  X(Parameter, "a parameter such as $name")   \
  X(UnknownCharacter, "an unknown character") \
  X(Dollar, "$")                              \
  X(OpenParenthesis, "(")                     \
  X(CloseParenthesis, ")")                    \
  X(OpenBracket, "[")                         \
  X(CloseBracket, "]")                        \
  X(OpenBrace, "{")                           \
  X(CloseBrace, "}")                          \
  X(Comma, ",")                               \
  X(Semicolon, ";")                           \
  X(Colon, ":")                               \
  X(DoubleColon, "::")                        \
  X(Dot, ".")                                 \
  X(DoubleDot, "..")                          \
  X(Plus, "+")                                \
  X(PlusEqual, "+=")                          \
  X(Minus, "-")                               \
  X(Star, "*")                                \
  X(Slash, "/")                               \
  X(Percent, "%")                             \
  X(Caret, "^")                               \
  X(Equal, "=")                               \
  X(RegularExpression, "=~")                  \
  X(NotEqual, "<>")                           \
  X(Less, "<")                                \
  X(LessOrEqual, "<=")                        \
  X(Greater, ">")                             \
  X(GreaterOrEqual, ">=")                     \
  X(Bar, "|")                                 \
  X(DoubleBar, "||")                          \
  X(Ampersand, "&")                           \
  X(Exclamation, "!")

#define CAIRN_KEYWORDS(X)                 \
  X(All, "ALL")                           \
  X(AllShortestPaths, "ALLSHORTESTPATHS") \
  X(And, "AND")                           \
  X(Any, "ANY")                           \
  X(As, "AS")                             \
  X(Asc, "ASC")                           \
  X(Ascending, "ASCENDING")               \
  X(Begin, "BEGIN")                       \
  X(Break, "BREAK")                       \
  X(By, "BY")                             \
  X(Call, "CALL")                         \
  X(Case, "CASE")                         \
  X(Collect, "COLLECT")                   \
  X(Commit, "COMMIT")                     \
  X(Constraint, "CONSTRAINT")             \
  X(Constraints, "CONSTRAINTS")           \
  X(Contains, "CONTAINS")                 \
  X(Continue, "CONTINUE")                 \
  X(Count, "COUNT")                       \
  X(Create, "CREATE")                     \
  X(Csv, "CSV")                           \
  X(Delete, "DELETE")                     \
  X(Desc, "DESC")                         \
  X(Descending, "DESCENDING")             \
  X(Detach, "DETACH")                     \
  X(Distinct, "DISTINCT")                 \
  X(Drop, "DROP")                         \
  X(Each, "EACH")                         \
  X(Else, "ELSE")                         \
  X(End, "END")                           \
  X(Ends, "ENDS")                         \
  X(Error, "ERROR")                       \
  X(Exist, "EXIST")                       \
  X(Existence, "EXISTENCE")               \
  X(Exists, "EXISTS")                     \
  X(Explain, "EXPLAIN")                   \
  X(Fail, "FAIL")                         \
  X(False, "FALSE")                       \
  X(FieldTerminator, "FIELDTERMINATOR")   \
  X(Finish, "FINISH")                     \
  X(For, "FOR")                           \
  X(Foreach, "FOREACH")                   \
  X(From, "FROM")                         \
  X(FullText, "FULLTEXT")                 \
  X(Function, "FUNCTION")                 \
  X(Functions, "FUNCTIONS")               \
  X(Group, "GROUP")                       \
  X(Groups, "GROUPS")                     \
  X(Headers, "HEADERS")                   \
  X(If, "IF")                             \
  X(In, "IN")                             \
  X(Index, "INDEX")                       \
  X(Indexes, "INDEXES")                   \
  X(Is, "IS")                             \
  X(Key, "KEY")                           \
  X(Limit, "LIMIT")                       \
  X(Load, "LOAD")                         \
  X(Lookup, "LOOKUP")                     \
  X(Match, "MATCH")                       \
  X(Merge, "MERGE")                       \
  X(Node, "NODE")                         \
  X(NoDetach, "NODETACH")                 \
  X(None, "NONE")                         \
  X(Not, "NOT")                           \
  X(Null, "NULL")                         \
  X(Of, "OF")                             \
  X(Offset, "OFFSET")                     \
  X(On, "ON")                             \
  X(Only, "ONLY")                         \
  X(Optional, "OPTIONAL")                 \
  X(Options, "OPTIONS")                   \
  X(Or, "OR")                             \
  X(Order, "ORDER")                       \
  X(Path, "PATH")                         \
  X(Paths, "PATHS")                       \
  X(Point, "POINT")                       \
  X(Procedure, "PROCEDURE")               \
  X(Procedures, "PROCEDURES")             \
  X(Profile, "PROFILE")                   \
  X(Property, "PROPERTY")                 \
  X(Range, "RANGE")                       \
  X(Read, "READ")                         \
  X(Reduce, "REDUCE")                     \
  X(Rel, "REL")                           \
  X(Relationship, "RELATIONSHIP")         \
  X(Remove, "REMOVE")                     \
  X(Report, "REPORT")                     \
  X(Require, "REQUIRE")                   \
  X(Return, "RETURN")                     \
  X(Rollback, "ROLLBACK")                 \
  X(Row, "ROW")                           \
  X(Rows, "ROWS")                         \
  X(Set, "SET")                           \
  X(Shortest, "SHORTEST")                 \
  X(ShortestPath, "SHORTESTPATH")         \
  X(Show, "SHOW")                         \
  X(Single, "SINGLE")                     \
  X(Skip, "SKIP")                         \
  X(Starts, "STARTS")                     \
  X(Status, "STATUS")                     \
  X(Text, "TEXT")                         \
  X(Then, "THEN")                         \
  X(Transaction, "TRANSACTION")           \
  X(Transactions, "TRANSACTIONS")         \
  X(True, "TRUE")                         \
  X(Type, "TYPE")                         \
  X(Typed, "TYPED")                       \
  X(Union, "UNION")                       \
  X(Unique, "UNIQUE")                     \
  X(Uniqueness, "UNIQUENESS")             \
  X(Unwind, "UNWIND")                     \
  X(Vector, "VECTOR")                     \
  X(When, "WHEN")                         \
  X(Where, "WHERE")                       \
  X(With, "WITH")                         \
  X(Write, "WRITE")                       \
  X(Xor, "XOR")                           \
  X(Yield, "YIELD")

#define CAIRN_ENUMERATOR(name, spelling) name,
#define CAIRN_COUNT_ONE(name, spelling) +1

enum class TokenKind : std::uint8_t { CAIRN_TOKEN_KINDS(CAIRN_ENUMERATOR) };
inline constexpr std::size_t token_kind_count = 0 CAIRN_TOKEN_KINDS(CAIRN_COUNT_ONE);

// `NotKeyword`: not a word, a word in backticks, or a word that means nothing to the grammar.
enum class Keyword : std::uint8_t { NotKeyword, CAIRN_KEYWORDS(CAIRN_ENUMERATOR) };
inline constexpr std::size_t keyword_count = 1 CAIRN_KEYWORDS(CAIRN_COUNT_ONE);

#undef CAIRN_ENUMERATOR
#undef CAIRN_COUNT_ONE
// NOLINTEND(bugprone-macro-parentheses)

// What the lexer noticed about a token; a bit set.
enum TokenFlag : std::uint8_t {
  HasEscapes = 1,      // of a String or QuotedName: its value differs from its text
  Hexadecimal = 2,     // of an Integer: 0x…
  Octal = 4,           // of an Integer: 0o…
  Typographic = 8,     // of a Minus, Less or Greater: a look-alike such as an en dash; only patterns allow it
  BehindDivider = 16,  // of an OpenParenthesis: REDUCE or FOREACH stands in front of it
};

struct Token {
  TokenKind kind = TokenKind::End;
  Keyword keyword = Keyword::NotKeyword;
  std::uint8_t flags = 0;
  std::uint32_t begin = 0;  // byte offsets into the text
  std::uint32_t end = 0;
  // Of a bracket: the distance in tokens to its partner. Of the first `|` directly inside a bracket: the distance to
  // that bracket. 0: none.
  std::int32_t partner = 0;
};
static_assert(sizeof(Token) == 16);

// How a token of this kind is named to people: "a name", "(".
std::string_view spelling(TokenKind kind);

// "MATCH"; empty for NotKeyword.
std::string_view spelling(Keyword keyword);

// The keyword that `word` spells in any letter case, or NotKeyword.
Keyword find_keyword(std::string_view word);

}  // namespace cairn::parser
