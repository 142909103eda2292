// A shell on a fake database, whose output a test can read.
#pragma once

#include "shell/script_runner.h"
#include "tests/shell/captured_output.h"
#include "tests/shell/fake_database.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace cairn::shell {

class ShellFixture : public testing::Test {
 protected:
  ShellFixture();

  // Runs `script` as the input "<test>".
  ScriptRunner::Outcome run(const std::string& script, Format format = Format::Csv, bool stop_on_error = true,
                            FinalStatement final_statement = FinalStatement::NeedsSemicolon);

  std::string output() { return output_.text(); }
  std::string diagnostics() { return diagnostics_.text(); }

  // A statement that answers one column `n` with this integer.
  void answer(const std::string& statement, std::int64_t number);
  // A statement that fails with this detail at its first character.
  void fail(const std::string& statement, const std::string& detail);

  FakeDatabase database_;
  std::unique_ptr<Session> session_;
  SignalWatcher signals_;
  CapturedOutput output_;
  CapturedOutput diagnostics_;
  InterpreterOptions options_;
  std::unique_ptr<Interpreter> interpreter_;  // of the last `run`
};

}  // namespace cairn::shell
