#include "shell/script_runner.h"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <utility>

namespace cairn::shell {
namespace {

constexpr int file_depth_max = 16;

}  // namespace

ScriptRunner::Outcome ScriptRunner::run(InputSource& source, const std::string& name, FinalStatement final_statement) {
  ScriptReader reader(source, name, final_statement);
  return run_items(reader);
}

ScriptRunner::Outcome ScriptRunner::run_file(const std::string& path) {
  Expected<std::unique_ptr<InputSource>> source = file_source(path, signals_.wake_descriptor());
  if (source) return run(**source, path, FinalStatement::NeedsSemicolon);
  interpreter_.report_failure(source.error(), {}, {}, Interpreter::Answers::Nothing);
  return Outcome::Failed;
}

ScriptRunner::Outcome ScriptRunner::run_items(ScriptReader& reader) {
  while (true) {
    if (is_stopped()) return Outcome::Stopped;
    const ScriptReader::Outcome read = reader.next();
    Outcome outcome = Outcome::Finished;
    switch (read) {
      case ScriptReader::Outcome::End: return Outcome::Finished;
      case ScriptReader::Outcome::Stopped:
        if (is_stopped()) return Outcome::Stopped;
        // Ctrl-C at the prompt, between two statements of a file.
        if (signals_.take_interrupt()) return Outcome::Failed;
        continue;
      case ScriptReader::Outcome::Failed:
        interpreter_.report_failure(reader.error(), reader.item().text, {reader.name(), reader.item().start},
                                    Interpreter::Answers::Statement);
        outcome = Outcome::Failed;
        break;
      case ScriptReader::Outcome::Item: outcome = run_item(reader.item(), reader.name()); break;
    }
    if (outcome == Outcome::Failed && continues_after_failure(reader)) continue;
    if (outcome != Outcome::Finished) return is_stopped() ? Outcome::Stopped : outcome;
  }
}

bool ScriptRunner::continues_after_failure(ScriptReader& reader) {
  if (is_stopped() || signals_.take_interrupt()) return false;
  if (!stop_on_error_ || interpreter_.has_pending_failure()) return true;
  // An error that the next line expects ends nothing; if it is the wrong one, `:assert` fails and ends the script.
  return reader.next_starts_with(":assert error");
}

ScriptRunner::Outcome ScriptRunner::run_item(const ScriptItem& item, const std::string& name) {
  const SourcePlace place{name, item.start};
  if (item.kind == ScriptItem::Kind::Command) return run_command(item, place);
  return interpreter_.run_statement(item, place) ? Outcome::Finished : Outcome::Failed;
}

ScriptRunner::Outcome ScriptRunner::run_command(const ScriptItem& item, const SourcePlace& place) {
  const Expected<MetaCommand> command = parse_meta_command(item.text);
  if (!command) {
    interpreter_.report_failure(command.error(), item.text, place, Interpreter::Answers::Nothing);
    return Outcome::Failed;
  }
  if (command->kind == MetaCommandKind::Quit) return Outcome::Quit;
  if (command->kind == MetaCommandKind::Read) return read_file(*command, item, place);
  return interpreter_.run_command(*command, item.text, place) ? Outcome::Finished : Outcome::Failed;
}

ScriptRunner::Outcome ScriptRunner::read_file(const MetaCommand& command, const ScriptItem& item,
                                              const SourcePlace& place) {
  if (file_depth_ >= file_depth_max) {
    interpreter_.report_failure(runtime_error(ErrorType::ArgumentError, "NestingTooDeep",
                                              fmt::format("`:read` is nested more than {} files deep", file_depth_max)),
                                item.text, place, Interpreter::Answers::Nothing);
    return Outcome::Failed;
  }
  Expected<std::unique_ptr<InputSource>> source = file_source(command.argument, signals_.wake_descriptor());
  if (!source) {
    interpreter_.report_failure(source.error(), item.text, place, Interpreter::Answers::Nothing);
    return Outcome::Failed;
  }
  ++file_depth_;
  const Outcome outcome = run(**source, command.argument, FinalStatement::NeedsSemicolon);
  --file_depth_;
  return outcome;
}

}  // namespace cairn::shell
