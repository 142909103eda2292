#include "parser/edit_distance.h"

#include <algorithm>
#include <vector>

namespace cairn::parser {

namespace {

constexpr std::size_t word_length_max = 64;

char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::size_t width = right.size() + 1;
  std::vector<std::size_t> cells((left.size() + 1) * width);
  auto cell = [&](std::size_t i, std::size_t j) -> std::size_t& { return cells[i * width + j]; };
  auto same = [&](std::size_t i, std::size_t j) { return to_upper(left[i - 1]) == to_upper(right[j - 1]); };
  for (std::size_t i = 0; i <= left.size(); ++i) cell(i, 0) = i;
  for (std::size_t j = 0; j <= right.size(); ++j) cell(0, j) = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    for (std::size_t j = 1; j <= right.size(); ++j) {
      std::size_t replaced = cell(i - 1, j - 1) + (same(i, j) ? 0 : 1);
      cell(i, j) = std::min({cell(i - 1, j) + 1, cell(i, j - 1) + 1, replaced});
      bool exchanged = i > 1 && j > 1 && same(i, j - 1) && same(i - 1, j);
      if (exchanged) cell(i, j) = std::min(cell(i, j), cell(i - 2, j - 2) + 1);
    }
  }
  return cells.back();
}

bool is_probably(std::string_view word, std::string_view wanted) {
  if (word.size() > word_length_max || wanted.size() > word_length_max) return false;
  return edit_distance(word, wanted) * 3 <= word.size();
}

}  // namespace cairn::parser
