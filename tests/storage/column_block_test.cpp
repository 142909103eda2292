#include "storage/column_block.h"

#include "storage/column_block_view.h"
#include "storage/packed_numbers.h"
#include "storage/varint.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <random>

namespace cairn::storage::testing {
namespace {

using Random = std::mt19937_64;

BlockPresence random_presence(Random& random, double density) {
  BlockPresence present;
  std::bernoulli_distribution is_there(density);
  for (std::size_t i = 0; i < block_entities; ++i) present[i] = is_there(random);
  return present;
}

// A block of each kind by the values it is made of, and how many bytes a value may take at most.
struct Recipe {
  std::string name;
  std::function<Value(Random&)> value;
  double bytes_per_value = 0;
};

std::vector<Recipe> recipes() {
  return {
      {"small integers", [](Random& r) { return Value::integer(1000 + static_cast<std::int64_t>(r() % 200)); }, 1.1},
      {"any integers", [](Random& r) { return Value::integer(static_cast<std::int64_t>(r())); }, 8.1},
      {"extreme integers",
       [](Random& r) {
         return Value::integer(r() % 2 == 0 ? std::numeric_limits<std::int64_t>::min()
                                            : std::numeric_limits<std::int64_t>::max());
       },
       8.1},
      {"one integer", [](Random&) { return Value::integer(7); }, 0.2},
      {"floats", [](Random& r) { return Value::floating(static_cast<double>(r() % 100) / 3); }, 8.1},
      {"booleans", [](Random& r) { return Value::boolean(r() % 2 == 0); }, 0.3},
      {"few strings", [](Random& r) { return Value::string("city " + std::to_string(r() % 20)); }, 1.5},
      {"many strings", [](Random& r) { return Value::string(std::to_string(r())); }, 22},
      {"mixed",
       [](Random& r) {
         return r() % 2 == 0 ? Value::integer(static_cast<std::int64_t>(r() % 9)) : Value::list({Value::string("x")});
       },
       9},
  };
}

TEST(PropertyBlock, KeepsEveryKindOfColumnAndKeepsItShort) {
  Random random(1);
  for (const Recipe& recipe : recipes()) {
    for (const double density : {0.0, 0.01, 0.5, 1.0}) {
      PropertyBlock block{.present = random_presence(random, density), .values = {}, .sections = {}};
      for (std::size_t i = 0; i < block.present.count(); ++i) block.values.push_back(recipe.value(random).bytes());
      if (density == 0.5) block.sections = std::string("\x70\x01z", 3);
      std::string bytes;
      append_block(bytes, block);
      EXPECT_EQ(parse_property_block(bytes), block) << recipe.name;
      const double allowed = block_entities * recipe.bytes_per_value + 16;
      EXPECT_TRUE(density < 1.0 || static_cast<double>(bytes.size()) <= allowed) << recipe.name << ": " << bytes.size();
    }
  }
}

TEST(PropertyBlock, GivesEachEntryWithoutTheOthers) {
  Random random(3);
  for (const Recipe& recipe : recipes()) {
    for (const double density : {0.0, 0.01, 0.5, 1.0}) {
      const BlockPresence present = random_presence(random, density);
      PropertyBlock block{.present = present, .values = {}, .sections = {}};
      for (std::size_t i = 0; i < present.count(); ++i) block.values.push_back(recipe.value(random).bytes());
      std::string bytes;
      append_block(bytes, block);
      const auto view = PropertyBlockView::parse(bytes);
      ASSERT_TRUE(view);
      std::vector<BlockWanted> wanted;
      for (std::uint32_t i = 0; i < block_entities; ++i) wanted.push_back({.entity = i, .position = i});
      std::ranges::shuffle(wanted, random);
      PropertyColumn column;
      column.reset(block_entities);
      ASSERT_TRUE(view->gather(wanted, column));
      std::string scratch;
      std::size_t rank = 0;
      for (std::size_t i = 0; i < block_entities; ++i) {
        const ValueView expected = present[i] ? ValueView::trusted(block.values[rank++]) : ValueView();
        EXPECT_EQ(view->find(i, scratch), expected) << recipe.name;
        EXPECT_EQ(column.value_at(i, scratch), expected) << recipe.name;
      }
    }
  }
}

TEST(PackedNumbers, TakeTheNarrowestWidthAtItsLimits) {
  for (const unsigned width : {1U, 2U, 3U, 4U, 5U, 6U, 8U}) {
    const std::uint64_t range = width == 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * width)) - 1;
    const std::int64_t least = std::numeric_limits<std::int64_t>::min();
    const auto greatest = static_cast<std::int64_t>(static_cast<std::uint64_t>(least) + range);
    const std::vector<std::int64_t> numbers = {greatest, least, least + 1};
    std::string bytes;
    append_packed(bytes, numbers);
    EXPECT_EQ(bytes.size(), packed_bytes(least, greatest, numbers.size()));
    std::string_view rest = bytes;
    const auto packed = PackedNumbers::take(rest, numbers.size());
    ASSERT_TRUE(packed);
    EXPECT_TRUE(rest.empty());
    EXPECT_EQ(packed->width(), width);
    for (std::size_t i = 0; i < numbers.size(); ++i) EXPECT_EQ((*packed)[i], numbers[i]);
    if (width >= 6) continue;
    bytes.clear();
    append_packed(bytes, std::vector<std::int64_t>{greatest + 1, least});
    rest = bytes;
    EXPECT_EQ(PackedNumbers::take(rest, 2)->width(), width + 1);
  }
}

