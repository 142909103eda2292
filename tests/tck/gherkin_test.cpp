#include "tests/tck/gherkin.h"

#include <gtest/gtest.h>

namespace cairn::tck {
namespace {

std::vector<Scenario> read(std::string_view text) {
  Expected<std::vector<Scenario>> scenarios = read_feature(text);
  EXPECT_TRUE(scenarios) << to_string(scenarios.error());
  return scenarios ? *std::move(scenarios) : std::vector<Scenario>{};
}

TEST(Gherkin, PutsTheBackgroundBeforeEachScenario) {
  const auto scenarios = read(
      "Feature: F\n  Free text.\n\n  Background:\n    Given an empty graph\n\n"
      "  Scenario: one\n    When executing query:\n  Scenario: two\n    Then nothing\n");
  ASSERT_EQ(scenarios.size(), 2U);
  EXPECT_EQ(scenarios[0].name, "one");
  ASSERT_EQ(scenarios[0].steps.size(), 2U);
  EXPECT_EQ(scenarios[0].steps[0].text, "an empty graph");
  EXPECT_EQ(scenarios[1].steps[1].text, "nothing");
  EXPECT_EQ(scenarios[1].steps[1].line, 10U);
}

TEST(Gherkin, MakesAScenarioOfEachRowOfExamples) {
  const auto scenarios = read(
      "Feature: F\n  Scenario Outline: adds <a>\n    When executing query:\n      \"\"\"\n      RETURN <a> < <b> AS x\n"
      "      \"\"\"\n    Examples:\n      | a | b |\n      | 1 | 2 |\n      | 3 | 4 |\n");
  ASSERT_EQ(scenarios.size(), 2U);
  EXPECT_EQ(scenarios[0].name, "adds 1 #1");
  EXPECT_EQ(scenarios[1].steps[0].doc_string, "RETURN 3 < 4 AS x");
}

TEST(Gherkin, KeepsTheIndentationInsideADocString) {
  const auto scenarios = read(
      "Feature: F\n  Scenario: s\n    Given a:\n      \"\"\"\n      MATCH (n)\n        WHERE n.x\n\n      RETURN n\n"
      "      \"\"\"\n");
  EXPECT_EQ(scenarios.at(0).steps.at(0).doc_string, "MATCH (n)\n  WHERE n.x\n\nRETURN n");
}

TEST(Gherkin, UnescapesTableCells) {
  const auto scenarios = read("Feature: F\n  Scenario: s\n    Given a:\n      | a\\|b | c\\nd | e\\\\f | \\g |\n");
  EXPECT_EQ(scenarios.at(0).steps.at(0).table.at(0), (TableRow{"a|b", "c\nd", "e\\f", "\\g"}));
}

TEST(Gherkin, ReadsLinesThatEndInCarriageReturns) {
  const auto scenarios =
      read("Feature: F\r\n  Scenario: s\r\n    Given a:\r\n      \"\"\"\r\n      X\r\n      \"\"\"\r\n");
  EXPECT_EQ(scenarios.at(0).steps.at(0).doc_string, "X");
}

TEST(Gherkin, GivesTheTagsOfTheFeatureToItsScenarios) {
  const auto scenarios = read("@a\nFeature: F\n  @b @c\n  Scenario: s\n    Given x\n  Scenario: t\n    Given x\n");
  EXPECT_EQ(scenarios.at(0).tags, (std::vector<std::string>{"@a", "@b", "@c"}));
  EXPECT_EQ(scenarios.at(1).tags, (std::vector<std::string>{"@a"}));
}

TEST(Gherkin, SaysWhichLineItCannotRead) {
  const auto scenarios = read_feature("Feature: F\n  Scenario: s\n    Hello\n");
  ASSERT_FALSE(scenarios);
  EXPECT_EQ(scenarios.error().position->line, 3U);
  EXPECT_FALSE(read_feature("Feature: F\n  Scenario: s\n    Given a:\n      \"\"\"\n"));
  EXPECT_FALSE(read_feature("nothing of the kind"));
}

}  // namespace
}  // namespace cairn::tck
