// Text by characters, that is by code points: what size, substring, left, right, reverse and split count in.
//
// Every function takes any bytes: a byte that starts no valid UTF-8 character counts as a character by itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cairn::engine {

// The bytes of the character at the start of `text`; at least 1 unless `text` is empty.
std::size_t character_bytes(std::string_view text);

// The bytes of the last character of `text`.
std::size_t last_character_bytes(std::string_view text);

std::size_t count_characters(std::string_view text);

// The bytes of the first `characters` characters of `text`; all of it if it has fewer.
std::size_t prefix_bytes(std::string_view text, std::uint64_t characters);

// The code point that `character`, one character's bytes, stands for; U+FFFD if it is not valid.
std::int32_t code_point(std::string_view character);

void append_code_point(std::string& out, std::int32_t code_point);

// White space in the sense of trim(): Unicode's separators and the control characters that move the cursor.
bool is_white_space(std::int32_t code_point);

}  // namespace cairn::engine
