// From the furthest place of a failed parse to an error that helps.
#pragma once

#include "base/error.h"
#include "parser/grammar/state.h"

namespace cairn::parser {

// An UnexpectedSyntax at the furthest place: names what was expected there and what was found. The hint, where there
// is one, names the keyword that was probably meant, the bracket that is never closed, or a known slip.
Error syntax_error(const ParseState& state);

}  // namespace cairn::parser
