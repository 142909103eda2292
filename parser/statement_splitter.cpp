#include "parser/statement_splitter.h"

#include "parser/character.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cairn::parser {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// How much of a comment between statements is kept, to show where it began.
constexpr std::size_t comment_bytes_max = 256;

// The bytes that mean something inside of a statement.
constexpr std::array<bool, 256> is_significant = [] {
  std::array<bool, 256> table{};
  for (char c : {';', '\'', '"', '`', '/'}) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// The last character, which may have been cut in two.
void drop_last_character(std::string& text) {
  while (!text.empty() && is_continuation(text.back())) text.pop_back();
  if (!text.empty()) text.pop_back();
}

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

// Moves a position over `text`, counting code points; a "\r\n" that is cut in two counts once.
void advance(TextPosition& position, std::string_view text, char before) {
  for (char c : text) {
    if (c == '\r' || (c == '\n' && before != '\r')) {
      ++position.line;
      position.column = 1;
    } else if (c != '\n' && !is_continuation(c)) {
      ++position.column;
    }
    before = c;
  }
}

}  // namespace

void StatementSplitter::feed(std::string_view block) {
  make_room();
  buffer_ += block;
}

Expected<std::optional<ScriptPiece>> StatementSplitter::next() {
  make_room();
  while (at_ < buffer_.size()) {
    Progress progress = step();
    if (progress == Progress::PieceEnds) return end_piece(true);
    if (progress == Progress::NeedsInput) break;
  }
  if (finished_) return end_script();
  if (begun_ && buffer_.size() - begin_ > limits_.statement_bytes_max) is_too_long_ = true;
  return std::optional<ScriptPiece>();
}

// At the end of the script, with all of it looked at.
Expected<std::optional<ScriptPiece>> StatementSplitter::end_script() {
  if (begun_) return end_piece(kind_ == ScriptPieceKind::MetaCommand);
  if (mode_ != Mode::BlockComment) return std::optional<ScriptPiece>();
  mode_ = Mode::Plain;
  if (comment_.size() == comment_bytes_max) drop_last_character(comment_);
  return std::optional<ScriptPiece>(ScriptPiece{.kind = ScriptPieceKind::Statement,
                                                .text = comment_,
                                                .offset = comment_offset_,
                                                .position = comment_position_,
                                                .terminated = false});
}

StatementSplitter::Progress StatementSplitter::step() {
  switch (mode_) {
    case Mode::Plain: return begun_ ? step_plain() : step_between();
    case Mode::Quoted: return step_quoted();
    case Mode::LineComment: return step_line_comment();
    case Mode::BlockComment: return step_block_comment();
    case Mode::MetaLine: break;
  }
  return step_meta_line();
}

// Between the pieces.
StatementSplitter::Progress StatementSplitter::step_between() {
  if (buffer_offset_ + at_ == 0 && buffer_[0] == byte_order_mark[0]) {
    if (buffer_.size() < byte_order_mark.size() && !finished_) return Progress::NeedsInput;
    if (skip_byte_order_mark()) return Progress::Going;
  }
  char c = buffer_[at_];
  if (is_ascii_space(c) || c == ';') {
    ++at_;
  } else if (c == ':') {
    begin(ScriptPieceKind::MetaCommand, Mode::MetaLine);
  } else if (c == '/') {
    return step_slash();
  } else {
    begin(ScriptPieceKind::Statement, Mode::Plain);
  }
  return Progress::Going;
}

bool StatementSplitter::skip_byte_order_mark() {
  if (!buffer_.starts_with(byte_order_mark)) return false;
  at_ = byte_order_mark.size();
  counted_ = at_;
  return true;
}

StatementSplitter::Progress StatementSplitter::step_plain() {
  while (at_ < buffer_.size() && !is_significant[static_cast<unsigned char>(buffer_[at_])]) ++at_;
  if (at_ == buffer_.size()) return Progress::NeedsInput;
  char c = buffer_[at_];
  if (c == ';') return Progress::PieceEnds;
  if (c == '/') return step_slash();
  quote_ = c;
  mode_ = Mode::Quoted;
  ++at_;
  return Progress::Going;
}

// At a `/`: a comment or a division.
StatementSplitter::Progress StatementSplitter::step_slash() {
  if (at_ + 1 == buffer_.size() && !finished_) return Progress::NeedsInput;
  char second = at_ + 1 < buffer_.size() ? buffer_[at_ + 1] : '\0';
  if (second == '/' || second == '*') {
    begin_comment(second == '*');
    return Progress::Going;
  }
  if (!begun_) begin(ScriptPieceKind::Statement, Mode::Plain);
  ++at_;
  return Progress::Going;
}

