#include "tests/language/language_file.h"

#include <gtest/gtest.h>

namespace cairn::language {
namespace {

LanguageFile parse(std::string_view text) {
  Expected<LanguageFile> file = parse_language_file(text, "x.test");
  EXPECT_TRUE(file) << to_string(file.error());
  return file ? *std::move(file) : LanguageFile{};
}

TEST(LanguageFile, ReadsACaseUpToTheBlankLine) {
  const LanguageFile file = parse(
      "# one\nCREATE (a);\nRETURN 1 AS x,\n  2 AS y;\n---- rows\nx | y\n1 | 2\n\n# two\nRETURN 1;\n---- "
      "ordered\n1\n1\n");
  ASSERT_EQ(file.cases.size(), 2U);
  EXPECT_EQ(file.cases[0].name, "one");
  const Step& step = file.cases[0].steps.at(0);
  EXPECT_EQ(step.statements, (std::vector<std::string>{"CREATE (a)", "RETURN 1 AS x,\n  2 AS y"}));
  EXPECT_EQ(step.rows->columns, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(step.rows->rows, (std::vector<std::vector<std::string>>{{"1", "2"}}));
  EXPECT_FALSE(step.rows->ordered);
  EXPECT_TRUE(file.cases[1].steps.at(0).rows->ordered);
}

TEST(LanguageFile, KeepsBarsInsideOfQuotes) {
  const LanguageFile file = parse("# bars\nRETURN 1;\n---- rows\na\n'x | y' | \"it's | z\" | `q | r`\n");
  EXPECT_EQ(file.cases.at(0).steps.at(0).rows->rows.at(0),
            (std::vector<std::string>{"'x | y'", "\"it's | z\"", "`q | r`"}));
}

TEST(LanguageFile, ReadsErrorsEffectsAndParameters) {
  const LanguageFile file = parse(
      "# all\n:param x => [1, 2]\nRETURN $y;\n---- error ParameterMissing / runtime / MissingParameter\n"
      "CREATE (:A);\n---- effects +nodes 1 +labels 1\n");
  ASSERT_EQ(file.cases.at(0).steps.size(), 2U);
  const Step& first = file.cases[0].steps[0];
  EXPECT_EQ(first.parameters, (std::vector<std::pair<std::string, std::string>>{{"x", "[1, 2]"}}));
  EXPECT_EQ(first.error->type, "ParameterMissing");
  EXPECT_EQ(first.error->phase, "runtime");
  EXPECT_EQ(first.error->detail, "MissingParameter");
  EXPECT_EQ(file.cases[0].steps[1].effects, "+nodes 1 +labels 1");
}

TEST(LanguageFile, ReadsMessagesAndPlans) {
  const LanguageFile file = parse(
      "# both\nRETURN y;\n---- error SyntaxError / compile time / UndefinedVariable\n---- message `y`\n"
      "EXPLAIN MATCH (a:A) RETURN a;\n---- plan LabelScan (a:A)\n---- without IndexSeek\n");
  ASSERT_EQ(file.cases.at(0).steps.size(), 2U);
  EXPECT_EQ(file.cases[0].steps[0].messages, std::vector<std::string>{"`y`"});
  EXPECT_EQ(file.cases[0].steps[1].plans, std::vector<std::string>{"LabelScan (a:A)"});
  EXPECT_EQ(file.cases[0].steps[1].plans_not, std::vector<std::string>{"IndexSeek"});
}

TEST(LanguageFile, RefusesAMessageOfWhatIsNoError) {
  EXPECT_FALSE(parse_language_file("# one\nRETURN 1;\n---- rows\n1\n1\n---- message x\n", "x.test"));
}

TEST(LanguageFile, ReadsStatementsBehindRows) {
  const LanguageFile file = parse("# two\nRETURN 1;\n---- rows\n1\n1\n----\nRETURN 2;\n---- rows\n2\n2\n");
  ASSERT_EQ(file.cases.at(0).steps.size(), 2U);
  EXPECT_EQ(file.cases[0].steps[0].rows->rows, (std::vector<std::vector<std::string>>{{"1"}}));
  EXPECT_EQ(file.cases[0].steps[1].statements, std::vector<std::string>{"RETURN 2"});
  EXPECT_EQ(file.cases[0].steps[1].rows->rows, (std::vector<std::vector<std::string>>{{"2"}}));
}

TEST(LanguageFile, ReadsTheGraphsAtItsBeginning) {
  const LanguageFile file =
      parse("# graph: a.cypher b.cypher\n\n# about the file\n\n# one\nRETURN 1;\n---- rows\n1\n1\n");
  EXPECT_EQ(file.graphs, (std::vector<std::string>{"a.cypher", "b.cypher"}));
  EXPECT_EQ(file.cases.size(), 1U);
}

TEST(LanguageFile, RejectsACaseThatChecksNothing) {
  EXPECT_FALSE(parse_language_file("# nothing\nRETURN 1;\n", "x.test"));
  EXPECT_FALSE(parse_language_file("RETURN 1;\n---- rows\n1\n1\n", "x.test"));
  EXPECT_FALSE(parse_language_file("# nothing\nRETURN 1;\n----\nRETURN 2;\n---- rows\n2\n2\n", "x.test"));
  EXPECT_FALSE(parse_language_file("# odd\nRETURN 1;\n---- fish\n", "x.test"));
}

}  // namespace
}  // namespace cairn::language
