// Rows as a program receives them, limits of time and memory, plans.
#include "tests/engine/session_fixture.h"

#include <functional>
#include <map>

namespace cairn::test {
namespace {

using ResultTest = SessionTest;

// Takes a number of rows and then no more.
class CountingSink final : public ResultSink {
 public:
  explicit CountingSink(std::size_t wanted) : wanted_(wanted) {}
  void columns(std::span<const std::string> names) override { names_.assign(names.begin(), names.end()); }
  bool row(std::span<const Value> /*values*/) override { return ++rows_ < wanted_; }

  std::vector<std::string> names_;
  std::size_t rows_ = 0;

 private:
  std::size_t wanted_;
};

TEST_F(ResultTest, EntitiesAreMaterialised) {
  const auto result = session_->run("CREATE (a:A {x: 1})-[r:R {y: 2}]->(b:B) RETURN a, r, [a, {b: b}]");
  ASSERT_TRUE(result);
  const std::vector<Value>& row = result->rows().at(0);
  ASSERT_NE(row[0].node_data(), nullptr);
  EXPECT_EQ(to_literal(row[0]), "(:A {x: 1})");
  ASSERT_NE(row[1].relationship_data(), nullptr);
  EXPECT_EQ(to_literal(row[1]), "[:R {y: 2}]");
  EXPECT_EQ(to_literal(row[2]), "[(:A {x: 1}), {b: (:B)}]");
}

TEST_F(ResultTest, AStreamCanBeEndedEarlyHoweverLongItWouldBe) {
  rows("UNWIND range(1, 300) AS i CREATE (:N)");
  CountingSink sink(10);
  const auto summary = session_->stream("MATCH (a), (b), (c), (d) RETURN a.x", {}, sink);
  ASSERT_TRUE(summary) << to_string(summary.error());
  EXPECT_EQ(sink.rows_, 10U);
  EXPECT_EQ(sink.names_, std::vector<std::string>{"a.x"});
}

TEST_F(ResultTest, EndingTheStreamOfAWritingStatementEndsNoWrite) {
  CountingSink sink(1);
  ASSERT_TRUE(session_->stream("UNWIND range(1, 100) AS i CREATE (n:N) RETURN n", {}, sink));
  EXPECT_EQ(sink.rows_, 1U);
  EXPECT_EQ(count(*session_), "100");
}

TEST_F(ResultTest, AStatementPastItsTimeIsCancelled) {
  rows("UNWIND range(1, 1000) AS i CREATE (:N)");
  SessionOptions options;
  options.statement_timeout = std::chrono::milliseconds(50);
  session_->set_options(options);
  EXPECT_EQ(error("MATCH (a), (b), (c), (d) RETURN count(a.x + b.x + c.x + d.x)").type, ErrorType::Cancelled);
}

TEST_F(ResultTest, AStatementPastItsMemoryFailsAndLeavesTheSessionUsable) {
  SessionOptions options;
  options.memory_bytes_max = 4 << 20;
  session_->set_options(options);
  EXPECT_EQ(error("UNWIND range(1, 1000000) AS i WITH i ORDER BY -i RETURN collect(i)").type,
            ErrorType::ResourceExhausted);
  EXPECT_EQ(rows("RETURN 1"), std::vector<std::string>{"1"});
}

TEST_F(ResultTest, ParametersAreValues) {
  EXPECT_EQ(rows("RETURN $a + 1, $b", {{"a", Value::integer(2)}, {"b", Value::string("x")}}),
            std::vector<std::string>{"3|'x'"});
  EXPECT_EQ(error("RETURN $missing").type, ErrorType::ParameterMissing);
}

TEST_F(ResultTest, ExpressionsAreEvaluatedAlone) {
  EXPECT_EQ(to_literal(*session_->evaluate("[1 + 1, 'a' + $x]", {{"x", Value::string("b")}})), "[2, 'ab']");
  EXPECT_FALSE(session_->evaluate("n.x"));
  EXPECT_FALSE(session_->evaluate("1 +"));
}

TEST_F(ResultTest, ErrorsHaveTheirPlace) {
  const Error failure = error("MATCH (n)\nRETURN m.x");
  EXPECT_EQ(failure.type, ErrorType::SyntaxError);
  EXPECT_EQ(failure.detail, "UndefinedVariable");
  ASSERT_TRUE(failure.position);
  EXPECT_EQ(*failure.position, (TextPosition{.line = 2, .column = 8}));
}

TEST_F(ResultTest, ExplainShowsThePlanAndRunsNothing) {
  const auto result = session_->run("EXPLAIN CREATE (n:N) RETURN n");
  ASSERT_TRUE(result);
  ASSERT_NE(result->summary().plan, nullptr);
  EXPECT_FALSE(result->summary().profiled);
  EXPECT_EQ(count(*session_), "0");
}

TEST_F(ResultTest, ProfileCountsTheRowsOfEachOperator) {
  rows("UNWIND range(1, 10) AS i CREATE (:N {i: i})");
  const auto result = session_->run("PROFILE MATCH (n:N) WHERE n.i > 7 RETURN n.i");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->rows().size(), 3U);
  ASSERT_NE(result->summary().plan, nullptr);
  EXPECT_TRUE(result->summary().profiled);
  const PlanNode* node = result->summary().plan.get();
  std::vector<std::pair<std::string, std::uint64_t>> found;
  while (true) {
    found.emplace_back(node->name, node->actual_rows);
    if (node->children.empty()) break;
    node = &node->children.front();
  }
  const auto has = [&](const std::string& name, std::uint64_t rows) {
    return std::find(found.begin(), found.end(), std::pair(name, rows)) != found.end();
  };
  EXPECT_TRUE(has("Result", 3));
  EXPECT_TRUE(has("Filter", 3));
  EXPECT_TRUE(has("LabelScan", 10));
}

TEST_F(ResultTest, ProfileSaysWhatAnsweredEachOperator) {
  rows("UNWIND range(1, 3000) AS i CREATE (:N {i: i})");
  const auto reads_of_filter = [&] {
    const auto result = session_->run("PROFILE MATCH (n:N) WHERE n.i > 2000 RETURN count(*) AS n");
    EXPECT_TRUE(result);
    const PlanNode* node = result->summary().plan.get();
    ReadSources filter;
    for (; !node->children.empty(); node = &node->children.front()) {
      if (node->name == "Filter") filter = node->reads;
    }
    // What begins the chain reads nothing.
    EXPECT_EQ(node->reads.segment + node->reads.memo + node->reads.store, 0U) << node->name;
    return filter;
  };
  const ReadSources cold = reads_of_filter();
  EXPECT_EQ(cold.segment + cold.store, 3000U);
  const ReadSources warm = reads_of_filter();
  EXPECT_EQ(warm.segment, 3000U);
  EXPECT_EQ(warm.store, 0U);
  rows("MATCH (n:N {i: 7}) SET n.i = 8");
  EXPECT_EQ(reads_of_filter().store, 1U);
  const ReadSources after = reads_of_filter();
  EXPECT_EQ(after.segment, 2999U);
  EXPECT_EQ(after.memo, 1U);
  EXPECT_EQ(after.store, 0U);
}

TEST_F(ResultTest, ErrorsPointToTheExpressionThatFails) {
  const auto failing_text = [&](const std::string& statement, const std::string& text,
                                const Parameters& parameters = {}) {
    const Error failure = error(statement, parameters);
    ASSERT_TRUE(failure.offset) << statement;
    EXPECT_EQ(statement.substr(*failure.offset, text.size()), text) << to_string(failure);
  };
  rows("CREATE (:A)-[:R]->(:B)");
  const Parameters map{{"p", *Value::map({{"x", *Value::map({})}})}};
  failing_text("UNWIND [9223372036854775807, 1] AS x RETURN sum(x)", "sum(x)");
  failing_text("UNWIND [1, 2] AS k UNWIND [9223372036854775807, 1] AS x RETURN k, sum(x)", "sum(x)");
  failing_text("MATCH (a:A) DELETE a", "a");
  failing_text("CREATE (a $p)", "$p", map);
  failing_text("MATCH (a:A) SET a.x = 1, a.y = $p", "$p", map);
  failing_text("MATCH (a:A) SET a[$p.z] = 1", "$p.z", map);
  failing_text("MATCH (a:A) CALL algo.pagerank({labels: 1}) YIELD node RETURN node", "CALL");
}

TEST_F(ResultTest, ProfileCountsTheRowsOfSubqueries) {
  rows("UNWIND range(1, 3) AS i CREATE (n:N {i: i}) WITH n, i UNWIND range(1, i) AS j CREATE (n)-[:R]->(:M {j: j})");
  const auto result = session_->run("PROFILE MATCH (n:N) RETURN n.i, [(n)-[:R]->(m:M) WHERE m.j > 1 | m.j]");
  ASSERT_TRUE(result) << to_string(result.error());
  std::map<std::string, std::uint64_t> found;
  const std::function<void(const PlanNode&)> visit = [&](const PlanNode& node) {
    found[node.name] = node.actual_rows;
    for (const PlanNode& child : node.children) visit(child);
  };
  visit(*result->summary().plan);
  EXPECT_EQ(found["Result"], 3U);
  EXPECT_EQ(found["PatternComprehension"], 3U);
  EXPECT_EQ(found["Expand"], 6U);
}

}  // namespace
}  // namespace cairn::test
