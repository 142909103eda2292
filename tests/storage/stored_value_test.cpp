#include "storage/stored_value.h"

#include "storage/index_key.h"
#include "storage/property_column.h"
#include "tests/storage/store_testing.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <set>

namespace cairn::storage::testing {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t greatest = std::numeric_limits<std::int64_t>::max();

std::string key_of(const Value& value) {
  std::string key;
  append_index_key(key, value.view(), CutKeys::Hashed);
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
  const std::string long_text(300'000, 'z');
  EXPECT_EQ(Value::string(long_text).view().string(), long_text);
  EXPECT_TRUE(Value::boolean(true).view().boolean());
  EXPECT_FALSE(Value::boolean(false).view().boolean());
  std::string opaque;
  append_opaque(opaque, StoredType::DateTime, "order", "payload");
  const ValueView view = ValueView::parse(opaque).value();
  EXPECT_EQ(view.type(), StoredType::DateTime);
  EXPECT_EQ(view.opaque_order(), "order");
  EXPECT_EQ(view.opaque_payload(), "payload");
}

TEST(StoredValue, WalksListsOfLists) {
  const Value inner = Value::list({Value::integer(2), Value::string("two")});
  const Value list = Value::list({Value::integer(1), inner, Value::list({})});
  EXPECT_EQ(list.view().list_size(), 3U);
  ListReader reader(list.view());
  EXPECT_EQ(reader.next()->integer(), 1);
  EXPECT_EQ(*reader.next(), inner.view());
  EXPECT_EQ(reader.next()->list_size(), 0U);
  EXPECT_FALSE(reader.next());
  EXPECT_EQ(describe(list.view()), "[1, [2, 'two'], []]");
}

TEST(StoredValue, ParseRefusesDamageAndDeepNesting) {
  const std::string bytes =
      Value::list({Value::string("abc"), Value::floating(1), Value::list({Value::integer(700)})}).bytes();
  EXPECT_TRUE(ValueView::parse(bytes));
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(ValueView::parse(bytes.substr(0, size)));
  EXPECT_FALSE(ValueView::parse(bytes + "x"));
  EXPECT_TRUE(ValueView::parse(bytes + "x", /*whole=*/false));
  EXPECT_FALSE(ValueView::parse("\x0F"));
  Value nested = Value::integer(1);
  for (int depth = 0; depth < value_nesting_max; ++depth) nested = Value::list({nested});
  EXPECT_TRUE(ValueView::parse(nested.bytes()));
  EXPECT_FALSE(ValueView::parse(Value::list({nested}).bytes()));
}

TEST(IndexKey, OrdersNumbersExactlyAcrossIntegersAndFloats) {
  // Ascending; entries of one row are equal.
  const std::vector<std::vector<Value>> rows = {
      {Value::floating(-infinity)},
      {Value::floating(-1e300)},
      {Value::integer(least), Value::floating(-9223372036854775808.0)},
      {Value::integer(least + 1)},
      {Value::integer(-9007199254740993)},
      {Value::integer(-9007199254740992), Value::floating(-9007199254740992.0)},
      {Value::integer(-2), Value::floating(-2)},
      {Value::floating(-1.5)},
      {Value::integer(0), Value::floating(0.0), Value::floating(-0.0)},
      {Value::floating(5e-324)},
      {Value::integer(1), Value::floating(1)},
      {Value::integer(9007199254740992), Value::floating(9007199254740992.0)},
      {Value::integer(9007199254740993)},
      {Value::integer(9007199254740994), Value::floating(9007199254740994.0)},
      {Value::integer(greatest - 1)},
      {Value::integer(greatest)},
      {Value::floating(9223372036854775808.0)},
      {Value::floating(infinity)},
      {Value::floating(not_a_number), Value::floating(-not_a_number)},
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t k = 0; k < rows.size(); ++k) {
      for (const Value& a : rows[i]) {
        for (const Value& b : rows[k]) EXPECT_EQ(key_of(a) <=> key_of(b), i <=> k) << i << " " << k;
      }
    }
  }
}

TEST(IndexKey, OrdersStringsByBytesAlsoWithZeros) {
  const std::vector<std::string> ascending = {"",
                                              std::string("\0", 1),
                                              std::string("\0\0", 2),
                                              std::string("\0\x01", 2),
                                              std::string("\0\xFF", 2),
                                              "a",
                                              std::string("a\0", 2),
                                              std::string("a\0b", 3),
                                              "a\x01",
                                              "ab",
                                              "b",
                                              "\xFF",
                                              "\xFF\xFF"};
  for (std::size_t i = 0; i + 1 < ascending.size(); ++i) {
    EXPECT_LT(key_of(Value::string(ascending[i])), key_of(Value::string(ascending[i + 1]))) << i;
  }
}

TEST(IndexKey, TellsLongValuesApartByTheirHash) {
  const std::string head(index_run_bytes_max, 'x');
  const std::vector<Value> values = {
      Value::string(head + "a"), Value::string(head + "b"), Value::string(head + std::string(1, '\0')),
      Value::list({Value::string(head), Value::integer(1)}), Value::list({Value::string(head), Value::integer(2)})};
  std::set<std::string> keys;
  for (const Value& value : values) {
    std::string key;
    EXPECT_TRUE(append_index_key(key, value.view(), CutKeys::Hashed));
    bool was_cut = false;
    EXPECT_EQ(index_key_length(key + "tail", was_cut), key.size());
    EXPECT_TRUE(was_cut);
    for (std::size_t bytes = 0; bytes < key.size(); ++bytes) {
      EXPECT_EQ(index_key_length(std::string_view(key).substr(0, bytes), was_cut), 0U) << bytes;
    }
    std::string stem;
    EXPECT_TRUE(append_index_stem(stem, value.view(), CutKeys::Hashed));
    EXPECT_TRUE(key.starts_with(stem) && key.size() == stem.size() + 8);
    keys.insert(key);
  }
  EXPECT_EQ(keys.size(), values.size());
  // What an index treats as the same has the same hash.
  EXPECT_EQ(key_of(values[3]), key_of(Value::list({Value::string(head), Value::floating(1)})));
  // The layout is on disk.
  EXPECT_EQ(key_of(values[0]), "\x50" + head + std::string("\0\x03", 2) + "\x64\x4d\xba\x16\x37\xb0\x81\x9d");
}

TEST(IndexKey, CutsLongStringsAndSaysSo) {
  const std::string head(index_run_bytes_max, 'x');
  std::string whole;
  std::string cut;
  std::string other;
  EXPECT_FALSE(append_index_key(whole, Value::string(head).view(), CutKeys::Bare));
  EXPECT_TRUE(append_index_key(cut, Value::string(head + "a").view(), CutKeys::Bare));
  EXPECT_TRUE(append_index_key(other, Value::string(head + "b").view(), CutKeys::Bare));
  EXPECT_EQ(cut, other);
  EXPECT_LT(whole, cut);
  bool was_cut = false;
  EXPECT_EQ(index_key_length(cut + "tail", was_cut), cut.size());
  EXPECT_TRUE(was_cut);
  EXPECT_EQ(index_key_length(whole, was_cut), whole.size());
  EXPECT_FALSE(was_cut);
  std::string whole_a;
  std::string whole_b;
  append_whole_index_key(whole_a, Value::string(head + "a").view());
  append_whole_index_key(whole_b, Value::string(head + "b").view());
  EXPECT_LT(whole_a, whole_b);
}

TEST(IndexKey, OrdersListsElementByElementAndTypesApart) {
  const std::vector<Value> ascending = {Value::list({}),
                                        Value::list({Value::string("a")}),
                                        Value::list({Value::string("a"), Value::integer(1)}),
                                        Value::list({Value::integer(1)}),
                                        Value::list({Value::integer(1), Value::integer(0)}),
                                        Value::list({Value::integer(2)}),
                                        Value::string("a"),
                                        Value::boolean(false),
                                        Value::boolean(true),
                                        Value::integer(-5)};
  for (std::size_t i = 0; i + 1 < ascending.size(); ++i) EXPECT_LT(key_of(ascending[i]), key_of(ascending[i + 1])) << i;
  EXPECT_EQ(key_of(Value::list({Value::integer(1)})), key_of(Value::list({Value::floating(1)})));
}

TEST(PropertyColumn, IsTypedUntilTypesMix) {
  PropertyColumn column;
  column.reset(4);
  EXPECT_EQ(column.kind, ColumnKind::Empty);
  column.set(1, Value::integer(5).view(), true);
  EXPECT_EQ(column.kind, ColumnKind::Integer);
  EXPECT_EQ(column.integers, (std::vector<std::int64_t>{0, 5, 0, 0}));
  column.set(2, Value::string("x").view(), true);
  EXPECT_EQ(column.kind, ColumnKind::Mixed);
  std::string scratch;
  EXPECT_EQ(column.value_at(1, scratch), Value::integer(5).view());
  EXPECT_EQ(column.value_at(2, scratch).string(), "x");
  EXPECT_TRUE(column.value_at(0, scratch).is_null());
  column.reset(1);
  column.set(0, Value::string("only").view(), true);
  EXPECT_EQ(column.kind, ColumnKind::String);
  EXPECT_EQ(column.strings[0], "only");
}

TEST(StoredValue, IsDescribedWithoutPretendingThatACutValueIsWhole) {
  EXPECT_EQ(describe(Value::string("it").view()), "'it'");
  const std::string letters = fmt::format("{:x<79}", "");
  EXPECT_EQ(describe(Value::string(fmt::format("{}\u00e9\u00e9", letters)).view()), fmt::format("'{}\u2026'", letters));
  const std::vector<Value> numbers(100, Value::integer(1234));
  EXPECT_TRUE(describe(Value::list(numbers).view()).ends_with(", \u2026]"));
  EXPECT_EQ(describe(Value::floating(-std::numeric_limits<double>::quiet_NaN()).view()), "NaN");
  EXPECT_EQ(describe(Value::floating(-0.0).view()), "-0.0");
  EXPECT_EQ(describe(Value::floating(2.0).view()), "2.0");
}

}  // namespace
}  // namespace cairn::storage::testing
