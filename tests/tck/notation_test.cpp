#include "tests/tck/notation.h"

#include <gtest/gtest.h>

#include <cmath>

namespace cairn::tck {
namespace {

std::string comparable(std::string_view notation, ListOrder list_order = ListOrder::Kept) {
  const Expected<Value> value = parse_notation(notation);
  EXPECT_TRUE(value) << notation << ": " << to_string(value.error());
  return value ? comparable_text(*value, list_order) : "";
}

TEST(Notation, ReadsScalars) {
  EXPECT_TRUE(parse_notation(" null ")->is_null());
  EXPECT_EQ(parse_notation("-42")->as_integer(), -42);
  EXPECT_EQ(parse_notation("-9223372036854775808")->as_integer(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(parse_notation("1e-3")->as_float(), 0.001);
  EXPECT_TRUE(std::isnan(parse_notation("NaN")->as_float()));
  EXPECT_EQ(parse_notation(R"('it\'s a \\ \n')")->as_string(), R"(it's a \ \n)");
}

TEST(Notation, TellsIntegersFromFloats) {
  EXPECT_NE(comparable("1"), comparable("1.0"));
  EXPECT_NE(comparable("'1'"), comparable("1"));
}

TEST(Notation, TakesNanForNanAndMinusZeroForZero) {
  EXPECT_EQ(comparable("NaN"), comparable("NaN"));
  EXPECT_EQ(comparable("-0.0"), comparable("0.0"));
}

TEST(Notation, IgnoresTheOrderOfLabelsAndKeys) {
  EXPECT_EQ(comparable("(:A:B {x: 1, y: 2})"), comparable("(:B:A {y: 2, x: 1})"));
  EXPECT_NE(comparable("(:A)"), comparable("(:B)"));
  EXPECT_NE(comparable("[:A {x: 1}]"), comparable("[:A {x: 2}]"));
}

TEST(Notation, ComparesListsInOrderUnlessToldOtherwise) {
  EXPECT_NE(comparable("[1, 2]"), comparable("[2, 1]"));
  EXPECT_EQ(comparable("{k: [[1, 2], 3]}", ListOrder::Ignored), comparable("{k: [3, [2, 1]]}", ListOrder::Ignored));
}

TEST(Notation, ComparesThePathsOfRelationshipsByDirection) {
  EXPECT_EQ(comparable("<(:A)-[:T {k: 1}]->(:B)<-[:U]-()>"), comparable("<(:A)-[:T {k: 1}]->(:B)<-[:U]-()>"));
  EXPECT_NE(comparable("<(:A)-[:T]->(:B)>"), comparable("<(:A)<-[:T]-(:B)>"));
}

TEST(Notation, SeesAnEntityOfTheEngineAsWritten) {
  const Value node = Value::materialised_node(7, {{"Person"}, {{"name", Value::string("Ada")}}});
  EXPECT_EQ(comparable_text(node), comparable("(:Person {name: 'Ada'})"));
  const Value relationship = Value::materialised_relationship(3, {"KNOWS", 8, 7, {}});
  const Value other = Value::materialised_node(8, {{}, {}});
  EXPECT_EQ(comparable_text(Value::path({node, relationship, other})),
            comparable("<(:Person {name: 'Ada'})<-[:KNOWS]-()>"));
}

TEST(Notation, RejectsWhatIsNoValue) {
  for (const char* text : {"", "[1", "{a 1}", "(:A", "'open", "1 2", "<(:A)-[:T]-(:B)>", "[:A:B]"}) {
    EXPECT_FALSE(parse_notation(text)) << text;
  }
  EXPECT_FALSE(parse_notation(std::string(100'000, '[')));
}

}  // namespace
}  // namespace cairn::tck
