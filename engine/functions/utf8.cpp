#include "engine/functions/utf8.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace cairn::engine {

namespace {

constexpr std::int32_t replacement_character = 0xFFFD;
constexpr std::size_t character_bytes_max = 4;

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

bool is_ascii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

// The code point at the start of `text` and its bytes, or a negative length.
utf8proc_ssize_t decode(std::string_view text, std::int32_t& code_point) {
  return utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                          static_cast<utf8proc_ssize_t>(text.size()), &code_point);
}

}  // namespace

std::size_t character_bytes(std::string_view text) {
  if (text.empty()) return 0;
  if (is_ascii(text.front())) return 1;
  std::int32_t decoded = 0;
  return static_cast<std::size_t>(std::max<utf8proc_ssize_t>(decode(text, decoded), 1));
}

std::size_t last_character_bytes(std::string_view text) {
  if (text.empty()) return 0;
  std::size_t bytes = 1;
  while (bytes < character_bytes_max && bytes < text.size() && is_continuation(text[text.size() - bytes])) ++bytes;
  return character_bytes(text.substr(text.size() - bytes)) == bytes ? bytes : 1;
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(character_bytes(text));
  return count;
}

std::size_t prefix_bytes(std::string_view text, std::uint64_t characters) {
  std::size_t bytes = 0;
  for (; characters > 0 && bytes < text.size(); --characters) bytes += character_bytes(text.substr(bytes));
  return bytes;
}

std::int32_t code_point(std::string_view character) {
  std::int32_t decoded = 0;
  return decode(character, decoded) > 0 ? decoded : replacement_character;
}

void append_code_point(std::string& out, std::int32_t code_point) {
  std::array<utf8proc_uint8_t, character_bytes_max> bytes{};
  const utf8proc_ssize_t length = utf8proc_encode_char(code_point, bytes.data());
  out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
}

bool is_white_space(std::int32_t code_point) {
  if (code_point >= 0x09 && code_point <= 0x0D) return true;
  if (code_point >= 0x1C && code_point <= 0x1F) return true;
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return true;
    default: return false;
  }
}

}  // namespace cairn::engine
