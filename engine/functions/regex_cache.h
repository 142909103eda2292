// Regular expressions compiled once and kept for the rows that follow.
//
// Matching is RE2's: linear in the text whatever the pattern, so a pattern from a user cannot hang a query.
// The price is that back-references and look-around are not supported; a pattern that uses them is an error.
#pragma once

#include "base/expected.h"

#include <memory>
#include <string_view>

namespace cairn::engine {

// Compiled patterns by their text; bounded, for one thread.
class RegexCache {
 public:
  RegexCache();
  ~RegexCache();
  RegexCache(RegexCache&&) noexcept;
  RegexCache& operator=(RegexCache&&) noexcept;

  // True if the whole `text` matches `pattern`; `.` does not match a line end unless the pattern says (?s).
  // A pattern that is no regular expression is a SyntaxError at runtime, InvalidRegularExpression.
  Expected<bool> matches(std::string_view text, std::string_view pattern);

 private:
  struct Patterns;
  std::unique_ptr<Patterns> patterns_;
};

}  // namespace cairn::engine
