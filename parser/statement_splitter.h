// Cuts a script into statements while it is read, in memory bounded by the longest statement.
//
// A statement ends with `;` outside of quotes, backticks and comments. Where a statement may start, a line that begins
// with `:` is a meta command and ends with its line. Spaces and comments in front of a piece are skipped. The splitter
// knows no grammar: that `;` is all it looks for.
#pragma once

#include "base/expected.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cairn::parser {

enum class ScriptPieceKind : std::uint8_t { Statement, MetaCommand };

struct ScriptPiece {
  ScriptPieceKind kind = ScriptPieceKind::Statement;
  // Without the `;` or line end. Valid until the splitter is used again. For a comment between statements that the end
  // of the script cuts off: the comment's beginning.
  std::string_view text;
  // Where the piece begins in the whole script.
  std::uint64_t offset = 0;
  TextPosition position;
  // Whether its `;` or line end was seen; false only for a last piece that the end of the script cut off.
  bool terminated = true;
};

struct SplitLimits {
  std::size_t statement_bytes_max = std::size_t{256} << 20U;
};

// Feed blocks of any size, even single bytes, and pull pieces until there is none:
//
//   while (read(block)) {
//     splitter.feed(block);
//     while (true) {
//       Expected<std::optional<ScriptPiece>> piece = splitter.next();
//       …
//     }
//   }
//   splitter.finish();   // and pull once more
//
// Not thread-safe.
class StatementSplitter {
 public:
  explicit StatementSplitter(SplitLimits limits = {}) : limits_(limits) {}

  // Appends a copy of `block`. Pull all pieces before feeding more, or memory grows.
  void feed(std::string_view block);

  // Says that nothing more comes: what is left is the last piece.
  void finish() { finished_ = true; }

  // The next piece; nothing if more input is needed, or if all is done. A comment that is still open at the end of the
  // script is the last piece, as a statement would be. An error, with its `position` in the script, for a statement
  // longer than the limit (StatementTooLong), which is skipped up to its end, so that the splitter can go on.
  Expected<std::optional<ScriptPiece>> next();

  // Whether a piece or a comment has begun whose end was not seen yet: a prompt asks for another line.
  bool has_pending() const { return begun_ || mode_ == Mode::BlockComment; }

  // How much of the script is held now.
  std::size_t buffered_bytes() const { return buffer_.size(); }

 private:
  enum class Mode : std::uint8_t { Plain, Quoted, LineComment, BlockComment, MetaLine };

  // What looking at the next bytes led to.
  enum class Progress : std::uint8_t { Going, NeedsInput, PieceEnds };

  Progress step();
  Progress step_between();
  Progress step_plain();
  Progress step_quoted();
  Progress step_line_comment();
  Progress step_block_comment();
  Progress step_meta_line();
  Progress step_slash();
  bool skip_byte_order_mark();
  void begin(ScriptPieceKind kind, Mode mode);
  void move_to(std::size_t index);
  void make_room();
  Expected<std::optional<ScriptPiece>> end_piece(bool terminated);
  Expected<std::optional<ScriptPiece>> end_script();
  void begin_comment(bool is_block);

  SplitLimits limits_;
  bool finished_ = false;
  std::string buffer_;
  std::uint64_t buffer_offset_ = 0;  // the script's offset of buffer_[0]
  std::size_t at_ = 0;               // the next byte to look at
  std::size_t counted_ = 0;          // the byte whose position is known, at most begin_ or at_
  TextPosition counted_position_;

  Mode mode_ = Mode::Plain;
  char quote_ = '\0';         // of Quoted
  bool begun_ = false;        // something but spaces and comments was seen
  bool is_too_long_ = false;  // the piece outgrew the limit, and its beginning was dropped
  ScriptPieceKind kind_ = ScriptPieceKind::Statement;
  std::size_t begin_ = 0;  // of the piece in buffer_
  std::uint64_t begin_offset_ = 0;
  TextPosition begin_position_;
  std::string comment_;  // how the last block comment between pieces begins, for there may be much of it
  std::uint64_t comment_offset_ = 0;
  TextPosition comment_position_;
};

}  // namespace cairn::parser
