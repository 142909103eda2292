#include "shell/script_reader.h"

#include "base/text_position.h"

#include <utility>

namespace cairn::shell {
namespace {

Error unfinished_error(const ScriptItem& statement) {
  const std::size_t last = statement.text.find_last_not_of(" \t\r\n");
  const std::size_t end = last == std::string::npos ? 0 : last + 1;
  // What stands in front of a statement is no part of it, so that this is a comment alone.
  const bool is_comment = statement.text.starts_with("/*");
  Error error = compile_error(
      ErrorType::SyntaxError, "UnfinishedStatement",
      is_comment ? "The script ends in the middle of a comment" : "The script ends in the middle of a statement",
      static_cast<std::uint32_t>(end),
      is_comment ? "a comment ends with */"
                 : "every statement of a script ends with `;`; quotes and comments may hide one");
  error.position = text_position(statement.text, end);
  return error;
}

}  // namespace

ScriptReader::Outcome ScriptReader::next() {
  if (ahead_) {
    item_ = *std::exchange(ahead_, std::nullopt);
  } else {
    item_ = {};
    const Outcome outcome = read_item(item_);
    if (outcome != Outcome::Item) return outcome;
  }
  const bool was_cut = item_.kind == ScriptItem::Kind::Statement && !item_.terminated;
  return was_cut && final_statement_ == FinalStatement::NeedsSemicolon ? fail(unfinished_error(item_)) : Outcome::Item;
}

ScriptReader::Outcome ScriptReader::read_item(ScriptItem& item) {
  while (true) {
    Expected<std::optional<ScriptItem>> found = splitter_.next();
    if (!found) return fail(std::move(found).error());
    if (*found) {
      item = **std::move(found);
      return Outcome::Item;
    }
    if (at_end_) return Outcome::End;
    const Outcome outcome = read_block();
    if (outcome != Outcome::Item) return outcome;
  }
}

ScriptReader::Outcome ScriptReader::read_block() {
  block_.clear();
  const Expected<InputSource::Outcome> outcome = source_.read(block_);
  if (!outcome) {
    // What was read of the last statement is not run.
    at_end_ = true;
    splitter_.clear();
    return fail(outcome.error());
  }
  switch (*outcome) {
    case InputSource::Outcome::Stopped: return Outcome::Stopped;
    case InputSource::Outcome::Block: splitter_.feed(block_); break;
    case InputSource::Outcome::End:
      at_end_ = true;
      splitter_.finish();
      break;
  }
  return Outcome::Item;
}

ScriptReader::Outcome ScriptReader::fail(Error error) {
  error_ = std::move(error);
  return Outcome::Failed;
}

bool ScriptReader::next_starts_with(std::string_view prefix) {
  while (!ahead_) {
    Expected<std::optional<ScriptItem>> found = splitter_.next();
    if (!found) return false;
    ahead_ = *std::move(found);
    if (!ahead_ && (at_end_ || !source_.is_ready() || read_block() != Outcome::Item)) return false;
  }
  return ahead_->text.starts_with(prefix);
}

}  // namespace cairn::shell
