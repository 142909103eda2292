// The algorithms as a user calls them.
#include "engine/database.h"
#include "engine/value/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace cairn {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CalledAlgorithms : public ::testing::Test {
 protected:
  CalledAlgorithms() : database_(Database::open(":memory:").value()), session_(database_->session()) {
    run("CREATE (a:Town {name: 'a'}), (b:Town {name: 'b'}), (c:Village {name: 'c'}), (:Farm {name: 'd'}), "
        "(a)-[:ROAD {length: 7}]->(b), (a)-[:ROAD {length: 2}]->(c), (c)-[:ROAD {length: 2.5}]->(b), "
        "(b)-[:RAIL {length: 1}]->(a)");
  }

  // The rows as text: "'a' 1".
  std::vector<std::string> run(std::string_view statement) {
    const auto result = session_->run(statement);
    EXPECT_TRUE(result) << to_string(result.error());
    std::vector<std::string> rows;
    if (!result) return rows;
    for (const std::vector<Value>& row : result->rows()) {
      std::string text;
      for (const Value& value : row) text += (text.empty() ? "" : " ") + to_literal(value);
      rows.push_back(std::move(text));
    }
    return rows;
  }

  Error run_error(std::string_view statement) {
    const auto result = session_->run(statement);
    return result ? Error() : result.error();
  }

  std::unique_ptr<Database> database_;
  std::unique_ptr<Session> session_;
};

TEST_F(CalledAlgorithms, AnswerWithNodesAndNumbers) {
  EXPECT_THAT(run("CALL algo.connected_components({}) YIELD node, component RETURN node.name, component"),
              ElementsAre("'a' 0", "'b' 0", "'c' 0", "'d' 1"));
  EXPECT_THAT(run("CALL algo.strongly_connected_components({types: ['ROAD']}) YIELD node, component "
                  "RETURN node.name, component"),
              ElementsAre("'a' 0", "'b' 1", "'c' 2", "'d' 3"));
  EXPECT_THAT(run("CALL algo.degree({labels: ['Town'], direction: 'undirected'}) YIELD node AS n, degree "
                  "RETURN n.name, degree"),
              ElementsAre("'a' 2", "'b' 2"));
  EXPECT_THAT(run("CALL algo.pagerank({}) YIELD node, score WITH node, score ORDER BY score DESC "
                  "RETURN collect(node.name), round(1000 * sum(score)) AS sum"),
              ElementsAre("['b', 'a', 'c', 'd'] 1000.0"));
  EXPECT_THAT(run("CALL algo.betweenness({types: ['ROAD'], weight: 'length'}) YIELD node, score "
                  "WHERE score > 0 RETURN node.name, score"),
              ElementsAre("'c' 1.0"));
}

TEST_F(CalledAlgorithms, FindThePathBetweenMatchedNodes) {
  EXPECT_THAT(run("MATCH (a {name: 'a'}), (b {name: 'b'}) "
                  "CALL algo.shortest_path({source: a, target: b, weight: 'length'}) YIELD path, cost "
                  "RETURN [n IN nodes(path) | n.name], [r IN relationships(path) | r.length], cost"),
              ElementsAre("['a', 'c', 'b'] [2, 2.5] 4.5"));
  EXPECT_THAT(run("MATCH (a:Town), (d:Farm) CALL algo.shortest_path({source: a, target: d}) YIELD cost RETURN cost"),
              ElementsAre());
}

TEST_F(CalledAlgorithms, SeeWhatTheTransactionHasChanged) {
  const std::string components = "CALL algo.connected_components({}) YIELD component RETURN count(DISTINCT component)";
  run("BEGIN");
  run("MATCH (a {name: 'a'}), (d:Farm) CREATE (d)-[:PATH]->(a), (:Well)");
  EXPECT_THAT(run(components), ElementsAre("2"));
  run("MATCH (c:Village) DETACH DELETE c");
  EXPECT_THAT(run("CALL algo.degree({direction: 'undirected'}) YIELD node, degree RETURN node.name, degree"),
              ElementsAre("'a' 3", "'b' 2", "'d' 1", "null 0"));
  run("ROLLBACK");
  EXPECT_THAT(run(components), ElementsAre("2"));
  EXPECT_THAT(run("CALL algo.degree({}) YIELD degree RETURN sum(degree)"), ElementsAre("4"));
}

TEST_F(CalledAlgorithms, AnswerNothingOnAnEmptyGraph) {
  run("MATCH (n) DETACH DELETE n");
  EXPECT_THAT(run("CALL algo.pagerank({}) YIELD node RETURN node"), ElementsAre());
}

TEST_F(CalledAlgorithms, SayWhatIsWrongWithTheirOptions) {
  const Error unknown = run_error("CALL algo.pagerank({label: ['Town']}) YIELD node RETURN node");
  EXPECT_EQ(unknown.type, ErrorType::ArgumentError);
  EXPECT_EQ(unknown.hint, "did you mean `labels`?");
  run("MATCH (:Village)-[r]->() SET r.length = -1");
  EXPECT_THAT(run_error("MATCH (a {name: 'a'}), (b {name: 'b'}) "
                        "CALL algo.shortest_path({source: a, target: b, weight: 'length'}) YIELD cost RETURN cost")
                  .message,
              HasSubstr("negative weight -1"));
}

TEST_F(CalledAlgorithms, KeepToTheStatementsMemory) {
  SessionOptions options;
  options.memory_bytes_max = 64 << 10;
  run("UNWIND range(1, 20000) AS i CREATE (:Leaf)");
  session_->set_options(options);
  EXPECT_EQ(run_error("CALL algo.pagerank({}) YIELD score RETURN count(score)").type, ErrorType::ResourceExhausted);
  EXPECT_THAT(run("CALL algo.pagerank({labels: ['Town']}) YIELD score RETURN count(score)"), ElementsAre("2"));
}

TEST_F(CalledAlgorithms, EndWithinATenthOfASecondWhenInterrupted) {
  run("UNWIND range(1, 6000) AS i CREATE (:Stop {number: i})");
  run("MATCH (a:Stop) WITH collect(a) AS stops UNWIND range(0, 5998) AS i "
      "WITH stops[i] AS a, stops[i + 1] AS b CREATE (a)-[:NEXT]->(b)");
  const auto begin = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point interrupted;
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    interrupted = std::chrono::steady_clock::now();
    session_->interrupt();
  });
  const Error error = run_error("CALL algo.betweenness({direction: 'undirected'}) YIELD score RETURN sum(score)");
  const auto end = std::chrono::steady_clock::now();
  other.join();
  EXPECT_EQ(error.type, ErrorType::Cancelled) << "took " << (end - begin) / std::chrono::milliseconds(1) << " ms";
  EXPECT_LT(end - interrupted, std::chrono::milliseconds(100));
}

}  // namespace
}  // namespace cairn