void StatementSplitter::begin_comment(bool is_block) {
  mode_ = is_block ? Mode::BlockComment : Mode::LineComment;
  if (is_block && !begun_) {
    move_to(at_);
    comment_ = "/*";
    comment_offset_ = buffer_offset_ + at_;
    comment_position_ = counted_position_;
  }
  at_ += 2;
}

StatementSplitter::Progress StatementSplitter::step_quoted() {
  while (at_ < buffer_.size() && buffer_[at_] != quote_ && buffer_[at_] != '\\') ++at_;
  if (at_ == buffer_.size()) return Progress::NeedsInput;
  if (buffer_[at_] == quote_) {
    mode_ = Mode::Plain;
  } else if (quote_ != '`') {
    if (at_ + 1 == buffer_.size()) {
      if (!finished_) return Progress::NeedsInput;
    } else {
      ++at_;
    }
  }
  ++at_;
  return Progress::Going;
}

StatementSplitter::Progress StatementSplitter::step_line_comment() {
  while (at_ < buffer_.size() && !is_line_end(buffer_[at_])) ++at_;
  if (at_ == buffer_.size()) return Progress::NeedsInput;
  mode_ = Mode::Plain;
  return Progress::Going;
}

StatementSplitter::Progress StatementSplitter::step_block_comment() {
  std::size_t end = buffer_.find("*/", at_);
  if (end != std::string::npos) {
    at_ = end + 2;
    mode_ = Mode::Plain;
    return Progress::Going;
  }
  // A `*` at the very end may be the first half of the mark.
  bool keeps_star = buffer_.back() == '*' && !finished_;
  end = buffer_.size() - (keeps_star ? 1 : 0);
  if (!begun_ && comment_.size() < comment_bytes_max) {
    comment_ += std::string_view(buffer_).substr(at_, std::min(end - at_, comment_bytes_max - comment_.size()));
  }
  at_ = end;
  return Progress::NeedsInput;
}

StatementSplitter::Progress StatementSplitter::step_meta_line() {
  while (at_ < buffer_.size() && !is_line_end(buffer_[at_])) ++at_;
  return at_ == buffer_.size() ? Progress::NeedsInput : Progress::PieceEnds;
}

void StatementSplitter::begin(ScriptPieceKind kind, Mode mode) {
  move_to(at_);
  kind_ = kind;
  mode_ = mode;
  begun_ = true;
  begin_ = at_;
  begin_offset_ = buffer_offset_ + at_;
  begin_position_ = counted_position_;
}

// Brings the known position to `index`.
void StatementSplitter::move_to(std::size_t index) {
  char before = counted_ > 0 ? buffer_[counted_ - 1] : '\0';
  advance(counted_position_, std::string_view(buffer_).substr(counted_, index - counted_), before);
  counted_ = index;
}

// Drops what no piece needs any more, keeping one byte so that "\r\n" is seen whole.
void StatementSplitter::make_room() {
  std::size_t unneeded = begun_ && !is_too_long_ ? begin_ : at_;
  if (unneeded < 2 || unneeded < buffer_.size() / 2) return;
  std::size_t dropped = unneeded - 1;
  move_to(std::max(counted_, unneeded));
  buffer_.erase(0, dropped);
  buffer_offset_ += dropped;
  at_ -= dropped;
  counted_ -= dropped;
  begin_ = begin_ > dropped ? begin_ - dropped : 0;
}

// At the end of a piece; `;` is skipped, a line end is left as white space.
Expected<std::optional<ScriptPiece>> StatementSplitter::end_piece(bool terminated) {
  std::size_t end = at_;
  bool is_too_long = is_too_long_ || end - begin_ > limits_.statement_bytes_max;
  if (at_ < buffer_.size() && kind_ == ScriptPieceKind::Statement) ++at_;
  mode_ = Mode::Plain;
  begun_ = false;
  is_too_long_ = false;
  if (is_too_long) {
    Error error =
        compile_error(ErrorType::SyntaxError, "StatementTooLong",
                      fmt::format("this statement is longer than {} bytes", limits_.statement_bytes_max), std::nullopt,
                      "is a quote or a comment in it never closed, or a ; missing? Large data is better imported");
    error.position = begin_position_;
    return error;
  }
  return std::optional<ScriptPiece>(ScriptPiece{.kind = kind_,
                                                .text = std::string_view(buffer_).substr(begin_, end - begin_),
                                                .offset = begin_offset_,
                                                .position = begin_position_,
                                                .terminated = terminated});
}

}  // namespace cairn::parser
