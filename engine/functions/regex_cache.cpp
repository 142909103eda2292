#include "engine/functions/regex_cache.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <memory>
#include <string>
#include <unordered_map>

namespace cairn::engine {

namespace {

// A statement rarely has more patterns than this; one that makes patterns of its data starts over here.
constexpr std::size_t patterns_max = 64;

Error invalid_pattern(std::string_view pattern, std::string_view why) {
  constexpr std::size_t shown_max = 200;
  return runtime_error(ErrorType::SyntaxError, "InvalidRegularExpression",
                       fmt::format("'{}' is not a regular expression: {}", pattern.substr(0, shown_max), why),
                       "the syntax is RE2's: no back-references and no look-around");
}

}  // namespace

struct RegexCache::Patterns {
  std::unordered_map<std::string, std::unique_ptr<re2::RE2>> compiled;
  // The pattern of the row before, usually the pattern of this row.
  std::string last_text;
  const re2::RE2* last = nullptr;
};

RegexCache::RegexCache() = default;
RegexCache::~RegexCache() = default;
RegexCache::RegexCache(RegexCache&&) noexcept = default;
RegexCache& RegexCache::operator=(RegexCache&&) noexcept = default;

Expected<bool> RegexCache::matches(std::string_view text, std::string_view pattern) {
  if (!patterns_) patterns_ = std::make_unique<Patterns>();
  Patterns& patterns = *patterns_;
  if (patterns.last == nullptr || patterns.last_text != pattern) {
    if (patterns.compiled.size() >= patterns_max) {
      patterns.last = nullptr;
      patterns.compiled.clear();
    }
    auto& compiled = patterns.compiled[std::string(pattern)];
    if (!compiled) {
      re2::RE2::Options options;
      options.set_log_errors(false);
      compiled = std::make_unique<re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
    }
    if (!compiled->ok()) return invalid_pattern(pattern, compiled->error());
    patterns.last_text = pattern;
    patterns.last = compiled.get();
  }
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *patterns.last);
}

}  // namespace cairn::engine
