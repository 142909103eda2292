// Cuts a script, as it arrives, into statements and meta commands; keeps what errors and `--echo` need beside them.
//
// The work is the engine's StatementSplitter's. What this adds: items that live on their own, the comment above a
// statement, and forgetting, which the prompt does on Ctrl-C.
#pragma once

#include "base/expected.h"
#include "engine/script.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cairn::shell {

struct ScriptItem {
  enum class Kind : std::uint8_t { Statement, Command };
  Kind kind = Kind::Statement;
  std::string text;        // without the `;` or the line break at its end, and without blanks or comments before it
  TextPosition start;      // where `text` begins in the script
  std::string comment;     // the lines that begin with `//` right above a statement, each with its line break
  bool terminated = true;  // false: the script ended before the item did
};

class ScriptSplitter {
 public:
  // Takes the next piece of the script, of any size.
  void feed(std::string_view text);

  // There is no more text: what is left is the last item.
  void finish() { splitter_.finish(); }

  // The next item; nothing if that takes more text, or if all is done. A SyntaxError with its position in the script
  // for a statement that is too long.
  Expected<std::optional<ScriptItem>> next();

  // True if nothing has begun since the last item but blanks and comments.
  bool is_between_items() const { return !splitter_.has_pending(); }

  // Forgets everything that was fed, as if at the beginning of a script.
  void clear() { *this = ScriptSplitter(); }

 private:
  // The comment that stands right above offset `item` of the script.
  std::string comment_above(std::uint64_t item) const;

  StatementSplitter splitter_;
  std::string recent_;               // the last part of the script
  std::uint64_t recent_offset_ = 0;  // where in the script `recent_` begins
  std::uint64_t item_end_ = 0;       // where in the script the last item ended
};

}  // namespace cairn::shell
