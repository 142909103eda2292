#include "engine/value/float_text.h"

#include "tests/value/sample_values.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <random>

namespace cairn {
namespace {

using namespace test;

std::string text_of(double value) {
  std::string out;
  append_float_text(out, value);
  return out;
}

std::string json_of(double value) {
  std::string out;
  append_float_json(out, value);
  return out;
}

TEST(FloatText, ShowsAPointAndTheShortestDigits) {
  EXPECT_EQ(text_of(0.0), "0.0");
  EXPECT_EQ(text_of(-0.0), "-0.0");
  EXPECT_EQ(text_of(1.0), "1.0");
  EXPECT_EQ(text_of(-2.5), "-2.5");
  EXPECT_EQ(text_of(0.1), "0.1");
  EXPECT_EQ(text_of(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(text_of(100.0), "100.0");
  EXPECT_EQ(text_of(1234.5678), "1234.5678");
}

TEST(FloatText, SwitchesToAnExponentFarFromOne) {
  EXPECT_EQ(text_of(9999999.0), "9999999.0");
  EXPECT_EQ(text_of(1e7), "1.0E7");
  EXPECT_EQ(text_of(12345678.0), "1.2345678E7");
  EXPECT_EQ(text_of(0.001), "0.001");
  EXPECT_EQ(text_of(0.0001), "1.0E-4");
  EXPECT_EQ(text_of(-1.5e-10), "-1.5E-10");
  EXPECT_EQ(text_of(1e300), "1.0E300");
  EXPECT_EQ(text_of(5e-324), "5.0E-324");
  EXPECT_EQ(text_of(1.7976931348623157e308), "1.7976931348623157E308");
}

TEST(FloatText, NamesWhatIsNoNumber) {
  EXPECT_EQ(text_of(nan), "NaN");
  EXPECT_EQ(text_of(-nan), "NaN");
  EXPECT_EQ(text_of(infinity), "Infinity");
  EXPECT_EQ(text_of(-infinity), "-Infinity");
  EXPECT_EQ(json_of(-infinity), "-Infinity");
}

TEST(FloatText, AsJsonHasAPointOrAnExponent) {
  EXPECT_EQ(json_of(1.0), "1.0");
  EXPECT_EQ(json_of(-0.0), "-0.0");
  EXPECT_EQ(json_of(1e-7), "1e-07");
  EXPECT_EQ(json_of(0.0001), "0.0001");
  EXPECT_EQ(json_of(0.00001), "1e-05");
  EXPECT_EQ(json_of(123456789.0), "123456789.0");
  EXPECT_EQ(json_of(1e15), "1000000000000000.0");
  EXPECT_EQ(json_of(1e16), "1e+16");
  EXPECT_EQ(json_of(1.5e300), "1.5e+300");
}

TEST(FloatText, ReadsBackAsTheSameDouble) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 100000; ++i) {
    const auto value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    for (const std::string& text : {text_of(value), json_of(value)}) {
      double read = 0;
      const auto result = std::from_chars(text.data(), text.data() + text.size(), read);
      ASSERT_EQ(result.ptr, text.data() + text.size()) << text;
      ASSERT_EQ(std::bit_cast<std::uint64_t>(read), std::bit_cast<std::uint64_t>(value)) << text;
    }
  }
}

}  // namespace
}  // namespace cairn
