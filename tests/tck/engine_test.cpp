// The runner and the server with the engine behind them.
#include "tests/tck/protocol_server.h"
#include "tests/tck/scenario_runner.h"

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
    const auto scenarios = read_feature("Feature: F\n  Scenario: s\n" + steps);
    if (!scenarios) return to_string(scenarios.error());
    return ScenarioRunner(*database_, "").run(scenarios->front()).value_or("");
  }

  std::unique_ptr<Database> database_;
};

constexpr const char* create_two =
    "    Given an empty graph\n    And having executed:\n      \"\"\"\n      CREATE (:A {x: 1})-[:T]->(:B {x: 2.0})\n  "
    "    \"\"\"\n";

TEST_F(TckTest, PassesAScenarioThatHolds) {
  EXPECT_EQ(outcome(std::string(create_two) +
                    "    When executing query:\n      \"\"\"\n      MATCH (n) RETURN n, n.x AS x\n      \"\"\"\n"
                    "    Then the result should be, in any order:\n      | n | x |\n"
                    "      | (:B {x: 2.0}) | 2.0 |\n      | (:A {x: 1}) | 1 |\n    And no side effects\n"),
            "");
}

TEST_F(TckTest, SaysWhatIsWrongWithRows) {
  const std::string query =
      std::string(create_two) +
      "    When executing query:\n      \"\"\"\n      MATCH (n) RETURN n.x AS x ORDER BY x\n      \"\"\"\n";
  EXPECT_EQ(outcome(query + "    Then the result should be, in order:\n      | x |\n      | 1 |\n      | 2.0 |\n"), "");
  EXPECT_THAT(outcome(query + "    Then the result should be, in order:\n      | x |\n      | 2.0 |\n      | 1 |\n"),
              HasSubstr("another order"));
  EXPECT_THAT(outcome(query + "    Then the result should be, in any order:\n      | x |\n      | 1 |\n      | 2 |\n"),
              HasSubstr("missing: | 2 |; too many: | 2.0 |"));
  EXPECT_THAT(outcome(query + "    Then the result should be, in any order:\n      | y |\n      | 1 |\n"),
              HasSubstr("columns"));
  EXPECT_THAT(outcome(query + "    Then the result should be empty\n"), HasSubstr("2 rows"));
}

TEST_F(TckTest, ComparesErrorsByTypePhaseAndDetail) {
  const std::string query = "    When executing query:\n      \"\"\"\n      RETURN missing\n      \"\"\"\n";
  EXPECT_EQ(outcome(query + "    Then a SyntaxError should be raised at compile time: UndefinedVariable\n"), "");
  EXPECT_EQ(outcome(query + "    Then a SyntaxError should be raised at any time: *\n"), "");
  for (const char* wrong : {"TypeError should be raised at compile time: UndefinedVariable",
                            "SyntaxError should be raised at runtime: UndefinedVariable",
                            "SyntaxError should be raised at compile time: UnexpectedSyntax"}) {
    EXPECT_THAT(outcome(query + "    Then a " + wrong + "\n"), HasSubstr("UndefinedVariable")) << wrong;
  }
}

TEST_F(TckTest, CountsSideEffects) {
  const std::string query =
      std::string(create_two) +
      "    When executing query:\n      \"\"\"\n      MATCH (a:A) SET a.x = 3, a:C\n      \"\"\"\n";
  EXPECT_EQ(outcome(query + "    Then the result should be empty\n    And the side effects should be:\n"
                            "      | +labels | 1 |\n      | +properties | 1 |\n      | -properties | 1 |\n"),
            "");
  EXPECT_THAT(outcome(query + "    Then no side effects\n"), HasSubstr("expected none, got +labels 1"));
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
  EXPECT_THAT(server.answer(R"({"op":"query","text":"CREATE (:A {x: 1})"
})"), StartsWith(R"({"ok":true,"columns":[],"rows":[],)"));
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
