#include "shell/script_reader.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace cairn::shell {

ScriptReader::Outcome ScriptReader::next() {
  while (true) {
    if (std::optional<ScriptItem> item = splitter_.next()) {
      item_ = *std::move(item);
      return Outcome::Item;
    }
    if (splitter_.is_too_long()) {
      item_ = {};
      return fail(
          compile_error(ErrorType::SyntaxError, "StatementTooLong",
                        fmt::format("A statement is longer than {} MiB", ScriptSplitter::statement_bytes_max >> 20),
                        std::nullopt, "a quote may be open, or a `;` missing"));
    }
    if (at_end_) return last_item();
    const Outcome outcome = read_block();
    if (outcome != Outcome::Item) return outcome;
  }
}

ScriptReader::Outcome ScriptReader::read_block() {
  block_.clear();
  const Expected<InputSource::Outcome> outcome = source_.read(block_);
  if (!outcome) {
    item_ = {};
    return fail(outcome.error());
  }
  if (*outcome == InputSource::Outcome::Stopped) return Outcome::Stopped;
  if (*outcome == InputSource::Outcome::End) {
    at_end_ = true;
    splitter_.finish();
  }
  splitter_.feed(block_);
  return Outcome::Item;
}

ScriptReader::Outcome ScriptReader::last_item() {
  Error error = splitter_.unfinished_error();
  std::optional<ScriptItem> item = splitter_.unfinished_statement();
  if (!item) return Outcome::End;
  item_ = *std::move(item);
  return final_statement_ == FinalStatement::MayEndInput ? Outcome::Item : fail(std::move(error));
}

ScriptReader::Outcome ScriptReader::fail(Error error) {
  error_ = std::move(error);
  return Outcome::Failed;
}

bool ScriptReader::next_starts_with(std::string_view prefix) {
  while (true) {
    const std::optional<bool> starts = splitter_.next_starts_with(prefix);
    if (starts) return *starts;
    if (at_end_ || !source_.is_ready() || read_block() != Outcome::Item) return false;
  }
}

}  // namespace cairn::shell
