// The value that a token's text stands for.
#pragma once

#include "base/expected.h"
#include "parser/token.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace cairn::parser {

// The name or string of a Word, QuotedName, String or Parameter token: without quotes and $, escapes resolved.
std::string text_value(std::string_view text, const Token& token);

// The value of an Integer token; 2^63, which is a value only behind a minus, is returned too. IntegerOverflow beyond.
Expected<std::uint64_t> integer_value(std::string_view text, const Token& token);

// The value of a Float token, correctly rounded; FloatingPointOverflow if it is too large to be finite.
Expected<double> float_value(std::string_view text, const Token& token);

}  // namespace cairn::parser
