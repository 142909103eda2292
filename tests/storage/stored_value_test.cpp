#include "storage/stored_value.h"

#include "storage/index_key.h"
#include "storage/property_column.h"
#include "tests/storage/store_testing.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace cairn::storage::testing {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t greatest = std::numeric_limits<std::int64_t>::max();

std::string key_of(const Value& value) {
  std::string key;
  append_index_key(key, value.view());
  return key;
}

TEST(StoredValue, KeepsEveryType) {
  for (const std::int64_t number :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{63}, std::int64_t{-64}, least, greatest}) {
    EXPECT_EQ(Value::integer(number).view().integer(), number);
  }
  EXPECT_EQ(Value::floating(-0.0).view().floating(), 0.0);
  EXPECT_TRUE(std::signbit(Value::floating(-0.0).view().floating()));
  EXPECT_TRUE(std::isnan(Value::floating(not_a_number).view().floating()));
  EXPECT_EQ(Value::string(std::string_view("h\0i", 3)).view().string(), std::string_view("h\0i", 3));
  const std::string letters = fmt::format("{:x<79}", "");
  EXPECT_EQ(describe(Value::string(fmt::format("{}\u00e9\u00e9", letters)).view()), fmt::format("'{}\u2026'", letters));
  const std::vector<Value> many(100, Value::integer(1234));
  EXPECT_TRUE(describe(Value::list(many).view()).ends_with(", \u2026]"));
  EXPECT_EQ(describe(Value::floating(-std::numeric_limits<double>::quiet_NaN()).view()), "NaN");
  EXPECT_EQ(describe(Value::floating(-0.0).view()), "-0.0");
  EXPECT_EQ(describe(Value::floating(2.0).view()), "2.0");
}

}  // namespace
}  // namespace cairn::storage::testing
