// What statements over long paths, wide graphs and unions may cost, and where they end.
#include "tests/engine/session_fixture.h"

namespace cairn::test {
namespace {

class LimitsTest : public SessionTest {
 protected:
  // A chain of nodes (:N {i: 0})-[:T]->(:N {i: 1})-[:T]->…
  void make_chain(int node_count) {
    rows("CREATE INDEX FOR (n:N) ON (n.i)");
    rows(fmt::format("UNWIND range(0, {}) AS i CREATE (:N {{i: i}})", node_count - 1));
    rows(fmt::format("UNWIND range(0, {}) AS i MATCH (a:N {{i: i}}), (b:N {{i: i + 1}}) CREATE (a)-[:T]->(b)",
                     node_count - 2));
  }

  void limit_memory(std::size_t bytes_max) {
    SessionOptions options;
    options.memory_bytes_max = bytes_max;
    session_->set_options(options);
  }
};

TEST_F(LimitsTest, LongPathsAreHandedOnInSmallBatches) {
  make_chain(3000);
  limit_memory(32 << 20);
  EXPECT_EQ(rows("MATCH p = (:N {i: 0})-[*]->() RETURN sum(length(p))"), std::vector<std::string>{"4498500"});
}

TEST_F(LimitsTest, ATrailCountsAgainstTheMemoryOfItsStatement) {
  make_chain(3000);
  limit_memory(256 << 10);
  EXPECT_EQ(error("MATCH (:N {i: 0})-[*]->(b) RETURN count(b.i)").type, ErrorType::ResourceExhausted);
  EXPECT_EQ(rows("MATCH (:N {i: 0})-[*..20]->(b) RETURN count(b.i)"), std::vector<std::string>{"20"});
}

TEST_F(LimitsTest, ASearchForAPathCountsAgainstTheMemoryOfItsStatement) {
  make_chain(3000);
  limit_memory(64 << 10);
  EXPECT_EQ(error("MATCH p = shortestPath((:N {i: 0})-[*]->(:N {i: 2999})) RETURN length(p)").type,
            ErrorType::ResourceExhausted);
  EXPECT_EQ(rows("MATCH p = shortestPath((:N {i: 0})-[*]->(:N {i: 99})) RETURN length(p)"),
            std::vector<std::string>{"99"});
}

// Of such paths there are 10^10.
TEST_F(LimitsTest, ShortestPathsAreHandedOutOneByOne) {
  rows("UNWIND range(0, 11) AS layer UNWIND range(1, 10) AS k CREATE (:L {layer: layer, k: k})");
  rows("MATCH (a:L), (b:L) WHERE b.layer = a.layer + 1 CREATE (a)-[:T]->(b)");
  limit_memory(64 << 20);
  EXPECT_EQ(rows("MATCH p = allShortestPaths((:L {layer: 0, k: 1})-[*]->(:L {layer: 11, k: 1})) "
                 "WITH p LIMIT 30000 RETURN count(DISTINCT [n IN nodes(p) | n.k]), max(length(p))"),
            std::vector<std::string>{"30000|11"});
}

// Rows until one has been taken, and how often it was asked.
class OneRow final : public ResultSink {
 public:
  void columns(std::span<const std::string> /*names*/) override {}
  bool row(std::span<const Value> /*values*/) override {
    ++calls_;
    return false;
  }
  int calls_ = 0;
};

TEST_F(LimitsTest, AStreamThatWasEndedGetsNoRowsOfTheNextPartOfAUnion) {
  OneRow sink;
  ASSERT_TRUE(session_->stream("UNWIND [1, 2] AS x RETURN x UNION ALL UNWIND [3, 4] AS x RETURN x", {}, sink));
  EXPECT_EQ(sink.calls_, 1);
}

TEST_F(LimitsTest, ALimitBeyondAllRowsSortsThemOnce) {
  EXPECT_EQ(
      rows("UNWIND range(1, 9000) AS x WITH x ORDER BY -x LIMIT 9223372036854775807 RETURN count(x), head(collect(x))"),
      std::vector<std::string>{"9000|9000"});
  EXPECT_EQ(
      rows("UNWIND range(1, 9000) AS x WITH x ORDER BY -x LIMIT 4611686018427387904 RETURN count(x), head(collect(x))"),
      std::vector<std::string>{"9000|9000"});
}

TEST_F(LimitsTest, AnEvaluationPastItsTimeIsCancelled) {
  SessionOptions options;
  options.statement_timeout = std::chrono::milliseconds(20);
  session_->set_options(options);
  const auto value = session_->evaluate("size([x IN range(1, 5000000) WHERE x % 7 = 3])");
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().type, ErrorType::Cancelled);
}

}  // namespace
}  // namespace cairn::test
