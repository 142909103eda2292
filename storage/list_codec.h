// Adjacency lists as bytes: the relationships of one node by one direction and one type.
//
// A list is sorted by (neighbour, relationship). A short list is one value; a hub's list is cut into
// chunks of at most `chunk_entries_max` entries, each a value of its own (see keys.h). Values of lists
// change in two ways: rewritten whole, or by sorted sets of added and removed entries (ListEdits).
//
//   list value:  | u8 version = 1 | u8 flags | varint entries n | varint self-loops |
//                | varint first neighbour | stream of n - 1 deltas of neighbours |
//                | varint first relationship | stream of n - 1 zigzag deltas of relationships |
//                | section … |                      (nothing after self-loops but sections if n = 0)
//   flags:       bit 0  more chunks follow (only in chunk 0)
//                bit 1  neighbour stream has width 64    bit 2  relationship stream has width 64
//                bit 3  sections follow                  bits 4 … 7 are zero: refuse others
//   section:     | varint tag | varint bytes | … |       unknown ones are kept
//   edits:       | u8 version = 1 | varint added a | varint removed r | entry … a, then r |
//   entry:       | varint delta of neighbour | varint zigzag delta of relationship |   each run from (0, 0)
//   Do not renumber.
#pragma once

#include "storage/ids.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

inline constexpr std::size_t chunk_entries_max = 4096;  // a chunk with more is split
inline constexpr std::size_t chunk_entries_min = 512;   // a chunk of several with fewer is joined

// One relationship, seen from one of its ends.
struct ListEntry {
  NodeId neighbour = 0;
  RelationshipId relationship = 0;

  friend auto operator<=>(const ListEntry&, const ListEntry&) = default;
};

// A list value, borrowed.
class ListView {
 public:
  // Reads the head; nothing if it is damaged. The streams are verified by decoding.
  static std::optional<ListView> parse(std::string_view bytes);

  std::uint64_t size() const { return entries_; }
  std::uint64_t self_loops() const { return self_loops_; }
  bool more_chunks() const { return more_chunks_; }

  // Decode into arrays of size() elements. False if the bytes are damaged (also if neighbours descend)
  // or, for 32 bits, if a neighbour is not below 2^32.
  bool neighbours(std::span<std::uint32_t> out) const;
  bool neighbours(std::span<std::uint64_t> out) const;
  bool relationships(std::span<std::uint64_t> out) const;
  // Appends all entries.
  bool append_to(std::vector<ListEntry>& out) const;
  // The sections behind the streams; nothing if the bytes are damaged.
  std::optional<std::string_view> sections() const;

 private:
  bool skip_neighbours(std::string_view& rest) const;
  bool skip_relationships(std::string_view& rest) const;

  std::uint64_t entries_ = 0;
  std::uint64_t self_loops_ = 0;
  bool more_chunks_ = false;
  bool wide_neighbours_ = false;
  bool wide_relationships_ = false;
  bool has_sections_ = false;
  std::string_view body_;
};

// Appends the value of the sorted `entries` of `node`. `sections` are those kept from the old value.
void append_list(std::string& out, NodeId node, std::span<const ListEntry> entries, bool more_chunks,
                 std::string_view sections = {});

// Entries to add to and to remove from a list. Both sorted, disjoint.
struct ListEdits {
  std::vector<ListEntry> added;
  std::vector<ListEntry> removed;

  bool empty() const { return added.empty() && removed.empty(); }

  // What these edits and then `later` do together. An added entry that is removed later vanishes, which
  // is right because a relationship is added to a list only once, ever.
  void then(const ListEdits& later);

  // Changes a sorted list. Adding what is there and removing what is not change nothing.
  void apply(std::vector<ListEntry>& list) const;

  void append_to(std::string& out) const;
  static std::optional<ListEdits> parse(std::string_view bytes);
};

// The value after `operands` (in order) on the value `existing` (null: no list) of `node`; false if
// anything is damaged. Flag and sections of the existing value are kept.
bool merge_list(NodeId node, const std::string_view* existing, std::span<const std::string_view> operands,
                std::string& out);

}  // namespace cairn::storage
