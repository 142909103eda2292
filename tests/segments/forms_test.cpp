// The forms in which segments hold what they hold: packed, sparse, coded.

#include "storage/segments/entity_segments.h"
#include "storage/segments/list_segment.h"
#include "storage/segments/property_segment.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <limits>
#include <numeric>

namespace cairn::storage {
namespace {

constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

TEST(PackedIntegers, TakeAsManyBytesAsTheirRangeNeeds) {
  struct Case {
    std::int64_t min;
    std::uint64_t range;
    unsigned width;
  };
  const std::vector<Case> cases{{7, 0, 0},
                                {-5, 1, 1},
                                {0, 0xFF, 1},
                                {-1, 0x100, 2},
                                {3, 0xFFFF, 2},
                                {3, 0x10000, 3},
                                {-100, 0xFFFFFF, 3},
                                {0, 0x1000000, 4},
                                {-9, 0xFFFFFFFF, 4},
                                {0, 0x100000000, 5},
                                {0, 0xFFFFFFFFFF, 5},
                                {-4, 0x10000000000, 6},
                                {0, 0xFFFFFFFFFFFF, 6},
                                {0, 0x1000000000000, 8},
                                {smallest, std::numeric_limits<std::uint64_t>::max(), 8}};
  for (const Case& each : cases) {
    SCOPED_TRACE(each.range);
    const auto max = static_cast<std::int64_t>(static_cast<std::uint64_t>(each.min) + each.range);
    const auto middle = static_cast<std::int64_t>(static_cast<std::uint64_t>(each.min) + each.range / 2);
    const std::vector<std::int64_t> values{max, each.min, middle, max, each.min};
    const PackedIntegers packed(values);
    EXPECT_EQ(packed.width(), each.width);
    EXPECT_EQ(packed.min(), each.min);
    EXPECT_EQ(packed.max(), max);
    std::vector<std::int64_t> unpacked(3);
    packed.unpack(1, unpacked);
    EXPECT_EQ(unpacked, (std::vector<std::int64_t>{each.min, middle, max}));
    for (std::size_t i = 0; i < values.size(); ++i) EXPECT_EQ(packed[i], values[i]);
  }
}

IdBits first_bits(std::size_t count, std::size_t step = 1) {
  IdBits bits;
  for (std::size_t i = 0; i < count; ++i) bits.set(i * step);
  return bits;
}

TEST(Members, AreSparseBelowOneInSixteen) {
  const Members sparse(first_bits(255, 16));
  const Members dense(first_bits(256, 16));
  EXPECT_TRUE(sparse.sparse());
  EXPECT_EQ(sparse.entries(), 255U);
  EXPECT_FALSE(dense.sparse());
  EXPECT_EQ(dense.entries(), segment_ids);
  EXPECT_LT(sparse.memory_bytes(), 2 * dense.memory_bytes());
  for (std::size_t i = 0; i < segment_ids; ++i) {
    EXPECT_EQ(sparse.contains(i), i % 16 == 0 && i / 16 < 255);
    EXPECT_EQ(dense.contains(i), i % 16 == 0);
  }
  EXPECT_EQ(sparse.place(32), 2U);
  EXPECT_EQ(dense.place(32), 32U);
  EXPECT_EQ(sparse.place(33), std::nullopt);
  EXPECT_EQ(sparse.next(33), 48U);
  EXPECT_EQ(dense.next(33), 48U);
  EXPECT_EQ(sparse.next(255 * 16), segment_ids);
  EXPECT_EQ(dense.next(segment_ids), segment_ids);
}

TEST(Members, OfNoneAndOfAllTakeNoMemory) {
  const Members none;
  const Members all(IdBits().set());
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none.next(0), segment_ids);
  EXPECT_TRUE(all.full());
  EXPECT_EQ(all.place(4095), 4095U);
  EXPECT_EQ(all.next(17), 17U);
  EXPECT_EQ(none.memory_bytes() + all.memory_bytes(), 0U);
}

// A column with the value that `encode` appends for each of `count` ids, `step` apart.
template <class Encode>
PropertyColumn column_of(std::size_t count, std::size_t step, const Encode& encode) {
  PropertyColumn column;
  column.reset(segment_ids);
  for (std::size_t i = 0; i < count; ++i) {
    std::string bytes;
    encode(bytes, i);
    column.set(i * step, ValueView::trusted(bytes), /*copy=*/true);
  }
  return column;
}

std::shared_ptr<StringDictionary> dictionary() { return std::make_shared<StringDictionary>(nullptr); }

void expect_same(const PropertyColumn& column, const PropertySegment& segment) {
  std::vector<EntityId> ids(segment_ids);
  std::iota(ids.begin(), ids.end(), EntityId{7} * segment_ids);
  PropertyColumn all;
  all.reset(ids.size());
  segment.gather(ids, 0, all);
  EXPECT_EQ(all.kind, column.kind);
  std::string scratch;
  std::string other;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    ASSERT_EQ(all.value_at(i, scratch), column.value_at(i, other)) << i;
  }
  // In any order, repeated, beside a value of another type.
  std::string text;
  append_string(text, "between");
  const std::vector<EntityId> some{ids[160], ids[0], ids[4095], ids[160]};
  PropertyColumn mixed;
  mixed.reset(5);
  mixed.set(0, ValueView::trusted(text), /*copy=*/true);
  std::string number;
  append_integer(number, 1);
  segment.gather(some, 1, mixed);
  mixed.set(0, ValueView::trusted(number), /*copy=*/true);
  for (std::size_t i = 0; i < some.size(); ++i) {
    ASSERT_EQ(mixed.value_at(i + 1, scratch), column.value_at(some[i] % segment_ids, other)) << i;
  }
}

