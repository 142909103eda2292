#include "shell/prompt.h"

#include "tests/shell/shell_fixture.h"

#include <gmock/gmock.h>

#include <deque>

namespace cairn::shell {
namespace {

using testing::ElementsAre;

// Types lines as a test tells it to.
class TypedLines final : public LineEditor {
 public:
  struct Key {
    Outcome outcome = Outcome::Line;
    std::string line;
  };

  explicit TypedLines(std::deque<Key> keys) : keys_(std::move(keys)) {}

  Outcome read_line(const std::string& prompt, std::string& line) override {
    prompts.push_back(prompt);
    if (keys_.empty()) return Outcome::End;
    const Key key = keys_.front();
    keys_.pop_front();
    line = key.line;
    return key.outcome;
  }

  void add_to_history(std::string_view entry) override { history.emplace_back(entry); }

  std::vector<std::string> prompts;
  std::vector<std::string> history;

 private:
  std::deque<Key> keys_;
};

using Outcome = LineEditor::Outcome;

class PromptTest : public ShellFixture {
 protected:
  ScriptRunner::Outcome type(TypedLines& lines) {
    interpreter_ = std::make_unique<Interpreter>(database_, *session_, signals_, output_.output(),
                                                 diagnostics_.output(), options_);
    ScriptRunner runner(*interpreter_, signals_, true);
    return Prompt(lines, runner, *interpreter_, signals_).run();
  }
};

TEST_F(PromptTest, RunsAStatementOfSeveralLinesWhenItIsComplete) {
  TypedLines lines({{Outcome::Line, "MATCH (n)"}, {Outcome::Line, "  RETURN n;"}});
  EXPECT_EQ(type(lines), ScriptRunner::Outcome::Finished);
  EXPECT_THAT(database_.statements, ElementsAre("MATCH (n)\n  RETURN n"));
  EXPECT_THAT(lines.prompts, ElementsAre("cairn> ", "  ...> ", "cairn> "));
  EXPECT_THAT(lines.history, ElementsAre("MATCH (n)\n  RETURN n;"));
}

TEST_F(PromptTest, ShowsThatATransactionIsOpen) {
  TypedLines lines({{Outcome::Line, "BEGIN;"}, {Outcome::Line, "MATCH"}, {Outcome::Line, "; COMMIT;"}});
  type(lines);
  EXPECT_THAT(lines.prompts, ElementsAre("cairn> ", "cairn*> ", "   ...> ", "cairn> "));
}

TEST_F(PromptTest, ForgetsTheLinesBeforeCtrlC) {
  TypedLines lines({{Outcome::Line, "MATCH (n)"}, {Outcome::Interrupted, ""}, {Outcome::Line, "RETURN 1;"}});
  type(lines);
  EXPECT_THAT(database_.statements, ElementsAre("RETURN 1"));
  EXPECT_THAT(lines.history, ElementsAre("RETURN 1;"));
}

TEST_F(PromptTest, GoesOnAfterAFailure) {
  fail("FAIL", "X");
  TypedLines lines({{Outcome::Line, "FAIL; RETURN 1;"}, {Outcome::Line, ":nonsense"}, {Outcome::Line, "RETURN 2;"}});
  type(lines);
  EXPECT_THAT(database_.statements, ElementsAre("FAIL", "RETURN 1", "RETURN 2"));
}

TEST_F(PromptTest, LeavesAtQuit) {
  TypedLines lines({{Outcome::Line, ":quit"}, {Outcome::Line, "RETURN 2;"}});
  EXPECT_EQ(type(lines), ScriptRunner::Outcome::Quit);
  EXPECT_TRUE(database_.statements.empty());
}

TEST_F(PromptTest, RunsNothingOfEmptyLines) {
  TypedLines lines({{Outcome::Line, ""}, {Outcome::Line, "  "}, {Outcome::Line, "// note"}});
  type(lines);
  EXPECT_TRUE(database_.statements.empty());
  EXPECT_TRUE(lines.history.empty());
  EXPECT_THAT(lines.prompts, ElementsAre("cairn> ", "cairn> ", "cairn> ", "cairn> "));
}

}  // namespace
}  // namespace cairn::shell
