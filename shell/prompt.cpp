#include "shell/prompt.h"

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

namespace cairn::shell {
namespace {

namespace fs = std::filesystem;

fs::path environment_path(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? fs::path{} : fs::path(value);
}

}  // namespace

std::string Prompt::prompt_text(bool in_transaction, bool continues) {
  if (continues) return in_transaction ? "   ...> " : "  ...> ";
  return in_transaction ? "cairn*> " : "cairn> ";
}

ScriptRunner::Outcome Prompt::run() {
  std::string line;
  while (true) {
    const bool continues = !splitter_.is_between_items();
    switch (editor_.read_line(prompt_text(interpreter_.in_transaction(), continues), line)) {
      case LineEditor::Outcome::Interrupted: forget_input(); continue;
      case LineEditor::Outcome::Stopped: return ScriptRunner::Outcome::Stopped;
      case LineEditor::Outcome::End: return ScriptRunner::Outcome::Finished;
      case LineEditor::Outcome::Line: break;
    }
    const ScriptRunner::Outcome outcome = take_line(line);
    if (outcome == ScriptRunner::Outcome::Quit || outcome == ScriptRunner::Outcome::Stopped) return outcome;
  }
}

ScriptRunner::Outcome Prompt::take_line(const std::string& line) {
  if (!entry_.empty()) entry_ += '\n';
  entry_ += line;
  splitter_.feed(line + "\n");
  ScriptRunner::Outcome outcome = ScriptRunner::Outcome::Finished;
  while (true) {
    const Expected<std::optional<ScriptItem>> item = splitter_.next();
    if (!item) interpreter_.report_failure(item.error(), {}, {}, Interpreter::Answers::Statement);
    if (!item || !*item) break;
    if (!entry_.empty()) editor_.add_to_history(entry_);
    entry_.clear();
    outcome = runner_.run_item(**item, {});
    // Ctrl-C has cancelled what runs; what follows on the line goes with it.
    const bool interrupted = signals_.take_interrupt();
    if (interrupted) forget_input();
    if (signals_.stop_signal() != 0 || interpreter_.output().broken()) return ScriptRunner::Outcome::Stopped;
    if (interrupted || outcome == ScriptRunner::Outcome::Quit) break;
  }
  if (splitter_.is_between_items()) entry_.clear();
  return outcome;
}

void Prompt::forget_input() {
  splitter_.clear();
  entry_.clear();
}

std::string history_file() {
  std::error_code failure;
  if (const fs::path state = environment_path("XDG_STATE_HOME"); state.is_absolute()) {
    fs::create_directories(state / "cairn", failure);
    return (state / "cairn" / "history").string();
  }
  const fs::path home = environment_path("HOME");
  return home.empty() ? std::string{} : (home / ".cairn_history").string();
}

std::string startup_file() {
  const fs::path home = environment_path("HOME");
  std::error_code failure;
  if (home.empty() || !fs::is_regular_file(home / ".cairnrc", failure)) return {};
  return (home / ".cairnrc").string();
}

}  // namespace cairn::shell
