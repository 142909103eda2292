// Views of base blocks (column_block.h): single entries are found where they lie, the others stay encoded.
//
// A view borrows the block's bytes. Parsing one looks at little more than the head, so that a point read
// costs a fraction of decoding the block; what an entry's bytes say is verified when the entry is asked for.
#pragma once

#include "storage/column_block.h"
#include "storage/packed_numbers.h"
#include "storage/property_column.h"

#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

// Which entities of a block have an entry, and the how-manieth it is.
class BlockEntries {
 public:
  // Removes the presence from the head of `bytes`; nothing if it is damaged.
  static std::optional<BlockEntries> take(std::string_view& bytes);

  bool has(std::size_t i) const { return (words_[i / 64] >> (i % 64) & 1U) != 0; }
  // How many entities before the i-th have one.
  std::size_t rank(std::size_t i) const {
    const std::uint64_t below = words_[i / 64] & ((std::uint64_t{1} << (i % 64)) - 1);
    return before_[i / 64] + static_cast<std::size_t>(std::popcount(below));
  }
  std::size_t count() const { return before_.back(); }
  BlockPresence presence() const;

  // Calls visit(i, rank) for each entity that has one, ascending.
  template <class Visit>
  void each(Visit visit) const {
    std::size_t rank = 0;
    for (std::size_t word = 0; word < words_.size(); ++word) {
      for (std::uint64_t rest = words_[word]; rest != 0; rest &= rest - 1) {
        visit(word * 64 + static_cast<std::size_t>(std::countr_zero(rest)), rank++);
      }
    }
  }

 private:
  static constexpr std::size_t word_count = block_entities / 64;
  std::array<std::uint64_t, word_count> words_{};
  std::array<std::uint16_t, word_count + 1> before_{};
};

// The head that every block begins with.
struct BlockHead {
  BlockKind kind = BlockKind::Integers;
  bool has_sections = false;
  BlockEntries entries;

  // Removes it from the head of `bytes`; nothing if it is damaged or of a version this program does not know.
  static std::optional<BlockHead> take(std::string_view& bytes);
};

// An entity of a block, and where in a batch its value is wanted.
struct BlockWanted {
  std::uint32_t entity = 0;  // below block_entities
  std::uint32_t position = 0;
};

class PropertyBlockView {
 public:
  static std::optional<PropertyBlockView> parse(std::string_view bytes);

  const BlockEntries& entries() const { return head_.entries; }

  // The value of the i-th entity, null if it has none, borrowed from the block or encoded into `scratch`;
  // nothing if it is damaged.
  std::optional<ValueView> find(std::size_t i, std::string& scratch) const;

  // Sets out[position] for each wanted entity that has a value. Strings are copied. False if damaged.
  bool gather(std::span<const BlockWanted> wanted, PropertyColumn& out) const;

  // Calls visit(i, value) for each entity that has one, ascending; the value lives until visit returns.
  // False, perhaps after some calls, if the block is damaged.
  using Visitor = std::function<void(std::size_t, ValueView)>;
  bool each(const Visitor& visit) const;

  // What stands behind the entries; nothing if damaged.
  std::optional<std::string_view> sections() const;

 private:
  bool take_dictionary(std::string_view& bytes);
  // The bytes of the entry of a rank that begins at `offset` of the heap.
  std::optional<std::string_view> piece(std::size_t rank, std::uint64_t offset) const;
  std::optional<std::string_view> dictionary_string(std::size_t rank) const;
  std::optional<ValueView> value(std::size_t rank, std::optional<std::string_view> heap_piece,
                                 std::string& scratch) const;
  bool set(PropertyColumn& out, std::uint32_t position, std::size_t rank, std::uint64_t offset) const;
  bool gather_dictionary(std::span<const BlockWanted> wanted, PropertyColumn& out) const;

  BlockHead head_;
  PackedNumbers numbers_;                     // integers, codes or lengths, as the kind says
  std::string_view fixed_;                    // floats or booleans
  std::string_view heap_;                     // and what stands behind it
  std::vector<std::string_view> dictionary_;  // strings by code
  std::string_view rest_;                     // sections, unless there is a heap
};

// Distinct sets of ascending numbers, and which of them each entry has.
class NumberSets {
 public:
  // Removes the sets of `count` entries from the head of `bytes`; nothing if they are damaged.
  static std::optional<NumberSets> take(std::string_view& bytes, std::size_t count);

  // Calls append(number) for each number of the entry's set, ascending. False if damaged or not below `bound`.
  template <class Append>
  bool each(std::size_t rank, std::uint64_t bound, Append append) const {
    const auto set = find(rank);
    if (!set) return false;
    std::string_view rest = *set;
    std::uint64_t number = 0;
    for (bool first = true; !rest.empty(); first = false) {
      std::uint64_t delta = 0;
      if (!take_varint(rest, delta) || (!first && delta == 0) || delta >= bound - number) return false;
      number += delta;
      append(number);
    }
    return true;
  }

 private:
  std::optional<std::string_view> find(std::size_t rank) const;

  std::uint64_t distinct_ = 0;
  PackedNumbers sizes_;
  std::string_view heap_;
  PackedNumbers codes_;
};

class NodeBlockView {
 public:
  static std::optional<NodeBlockView> parse(std::string_view bytes);

  const BlockEntries& entries() const { return head_.entries; }
  // Of the i-th entity, which must have an entry; appended to `out`, ascending. False if damaged.
  bool labels(std::size_t i, std::vector<LabelToken>& out) const;
  bool lists(std::size_t i, std::vector<ListName>& out) const;
  bool keys(std::size_t i, std::vector<KeyToken>& out) const;
  std::string_view sections() const { return sections_; }

 private:
  BlockHead head_;
  NumberSets labels_;
  NumberSets lists_;
  NumberSets keys_;
  std::string_view sections_;
};

class RelationshipBlockView {
 public:
  static std::optional<RelationshipBlockView> parse(std::string_view bytes);

  const BlockEntries& entries() const { return head_.entries; }
  // Of the i-th entity, which must have an entry; nothing if damaged.
  std::optional<RelationshipHead> head(std::size_t i) const;
  // Appended to `out`, ascending. False if damaged.
  bool keys(std::size_t i, std::vector<KeyToken>& out) const;
  std::string_view sections() const { return sections_; }

 private:
  BlockHead head_;
  PackedNumbers types_;
  PackedNumbers sources_;
  PackedNumbers targets_;
  NumberSets keys_;
  std::string_view sections_;
};

}  // namespace cairn::storage
