// Names as the language wants them written.
#pragma once

#include <string>
#include <string_view>

namespace cairn {

// Appends a label, type, key, variable or name of an index: in backticks unless it is an identifier.
void append_name(std::string& out, std::string_view name);

// The same as a text of its own.
std::string quoted_name(std::string_view name);

}  // namespace cairn
