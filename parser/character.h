// What single characters of a UTF-8 text mean to the lexer: which begin a name, which continue it, which
// are white space, and which look like a minus or an angle bracket (openCypher 9's EBNF names them all).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cairn::parser {

enum class CharacterClass : std::uint8_t { NameStart, NamePart, Space, Dash, LeftArrowHead, RightArrowHead, Other };

struct Character {
  char32_t code_point = 0;
  std::uint8_t length = 1;  // in bytes
};

// The character that begins at `offset` of the valid UTF-8 `text`; offset < text.size().
Character character_at(std::string_view text, std::size_t offset);

// The class of a code point that is not ASCII.
CharacterClass classify(char32_t code_point);

// The first byte that is not part of a well-formed UTF-8 sequence; nothing if the text is valid.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

// Appends the UTF-8 form of a code point that is not a surrogate and at most U+10FFFF.
void append_utf8(std::string& text, char32_t code_point);

// Whether the text can be written as a name without backticks.
bool is_plain_name(std::string_view text);

// ASCII letters, digits and _ (and $ inside a name).
constexpr bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_ascii_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
constexpr bool is_ascii_name_part(char c) { return is_ascii_name_start(c) || is_ascii_digit(c) || c == '$'; }
constexpr bool is_hexadecimal_digit(char c) {
  return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
// Space, tab, line ends, vertical tab, form feed, and the separators U+001C to U+001F.
constexpr bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1C' && c <= '\x1F'); }
constexpr bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

}  // namespace cairn::parser
