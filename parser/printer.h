// Tree to text: what is printed parses to the same tree.
#pragma once

#include "parser/ast.h"

#include <string>

namespace cairn::parser {

// On one line, keywords in capitals, with only the parentheses and backticks that keep the tree.
// Invariant: equal(statement, *parse_statement(print(statement))) for every tree that a parse can give.
std::string print(const ast::Statement& statement);
std::string print(const ast::Expression& expression);

}  // namespace cairn::parser
