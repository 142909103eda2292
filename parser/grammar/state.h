// What one run of the grammar carries along: the text, the place where it got furthest and what it would have
// accepted there, and how deep it is.
//
// Every terminal that does not fit records its kind at its place. The furthest place with its set of kinds is the
// syntax error, so the grammar itself needs no error handling.
#pragma once

#include "base/error.h"
#include "parser/parser.h"
#include "parser/token.h"

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <string_view>

namespace cairn::parser {

// The tokens end with one of kind End, so looking one token ahead needs no test.
using TokenIterator = const Token*;

// What may stand at a place besides a single token.
enum class Notion : std::uint8_t { Expression, Operator, ValueType };
inline constexpr std::size_t notion_count = 3;

// Everything that would have been accepted at one place.
struct ExpectedTokens {
  std::bitset<token_kind_count> kinds;
  std::bitset<keyword_count> keywords;
  std::bitset<notion_count> notions;

  bool has(TokenKind kind) const { return kinds[static_cast<std::size_t>(kind)]; }
  bool has(Keyword keyword) const { return keywords[static_cast<std::size_t>(keyword)]; }
  bool has(Notion notion) const { return notions[static_cast<std::size_t>(notion)]; }
  void add(TokenKind kind) { kinds.set(static_cast<std::size_t>(kind)); }
  void add(Keyword keyword) { keywords.set(static_cast<std::size_t>(keyword)); }
  void add(Notion notion) { notions.set(static_cast<std::size_t>(notion)); }
};

// Thrown inside the grammar for an error that no other alternative could avoid; caught by the entry points.
struct Abort {
  Error error;
};

// Thrown when the only possible alternative failed: the furthest place is the error. Caught by the entry points.
struct Cut {};

struct ParseState {
  std::string_view text;
  TokenIterator begin = nullptr;
  ParseLimits limits;

  TokenIterator furthest = nullptr;
  ExpectedTokens expected;
  std::uint64_t misses = 0;  // terminals that did not fit

  std::uint32_t depth = 0;   // constructs that are open now
  std::uint32_t height = 0;  // at least the height of the tree built since the innermost one was opened

  // Records what was expected at `at`; always false, the result of the parser that did not fit.
  template <class What>
  bool miss(TokenIterator at, What what) {
    ++misses;
    if (at < furthest) return false;
    if (at > furthest) {
      furthest = at;
      expected = {};
    }
    expected.add(what);
    return false;
  }

  std::string_view source(TokenIterator token) const { return text.substr(token->begin, token->end - token->begin); }

  // Throws NestingTooDeep.
  [[noreturn]] void fail_nesting(TokenIterator at) const;

  // Accounts for one more node on top of what was built.
  void grow(TokenIterator at) {
    if (++height > limits.nesting_max) fail_nesting(at);
  }
};

// Throws a SyntaxError at a token.
[[noreturn]] void abort_at(TokenIterator at, std::string_view detail, std::string message, std::string hint = {});

// One level of nesting, as long as it lives.
class Nesting {
 public:
  Nesting(ParseState& state, TokenIterator at) : state_(state), outer_height_(state.height) {
    if (state.depth >= state.limits.nesting_max) state.fail_nesting(at);
    ++state.depth;
    state.height = 0;
  }
  ~Nesting() {
    --state_.depth;
    state_.height = std::max(outer_height_, state_.height + 1);
  }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;

 private:
  ParseState& state_;
  std::uint32_t outer_height_;
};

// Measures a part of a construct by itself, as long as it lives: parts side by side make a tree wider, not higher.
class Part {
 public:
  explicit Part(ParseState& state) : state_(state), outer_height_(state.height) { state.height = 0; }
  ~Part() { state_.height = std::max(outer_height_, state_.height); }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

 private:
  ParseState& state_;
  std::uint32_t outer_height_;
};

}  // namespace cairn::parser
