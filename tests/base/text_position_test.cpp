// Lines and columns as a person counts them.
#include "base/text_position.h"

#include <gtest/gtest.h>

namespace cairn {
namespace {

TEST(TextPosition, CountsEachKindOfLineEndingOnce) {
  EXPECT_EQ(text_position("a\nb", 2), (TextPosition{2, 1}));
  EXPECT_EQ(text_position("a\r\nb", 3), (TextPosition{2, 1}));
  EXPECT_EQ(text_position("a\rb", 2), (TextPosition{2, 1}));
  EXPECT_EQ(text_position("a\n\nb", 3), (TextPosition{3, 1}));
}

TEST(TextPosition, ColumnsAreCharactersAndNotBytes) { EXPECT_EQ(text_position("é€😀x", 9), (TextPosition{1, 4})); }

TEST(TextPosition, PastTheEndIsAfterTheLastCharacter) {
  EXPECT_EQ(text_position("ab", 100), (TextPosition{1, 3}));
  EXPECT_EQ(text_position("", 5), (TextPosition{1, 1}));
}

TEST(TextPosition, TheLineComesWithoutItsEnding) {
  EXPECT_EQ(line_at("one\r\ntwo\nthree", 6), "two");
  EXPECT_EQ(line_at("one\r\ntwo\nthree", 0), "one");
  EXPECT_EQ(line_at("one", 99), "one");
  EXPECT_EQ(line_at("", 0), "");
}

}  // namespace
}  // namespace cairn
