// The runner and the server with the engine behind them.
#include "tests/tck/protocol_server.h"
#include "tests/tck/scenario_runner.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cairn::tck {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class TckTest : public testing::Test {
 protected:
  TckTest() : database_(*Database::open(":memory:")) {}

  // Why the only scenario of a feature fails; empty if it passes.
  std::string outcome(const std::string& steps) {
    const auto scenarios = read_feature(fmt::format("Feature: F\n  Scenario: s\n{}", steps));
    if (!scenarios) return to_string(scenarios.error());
    return ScenarioRunner(*database_, "").run(scenarios->front()).value_or("");
  }

  std::unique_ptr<Database> database_;
};

// A step with a doc string.
std::string step(std::string_view text, std::string_view statement) {
  return fmt::format("    Given {}:\n      \"\"\"\n      {}\n      \"\"\"\n", text, statement);
}

// A step, and a table if there are rows.
std::string expectation(std::string_view text, const std::vector<std::string>& rows = {}) {
  return fmt::format("    Then {}\n      {}\n", text, fmt::join(rows, "\n      "));
}

std::string two_nodes() { return step("having executed", "CREATE (:A {x: 1})-[:T]->(:B {x: 2.0})"); }

TEST_F(TckTest, PassesAScenarioThatHolds) {
  EXPECT_EQ(outcome(two_nodes() + step("executing query", "MATCH (n) RETURN n, n.x AS x") +
                    expectation("the result should be, in any order:",
                                {"| n | x |", "| (:B {x: 2.0}) | 2.0 |", "| (:A {x: 1}) | 1 |"}) +
                    expectation("no side effects")),
            "");
}

TEST_F(TckTest, SaysWhatIsWrongWithRows) {
  const std::string query = two_nodes() + step("executing query", "MATCH (n) RETURN n.x AS x ORDER BY x");
  const auto of = [&](std::string_view text, const std::vector<std::string>& rows = {}) {
    return outcome(query + expectation(text, rows));
  };
  EXPECT_EQ(of("the result should be, in order:", {"| x |", "| 1 |", "| 2.0 |"}), "");
  EXPECT_THAT(of("the result should be, in order:", {"| x |", "| 2.0 |", "| 1 |"}), HasSubstr("another order"));
  EXPECT_THAT(of("the result should be, in any order:", {"| x |", "| 1 |", "| 2 |"}),
              HasSubstr("missing: | 2 |; too many: | 2.0 |"));
  EXPECT_THAT(of("the result should be, in any order:", {"| y |", "| 1 |"}), HasSubstr("columns"));
  EXPECT_THAT(of("the result should be empty"), HasSubstr("2 rows"));
}

TEST_F(TckTest, ComparesErrorsByTypePhaseAndDetail) {
  const auto of = [&](std::string_view error) {
    return outcome(step("executing query", "RETURN missing") + expectation(error));
  };
  EXPECT_EQ(of("a SyntaxError should be raised at compile time: UndefinedVariable"), "");
  EXPECT_EQ(of("a SyntaxError should be raised at any time: *"), "");
  for (const char* wrong : {"a TypeError should be raised at compile time: UndefinedVariable",
                            "a SyntaxError should be raised at runtime: UndefinedVariable",
                            "a SyntaxError should be raised at compile time: UnexpectedSyntax"}) {
    EXPECT_THAT(of(wrong), HasSubstr("got at compile time: SyntaxError (UndefinedVariable)")) << wrong;
  }
}

TEST_F(TckTest, CountsSideEffects) {
  const std::string query = two_nodes() + step("executing query", "MATCH (a:A) SET a.x = 3, a:C");
  EXPECT_EQ(outcome(query + expectation("the result should be empty") +
                    expectation("the side effects should be:",
                                {"| +labels | 1 |", "| +properties | 1 |", "| -properties | 1 |"})),
            "");
  EXPECT_THAT(outcome(query + expectation("no side effects")), HasSubstr("expected none, got +labels 1"));
}

TEST_F(TckTest, AnswersTheProtocol) {
  ProtocolServer server(*database_);
  EXPECT_THAT(server.answer(R"({"op":"hello","protocol":1})"),
              StartsWith(R"({"ok":true,"protocol":1,"engine":"cairn )"));
  EXPECT_EQ(server.answer(R"({"op":"reset"})"), R"({"ok":true})");
  EXPECT_THAT(
      server.answer(R"({"op":"query","text":"RETURN $x + 1 AS y","params":{"x":{"$type":"Integer","_value":"41"}}})"),
      StartsWith(R"({"ok":true,"columns":["y"],"rows":[[{"$type":"Integer","_value":"42"}]],"stats":{)"));
  EXPECT_THAT(
      server.answer(R"({"op":"query","text":"RETURN x"})"),
      StartsWith(R"({"ok":false,"error":{"type":"SyntaxError","phase":"compile time","detail":"UndefinedVariable",)"));
  EXPECT_THAT(server.answer(R"~({"op":"query","text":"CREATE (:A {x: 1})"})~"),
              StartsWith(R"({"ok":true,"columns":[],"rows":[],)"));
  EXPECT_THAT(server.answer(R"({"op":"snapshot"})"), HasSubstr(R"("_labels":["A"])"));
  server.answer(R"({"op":"reset"})");
  EXPECT_EQ(server.answer(R"({"op":"snapshot"})"), R"({"ok":true,"nodes":[],"relationships":[]})");
}

TEST_F(TckTest, ServesProceduresUntilTheReset) {
  ProtocolServer server(*database_);
  const std::string registration =
      R"({"op":"procedure","name":"test.my.proc","inputs":[{"name":"in","type":"INTEGER?"}],)"
      R"("outputs":[{"name":"out","type":"STRING?"}],"columns":["in","out"],)"
      R"("rows":[[{"$type":"Integer","_value":"1"},{"$type":"String","_value":"a"}]]})";
  EXPECT_EQ(server.answer(registration), R"({"ok":true})");
  const std::string call = R"({"op":"query","text":"CALL test.my.proc(1) YIELD out RETURN out"})";
  EXPECT_THAT(server.answer(call), HasSubstr(R"("rows":[[{"$type":"String","_value":"a"}]])"));
  server.answer(R"({"op":"reset"})");
  EXPECT_THAT(server.answer(call), HasSubstr("ProcedureNotFound"));
  EXPECT_EQ(server.answer(registration), R"({"ok":true})");
}

TEST_F(TckTest, AnswersNonsenseAndGoesOn) {
  ProtocolServer server(*database_);
  for (const char* line : {"", "{", "[]", "{}", R"({"op":"fly"})", R"({"op":"query"})", R"({"op":"procedure"})",
                           R"({"op":"query","text":"RETURN $x","params":{"x":1}})"}) {
    EXPECT_THAT(server.answer(line), StartsWith(R"({"ok":false,"error":{"type":"ProtocolError")")) << line;
  }
  EXPECT_EQ(server.answer(R"({"op":"reset"})"), R"({"ok":true})");
}

}  // namespace
}  // namespace cairn::tck
