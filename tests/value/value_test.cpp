#include "engine/value/value.h"

#include "tests/value/sample_values.h"

#include <thread>

namespace cairn {
namespace {

using namespace test;

TEST(Value, IsSixteenBytesAndNullByDefault) {
  EXPECT_EQ(sizeof(Value), 16U);
  EXPECT_TRUE(Value().is_null());
  EXPECT_EQ(Value().heap_bytes(), 0U);
}

TEST(Value, KeepsWhatItWasMadeFrom) {
  EXPECT_TRUE(boolean(true).is_true());
  EXPECT_FALSE(boolean(false).is_true());
  EXPECT_FALSE(integer(1).is_true());
  EXPECT_EQ(integer(int64_least).as_integer(), int64_least);
  EXPECT_EQ(floating(-0.5).as_float(), -0.5);
  EXPECT_EQ(integer(3).as_number(), 3.0);
  EXPECT_EQ(string("").as_string(), "");
  EXPECT_EQ(string({"a\0b", 3}).as_string(), std::string_view("a\0b", 3));
  EXPECT_EQ(list({integer(1), string("x")}).as_list()[1].as_string(), "x");
}

TEST(Value, CopiesShareAndOutliveTheirSource) {
  Value copy;
  {
    const Value original = list({string("kept"), list({integer(1)})});
    copy = original;
    EXPECT_EQ(copy.as_list().data(), original.as_list().data());
  }
  EXPECT_EQ(copy.as_list()[0].as_string(), "kept");
}

TEST(Value, MovingLeavesNull) {
  Value source = string("text");
  Value target = std::move(source);
  EXPECT_TRUE(source.is_null());  // NOLINT(bugprone-use-after-move)
  source = std::move(target);
  EXPECT_TRUE(target.is_null());  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(source.as_string(), "text");
  Value& alias = source;
  source = alias;
  source = std::move(alias);
  EXPECT_EQ(source.as_string(), "text");
}

TEST(Value, MapIsSortedAndTheLastOfEqualKeysStays) {
  const Value value =
      map({{"b", integer(1)}, {"a", integer(2)}, {"b", integer(3)}, {"", integer(4)}, {"b", integer(5)}});
  ASSERT_EQ(value.as_map().size(), 3U);
  EXPECT_EQ(value.as_map()[0].key, "");
  EXPECT_EQ(value.as_map()[1].key, "a");
  EXPECT_EQ(value.find("b")->as_integer(), 5);
  EXPECT_EQ(value.find("a")->as_integer(), 2);
  EXPECT_EQ(value.find("c"), nullptr);
  EXPECT_EQ(value.find("aa"), nullptr);
}

TEST(Value, EntityHasItsIdInBothForms) {
  const Value reference = Value::node(12, 3);
  const Value materialised = Value::materialised_node(12, {{"B", "A"}, {{"y", integer(1)}, {"x", integer(2)}}}, 3);
  EXPECT_EQ(reference.entity_id(), 12U);
  EXPECT_EQ(materialised.entity_id(), 12U);
  EXPECT_EQ(reference.view(), 3U);
  EXPECT_EQ(materialised.view(), 3U);
  EXPECT_EQ(reference.node_data(), nullptr);
  ASSERT_NE(materialised.node_data(), nullptr);
  EXPECT_EQ(materialised.relationship_data(), nullptr);
  EXPECT_EQ(materialised.node_data()->labels, (std::vector<std::string>{"B", "A"}));
  EXPECT_EQ(materialised.node_data()->properties[0].key, "x");

  const Value relationship = Value::materialised_relationship(7, {"T", 12, 13, {}});
  EXPECT_EQ(relationship.entity_id(), 7U);
  EXPECT_EQ(relationship.relationship_data()->target, 13U);
  EXPECT_EQ(Value::relationship(7).relationship_data(), nullptr);
}

TEST(Value, PathCountsItsRelationships) {
  EXPECT_EQ(path({1}).path_length(), 0U);
  EXPECT_EQ(path({1, 5, 2, 6, 3}).path_length(), 2U);
  EXPECT_TRUE(path({1, 5, 2}).path_elements()[1].is_relationship());
}

TEST(Value, DepthIsBounded) {
  const Value deepest = nested_list(value_depth_max);
  EXPECT_EQ(deepest.depth(), value_depth_max);
  const auto too_deep = Value::list({integer(1), deepest});
  ASSERT_FALSE(too_deep);
  EXPECT_EQ(too_deep.error().type, ErrorType::ResourceExhausted);
  EXPECT_EQ(too_deep.error().detail, "NestingTooDeep");
  EXPECT_FALSE(Value::map({{"k", deepest}}));
}

TEST(Value, SizeCountsSharedPartsEachTime) {
  EXPECT_GE(string(std::string(1000, 'x')).heap_bytes(), 1000U);
  const Value part = string(std::string(1000, 'x'));
  EXPECT_GE(list({part, part, part}).heap_bytes(), 3000U);
  // Doubling is how a short query would make a value that no one can print.
  Value doubled = list({part});
  Expected<Value> next = doubled;
  int steps = 0;
  for (; next && steps < 64; ++steps) {
    doubled = *next;
    next = Value::list({doubled, doubled});
  }
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().detail, "ValueTooLarge");
  EXPECT_LT(steps, 30);
}

TEST(Value, MayBeSharedByThreads) {
  const Value shared = list({string("a"), map({{"k", string("v")}})});
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([copy = shared] {
      for (int j = 0; j < 10000; ++j) {
        const Value inner = copy.as_list()[1];
        ASSERT_EQ(inner.find("k")->as_string(), "v");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(shared.as_list()[0].as_string(), "a");
}

}  // namespace
}  // namespace cairn
