#include "shell/script_runner.h"

#include "tests/shell/shell_fixture.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

namespace cairn::shell {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Outcome = ScriptRunner::Outcome;

class ScriptRunnerTest : public ShellFixture {
 protected:
  // A file in a folder of this test's own.
  std::string file(const std::string& name, const std::string& text) {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }

  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("cairn-shell-" + std::to_string(::getpid()));
};

TEST_F(ScriptRunnerTest, RunsStatementsOneByOne) {
  answer("RETURN 1", 1);
  answer("RETURN 2", 2);
  EXPECT_EQ(run("RETURN 1;\nRETURN 2;\n"), Outcome::Finished);
  EXPECT_THAT(database_.statements, ElementsAre("RETURN 1", "RETURN 2"));
  EXPECT_EQ(output(), "n\n1\nn\n2\n");
  EXPECT_EQ(diagnostics(), "");
}

TEST_F(ScriptRunnerTest, StopsAtTheFirstFailureAndSaysWhere) {
  fail("FAIL", "UndefinedVariable");
  EXPECT_EQ(run("RETURN 1;\n  FAIL;\nRETURN 2;"), Outcome::Failed);
  EXPECT_THAT(database_.statements, ElementsAre("RETURN 1", "FAIL"));
  EXPECT_EQ(diagnostics(), "<test>:2:3: SyntaxError: It failed [UndefinedVariable]\n  FAIL\n  ^\n");
  EXPECT_EQ(interpreter_->failure_count(), 1U);
}

TEST_F(ScriptRunnerTest, ContinuesAfterAFailureIfAsked) {
  fail("FAIL", "X");
  EXPECT_EQ(run("FAIL; FAIL; RETURN 1;", Format::Csv, false), Outcome::Finished);
  EXPECT_EQ(database_.statements.size(), 3U);
  EXPECT_EQ(interpreter_->failure_count(), 2U);
}

TEST_F(ScriptRunnerTest, DoesNotRunAStatementThatWasCut) {
  EXPECT_EQ(run("RETURN 1;\nMATCH (n)\nDETACH DELETE n"), Outcome::Failed);
  EXPECT_THAT(database_.statements, ElementsAre("RETURN 1"));
  EXPECT_THAT(diagnostics(), HasSubstr("<test>:3:16: SyntaxError"));
  EXPECT_THAT(diagnostics(), HasSubstr("hint: every statement of a script ends with `;`"));
}

TEST_F(ScriptRunnerTest, RunsAStatementOfTheCommandLineWithoutItsSemicolon) {
  EXPECT_EQ(run("RETURN 1", Format::Csv, true, FinalStatement::MayEndInput), Outcome::Finished);
  EXPECT_THAT(database_.statements, ElementsAre("RETURN 1"));
}

TEST_F(ScriptRunnerTest, GivesParametersToStatements) {
  EXPECT_EQ(run(":param x => [1, 2]\n:param y => $x\nRETURN $y;"), Outcome::Finished);
  ASSERT_EQ(database_.parameters.size(), 1U);
  ASSERT_EQ(database_.parameters[0].size(), 2U);
  EXPECT_EQ(database_.parameters[0][1].first, "y");
  EXPECT_EQ(database_.parameters[0][1].second.as_list().size(), 2U);
}

TEST_F(ScriptRunnerTest, SaysWhereInTheLineAParameterIsWrong) {
  EXPECT_EQ(run("RETURN 1;\n  :param x => oops\n"), Outcome::Failed);
  EXPECT_THAT(diagnostics(), HasSubstr("<test>:2:15: SyntaxError"));
  EXPECT_THAT(diagnostics(), HasSubstr("  :param x => oops\n              ^\n"));
}

TEST_F(ScriptRunnerTest, ShowsParametersAsTheyWouldBeWritten) {
  run(":param x => \"it's\"\n:params\n");
  EXPECT_EQ(output(), ":param x => 'it\\'s'\n");
}

TEST_F(ScriptRunnerTest, ChangesTheFormat) {
  answer("RETURN 1", 1);
  run("RETURN 1; :format jsonl\nRETURN 1; :format\n");
  EXPECT_EQ(output(), "n\n1\n{\"n\":1}\njsonl\n");
}

TEST_F(ScriptRunnerTest, ReadsFilesFromFiles) {
  const std::string inner = file("inner.cypher", "RETURN 2;\n");
  const std::string outer = file("outer.cypher", "RETURN 1; :read " + inner + "\nRETURN 3;\n");
  EXPECT_EQ(run(":read '" + outer + "'\nRETURN 4;"), Outcome::Finished);
  EXPECT_THAT(database_.statements, ElementsAre("RETURN 1", "RETURN 2", "RETURN 3", "RETURN 4"));
}

TEST_F(ScriptRunnerTest, DoesNotFollowAFileThatReadsItself) {
  const std::string path = (folder_ / "loop.cypher").string();
  file("loop.cypher", ":read " + path + "\n");
  EXPECT_EQ(run(":read " + path + "\n"), Outcome::Failed);
  EXPECT_THAT(diagnostics(), HasSubstr("nested more than 16 files deep"));
}

TEST_F(ScriptRunnerTest, SaysWhichFileItCannotRead) {
  EXPECT_EQ(run(":read /nowhere/to/be.found\n"), Outcome::Failed);
  EXPECT_THAT(diagnostics(), HasSubstr("cannot read `/nowhere/to/be.found`: No such file or directory"));
  EXPECT_EQ(run(":read /tmp\n"), Outcome::Failed);
  EXPECT_THAT(diagnostics(), HasSubstr("Is a directory"));
}

TEST_F(ScriptRunnerTest, EndsEverythingAtQuit) {
  const std::string inner = file("inner.cypher", ":quit\nRETURN 2;\n");
  EXPECT_EQ(run(":read " + inner + "\nRETURN 4;"), Outcome::Quit);
  EXPECT_TRUE(database_.statements.empty());
}

// ---- assertions
// ------------------------------------------------------------------------------------------------------

TEST_F(ScriptRunnerTest, AssertsTheRowsOfThePreviousStatement) {
  answer("RETURN 1", 1);
  EXPECT_EQ(run("RETURN 1; :assert rows 1\n"), Outcome::Finished);
  EXPECT_EQ(run("RETURN 1; :assert rows 2\nRETURN 1;"), Outcome::Failed);
  EXPECT_THAT(diagnostics(), HasSubstr("expected 2 rows, got 1 [AssertionFailed]"));
  EXPECT_EQ(run(":assert rows 0\n"), Outcome::Failed);
}

TEST_F(ScriptRunnerTest, GoesOnAfterAnErrorThatTheNextLineExpects) {
  fail("FAIL", "UndefinedVariable");
  EXPECT_EQ(run("FAIL;\n// why\n:assert error UndefinedVariable\nRETURN 1;"), Outcome::Finished);
  EXPECT_EQ(interpreter_->failure_count(), 0U);
  EXPECT_THAT(database_.statements, ElementsAre("FAIL", "RETURN 1"));
}

TEST_F(ScriptRunnerTest, FailsIfTheErrorIsNotTheExpectedOne) {
  fail("FAIL", "UndefinedVariable");
  EXPECT_EQ(run("FAIL;\n:assert error Other\nRETURN 1;"), Outcome::Failed);
  EXPECT_EQ(interpreter_->failure_count(), 2U);
  EXPECT_EQ(run("RETURN 1;\n:assert error Other\n"), Outcome::Failed);
  EXPECT_EQ(interpreter_->failure_count(), 1U);
}

TEST_F(ScriptRunnerTest, DoesNotForgiveAFailureTwice) {
  fail("FAIL", "X");
  run("FAIL; FAIL;\n:assert error X\n:assert error X\n", Format::Csv, false);
  EXPECT_EQ(interpreter_->failure_count(), 1U);
}

// ---- the format `typed`
// ----------------------------------------------------------------------------------------------

// The number of lines, each of which must be an object.
std::size_t object_count(const std::string& text) {
  std::size_t count = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_TRUE(line.starts_with("{\"") && line.ends_with("}")) << line;
  }
  return count;
}

