#include "engine/value/text.h"

#include "tests/value/sample_values.h"

namespace cairn {
namespace {

using namespace test;

std::string name_of(std::string_view name) {
  std::string out;
  append_name(out, name);
  return out;
}

TEST(Text, OfScalarsIsTheirLiteral) {
  EXPECT_EQ(to_literal(Value()), "null");
  EXPECT_EQ(to_literal(boolean(true)), "true");
  EXPECT_EQ(to_literal(integer(int64_least)), "-9223372036854775808");
  EXPECT_EQ(to_literal(floating(1e10)), "1.0E10");
  EXPECT_EQ(to_literal(string("a")), "'a'");
}

TEST(Text, QuotesAndEscapesStrings) {
  EXPECT_EQ(to_literal(string("it's")), R"('it\'s')");
  EXPECT_EQ(to_literal(string("a\\b\n\t\r\b\f")), R"('a\\b\n\t\r\b\f')");
  EXPECT_EQ(to_literal(string("\x01\x7f")), R"('\u0001\u007F')");
  EXPECT_EQ(to_literal(string("\"Grüße\" 😀")), "'\"Grüße\" 😀'");
}

TEST(Text, DisplaysAStringBareButQuotesItInsideLists) {
  std::string out;
  append_display(out, string("it's"));
  EXPECT_EQ(out, "it's");
  out.clear();
  append_display(out, list({string("a"), Value(), list({})}));
  EXPECT_EQ(out, "['a', null, []]");
}

TEST(Text, QuotesNamesThatAreNoIdentifiers) {
  EXPECT_EQ(name_of("name"), "name");
  EXPECT_EQ(name_of("_a1"), "_a1");
  EXPECT_EQ(name_of("größe"), "größe");
  EXPECT_EQ(name_of("odd key"), "`odd key`");
  EXPECT_EQ(name_of("1a"), "`1a`");
  EXPECT_EQ(name_of("a`b"), "`a``b`");
  EXPECT_EQ(name_of(""), "``");
  EXPECT_EQ(name_of("a\xff"), "`a\xff`");
}

TEST(Text, OfMapsIsSortedByKey) {
  EXPECT_EQ(to_literal(map({{"b c", integer(1)}, {"a", string("x")}})), "{a: 'x', `b c`: 1}");
  EXPECT_EQ(to_literal(map({})), "{}");
}

TEST(Text, OfEntitiesIsTheirPattern) {
  EXPECT_EQ(to_literal(Value::materialised_node(1, {{"Person", "Odd Label"}, {{"name", string("Ada")}}})),
            "(:Person:`Odd Label` {name: 'Ada'})");
  EXPECT_EQ(to_literal(Value::materialised_node(1, {})), "()");
  EXPECT_EQ(to_literal(Value::materialised_node(1, {{}, {{"k", integer(1)}}})), "({k: 1})");
  EXPECT_EQ(to_literal(Value::materialised_relationship(1, {"KNOWS", 1, 2, {}})), "[:KNOWS]");
  EXPECT_EQ(to_literal(Value::materialised_relationship(1, {"KNOWS", 1, 2, {{"since", integer(1843)}}})),
            "[:KNOWS {since: 1843}]");
  EXPECT_EQ(to_literal(Value::node(12)), "(#12)");
  EXPECT_EQ(to_literal(Value::relationship(7)), "[#7]");
}

TEST(Text, OfAPathShowsTheDirectionOfEachRelationship) {
  const auto node = [](EntityId id, const char* label) { return Value::materialised_node(id, {{label}, {}}); };
  const Value forward = Value::materialised_relationship(5, {"T", 1, 2, {{"k", integer(1)}}});
  const Value backward = Value::materialised_relationship(6, {"U", 3, 2, {}});
  EXPECT_EQ(to_literal(Value::path({node(1, "A"), forward, node(2, "B"), backward, node(3, "C")})),
            "<(:A)-[:T {k: 1}]->(:B)<-[:U]-(:C)>");
  EXPECT_EQ(to_literal(Value::path({node(1, "A")})), "<(:A)>");
  EXPECT_EQ(to_literal(path({1, 5, 2})), "<(#1)-[#5]->(#2)>");
}

TEST(Text, OfTheDeepestValueIsWritten) {
  EXPECT_EQ(to_literal(nested_list(value_depth_max)).size(), 2 * value_depth_max + 4);
}

}  // namespace
}  // namespace cairn
