// How many slips of the finger lie between two words, for "did you mean …?".
#pragma once

#include <cstddef>
#include <string_view>

namespace cairn::parser {

// The Damerau–Levenshtein distance (optimal string alignment): characters inserted, left out, replaced, or exchanged
// with their neighbour. ASCII letters are compared without regard to case. Takes time and memory in proportion to the
// product of the lengths.
std::size_t edit_distance(std::string_view left, std::string_view right);

// Whether `word` is close enough to `wanted` to be meant: up to a third of its characters may be wrong.
bool is_probably(std::string_view word, std::string_view wanted);

}  // namespace cairn::parser
