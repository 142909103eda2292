#include "base/chunked_array.h"

#include <gtest/gtest.h>

#include <memory>

namespace cairn {
namespace {

TEST(ChunkedArray, KeepsItsElementsWhereTheyAre) {
  ChunkedArray<std::size_t> array;
  std::vector<const std::size_t*> addresses;
  for (std::size_t i = 0; i < 5000; ++i) addresses.push_back(&array.append(i * 3));
  ASSERT_EQ(array.size(), 5000U);
  for (std::size_t i = 0; i < 5000; ++i) {
    ASSERT_EQ(array[i], i * 3);
    ASSERT_EQ(&array[i], addresses[i]);
  }
}

TEST(ChunkedArray, SaysWhatTheNextElementTakes) {
  ChunkedArray<std::uint64_t> array;
  for (std::size_t i = 0; i < 10000; ++i) {
    const std::size_t expected = array.memory_bytes() + array.growth_bytes();
    array.append(i);
    ASSERT_EQ(array.memory_bytes(), expected) << i;
  }
  EXPECT_LT(array.memory_bytes(), 10000U * 8 + 1024 * 8 + 1024);
  array.clear();
  EXPECT_EQ(array.size(), 0U);
  EXPECT_LT(array.memory_bytes(), 1024U);
  for (std::size_t i = 0; i < 3000; ++i) array.append(i);
  EXPECT_EQ(array[2999], 2999U);
}

TEST(ChunkedArray, DestroysItsElements) {
  const auto counted = std::make_shared<int>(1);
  {
    ChunkedArray<std::shared_ptr<int>> array;
    for (int i = 0; i < 100; ++i) array.append(counted);
    EXPECT_EQ(counted.use_count(), 101);
    array.clear();
    EXPECT_EQ(counted.use_count(), 1);
    for (int i = 0; i < 40; ++i) array.append(counted);
  }
  EXPECT_EQ(counted.use_count(), 1);
}

}  // namespace
}  // namespace cairn
