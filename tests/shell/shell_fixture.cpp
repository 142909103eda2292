#include "tests/shell/shell_fixture.h"

namespace cairn::shell {

ShellFixture::ShellFixture() : session_(database_.session({})) {}

ScriptRunner::Outcome ShellFixture::run(const std::string& script, Format format, bool stop_on_error,
                                        FinalStatement final_statement) {
  options_.format = format;
  interpreter_ =
      std::make_unique<Interpreter>(database_, *session_, signals_, output_.output(), diagnostics_.output(), options_);
  ScriptRunner runner(*interpreter_, signals_, stop_on_error);
  const std::unique_ptr<InputSource> source = text_source(script);
  return runner.run(*source, "<test>", final_statement);
}

void ShellFixture::answer(const std::string& statement, std::int64_t number) {
  database_.answers[statement].columns = {"n"};
  database_.answers[statement].rows = {{Value::integer(number)}};
}

void ShellFixture::fail(const std::string& statement, const std::string& detail) {
  Error error = compile_error(ErrorType::SyntaxError, detail, "It failed", 0);
  error.position = TextPosition{1, 1};
  database_.answers[statement].error = error;
}

}  // namespace cairn::shell
