#include "engine/value/static_type.h"

#include "tests/value/sample_values.h"

namespace cairn {
namespace {

using namespace test;

const StaticType integers = StaticType::of(ValueType::Integer);
const StaticType strings = StaticType::of(ValueType::String);

TEST(StaticType, OfAnythingRejectsNothing) {
  for (const ValueType type : {ValueType::Boolean, ValueType::List, ValueType::Duration}) {
    EXPECT_TRUE(StaticType::any().may_be(type));
    EXPECT_FALSE(StaticType::any().certainly_rejects(StaticType::of(type)));
    EXPECT_FALSE(StaticType::of(type).certainly_rejects(StaticType::any()));
  }
}

TEST(StaticType, RejectsOnlyWhatCannotFit) {
  EXPECT_TRUE(integers.certainly_rejects(strings));
  EXPECT_FALSE(integers.certainly_rejects(integers));
  EXPECT_FALSE(integers.certainly_rejects(strings.join(integers)));
  EXPECT_FALSE(StaticType::number().certainly_rejects(integers));
  EXPECT_FALSE(integers.certainly_rejects(StaticType::null()));
  EXPECT_FALSE(integers.certainly_rejects(StaticType::none()));
  EXPECT_TRUE(integers.nullable().certainly_rejects(strings.nullable()));
}

TEST(StaticType, AcceptsOnlyWhatAlwaysFits) {
  EXPECT_TRUE(StaticType::number().certainly_accepts(integers.nullable()));
  EXPECT_FALSE(integers.certainly_accepts(StaticType::number()));
  EXPECT_FALSE(integers.certainly_accepts(StaticType::any()));
}

TEST(StaticType, KnowsTheElementsOfLists) {
  const StaticType list_of_lists = StaticType::list_of(StaticType::list_of(integers));
  EXPECT_EQ(list_of_lists.element(), StaticType::list_of(integers));
  EXPECT_EQ(list_of_lists.element().element(), integers);
  EXPECT_EQ(StaticType::list_of(integers).join(StaticType::list_of(strings)).element(), integers.join(strings));
}

TEST(StaticType, IsSilentOnElementsItDoesNotKnow) {
  EXPECT_TRUE(StaticType::of(ValueType::List).element().is_any());
  EXPECT_TRUE(StaticType::list_of(StaticType::none()).element().is_any());
  EXPECT_TRUE(StaticType::any().element().is_any());
  EXPECT_TRUE(integers.element().is_any());
  StaticType deep = integers;
  for (int i = 0; i < 6; ++i) deep = StaticType::list_of(deep);
  StaticType element = deep;
  for (int i = 0; i < 3; ++i) element = element.element();
  EXPECT_TRUE(element.is_only(ValueType::List));
  EXPECT_TRUE(element.element().is_any());
}

TEST(StaticType, IgnoresNullWhereItAsksForOneType) {
  EXPECT_TRUE(integers.nullable().is_only(ValueType::Integer));
  EXPECT_FALSE(StaticType::number().is_only(ValueType::Integer));
  EXPECT_FALSE(StaticType::null().is_only(ValueType::Integer));
  EXPECT_TRUE(StaticType::null().is_only_null());
  EXPECT_FALSE(integers.may_be_null());
  EXPECT_TRUE(integers.nullable().may_be_null());
  EXPECT_EQ(integers.nullable().without_null(), integers);
}

TEST(StaticType, OfValuesIsExact) {
  EXPECT_EQ(StaticType::of_value(integer(1)), integers);
  EXPECT_EQ(StaticType::of_value(Value()), StaticType::null());
  EXPECT_EQ(StaticType::of_value(list({integer(1), string("a")})), StaticType::list_of(integers.join(strings)));
  EXPECT_EQ(StaticType::of_value(list({})), StaticType::list_of(StaticType::none()));
  EXPECT_EQ(StaticType::of_value(list({list({integer(1)}), list({string("a")})})),
            StaticType::list_of(StaticType::list_of(integers.join(strings))));
  EXPECT_TRUE(StaticType::of_value(nested_list(value_depth_max)).is_only(ValueType::List));
}

TEST(StaticType, NamesItself) {
  EXPECT_EQ(StaticType::any().to_string(), "Any");
  EXPECT_EQ(StaticType::null().to_string(), "Null");
  EXPECT_EQ(StaticType::number().nullable().to_string(), "Number");
  EXPECT_EQ(integers.join(strings).to_string(), "Integer or String");
  EXPECT_EQ(StaticType::list_of(StaticType::list_of(integers)).to_string(), "List<List<Integer>>");
  EXPECT_EQ(StaticType::of(ValueType::List).to_string(), "List<Any>");
  EXPECT_EQ(StaticType::list_of(StaticType::none()).to_string(), "List<Any>");
  EXPECT_EQ(StaticType::entity().to_string(), "Node or Relationship");
}

}  // namespace
}  // namespace cairn
