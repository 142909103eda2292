#include "shell/script_splitter.h"

#include <algorithm>
#include <utility>

namespace cairn::shell {
namespace {

// How far above a statement's end its comment may begin.
constexpr std::size_t recent_bytes_max = std::size_t{1} << 20;

std::string_view without_indent(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  return line;
}

}  // namespace

void ScriptSplitter::feed(std::string_view text) {
  splitter_.feed(text);
  const std::uint64_t unneeded = item_end_ > recent_offset_ ? item_end_ - recent_offset_ : 0;
  const std::size_t surplus = recent_.size() > recent_bytes_max ? recent_.size() - recent_bytes_max : 0;
  const std::size_t dropped = std::min(recent_.size(), std::max<std::size_t>(unneeded, surplus));
  recent_.erase(0, dropped);
  recent_offset_ += dropped;
  recent_ += text;
}

Expected<std::optional<ScriptItem>> ScriptSplitter::next() {
  const Expected<std::optional<ScriptPiece>> piece = splitter_.next();
  if (!piece) return piece.error();
  if (!*piece) return std::optional<ScriptItem>{};
  const ScriptPiece& found = **piece;
  ScriptItem item;
  item.kind = found.kind == ScriptPieceKind::Statement ? ScriptItem::Kind::Statement : ScriptItem::Kind::Command;
  item.text = found.text;
  item.start = found.position;
  item.terminated = found.terminated;
  if (item.kind == ScriptItem::Kind::Statement) item.comment = comment_above(found.offset);
  item_end_ = found.offset + found.text.size();
  return std::optional(std::move(item));
}

std::string ScriptSplitter::comment_above(std::uint64_t item) const {
  const std::uint64_t begin_offset = std::max(recent_offset_, item_end_);
  if (item < begin_offset) return {};
  const std::string_view before = std::string_view(recent_).substr(begin_offset - recent_offset_, item - begin_offset);
  // Only a statement that begins its line has a line above it.
  std::size_t begin = before.rfind('\n') + 1;
  if (!without_indent(before.substr(begin)).empty()) return {};
  const std::size_t end = begin;
  while (begin > 0) {
    const std::size_t previous = begin < 2 ? 0 : before.rfind('\n', begin - 2) + 1;
    // What comes first may be the rest of the line on which the last item ended.
    const bool is_whole_line = previous > 0 || begin_offset == 0;
    if (!is_whole_line || !without_indent(before.substr(previous)).starts_with("//")) break;
    begin = previous;
  }
  return std::string(before.substr(begin, end - begin));
}

}  // namespace cairn::shell