TEST_F(ScriptRunnerTest, AnswersEachStatementWithOneObjectInTyped) {
  answer("RETURN 1", 1);
  fail("FAIL", "X");
  run("BEGIN; RETURN 1; COMMIT; FAIL;", Format::Typed);
  EXPECT_EQ(object_count(output()), 4U);
  EXPECT_THAT(output(), HasSubstr(R"({"error":{"type":"SyntaxError","phase":"compile time","detail":"X")"));
  EXPECT_EQ(diagnostics(), "");
}

TEST_F(ScriptRunnerTest, WritesNothingForCommandsInTyped) {
  run(":param x => 1\n:params\n:schema\n:stats\n:help\n:help params\nRETURN 1;", Format::Typed);
  EXPECT_EQ(object_count(output()), 1U);
  EXPECT_THAT(diagnostics(), HasSubstr(":param x => 1"));
  EXPECT_THAT(diagnostics(), HasSubstr("labels"));
}

TEST_F(ScriptRunnerTest, AnswersTheNextStatementWithTheFailureOfACommandInTyped) {
  answer("RETURN 1", 1);
  EXPECT_EQ(run(":param x => oops\nRETURN 1; RETURN 1;", Format::Typed, false), Outcome::Finished);
  EXPECT_EQ(object_count(output()), 2U);
  EXPECT_THAT(database_.statements, ElementsAre("RETURN 1"));
  EXPECT_TRUE(output().starts_with(R"({"error":{"type":"SyntaxError")")) << output();
  EXPECT_THAT(diagnostics(), HasSubstr("No expression"));
  EXPECT_GT(interpreter_->failure_count(), 0U);
}

