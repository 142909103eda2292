#include "shell/display_width.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

namespace cairn::shell {
namespace {

constexpr std::string_view ellipsis = "…";
constexpr std::size_t tab_width = 8;

// One code point, or one byte that belongs to none.
struct Character {
  utf8proc_int32_t code_point = -1;  // -1: a byte that is not UTF-8
  std::size_t bytes = 1;
};

Character first_character(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return {first, 1};
  utf8proc_int32_t code_point = -1;
  const utf8proc_ssize_t bytes =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(std::min<std::size_t>(text.size(), 4)), &code_point);
  if (bytes <= 0) return {-1, 1};
  return {code_point, static_cast<std::size_t>(bytes)};
}

std::size_t character_width(const Character& character) {
  if (character.code_point < 0) return 1;
  return static_cast<std::size_t>(std::max(0, utf8proc_charwidth(character.code_point)));
}

// One grapheme cluster at the beginning of a text.
struct Cluster {
  std::size_t bytes = 0;
  std::size_t width = 0;
};

Cluster first_cluster(std::string_view text) {
  Character character = first_character(text);
  Cluster cluster{character.bytes, character_width(character)};
  utf8proc_int32_t state = 0;
  while (cluster.bytes < text.size()) {
    const Character next = first_character(text.substr(cluster.bytes));
    if (character.code_point < 0 || next.code_point < 0) break;
    if (utf8proc_grapheme_break_stateful(character.code_point, next.code_point, &state) != 0) break;
    cluster.bytes += next.bytes;
    cluster.width = std::max(cluster.width, character_width(next));
    character = next;
  }
  return cluster;
}

bool is_plain_ascii(char byte) { return byte >= ' ' && byte <= '~'; }

struct CodePointRange {
  utf8proc_int32_t first;
  utf8proc_int32_t last;
};

// Control characters, marks that turn the direction of writing, separators, and what has no shape of its own and joins
// nothing.
constexpr std::array unshowable_ranges{CodePointRange{0x00, 0x1f},     CodePointRange{0x7f, 0x9f},
                                       CodePointRange{0x061c, 0x061c}, CodePointRange{0x180e, 0x180e},
                                       CodePointRange{0x200b, 0x200b}, CodePointRange{0x200e, 0x200f},
                                       CodePointRange{0x2028, 0x202e}, CodePointRange{0x2060, 0x206f},
                                       CodePointRange{0xfeff, 0xfeff}, CodePointRange{0xfff9, 0xfffb}};

bool is_unshowable(utf8proc_int32_t code_point) {
  if (code_point >= ' ' && code_point <= '~') return false;
  return std::any_of(unshowable_ranges.begin(), unshowable_ranges.end(), [code_point](const CodePointRange& range) {
    return code_point >= range.first && code_point <= range.last;
  });
}

void append_escape(std::string& target, const Character& character, char byte) {
  switch (character.code_point) {
    case -1: fmt::format_to(std::back_inserter(target), "\\x{:02x}", static_cast<unsigned char>(byte)); return;
    case '\n': target += "\\n"; return;
    case '\r': target += "\\r"; return;
    case '\t': target += "\\t"; return;
    default: fmt::format_to(std::back_inserter(target), "\\u{:04x}", static_cast<std::uint32_t>(character.code_point));
  }
}

// Appends the first character of `text` to `target`, escaped if need be, and returns its length in `text`.
std::size_t append_printable(std::string& target, std::string_view text) {
  const Character character = first_character(text);
  if (character.code_point < 0 || is_unshowable(character.code_point)) {
    append_escape(target, character, text.front());
  } else {
    target += text.substr(0, character.bytes);
  }
  return character.bytes;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    // Between two plain letters there is always a cluster boundary.
    if (is_plain_ascii(text[offset]) && (offset + 1 == text.size() || is_plain_ascii(text[offset + 1]))) {
      ++width;
      ++offset;
      continue;
    }
    const Cluster cluster = first_cluster(text.substr(offset));
    width += cluster.width;
    offset += cluster.bytes;
  }
  return width;
}

std::string_view fitting_prefix(std::string_view text, std::size_t width) {
  std::size_t offset = 0;
  std::size_t used = 0;
  while (offset < text.size()) {
    const Cluster cluster = first_cluster(text.substr(offset));
    if (used + cluster.width > width) break;
    used += cluster.width;
    offset += cluster.bytes;
  }
  return text.substr(0, offset);
}

std::string shortened(std::string_view text, std::size_t width) {
  // Each column takes at least one byte, so that a text of a gigabyte is not walked to its end.
  const std::string_view prefix = fitting_prefix(text, width);
  if (prefix.size() == text.size()) return std::string(text);
  if (width == 0) return {};
  return std::string(fitting_prefix(prefix, width - 1)) + std::string(ellipsis);
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t first_column, std::size_t indent) {
  std::string result;
  std::size_t column = first_column;
  bool at_line_start = first_column <= indent;
  while (!text.empty()) {
    // A word with the spaces before it.
    const std::size_t word_begin = std::min(text.find_first_not_of(' '), text.size());
    const std::size_t word_end = std::min(text.find(' ', word_begin), text.size());
    const std::string_view word = text.substr(word_begin, word_end - word_begin);
    const std::size_t word_width = display_width(word);
    if (!at_line_start && word_begin > 0 && column + word_begin + word_width > width) {
      result += '\n' + std::string(indent, ' ');
      column = indent;
    } else {
      result.append(word_begin, ' ');
      column += word_begin;
    }
    result += word;
    column += word_width;
    at_line_start = false;
    text.remove_prefix(word_end);
  }
  return result;
}

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) offset += append_printable(result, text.substr(offset));
  return result;
}

std::string printable_source(std::string_view text) {
  std::string result;
  std::size_t column = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    if (text[offset] == '\t') {
      const std::size_t spaces = tab_width - column % tab_width;
      result.append(spaces, ' ');
      column += spaces;
      ++offset;
      continue;
    }
    const std::size_t end = std::min(text.find('\t', offset), text.size());
    const std::string part = printable(text.substr(offset, end - offset));
    column += display_width(part);
    result += part;
    offset = end;
  }
  return result;
}

}  // namespace cairn::shell
