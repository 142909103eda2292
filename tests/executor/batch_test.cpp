#include "engine/executor/batch.h"

#include "engine/executor/query_context.h"
#include "tests/executor/evaluator_support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace cairn::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Layout, FindsVariablesWhereTheyWerePut) {
  Layout layout;
  layout.add_level();
  layout.add_column(9);
  layout.add_column(2);
  layout.add_level();
  EXPECT_EQ(layout.add_column(5), (Slot{.level = 1, .column = 0}));
  EXPECT_EQ(layout.find(9), (Slot{.level = 0, .column = 0}));
  EXPECT_EQ(layout.find(2), (Slot{.level = 0, .column = 1}));
  EXPECT_EQ(layout.find(5), (Slot{.level = 1, .column = 0}));
  EXPECT_EQ(layout.find(3), std::nullopt);
  EXPECT_EQ(layout.depth(), 2);
}

TEST(Layout, ReplacesAndForgetsVariables) {
  Layout layout;
  layout.add_level();
  layout.add_column(1);
  layout.set(1, Slot{.level = 0, .column = 7});
  EXPECT_EQ(layout.find(1), (Slot{.level = 0, .column = 7}));
  layout.erase(1);
  layout.erase(1);
  EXPECT_EQ(layout.find(1), std::nullopt);
}

// Three levels: 2 rows, 3 rows, 5 rows.
class RowMapTest : public ::testing::Test {
 protected:
  RowMapTest() {
    batch_.level(2);
    batch_.level(3, {0, 1, 1});
    batch_.level(5, {0, 0, 1, 2, 2});
  }
  test::TestBatch batch_;
  RowMap rows_;
};

TEST_F(RowMapTest, FollowsParentsDownToEveryLevel) {
  rows_.bind(batch_.batch());
  EXPECT_EQ(rows_.size(), 5U);
  EXPECT_THAT(rows_.rows(2), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(rows_.rows(1), ElementsAre(0, 0, 1, 2, 2));
  EXPECT_THAT(rows_.rows(0), ElementsAre(0, 0, 1, 1, 1));
  EXPECT_TRUE(rows_.is_identity(2));
  EXPECT_FALSE(rows_.is_identity(1));
}

TEST_F(RowMapTest, FollowsOnlyTheSelectedRows) {
  batch_.select({1, 4});
  rows_.bind(batch_.batch());
  EXPECT_EQ(rows_.size(), 2U);
  EXPECT_THAT(rows_.rows(2), ElementsAre(1, 4));
  EXPECT_THAT(rows_.rows(1), ElementsAre(0, 2));
  EXPECT_THAT(rows_.rows(0), ElementsAre(0, 1));
  EXPECT_FALSE(rows_.is_identity(2));
}

TEST_F(RowMapTest, ForgetsTheBatchBefore) {
  rows_.bind(batch_.batch());
  EXPECT_EQ(rows_.rows(0).size(), 5U);
  batch_.select({3});
  rows_.bind(batch_.batch());
  EXPECT_THAT(rows_.rows(0), ElementsAre(1));
}

TEST_F(RowMapTest, HasNoMultiplicityWhereNoLevelHasOne) {
  rows_.bind(batch_.batch());
  EXPECT_THAT(rows_.multiplicity(), IsEmpty());
}

TEST(RowMap, MultipliesTheMultiplicitiesOfAllLevels) {
  test::TestBatch batch;
  batch.level(2).multiplicity({2, 3});
  batch.level(3, {0, 1, 1});
  batch.level(4, {0, 1, 2, 2}).multiplicity({1, 5, 7, 11});
  batch.select({0, 2, 3});
  RowMap rows;
  rows.bind(batch.batch());
  EXPECT_THAT(rows.multiplicity(), ElementsAre(2, 21, 33));
}

TEST(RowMap, EndsTheQueryWhenAMultiplicityOverflows) {
  test::TestBatch batch;
  batch.level(1).multiplicity({std::numeric_limits<std::uint64_t>::max()});
  batch.level(1, {0}).multiplicity({2});
  RowMap rows;
  rows.bind(batch.batch());
  try {
    rows.multiplicity();
    FAIL() << "no overflow was noticed";
  } catch (const QueryError& error) {
    EXPECT_EQ(error.error().type, ErrorType::ArithmeticError);
    EXPECT_EQ(error.error().detail, "IntegerOverflow");
  }
}

}  // namespace
}  // namespace cairn::engine
