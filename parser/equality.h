// Whether two trees say the same: equal in everything but their spans.
#pragma once

#include "parser/ast.h"

namespace cairn::parser {

// Floats are compared by their bits, names with their letter case.
bool equal(const ast::Statement& left, const ast::Statement& right);
bool equal(const ast::Expression& left, const ast::Expression& right);

}  // namespace cairn::parser
