#include "engine/functions/utf8.h"

#include <gtest/gtest.h>

namespace cairn::engine {
namespace {

TEST(Utf8, CountsCodePoints) {
  EXPECT_EQ(count_characters(""), 0U);
  EXPECT_EQ(count_characters("aß€😀"), 4U);
  EXPECT_EQ(prefix_bytes("aß€😀", 2), 3U);
  EXPECT_EQ(prefix_bytes("aß€😀", 99), 10U);
}

TEST(Utf8, TakesInvalidBytesOneByOne) {
  EXPECT_EQ(count_characters("\xff\xff"), 2U);
  EXPECT_EQ(count_characters("\xE2\x82"), 2U);
  EXPECT_EQ(count_characters("\xED\xA0\x80"), 3U);
  EXPECT_EQ(last_character_bytes("a\x80"), 1U);
  EXPECT_EQ(last_character_bytes("\x80\x80\x80\x80\x80"), 1U);
  EXPECT_EQ(code_point("\xff"), 0xFFFD);
}

TEST(Utf8, FindsTheLastCharacter) {
  EXPECT_EQ(last_character_bytes(""), 0U);
  EXPECT_EQ(last_character_bytes("a"), 1U);
  EXPECT_EQ(last_character_bytes("aß"), 2U);
  EXPECT_EQ(last_character_bytes("a€"), 3U);
  EXPECT_EQ(last_character_bytes("ß😀"), 4U);
}

TEST(Utf8, DecodesWhatItEncodes) {
  for (const std::int32_t point : {0x00, 0x41, 0xDF, 0x20AC, 0x1F600, 0x10FFFF}) {
    std::string text;
    append_code_point(text, point);
    EXPECT_EQ(code_point(text), point);
    EXPECT_EQ(character_bytes(text), text.size());
  }
}

TEST(Utf8, KnowsWhiteSpace) {
  for (const std::int32_t point : {0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x2003, 0x2028, 0x3000}) {
    EXPECT_TRUE(is_white_space(point)) << point;
  }
  for (const std::int32_t point : {0x00, 0x08, 0x41, 0x200B, 0xFEFF}) EXPECT_FALSE(is_white_space(point)) << point;
}

}  // namespace
}  // namespace cairn::engine
