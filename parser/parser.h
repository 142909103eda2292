// Text to tree: the entry points of the parser.
//
// A text is UTF-8, at most 4 GiB − 1. Every failure is a SyntaxError at compile time whose `detail` is the TCK's name
// (UnexpectedSyntax, InvalidNumberLiteral, IntegerOverflow, …; ours: NestingTooDeep, InvalidUtf8, StatementTooLong),
// with `offset` and `position` in the text and, where there is one, a hint. The functions keep no state and may run on
// any thread. The time is linear in the length of the text, whatever it holds.
#pragma once

#include "base/expected.h"
#include "parser/ast.h"

#include <cstdint>
#include <string_view>

namespace cairn::parser {

// What a text may ask of the stack.
struct ParseLimits {
  // How deeply brackets, subqueries and the like may be nested, and about how high a tree may grow by
  // `.key`, `[index]` and `IS NULL` behind each other.
  std::uint32_t nesting_max = 250;
};

// One statement, with or without a final `;`. The tree keeps offsets into `text` and no reference to it.
Expected<ast::Statement> parse_statement(std::string_view text, ParseLimits limits = {});

// One expression and nothing else, as behind `:param name =>`.
Expected<ast::ExpressionPtr> parse_expression(std::string_view text, ParseLimits limits = {});

}  // namespace cairn::parser
