#include "parser/grammar/state.h"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace cairn::parser {

void ParseState::fail_nesting(TokenIterator at) const {
  abort_at(at, "NestingTooDeep", fmt::format("the statement is nested more than {} levels deep", limits.nesting_max),
           "split it into parts with WITH, or pass deep values as parameters");
}

void abort_at(TokenIterator at, std::string_view detail, std::string message, std::string hint) {
  throw Abort{compile_error(ErrorType::SyntaxError, detail, std::move(message), at->begin, std::move(hint))};
}

}  // namespace cairn::parser
