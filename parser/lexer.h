// Text to tokens: one pass over the bytes that skips white space and comments, finds keywords and brackets'
// partners, and reports what can be no token at all.
#pragma once

#include "base/expected.h"
#include "parser/token.h"

#include <string_view>
#include <vector>

namespace cairn::parser {

// The tokens of `text`, the last one of kind End. Fails on invalid UTF-8, an unclosed quote or comment, a bad escape
// sequence, and a text of 4 GiB or more. What only the grammar can judge becomes a token: a wrong bracket, a malformed
// number, a character that means nothing. The error has an offset; the position is left to the caller.
Expected<std::vector<Token>> lex(std::string_view text);

}  // namespace cairn::parser
