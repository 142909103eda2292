#include "engine/value/json.h"

#include "engine/value/identity.h"
#include "tests/value/sample_values.h"

namespace cairn {
namespace {

using namespace test;

std::string typed(const Value& value) {
  std::string out;
  append_typed_json(out, value);
  return out;
}

std::string plain(const Value& value) {
  std::string out;
  append_plain_json(out, value);
  return out;
}

std::string json_string(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

Value materialised_node() { return Value::materialised_node(12, {{"A", "B"}, {{"x", integer(1)}}}); }

Value materialised_relationship() { return Value::materialised_relationship(7, {"T", 12, 13, {}}); }

TEST(TypedJson, WritesEachTypeAsTheProtocolSays) {
  EXPECT_EQ(typed(Value()), R"({"$type":"Null","_value":null})");
  EXPECT_EQ(typed(boolean(true)), R"({"$type":"Boolean","_value":true})");
  EXPECT_EQ(typed(integer(-42)), R"({"$type":"Integer","_value":"-42"})");
  EXPECT_EQ(typed(floating(1.0)), R"({"$type":"Float","_value":"1.0"})");
  EXPECT_EQ(typed(floating(1e-7)), R"({"$type":"Float","_value":"1e-07"})");
  EXPECT_EQ(typed(floating(nan)), R"({"$type":"Float","_value":"NaN"})");
  EXPECT_EQ(typed(string("a\"b")), R"({"$type":"String","_value":"a\"b"})");
  EXPECT_EQ(typed(list({Value()})), R"({"$type":"List","_value":[{"$type":"Null","_value":null}]})");
  EXPECT_EQ(typed(list({})), R"({"$type":"List","_value":[]})");
  EXPECT_EQ(typed(map({{"k", boolean(false)}, {"", list({})}})),
            R"({"$type":"Map","_value":{"":{"$type":"List","_value":[]},"k":{"$type":"Boolean","_value":false}}})");
}

TEST(TypedJson, WritesEntitiesWithAllTheyHave) {
  const std::string node = R"({"$type":"Node","_value":{"_element_id":"12","_labels":["A","B"],)"
                           R"("_properties":{"x":{"$type":"Integer","_value":"1"}}}})";
  const std::string relationship =
      R"({"$type":"Relationship","_value":{"_element_id":"7","_start_node_element_id":"12",)"
      R"("_end_node_element_id":"13","_type":"T","_properties":{}}})";
  EXPECT_EQ(typed(materialised_node()), node);
  EXPECT_EQ(typed(materialised_relationship()), relationship);
  const Value path = Value::path({materialised_node(), materialised_relationship(), Value::node(13)});
  EXPECT_EQ(typed(path), R"({"$type":"Path","_value":[)" + node + "," + relationship +
                             R"(,{"$type":"Node","_value":{"_element_id":"13","_labels":[],"_properties":{}}}]})");
}

TEST(TypedJson, ReadsBackWhatItWrote) {
  for (const auto& row : values_in_order()) {
    for (const Value& value : row) {
      const std::string text = typed(value);
      if (text.find("Node") != text.npos || text.find("Relationship") != text.npos) continue;
      const auto read = parse_typed_json(text);
      ASSERT_TRUE(read) << text;
      EXPECT_TRUE(identical(*read, value)) << text;
    }
  }
  EXPECT_TRUE(identical(*parse_typed_json(typed(nested_list(value_depth_max))), nested_list(value_depth_max)));
}

TEST(TypedJson, RefusesWhatIsNoTypedValue) {
  for (const char* text : {"1", "null", "{}", R"({"$type":"Integer"})", R"({"$type":1,"_value":1})",
                           R"({"$type":"Integer","_value":1})", R"({"$type":"Integer","_value":""})",
                           R"({"$type":"Integer","_value":"1x"})", R"({"$type":"Float","_value":"one"})",
                           R"({"$type":"Float","_value":"inf"})", R"({"$type":"List","_value":[1]})",
                           R"({"$type":"Map","_value":{"k":1}})", R"({"$type":"Point","_value":"x"})"}) {
    const auto read = parse_typed_json(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().detail, "InvalidTypedValue") << text;
  }
  EXPECT_EQ(parse_typed_json(R"({"$type":"Integer","_value":"9223372036854775808"})").error().detail,
            "NumberOutOfRange");
  for (const char* text : {"", "{", R"({"$type":"Null","_value":null} x)", "nul"}) {
    const auto read = parse_typed_json(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().detail, "InvalidJson") << text;
  }
}

TEST(PlainJson, WritesJsonsOwnNumbersAndStringsForTheRest) {
  EXPECT_EQ(plain(list({integer(1), floating(1.0), floating(1e-7), floating(nan), floating(-infinity), Value()})),
            R"([1,1.0,1e-07,"NaN","-Infinity",null])");
  EXPECT_EQ(plain(map({{"k", string("v")}})), R"({"k":"v"})");
}

TEST(PlainJson, WritesEntitiesAsObjects) {
  EXPECT_EQ(plain(materialised_node()), R"({"_id":12,"_labels":["A","B"],"_properties":{"x":1}})");
  EXPECT_EQ(plain(materialised_relationship()), R"({"_id":7,"_type":"T","_start":12,"_end":13,"_properties":{}})");
  EXPECT_EQ(plain(Value::path({Value::node(13)})), R"([{"_id":13,"_labels":[],"_properties":{}}])");
}

TEST(PlainJson, ReadsAnyJson) {
  const auto read = parse_plain_json(R"( {"b":[1,-2,1.0,1e3,true,null,"x\né",{}],"a":{"":[[]]}} )");
  ASSERT_TRUE(read);
  EXPECT_EQ(to_literal(*read), "{a: {``: [[]]}, b: [1, -2, 1.0, 1000.0, true, null, 'x\\né', {}]}");
  EXPECT_EQ(parse_plain_json("9223372036854775807")->as_integer(), int64_greatest);
  EXPECT_EQ(parse_plain_json("-9223372036854775808")->as_integer(), int64_least);
  EXPECT_TRUE(parse_plain_json("\"s\"")->is_string());
}

TEST(PlainJson, RefusesNumbersItWouldHaveToRound) {
  for (const char* text : {"9223372036854775808", "-9223372036854775809", "18446744073709551616", "[1e999]",
                           "100000000000000000000000000000000"}) {
    const auto read = parse_plain_json(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().detail, "NumberOutOfRange") << text;
  }
  EXPECT_EQ(parse_plain_json("1e19")->as_float(), 1e19);
}

TEST(PlainJson, RefusesWhatIsNoJson) {
  for (const char* text : {"", "[", "[1,]", "{\"a\"}", "1 2", "'a'", "NaN"}) {
    const auto read = parse_plain_json(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().detail, "InvalidJson") << text;
  }
}

TEST(PlainJson, RefusesDocumentsThatAreTooDeep) {
  const std::size_t deep = 100000;
  EXPECT_FALSE(parse_plain_json(std::string(deep, '[') + std::string(deep, ']')));
  EXPECT_FALSE(parse_typed_json(std::string(deep, '[') + std::string(deep, ']')));
  EXPECT_TRUE(parse_plain_json(std::string(value_depth_max, '[') + std::string(value_depth_max, ']')));
}

TEST(PlainJson, GivesParametersByName) {
  const auto parameters = parse_parameters(R"({"x": 1, "name": ["Ada"]})");
  ASSERT_TRUE(parameters);
  ASSERT_EQ(parameters->size(), 2U);
  EXPECT_EQ((*parameters)[0].first, "name");
  EXPECT_EQ((*parameters)[1].second.as_integer(), 1);
  EXPECT_FALSE(parse_parameters("[1]"));
  EXPECT_FALSE(parse_parameters("{"));
}

TEST(JsonString, EscapesWhereverTheCharacterStands) {
  for (std::size_t before = 0; before < 20; ++before) {
    const std::string padding(before, 'x');
    const auto padded = [&](std::string_view text) { return fmt::format("{0}{1}{0}", padding, text); };
    EXPECT_EQ(json_string(padded("\"")), fmt::format("\"{}\"", padded("\\\"")));
    EXPECT_EQ(json_string(padded("\x1f")), fmt::format("\"{}\"", padded("\\u001f")));
    EXPECT_EQ(json_string(padded("ü")), fmt::format("\"{}\"", padded("ü")));
  }
  EXPECT_EQ(json_string("\\\n\r\t\b\f\x7f/"), "\"\\\\\\n\\r\\t\\b\\f\x7f/\"");
}

TEST(JsonString, ReplacesBytesThatAreNoText) {
  EXPECT_EQ(json_string("a\xff"), "\"a\xEF\xBF\xBD\"");
  EXPECT_EQ(json_string("\xC3"), "\"\xEF\xBF\xBD\"");
  EXPECT_EQ(json_string("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace cairn