TEST(PropertySegment, HoldsEveryTypeDenseAndSparse) {
  const auto encoders = std::vector<std::function<void(std::string&, std::size_t)>>{
      [](std::string& out, std::size_t i) { append_integer(out, static_cast<std::int64_t>(i) - 50); },
      [](std::string& out, std::size_t i) { append_integer(out, i % 2 == 0 ? smallest : largest); },
      [](std::string& out, std::size_t i) { append_boolean(out, i % 3 == 0); },
      [](std::string& out, std::size_t i) { append_float(out, static_cast<double>(i) / 3 - 9); },
      [](std::string& out, std::size_t i) { append_string(out, fmt::format("city {}", i % 20)); },
      [](std::string& out, std::size_t i) { append_string(out, fmt::format("name {}", i)); },
      [](std::string& out, std::size_t i) {
        if (i % 2 == 0) {
          append_integer(out, static_cast<std::int64_t>(i));
        } else {
          append_string(out, "text");
        }
      }};
  for (std::size_t k = 0; k < encoders.size(); ++k) {
    for (const auto& [count, step] : {std::pair<std::size_t, std::size_t>{4096, 1}, {256, 16}, {255, 16}, {1, 160}}) {
      SCOPED_TRACE(fmt::format("encoder {} count {}", k, count));
      const PropertyColumn column = column_of(count, step, encoders[k]);
      const PropertySegment segment(column, dictionary());
      EXPECT_EQ(segment.facts().values, count);
      EXPECT_EQ(segment.members().sparse(), count < 256);
      expect_same(column, segment);
    }
  }
}

TEST(PropertySegment, KnowsTheRangeAndTheNumberOfItsValues) {
  const PropertySegment integers(
      column_of(1000, 4,
                [](std::string& out, std::size_t i) { append_integer(out, -5 + static_cast<std::int64_t>(i % 100)); }),
      nullptr);
  EXPECT_EQ(integers.facts().integers, std::pair(std::int64_t{-5}, std::int64_t{94}));
  EXPECT_NEAR(static_cast<double>(integers.facts().distinct), 100, 10);
  EXPECT_EQ(integers.width(), 1U);
  const PropertySegment floats(
      column_of(4096, 1,
                [](std::string& out, std::size_t i) {
                  append_float(out, i == 5 ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(i) / 2);
                }),
      nullptr);
  EXPECT_EQ(floats.facts().floats, std::pair(0.0, 2047.5));
  EXPECT_NEAR(static_cast<double>(floats.facts().distinct), 4096, 200);
  EXPECT_EQ(floats.facts().integers, std::nullopt);
}

