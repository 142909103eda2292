#include "shell/display_width.h"

#include <gtest/gtest.h>

namespace cairn::shell {
namespace {

TEST(DisplayWidth, CountsColumnsAndNotBytes) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("Malmö"), 5U);
  EXPECT_EQ(display_width("日本"), 4U);
  EXPECT_EQ(display_width("e\u0301"), 1U);
  EXPECT_EQ(display_width("👩\u200d👩\u200d👧"), 2U);
  EXPECT_EQ(display_width(""), 0U);
}

TEST(DisplayWidth, CountsEachByteThatIsNoText) {
  EXPECT_EQ(display_width("a\xff\xfe"
                          "b"),
            4U);
}

TEST(DisplayWidth, CutsAtWholeCharacters) {
  EXPECT_EQ(fitting_prefix("日本語", 5), "日本");
  EXPECT_EQ(fitting_prefix("e\u0301e\u0301", 1), "e\u0301");
  EXPECT_EQ(shortened("abcdef", 4), "abc…");
  EXPECT_EQ(shortened("abcd", 4), "abcd");
  EXPECT_EQ(shortened("日本語", 4), "日…");
  EXPECT_EQ(shortened("abc", 0), "");
}

TEST(DisplayWidth, EscapesWhatWouldMoveTheCursor) {
  EXPECT_EQ(printable("a\nb\tc\x1b[31m"), "a\\nb\\tc\\u001b[31m");
  EXPECT_EQ(printable("\xff"), "\\xff");
  EXPECT_EQ(printable("Malmö 日本"), "Malmö 日本");
  EXPECT_EQ(printable("a\u202eb"), "a\\u202eb");
}

TEST(DisplayWidth, ShowsWhatCannotBeSeenAndKeepsWhatJoins) {
  EXPECT_EQ(printable("\ufeffa\u200bb\u2060"), "\\ufeffa\\u200bb\\u2060");
  EXPECT_EQ(printable("👩\u200d👧 e\u0301 ❤\ufe0f"), "👩\u200d👧 e\u0301 ❤\ufe0f");
}

TEST(DisplayWidth, BreaksLinesAtSpaces) {
  EXPECT_EQ(wrapped("one two three", 8, 0, 2), "one two\n  three");
  EXPECT_EQ(wrapped("one two three", 8, 4, 2), "one\n  two\n  three");
  EXPECT_EQ(wrapped("one  two", 8, 0, 0), "one  two");
  EXPECT_EQ(wrapped("日本 日本", 8, 0, 0), "日本\n日本");
  EXPECT_EQ(wrapped("a unbreakable b", 4, 0, 1), "a\n unbreakable\n b");
  EXPECT_EQ(wrapped("", 4, 0, 1), "");
}

TEST(DisplayWidth, ExpandsTabsInSources) {
  EXPECT_EQ(printable_source("\tx"), "        x");
  EXPECT_EQ(printable_source("ab\tx"), "ab      x");
}

}  // namespace
}  // namespace cairn::shell
