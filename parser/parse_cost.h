// How hard a text is for the grammar, in steps instead of seconds: the tests show with it that the work grows with the
// text and never with its square or worse.
#pragma once

#include "parser/parser.h"

#include <cstdint>
#include <string_view>

namespace cairn::parser {

// How many terminals of the grammar were tried in vain while `text` was parsed as a statement, whether it is one or
// not.
std::uint64_t parse_cost(std::string_view text, ParseLimits limits = {});

}  // namespace cairn::parser
