// Where a statement ends: at the first `;` outside quotes, backticks and comments.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cairn::shell {

// Looks for the end of one statement in a text that grows. A small value.
class StatementEnd {
 public:
  // What the end of the text that was seen lies in.
  enum class Place : std::uint8_t { Plain, SingleQuotes, DoubleQuotes, Backticks, LineComment, BlockComment };

  // The offset behind the `;`, if `text` holds it. `text` is the statement from its beginning, each time with more
  // behind it; what has been looked at is not looked at again.
  std::optional<std::size_t> find(std::string_view text);

  Place place() const { return place_; }
  // Where the quote or comment that `place` speaks of begins.
  std::size_t opened_at() const { return opened_at_; }

 private:
  void pass_plain(std::string_view text);
  void pass_quoted(std::string_view text, char quote);
  void pass_comment(std::string_view text, std::string_view end);
  void open(Place place, std::size_t mark_length);
  void close(std::size_t mark_length);

  Place place_ = Place::Plain;
  std::size_t offset_ = 0;  // up to here the text has been looked at
  std::size_t opened_at_ = 0;
};

}  // namespace cairn::shell
