#include "shell/units.h"

#include <gtest/gtest.h>

namespace cairn::shell {
namespace {

using std::chrono::milliseconds;

TEST(Units, ReadDurations) {
  EXPECT_EQ(*parse_duration("30s"), milliseconds(30'000));
  EXPECT_EQ(*parse_duration("250ms"), milliseconds(250));
  EXPECT_EQ(*parse_duration("1.5m"), milliseconds(90'000));
  EXPECT_EQ(*parse_duration("1H"), milliseconds(3'600'000));
  EXPECT_EQ(*parse_duration("5"), milliseconds(5'000));
}

TEST(Units, ReadSizes) {
  EXPECT_EQ(*parse_byte_size("4GiB"), std::size_t{4} << 30);
  EXPECT_EQ(*parse_byte_size("512m"), std::size_t{512} << 20);
  EXPECT_EQ(*parse_byte_size("1.5 kB"), 1500U);
  EXPECT_EQ(*parse_byte_size("100"), 100U);
}

TEST(Units, RejectAnythingElse) {
  for (const char* text : {"", "s", "-1s", "1x", "1 s s", "inf", "nan", "0x10"})
    EXPECT_FALSE(parse_duration(text)) << text;
  for (const char* text : {"", "GiB", "-1", "4 GiBs", "1e400", "99999999999 TiB"}) {
    EXPECT_FALSE(parse_byte_size(text)) << text;
  }
  EXPECT_NE(parse_duration("soon").error().hint, "");
}

}  // namespace
}  // namespace cairn::shell
