#include "engine/executor/column.h"

#include "engine/value/identity.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace cairn::engine {
namespace {

// Room that is wiped, to show that a text was copied.
class Lent {
 public:
  explicit Lent(std::string text) : text_(std::move(text)) {}
  std::string_view view() const { return text_; }
  void wipe() { std::fill(text_.begin(), text_.end(), '#'); }

 private:
  std::string text_;
};

TEST(ColumnBuffer, TakesItsTypeFromTheFirstValue) {
  ColumnBuffer buffer;
  buffer.append(Value::integer(1));
  buffer.append(Value::integer(2));
  EXPECT_EQ(buffer.type(), ColumnType::Integers);
  EXPECT_EQ(buffer.view().array<std::int64_t>()[1], 2);
  EXPECT_EQ(buffer.view().validity, nullptr);
}

TEST(ColumnBuffer, KeepsItsTypeThroughNullsBeforeAndBehindTheFirstValue) {
  ColumnBuffer buffer;
  buffer.append_null();
  buffer.append(Value::floating(0.5));
  buffer.append(Value::null());
  const Column column = buffer.view();
  EXPECT_EQ(column.type, ColumnType::Floats);
  EXPECT_TRUE(column.is_null(0));
  EXPECT_FALSE(column.is_null(1));
  EXPECT_TRUE(column.is_null(2));
  EXPECT_EQ(column.value(1).as_float(), 0.5);
}

TEST(ColumnBuffer, IsNullThroughoutWhileItHasSeenOnlyNulls) {
  ColumnBuffer buffer;
  buffer.append_null();
  buffer.append_null();
  EXPECT_EQ(buffer.size(), 2U);
  EXPECT_TRUE(buffer.view().is_null(0));
  EXPECT_TRUE(buffer.view().is_null(1));
}

TEST(ColumnBuffer, TurnsIntoValuesWhenTypesMix) {
  ColumnBuffer buffer;
  buffer.append_null();
  buffer.append(Value::integer(7));
  buffer.append(Value::string("seven"));
  buffer.append(Value::integer(8));
  const Column column = buffer.view();
  ASSERT_EQ(column.type, ColumnType::Values);
  EXPECT_TRUE(column.is_null(0));
  EXPECT_EQ(column.value(1).as_integer(), 7);
  EXPECT_EQ(column.value(2).as_string(), "seven");
  EXPECT_EQ(column.value(3).as_integer(), 8);
}

TEST(ColumnBuffer, KeepsIntegersAndFloatsApart) {
  ColumnBuffer buffer;
  buffer.append(Value::integer(1));
  buffer.append(Value::floating(1.0));
  EXPECT_TRUE(buffer.view().value(0).is_integer());
  EXPECT_TRUE(buffer.view().value(1).is_float());
}

TEST(ColumnBuffer, CarriesReferencesAsIdsAndEntitiesOfAViewAsValues) {
  ColumnBuffer references;
  references.append(Value::node(5));
  EXPECT_EQ(references.type(), ColumnType::Nodes);
  EXPECT_EQ(references.view().at<std::uint64_t>(0), 5U);

  ColumnBuffer viewed;
  viewed.append(Value::relationship(5, 3));
  EXPECT_EQ(viewed.type(), ColumnType::Values);
  EXPECT_EQ(viewed.view().value(0).view(), 3);
}

TEST(ColumnBuffer, CopiesTheTextsItIsGiven) {
  ColumnBuffer buffer;
  Lent lent("a text that is longer than a short string");
  {
    const Value value = Value::string(lent.view());
    buffer.append(value);
  }
  const std::string_view kept = buffer.keep(lent.view());
  lent.wipe();
  EXPECT_EQ(buffer.view().at<std::string_view>(0), "a text that is longer than a short string");
  EXPECT_EQ(kept, "a text that is longer than a short string");
}

TEST(ColumnBuffer, GivesArraysWhoseRowsAreValidUntilToldOtherwise) {
  ColumnBuffer buffer;
  const auto integers = buffer.make_integers(3);
  integers[0] = 10;
  integers[1] = 20;
  integers[2] = 30;
  EXPECT_EQ(buffer.view().validity, nullptr);
  buffer.make_validity()[1] = 0;
  EXPECT_EQ(buffer.view().value(0).as_integer(), 10);
  EXPECT_TRUE(buffer.view().is_null(1));
  EXPECT_EQ(buffer.view().value(2).as_integer(), 30);
}

TEST(ColumnBuffer, BeginsMadeValuesAsNull) {
  ColumnBuffer buffer;
  buffer.make_values(2)[0] = Value::integer(1);
  buffer.make_values(2);
  EXPECT_TRUE(buffer.view().is_null(0));
}

TEST(ColumnBuffer, ForgetsTypeAndContentOnReset) {
  ColumnBuffer buffer;
  buffer.append(Value::integer(1));
  buffer.append_null();
  buffer.reset();
  EXPECT_EQ(buffer.size(), 0U);
  buffer.append(Value::string("x"));
  EXPECT_EQ(buffer.type(), ColumnType::Strings);
  EXPECT_EQ(buffer.view().validity, nullptr);
}

TEST(ColumnBuffer, CountsTheBytesOfAppendedValues) {
  ColumnBuffer buffer;
  const std::size_t before = buffer.memory_bytes();
  const Value list = Value::list({Value::string(std::string(10'000, 'x'))}).value();
  buffer.append(list);
  EXPECT_GE(buffer.memory_bytes(), before + 10'000);
}

TEST(Gather, KeepsTypesNullsAndOrder) {
  ColumnBuffer source;
  source.append(Value::integer(10));
  source.append_null();
  source.append(Value::integer(30));
  ColumnBuffer gathered;
  const std::vector<std::uint16_t> rows{2, 1, 0, 2};
  gather(source.view(), rows, gathered);
  const Column column = gathered.view();
  ASSERT_EQ(gathered.size(), 4U);
  EXPECT_EQ(column.type, ColumnType::Integers);
  EXPECT_EQ(column.value(0).as_integer(), 30);
  EXPECT_TRUE(column.is_null(1));
  EXPECT_EQ(column.value(2).as_integer(), 10);
  EXPECT_EQ(column.value(3).as_integer(), 30);
}

TEST(Gather, AppendsToWhatIsThere) {
  ColumnBuffer source;
  source.append(Value::integer(1));
  source.append_null();
  ColumnBuffer gathered;
  gathered.append(Value::integer(0));
  const std::vector<std::uint16_t> rows{0, 1};
  gather(source.view(), rows, gathered);
  gather(source.view(), rows, gathered);
  EXPECT_EQ(gathered.size(), 5U);
  EXPECT_FALSE(gathered.view().is_null(0));
  EXPECT_EQ(gathered.view().value(3).as_integer(), 1);
  EXPECT_TRUE(gathered.view().is_null(4));
}

TEST(Gather, TurnsIntoValuesBehindAColumnOfAnotherType) {
  ColumnBuffer numbers;
  numbers.append(Value::integer(1));
  ColumnBuffer texts;
  texts.append(Value::string("one"));
  ColumnBuffer gathered;
  const std::vector<std::uint16_t> rows{0};
  gather(numbers.view(), rows, gathered);
  gather(texts.view(), rows, gathered);
  EXPECT_EQ(gathered.type(), ColumnType::Values);
  EXPECT_EQ(gathered.view().value(1).as_string(), "one");
}

TEST(Gather, RepeatsTheOneValueOfAConstantColumn) {
  const std::int64_t five = 5;
  const Column constant{.type = ColumnType::Integers, .constant = true, .data = &five};
  ColumnBuffer gathered;
  const std::vector<std::uint16_t> rows{0, 7, 1999};
  gather(constant, rows, gathered);
  ASSERT_EQ(gathered.size(), 3U);
  EXPECT_EQ(gathered.view().value(2).as_integer(), 5);
}

TEST(Gather, CopiesTextsUnlessTheyAreBorrowed) {
  Lent lent("some text in someone else's memory");
  const std::string_view view = lent.view();
  const Column texts{.type = ColumnType::Strings, .data = &view};
  const std::vector<std::uint16_t> rows{0};
  ColumnBuffer copied;
  ColumnBuffer borrowed;
  gather(texts, rows, copied);
  gather_borrowed(texts, rows, borrowed);
  EXPECT_NE(copied.view().at<std::string_view>(0).data(), view.data());
  EXPECT_EQ(copied.view().at<std::string_view>(0), view);
  EXPECT_EQ(borrowed.view().at<std::string_view>(0).data(), view.data());
}

TEST(Column, ReadsEveryTypeAsValues) {
  const std::vector<Value> values{Value::boolean(true),
                                  Value::integer(-3),
                                  Value::floating(2.5),
                                  Value::string("text"),
                                  Value::node(1),
                                  Value::relationship(2),
                                  Value::list({Value::null()}).value()};
  for (const Value& value : values) {
    ColumnBuffer buffer;
    buffer.append(value);
    Value scratch;
    EXPECT_TRUE(identical(buffer.view().value(0), value));
    EXPECT_TRUE(identical(buffer.view().value_in(0, scratch), value));
  }
}

TEST(Column, GivesNullForEveryRowOfAColumnOfNulls) {
  Value scratch = Value::integer(1);
  EXPECT_TRUE(Column::nulls().value(17).is_null());
  EXPECT_TRUE(Column::nulls().value_in(17, scratch).is_null());
}

}  // namespace
}  // namespace cairn::engine
