#include "shell/statement_end.h"

#include <algorithm>

namespace cairn::shell {

std::optional<std::size_t> StatementEnd::find(std::string_view text) {
  while (offset_ < text.size()) {
    const std::size_t before = offset_;
    const Place place_before = place_;
    switch (place_) {
      case Place::Plain:
        pass_plain(text);
        if (offset_ < text.size() && text[offset_] == ';') return ++offset_;
        break;
      case Place::SingleQuotes: pass_quoted(text, '\''); break;
      case Place::DoubleQuotes: pass_quoted(text, '"'); break;
      case Place::Backticks: pass_comment(text, "`"); break;
      case Place::LineComment: pass_comment(text, "\n"); break;
      case Place::BlockComment: pass_comment(text, "*/"); break;
    }
    if (offset_ == before && place_ == place_before) break;
  }
  return std::nullopt;
}

void StatementEnd::pass_plain(std::string_view text) {
  for (; offset_ < text.size(); ++offset_) {
    switch (text[offset_]) {
      case ';': return;
      case '\'': open(Place::SingleQuotes, 1); return;
      case '"': open(Place::DoubleQuotes, 1); return;
      case '`': open(Place::Backticks, 1); return;
      case '/':
        // One slash at the end of the text: what it begins is not there yet.
        if (offset_ + 1 == text.size()) return;
        if (text[offset_ + 1] == '/') return open(Place::LineComment, 2);
        if (text[offset_ + 1] == '*') return open(Place::BlockComment, 2);
        break;
      default: break;
    }
  }
}

void StatementEnd::pass_quoted(std::string_view text, char quote) {
  for (; offset_ < text.size(); ++offset_) {
    if (text[offset_] == quote) return close(1);
    if (text[offset_] != '\\') continue;
    // The escaped character is not there yet.
    if (offset_ + 1 == text.size()) return;
    ++offset_;
  }
}

void StatementEnd::pass_comment(std::string_view text, std::string_view end) {
  const std::size_t found = text.find(end, offset_);
  if (found != std::string_view::npos) {
    offset_ = found;
    return close(end.size());
  }
  // The end may be half there.
  const std::size_t kept = end.size() - 1;
  offset_ = std::max(offset_, text.size() - std::min(text.size(), kept));
}

void StatementEnd::open(Place place, std::size_t mark_length) {
  opened_at_ = offset_;
  place_ = place;
  offset_ += mark_length;
}

void StatementEnd::close(std::size_t mark_length) {
  place_ = Place::Plain;
  offset_ += mark_length;
}

}  // namespace cairn::shell
