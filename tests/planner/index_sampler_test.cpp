// Plans over data whose values are spread unevenly: the index that finds the fewest is taken, whichever was made first.
#include "engine/database.h"
#include "engine/planner/explain.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace cairn::engine::testing {
namespace {

using ::testing::HasSubstr;

// 5,000 nodes and as many relationships. `hot` is -1 for nine of ten and unique for the others, `fine` has 5 entities a
// value, `coarse` 1,000, `rare` is on one of 500, `text` begins with 'common' but for one of 100.
constexpr std::string_view properties =
    "{hot: CASE WHEN i % 10 = 0 THEN i ELSE -1 END, fine: i / 5, coarse: i % 5, "
    "rare: CASE WHEN i % 500 = 0 THEN i % 3 END, text: CASE WHEN i % 100 = 0 THEN 'x' ELSE 'common' END + toString(i)}";

class IndexSampling : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    Expected<std::unique_ptr<Database>> opened = Database::open(":memory:");
    ASSERT_TRUE(opened) << to_string(opened.error());
    database_ = std::move(*opened);
    session_ = database_->session();
    run(fmt::format("UNWIND range(0, 4999) AS i CREATE (:A {0})-[:T {0}]->(:B)", properties));
    std::vector<std::string> keys = {"e.hot", "e.fine", "e.coarse", "e.rare", "e.text", "e.coarse, e.fine"};
    if (GetParam()) std::reverse(keys.begin(), keys.end());
    for (const std::string& key : keys) {
      run(fmt::format("CREATE INDEX FOR (e:A) ON ({})", key));
      run(fmt::format("CREATE INDEX FOR ()-[e:T]-() ON ({})", key));
    }
  }

  Result run(const std::string& statement) {
    Expected<Result> result = session_->run(statement);
    EXPECT_TRUE(result) << statement << "\n" << (result ? "" : to_string(result.error()));
    return result ? std::move(*result) : Result({}, {}, {});
  }

  // Expects that the query seeks in an index on `keys`, for nodes and for relationships.
  void expect_seek(const std::string& head, const std::string& where, const std::string& keys) {
    for (const char* pattern : {"(e:A)", "()-[e:T]->()"}) {
      const Result result = run(fmt::format("EXPLAIN {} MATCH {} WHERE {} RETURN e", head, pattern, where));
      ASSERT_NE(result.summary().plan, nullptr);
      EXPECT_THAT(plan_text(*result.summary().plan), HasSubstr("(" + keys + ")")) << where;
    }
  }

  std::unique_ptr<Database> database_;
  std::unique_ptr<Session> session_;
};

TEST_P(IndexSampling, TellsACommonValueFromARareOne) {
  expect_seek("", "e.hot = -1 AND e.fine = 7", "e.fine");
  expect_seek("", "e.hot = 200 AND e.fine = 40", "e.hot");
  expect_seek("", "e.hot = -1 AND e.text STARTS WITH 'x'", "e.text");
  expect_seek("", "e.hot = 200 AND e.text STARTS WITH 'common'", "e.hot");
}

TEST_P(IndexSampling, KnowsTheAverageOfValuesFromRows) {
  expect_seek("UNWIND [1] AS x", "e.fine = x AND e.hot = -1", "e.fine");
  expect_seek("UNWIND [1] AS x", "e.coarse = x AND e.hot = x", "e.hot");
  expect_seek("UNWIND [1] AS x", "e.coarse = x AND e.rare = 1", "e.rare");
}

TEST_P(IndexSampling, KnowsHowMuchOfARangeIsThere) {
  expect_seek("", "e.fine > 990 AND e.hot > 0", "e.fine");
  expect_seek("", "e.fine > 5 AND 100 < e.hot < 130", "e.hot");
  expect_seek("", "e.fine > 5 AND e.rare IS NOT NULL", "e.rare");
}

TEST_P(IndexSampling, PrefersTheCompositeIndexOnlyWhereItFindsFewer) {
  expect_seek("", "e.coarse = 1 AND e.fine > 990", "e.coarse, e.fine");
  expect_seek("", "e.coarse = 1 AND e.fine > 0 AND e.hot = 200", "e.hot");
}

TEST_P(IndexSampling, NoticesThatTheGraphHasChanged) {
  expect_seek("", "e.rare = 1 AND e.coarse = 2", "e.rare");
  run("MATCH (e:A) SET e.rare = 1");
  run("MATCH ()-[e:T]->() SET e.rare = 1");
  run("MATCH (e:A) WHERE e.coarse = 2 AND e.hot = -1 REMOVE e.coarse");
  run("MATCH ()-[e:T]->() WHERE e.coarse = 2 AND e.hot = -1 REMOVE e.coarse");
  expect_seek("", "e.rare = 1 AND e.coarse = 2", "e.coarse");
}

INSTANTIATE_TEST_SUITE_P(OrdersOfCreation, IndexSampling, ::testing::Bool(),
                         [](const auto& order) { return order.param ? "LastFirst" : "FirstFirst"; });

}  // namespace
}  // namespace cairn::engine::testing
