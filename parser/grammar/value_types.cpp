// The types of IS :: TYPE, under all the names that Neo4j 5 and ISO GQL give them.
//
//   type     = element { "|" element }
//   element  = (name | ("LIST" | "ARRAY") "<" type ">" | "ANY" ["VALUE"] "<" type ">") [not_null] { "LIST" [not_null] }
//   not_null = "NOT" "NULL" | "!"
#include "parser/grammar/rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <string_view>

namespace cairn::parser::grammar {

namespace {

using ast::ValueType;
using ast::ValueTypeKind;

struct TypeName {
  std::string_view words;  // in capitals, separated by single spaces
  ValueTypeKind kind;
};

// A name comes before each shorter name that it begins with.
constexpr std::array type_names = std::to_array<TypeName>({
    {"NOTHING", ValueTypeKind::Nothing},
    {"NULL", ValueTypeKind::Null},
    {"BOOLEAN", ValueTypeKind::Boolean},
    {"BOOL", ValueTypeKind::Boolean},
    {"STRING", ValueTypeKind::String},
    {"VARCHAR", ValueTypeKind::String},
    {"INTEGER", ValueTypeKind::Integer},
    {"INT", ValueTypeKind::Integer},
    {"SIGNED INTEGER", ValueTypeKind::Integer},
    {"INTEGER64", ValueTypeKind::Integer},
    {"INT64", ValueTypeKind::Integer},
    {"FLOAT", ValueTypeKind::Float},
    {"FLOAT64", ValueTypeKind::Float},
    {"DATE", ValueTypeKind::Date},
    {"LOCAL TIME", ValueTypeKind::LocalTime},
    {"TIME WITHOUT TIME ZONE", ValueTypeKind::LocalTime},
    {"TIME WITHOUT TIMEZONE", ValueTypeKind::LocalTime},
    {"ZONED TIME", ValueTypeKind::ZonedTime},
    {"TIME WITH TIME ZONE", ValueTypeKind::ZonedTime},
    {"TIME WITH TIMEZONE", ValueTypeKind::ZonedTime},
    {"LOCAL DATETIME", ValueTypeKind::LocalDateTime},
    {"TIMESTAMP WITHOUT TIME ZONE", ValueTypeKind::LocalDateTime},
    {"TIMESTAMP WITHOUT TIMEZONE", ValueTypeKind::LocalDateTime},
    {"ZONED DATETIME", ValueTypeKind::ZonedDateTime},
    {"TIMESTAMP WITH TIME ZONE", ValueTypeKind::ZonedDateTime},
    {"TIMESTAMP WITH TIMEZONE", ValueTypeKind::ZonedDateTime},
    {"DURATION", ValueTypeKind::Duration},
    {"POINT", ValueTypeKind::Point},
    {"NODE", ValueTypeKind::Node},
    {"VERTEX", ValueTypeKind::Node},
    {"ANY NODE", ValueTypeKind::Node},
    {"ANY VERTEX", ValueTypeKind::Node},
    {"RELATIONSHIP", ValueTypeKind::Relationship},
    {"EDGE", ValueTypeKind::Relationship},
    {"ANY RELATIONSHIP", ValueTypeKind::Relationship},
    {"ANY EDGE", ValueTypeKind::Relationship},
    {"MAP", ValueTypeKind::Map},
    {"ANY MAP", ValueTypeKind::Map},
    {"PATH", ValueTypeKind::Path},
    {"PROPERTY VALUE", ValueTypeKind::PropertyValue},
    {"ANY PROPERTY VALUE", ValueTypeKind::PropertyValue},
    {"ANY VALUE", ValueTypeKind::Any},
    {"ANY", ValueTypeKind::Any},
    {"LIST", ValueTypeKind::List},
    {"ARRAY", ValueTypeKind::List},
});

bool spells(const ParseState& state, TokenIterator at, std::string_view capitals) {
  if (at->kind != TokenKind::Word) return false;
  return std::ranges::equal(state.source(at), capitals, [](char actual, char expected) {
    return std::toupper(static_cast<unsigned char>(actual)) == static_cast<unsigned char>(expected);
  });
}

// The number of tokens that spell the words of a name; 0 if they do not.
std::ptrdiff_t match_words(const ParseState& state, TokenIterator at, std::string_view words) {
  std::ptrdiff_t count = 0;
  while (!words.empty()) {
    std::size_t end = std::min(words.find(' '), words.size());
    if (!spells(state, at + count, words.substr(0, end))) return 0;
    ++count;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return count;
}

bool parse_type(TokenIterator& first, const ParseContext& context, ValueType& result);

bool parse_name(TokenIterator& first, const ParseContext& context, ValueType& result) {
  for (const TypeName& type_name : type_names) {
    std::ptrdiff_t count = match_words(context.state(), first, type_name.words);
    if (count == 0) continue;
    first += count;
    result.kind = type_name.kind;
    return true;
  }
  return context.state().miss(first, Notion::ValueType);
}

// <type>, of a list required and of ANY allowed.
bool parse_argument(TokenIterator& first, const ParseContext& context, ValueType& result) {
  if (first->kind != TokenKind::Less) {
    return result.kind == ValueTypeKind::Any || context.state().miss(first, TokenKind::Less);
  }
  ++first;
  ValueType argument;
  if (!parse_type(first, context, argument)) return false;
  if (first->kind != TokenKind::Greater) return context.state().miss(first, TokenKind::Greater);
  ++first;
  if (result.kind == ValueTypeKind::Any) {
    result = std::move(argument);
  } else {
    result.arguments.push_back(std::move(argument));
  }
  return true;
}

void parse_not_null(TokenIterator& first, ValueType& result) {
  if (first->kind == TokenKind::Exclamation) {
    first += 1;
  } else if (first->keyword == Keyword::Not && first[1].keyword == Keyword::Null) {
    first += 2;
  } else {
    return;
  }
  result.not_null = true;
}

bool parse_element(TokenIterator& first, const ParseContext& context, ValueType& result) {
  Nesting nesting(context.state(), first);
  TokenIterator begin = first;
  if (!parse_name(first, context, result)) return false;
  if (result.kind == ValueTypeKind::List || result.kind == ValueTypeKind::Any) {
    if (!parse_argument(first, context, result)) return false;
  }
  parse_not_null(first, result);
  result.span = span_of(begin, first);
  while (spells(context.state(), first, "LIST") || spells(context.state(), first, "ARRAY")) {
    context.state().grow(first);
    ++first;
    ValueType list;
    list.kind = ValueTypeKind::List;
    list.arguments.push_back(std::move(result));
    result = std::move(list);
    parse_not_null(first, result);
    result.span = span_of(begin, first);
  }
  return true;
}

bool parse_type(TokenIterator& first, const ParseContext& context, ValueType& result) {
  TokenIterator begin = first;
  if (!parse_element(first, context, result)) return false;
  if (!is_alternative_bar(first)) return true;
  ValueType alternatives;
  alternatives.kind = ValueTypeKind::Union;
  alternatives.arguments.push_back(std::move(result));
  while (is_alternative_bar(first)) {
    ++first;
    if (!parse_element(first, context, alternatives.arguments.emplace_back())) return false;
  }
  alternatives.span = span_of(begin, first);
  result = std::move(alternatives);
  return true;
}

}  // namespace

const auto value_type_def = FunctionParser<ValueType, parse_type>{};

CAIRN_DEFINE_RULES(value_type)

}  // namespace cairn::parser::grammar
