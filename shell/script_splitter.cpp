#include "shell/script_splitter.h"

#include "base/text_position.h"

#include <algorithm>
#include <utility>

namespace cairn::shell {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::string_view blanks = " \t\r\n\f\v";
// Space that has been taken out is given back when it is worth moving the rest.
constexpr std::size_t spent_bytes_max = std::size_t{256} * 1024;

bool begins_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80; }

}  // namespace

void ScriptSplitter::feed(std::string_view text) {
  if (at_start_ && !text.empty()) {
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    at_start_ = false;
  }
  if (begin_ >= spent_bytes_max && begin_ >= buffer_.size() / 2) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  buffer_ += text;
}

std::optional<ScriptItem> ScriptSplitter::next() {
  while (skip_to_item()) {
    const std::string_view text = rest();
    if (text.front() == ':') {
      const std::size_t end = text.find('\n');
      if (end == std::string_view::npos && !finished_) return std::nullopt;
      return take_item(ScriptItem::Kind::Command, std::min(end, text.size()));
    }
    const std::optional<std::size_t> length = statement_end_.find(text);
    if (!length) return std::nullopt;
    ScriptItem item = take_item(ScriptItem::Kind::Statement, *length);
    if (item.text != ";") return item;
  }
  return std::nullopt;
}

std::optional<ScriptItem> ScriptSplitter::unfinished_statement() {
  if (!skip_to_item()) return std::nullopt;
  return take_item(ScriptItem::Kind::Statement, rest().size());
}

Error ScriptSplitter::unfinished_error() const {
  const std::string_view text = rest();
  const auto at = [text](std::size_t offset, std::string message, std::string hint) {
    Error error = compile_error(ErrorType::SyntaxError, "UnfinishedStatement", std::move(message),
                                static_cast<std::uint32_t>(offset), std::move(hint));
    error.position = text_position(text, offset);
    return error;
  };
  switch (statement_end_.place()) {
    case StatementEnd::Place::SingleQuotes:
    case StatementEnd::Place::DoubleQuotes:
    case StatementEnd::Place::Backticks:
      return at(statement_end_.opened_at(), "The input ends inside the quotes that open here", "close the quotes");
    case StatementEnd::Place::BlockComment:
      return at(statement_end_.opened_at(), "The input ends inside the comment that opens here", "close it with `*/`");
    case StatementEnd::Place::Plain:
    case StatementEnd::Place::LineComment: break;
  }
  const std::size_t last = text.find_last_not_of(blanks);
  return at(last == std::string_view::npos ? 0 : last + 1, "The input ends in the middle of a statement",
            "every statement of a script ends with `;`");
}

bool ScriptSplitter::is_between_items() { return !skip_to_item() && rest().empty(); }

std::optional<bool> ScriptSplitter::next_starts_with(std::string_view prefix) {
  if (!skip_to_item()) return finished_ ? std::optional(false) : std::nullopt;
  const std::string_view text = rest().substr(0, prefix.size());
  if (text.size() == prefix.size() || finished_) return text == prefix;
  return prefix.starts_with(text) ? std::nullopt : std::optional(false);
}

bool ScriptSplitter::skip_to_item() {
  while (!at_item_) {
    const std::string_view text = rest();
    const std::size_t blank_length = std::min(text.find_first_not_of(blanks), text.size());
    if (blank_length > 0) {
      consume(blank_length);
      continue;
    }
    if (text.empty()) return false;
    const std::optional<std::size_t> length = comment_length();
    if (!length) return false;
    if (*length == 0) {
      at_item_ = true;
      if (position_.line > comments_line_ + 1) comments_.clear();
      return true;
    }
    // A comment behind an item, on its line, is about that item.
    const bool is_above_next = position_.line != item_line_;
    if (position_.line > comments_line_ + 1) comments_.clear();
    if (is_above_next) comments_ += std::string(text.substr(0, *length)) + "\n";
    consume(*length);
    comments_line_ = position_.line;
  }
  return true;
}

std::optional<std::size_t> ScriptSplitter::comment_length() const {
  const std::string_view text = rest();
  if (text.front() != '/') return 0;
  if (text.size() == 1) return finished_ ? std::optional<std::size_t>(0) : std::nullopt;
  if (text[1] == '/') {
    const std::size_t end = text.find_first_of("\r\n");
    if (end != std::string_view::npos) return end;
    return finished_ ? std::optional(text.size()) : std::nullopt;
  }
  if (text[1] != '*') return 0;
  const std::size_t end = text.find("*/", 2);
  if (end != std::string_view::npos) return end + 2;
  // A comment that never ends is an unfinished statement.
  return finished_ ? std::optional<std::size_t>(0) : std::nullopt;
}

ScriptItem ScriptSplitter::take_item(ScriptItem::Kind kind, std::size_t length) {
  ScriptItem item{kind, std::string(rest().substr(0, length)), position_, std::exchange(comments_, {})};
  consume(length);
  item_line_ = position_.line;
  at_item_ = false;
  statement_end_ = {};
  return item;
}

void ScriptSplitter::consume(std::size_t length) {
  for (const char byte : rest().substr(0, length)) {
    if (byte == '\n' && after_return_) {
      after_return_ = false;
      continue;
    }
    after_return_ = byte == '\r';
    if (byte == '\n' || byte == '\r') {
      ++position_.line;
      position_.column = 1;
    } else if (begins_code_point(byte)) {
      ++position_.column;
    }
  }
  begin_ += length;
}

}  // namespace cairn::shell
