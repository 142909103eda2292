#include "parser/character.h"

#include <utf8proc.h>

#include <array>
#include <cstring>
#include <iterator>

namespace cairn::parser {

namespace {

const utf8proc_uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

bool is_space(char32_t c) {
  return c == 0xA0 || c == 0x1680 || c == 0x180E || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_dash(char32_t c) {
  return c == 0xAD || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE58 || c == 0xFE63 || c == 0xFF0D;
}

bool is_left_arrow_head(char32_t c) { return c == 0x27E8 || c == 0x3008 || c == 0xFE64 || c == 0xFF1C; }

bool is_right_arrow_head(char32_t c) { return c == 0x27E9 || c == 0x3009 || c == 0xFE65 || c == 0xFF1E; }

// Skips eight ASCII bytes at a time; returns where the first other byte may be.
std::size_t skip_ascii(std::string_view text, std::size_t i) {
  constexpr std::uint64_t high_bits = 0x8080808080808080U;
  for (std::uint64_t word = 0; i + sizeof(word) <= text.size(); i += sizeof(word)) {
    std::memcpy(&word, text.data() + i, sizeof(word));
    if ((word & high_bits) != 0) break;
  }
  while (i < text.size() && is_ascii(text[i])) ++i;
  return i;
}

}  // namespace

Character character_at(std::string_view text, std::size_t offset) {
  utf8proc_int32_t code_point = 0;
  std::string_view rest = text.substr(offset, 4);
  auto length = utf8proc_iterate(bytes_of(rest), std::ssize(rest), &code_point);
  if (length < 1) return {.code_point = 0xFFFD, .length = 1};
  return {.code_point = static_cast<char32_t>(code_point), .length = static_cast<std::uint8_t>(length)};
}

CharacterClass classify(char32_t code_point) {
  if (is_space(code_point)) return CharacterClass::Space;
  if (is_dash(code_point)) return CharacterClass::Dash;
  if (is_left_arrow_head(code_point)) return CharacterClass::LeftArrowHead;
  if (is_right_arrow_head(code_point)) return CharacterClass::RightArrowHead;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code_point))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_PC: return CharacterClass::NameStart;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_SC: return CharacterClass::NamePart;
    default: return CharacterClass::Other;
  }
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  for (std::size_t i = skip_ascii(text, 0); i < text.size(); i = skip_ascii(text, i)) {
    utf8proc_int32_t code_point = 0;
    std::string_view rest = text.substr(i, 4);
    auto length = utf8proc_iterate(bytes_of(rest), std::ssize(rest), &code_point);
    if (length < 1) return i;
    i += static_cast<std::size_t>(length);
  }
  return std::nullopt;
}

void append_utf8(std::string& text, char32_t code_point) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), bytes.data());
  for (utf8proc_ssize_t i = 0; i < length; ++i) text += static_cast<char>(bytes[static_cast<std::size_t>(i)]);
}

bool is_plain_name(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (is_ascii(text[i])) {
      if (i == 0 ? !is_ascii_name_start(text[i]) : !is_ascii_name_part(text[i])) return false;
      ++i;
      continue;
    }
    Character character = character_at(text, i);
    CharacterClass character_class = classify(character.code_point);
    bool allowed =
        character_class == CharacterClass::NameStart || (i > 0 && character_class == CharacterClass::NamePart);
    if (!allowed) return false;
    i += character.length;
  }
  return !text.empty();
}

}  // namespace cairn::parser
