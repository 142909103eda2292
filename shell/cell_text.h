// Values as the text of one cell.
#pragma once

#include "engine/value/value.h"

#include <string>

namespace cairn::shell {

// For people: on one line, a string without quotes, everything else as the language writes it.
std::string cell_text(const Value& value);

// For programs, as a field of csv and tsv before quoting: numbers, booleans and temporal values bare, values with
// parts as plain JSON. Not for null and strings, which csv tells apart itself.
std::string field_text(const Value& value);

}  // namespace cairn::shell
