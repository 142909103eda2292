// From a byte offset into a UTF-8 text to the line and column a person would count.
#pragma once

#include "base/error.h"

#include <string_view>

namespace cairn {

// The position of byte `offset` of `text`; past the end it is the position after the last character.
// "\n", "\r\n" and a lone "\r" each end a line.
TextPosition text_position(std::string_view text, std::size_t offset);

// The line that holds byte `offset`, without its line ending; a view into `text`.
std::string_view line_at(std::string_view text, std::size_t offset);

}  // namespace cairn