TEST(PropertyBlock, RefusesDamagedBytes) {
  Random random(2);
  for (const Recipe& recipe : recipes()) {
    PropertyBlock block{.present = random_presence(random, 0.02), .values = {}, .sections = {}};
    for (std::size_t i = 0; i < block.present.count(); ++i) block.values.push_back(recipe.value(random).bytes());
    std::string bytes;
    append_block(bytes, block);
    for (std::size_t size = 0; size < bytes.size(); ++size)
      EXPECT_FALSE(parse_property_block(bytes.substr(0, size))) << recipe.name;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(static_cast<unsigned char>(changed[i]) ^ 0xFFU);
      static_cast<void>(parse_property_block(changed));
    }
  }
}

TEST(NodeBlock, KeepsLabelsAndLists) {
  Random random(3);
  for (const double density : {0.0, 0.3, 1.0}) {
    NodeBlock block;
    block.present = random_presence(random, density);
    for (std::size_t i = 0; i < block.present.count(); ++i) {
      auto& labels = block.labels.emplace_back();
      for (LabelToken label = 1; label < 5; ++label) {
        if (random() % 3 == 0) labels.push_back(label * 1000);
      }
      auto& keys = block.keys.emplace_back();
      for (KeyToken key = 1; key < 9; ++key) {
        if (random() % 3 == 0) keys.push_back(key);
      }
      auto& lists = block.lists.emplace_back();
      for (TypeToken type = 1; type < 4; ++type) {
        if (random() % 2 == 0) lists.push_back({type, Direction::Outgoing});
        if (random() % 2 == 0) lists.push_back({type, Direction::Incoming});
      }
    }
    std::string bytes;
    append_block(bytes, block);
    EXPECT_EQ(parse_node_block(bytes), block);
    EXPECT_FALSE(parse_relationship_block(bytes));
    EXPECT_FALSE(parse_node_block(bytes.substr(0, bytes.size() - 1)));
  }
}

TEST(NodeBlock, RefusesALabelThatIsNoToken) {
  const auto block_with_label = [](std::uint64_t label) {
    std::string bytes = {'\x01', '\x10', '\0', '\x01', '\x01'};  // version, kind, flags, presence: the first one
    bytes.append(127, '\0');
    std::string set;
    append_varint(set, label);
    const auto append_set = [&](std::string_view numbers) {
      bytes += '\x01';  // one set
      append_varint(bytes, 2 * numbers.size());
      bytes += '\0';  // width of its size
      bytes += numbers;
      bytes.append(2, '\0');  // which it is: least 0, width 0
    };
    append_set(set);
    append_set({});
    append_set({});
    return bytes;
  };
  EXPECT_TRUE(parse_node_block(block_with_label(7)));
  EXPECT_FALSE(parse_node_block(block_with_label((std::uint64_t{1} << 32U) + 7)));
}

TEST(RelationshipBlock, KeepsTypesAndEnds) {
  Random random(4);
  for (const double density : {0.0, 0.3, 1.0}) {
    RelationshipBlock block;
    block.present = random_presence(random, density);
    for (std::size_t i = 0; i < block.present.count(); ++i) {
      block.types.push_back(static_cast<TypeToken>(1 + random() % 3));
      block.sources.push_back(random() >> 17U);
      block.targets.push_back(1'000'000 + random() % 1000);
      auto& keys = block.keys.emplace_back();
      if (random() % 2 == 0) keys.push_back(static_cast<KeyToken>(1 + random() % 300));
    }
    std::string bytes;
    append_block(bytes, block);
    EXPECT_EQ(parse_relationship_block(bytes), block);
    EXPECT_FALSE(parse_node_block(bytes));
    EXPECT_FALSE(parse_relationship_block(bytes.substr(0, bytes.size() - 1)));
  }
}

}  // namespace
}  // namespace cairn::storage::testing
