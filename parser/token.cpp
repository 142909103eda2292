#include "parser/token.h"

#include <array>

namespace cairn::parser {

namespace {

// NOLINTBEGIN(bugprone-macro-parentheses)
#define CAIRN_SPELLING(name, spelling) spelling,
constexpr std::array<std::string_view, token_kind_count> kind_spellings = {CAIRN_TOKEN_KINDS(CAIRN_SPELLING)};
constexpr std::array<std::string_view, keyword_count> keyword_spellings = {"", CAIRN_KEYWORDS(CAIRN_SPELLING)};
#undef CAIRN_SPELLING
// NOLINTEND(bugprone-macro-parentheses)

constexpr std::size_t slot_count = 1024;
constexpr std::size_t keyword_length_max = 16;

// All bits but the one that tells lower from upper case letters.
constexpr char fold_case(char c) { return static_cast<char>(static_cast<unsigned char>(c) & 0xDFU); }

constexpr std::size_t slot_of(std::string_view word) {
  std::size_t hash = word.size() * 37;
  for (char c : word) hash = hash * 31 + static_cast<unsigned char>(fold_case(c));
  return hash % slot_count;
}

// An open-addressed hash table from the words to the keywords.
constexpr std::array<Keyword, slot_count> keyword_slots = [] {
  std::array<Keyword, slot_count> slots{};
  for (std::size_t i = 1; i < keyword_count; ++i) {
    std::size_t slot = slot_of(keyword_spellings[i]);
    while (slots[slot] != Keyword::NotKeyword) slot = (slot + 1) % slot_count;
    slots[slot] = static_cast<Keyword>(i);
  }
  return slots;
}();

bool spells(std::string_view word, std::string_view keyword) {
  if (word.size() != keyword.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (fold_case(word[i]) != keyword[i]) return false;
  }
  return true;
}

}  // namespace

std::string_view spelling(TokenKind kind) { return kind_spellings[static_cast<std::size_t>(kind)]; }

std::string_view spelling(Keyword keyword) { return keyword_spellings[static_cast<std::size_t>(keyword)]; }

Keyword find_keyword(std::string_view word) {
  if (word.size() < 2 || word.size() > keyword_length_max) return Keyword::NotKeyword;
  for (std::size_t slot = slot_of(word); keyword_slots[slot] != Keyword::NotKeyword; slot = (slot + 1) % slot_count) {
    if (spells(word, spelling(keyword_slots[slot]))) return keyword_slots[slot];
  }
  return Keyword::NotKeyword;
}

}  // namespace cairn::parser