TEST_F(ScriptRunnerTest, AnswersThatStatementAlsoIfFailuresStopTheScript) {
  EXPECT_EQ(run(":nonsense\nRETURN 1; RETURN 2;", Format::Typed), Outcome::Failed);
  EXPECT_EQ(object_count(output()), 1U);
  EXPECT_TRUE(database_.statements.empty());
}

TEST_F(ScriptRunnerTest, AnswersAStatementThatWasCutInTyped) {
  EXPECT_EQ(run("RETURN 1", Format::Typed), Outcome::Failed);
  EXPECT_EQ(object_count(output()), 1U);
  EXPECT_THAT(output(), HasSubstr("UnfinishedStatement"));
}

TEST_F(ScriptRunnerTest, EchoesToTheDiagnosticsInFormatsForPrograms) {
  options_.echo = true;
  run("// why\nRETURN 1;", Format::Typed);
  EXPECT_EQ(diagnostics(), "// why\nRETURN 1;\n");
  EXPECT_EQ(object_count(output()), 1U);
}

TEST_F(ScriptRunnerTest, EchoesBeforeTheAnswerInFormatsForPeople) {
  options_.echo = true;
  answer("RETURN 1", 1);
  run("RETURN 1;", Format::Table);
  EXPECT_TRUE(output().starts_with("RETURN 1;\n n\n")) << output();
}

// ---- signals
// ---------------------------------------------------------------------------------------------------------

TEST_F(ScriptRunnerTest, EndsAtASignalAndCancelsTheRunningStatement) {
  database_.answers["WAIT"].waits_for_cancel = true;
  std::thread killer([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    ::kill(::getpid(), SIGTERM);
  });
  EXPECT_EQ(run("WAIT; RETURN 1;", Format::Csv, false), Outcome::Stopped);
  killer.join();
  EXPECT_THAT(database_.statements, ElementsAre("WAIT"));
  EXPECT_EQ(signals_.stop_signal(), SIGTERM);
}

TEST_F(ScriptRunnerTest, CancelsTheStatementAndNotThePromptAtCtrlC) {
  signals_.set_mode(SignalWatcher::Mode::Prompt);
  database_.answers["WAIT"].waits_for_cancel = true;
  std::thread killer([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    ::kill(::getpid(), SIGINT);
  });
  EXPECT_EQ(run("WAIT; RETURN 1;"), Outcome::Failed);
  killer.join();
  EXPECT_THAT(database_.statements, ElementsAre("WAIT"));
  EXPECT_EQ(signals_.stop_signal(), 0);
  EXPECT_THAT(diagnostics(), HasSubstr("Cancelled"));
}

TEST_F(ScriptRunnerTest, EndsAtASignalWhileItWaitsForInput) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const std::unique_ptr<InputSource> source = descriptor_source(ends[0], signals_.wake_descriptor());
  std::thread killer([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    ::kill(::getpid(), SIGTERM);
  });
  std::string text;
  EXPECT_EQ(*source->read(text), InputSource::Outcome::Stopped);
  killer.join();
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace
}  // namespace cairn::shell
