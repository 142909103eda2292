// Cuts a script, as it arrives, into statements and meta commands.
//
// A statement ends with `;` outside quotes, backticks and comments; a meta command begins with `:` where a statement
// may start and ends with its line. Text is fed in pieces of any size and taken out item by item, so that a script of
// any size needs the memory of its longest statement only. The time is linear in the text, whatever the pieces.
#pragma once

#include "base/error.h"
#include "shell/statement_end.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cairn::shell {

struct ScriptItem {
  enum class Kind : std::uint8_t { Statement, Command };
  Kind kind = Kind::Statement;
  std::string
      text;  // a statement with its `;`, a command without its line break; begins with neither blank nor comment
  TextPosition start;    // where `text` begins in the script
  std::string comments;  // the lines of comment right above a statement, each with its line break
};

class ScriptSplitter {
 public:
  // A statement that is longer than this many bytes is an error.
  static constexpr std::size_t statement_bytes_max = std::size_t{1} << 30;

  // Takes the next piece of the script. A byte order mark at its beginning is dropped.
  void feed(std::string_view text);

  // There is no more text: the last line is complete.
  void finish() { finished_ = true; }

  // The next complete item; nothing until more text is fed.
  std::optional<ScriptItem> next();

  // After `finish`, when `next` gives nothing more: the statement that lacks its `;`, if there is one.
  std::optional<ScriptItem> unfinished_statement();

  // What is wrong with the unfinished statement: the quote or comment that is not closed, or its missing end. With a
  // position in the statement's text.
  Error unfinished_error() const;

  // True if nothing has been fed since the last item but blanks and comments.
  bool is_between_items();

  // True if the statement that is being read is longer than allowed. Nothing more can be taken out.
  bool is_too_long() const { return buffer_.size() - begin_ > statement_bytes_max; }

  // Whether the next item begins with `prefix`; nothing if that takes more text.
  std::optional<bool> next_starts_with(std::string_view prefix);

  // Forgets everything that was fed, as if at the beginning of a script.
  void clear() { *this = ScriptSplitter(); }

 private:
  // Goes past blanks and comments to the next item. False if more text is needed for that.
  bool skip_to_item();
  // The length of the comment that begins at `begin_`: 0 if there is none, nothing if its end is not there yet.
  std::optional<std::size_t> comment_length() const;

  ScriptItem take_item(ScriptItem::Kind kind, std::size_t length);
  // Moves `begin_` on and counts lines and columns.
  void consume(std::size_t length);
  std::string_view rest() const { return std::string_view(buffer_).substr(begin_); }

  std::string buffer_;
  std::size_t begin_ = 0;  // of what has not been taken out, in `buffer_`
  bool at_item_ = false;   // `begin_` is the beginning of an item
  bool at_start_ = true;   // nothing has been fed yet
  bool finished_ = false;
  StatementEnd statement_end_;       // of the statement at `begin_`
  TextPosition position_;            // of `begin_`
  bool after_return_ = false;        // the byte before `begin_` is a carriage return
  std::uint32_t item_line_ = 0;      // the line on which the previous item ended
  std::uint32_t comments_line_ = 0;  // the line on which `comments_` ends
  std::string comments_;
};

}  // namespace cairn::shell