TEST(PropertySegment, StringsThatRepeatAreCodesAndOthersAreNot) {
  const auto strings = dictionary();
  const PropertySegment cities(
      column_of(4096, 1, [](std::string& out, std::size_t i) { append_string(out, fmt::format("{}", i % 200)); }),
      strings);
  EXPECT_TRUE(cities.has_codes());
  EXPECT_EQ(cities.width(), 1U);
  EXPECT_EQ(strings->size(), 200U);
  const PropertySegment names(
      column_of(4096, 1, [](std::string& out, std::size_t i) { append_string(out, fmt::format("{}", i)); }), strings);
  EXPECT_FALSE(names.has_codes());
  EXPECT_EQ(strings->size(), 200U);
}

TEST(PropertySegment, ADictionaryThatIsFullLeavesTheOldCodesAndTakesNoMore) {
  const auto strings = dictionary();
  std::vector<std::unique_ptr<PropertySegment>> segments;
  std::vector<PropertyColumn> columns;
  // 2,000 new strings each, every one twice.
  for (std::size_t k = 0; k < 34; ++k) {
    columns.push_back(column_of(4000, 1, [&](std::string& out, std::size_t i) {
      append_string(out, fmt::format("string {}", k * 2000 + i / 2));
    }));
    segments.push_back(std::make_unique<PropertySegment>(columns.back(), strings));
    EXPECT_EQ(segments.back()->has_codes(), (k + 1) * 2000 < StringDictionary::entries_max) << k;
  }
  EXPECT_LT(strings->size(), StringDictionary::entries_max);
  for (std::size_t k = 0; k < segments.size(); ++k) expect_same(columns[k], *segments[k]);
}

TEST(ListPlaces, FindListsDenseAndSparse) {
  for (const std::size_t step : {std::size_t{1}, std::size_t{16}, std::size_t{17}}) {
    std::array<std::uint32_t, segment_ids> sizes{};
    for (std::size_t i = 0; i < segment_ids; i += step) sizes[i] = static_cast<std::uint32_t>(1 + i % 5);
    const ListPlaces places(sizes);
    EXPECT_EQ(places.sparse(), step == 17);
    std::size_t begin = 0;
    for (std::size_t i = 0; i < segment_ids; ++i) {
      EXPECT_EQ(places[i].count, sizes[i]);
      if (sizes[i] != 0) {
        EXPECT_EQ(places[i].begin, begin);
      }
      begin += sizes[i];
    }
  }
}

TEST(EndsSegment, HoldsTypeAndEndsOfWhatExists) {
  std::vector<RelationshipEnds> ends(segment_ids);
  for (const std::size_t step : {std::size_t{3}, std::size_t{100}}) {
    std::ranges::fill(ends, RelationshipEnds{});
    for (std::size_t i = 0; i < segment_ids; i += step) {
      ends[i] = {.source = (std::uint64_t{1} << 40U) + i, .target = i * 7, .type = 5, .exists = true};
    }
    const EndsSegment segment(ends);
    EXPECT_EQ(segment.relationships().sparse(), step == 100);
    for (std::size_t i = 0; i < segment_ids; ++i) EXPECT_EQ(segment[i], ends[i]);
  }
}

TEST(SetSegment, HoldsEachDifferentSetOnce) {
  std::vector<SetSegment::Set> sets(segment_ids);
  for (std::size_t i = 0; i < segment_ids; i += 2) sets[i] = i % 4 == 0 ? SetSegment::Set{1, 2, 9} : SetSegment::Set{4};
  const SetSegment segment(sets);
  EXPECT_EQ(segment.different_sets(), 3U);
  EXPECT_LT(segment.memory_bytes(), 6000U);
  for (std::size_t i = 0; i < segment_ids; ++i) {
    EXPECT_TRUE(std::ranges::equal(segment[i], sets[i])) << i;
  }
  EXPECT_EQ(list_direction(list_code(Direction::Incoming, 77)), Direction::Incoming);
  EXPECT_EQ(list_type(list_code(Direction::Incoming, 77)), 77U);
  EXPECT_LT(list_code(Direction::Outgoing, 77), list_code(Direction::Incoming, 1));
}

}  // namespace
}  // namespace cairn::storage
