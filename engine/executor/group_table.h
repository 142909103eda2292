// Groups of equal rows: what DISTINCT and grouping ask "have I seen this row?".
//
// A row of keys becomes one byte string such that two rows are equivalent (equivalence.h) exactly when
// their strings are equal: an integral float in range is written as that integer, all NaNs and both zeros
// alike, entities by id. A hash table over these strings then needs no knowledge of types.
#pragma once

#include "base/chunked_array.h"
#include "engine/executor/batch.h"
#include "engine/executor/query_context.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn::engine {

// Appends the canonical bytes of a value: equal bytes iff equivalent values.
void append_equivalence_key(const Value& value, std::string& out);
void append_equivalence_key(const Column& column, std::size_t row, std::string& out);

// Numbers groups 0, 1, 2, … by first appearance. One thread; counts its memory, each piece before it is taken.
//
// Keys lie one after the other in blocks that never move; the hash table itself holds 8 bytes a slot and is at most
// three quarters full. A group so takes its key, 9 bytes, and 11 to 21 bytes of the hash table.
class GroupTable {
 public:
  using Group = std::uint32_t;

  explicit GroupTable(QueryContext& context) : held_(context) {}
  GroupTable(const GroupTable&) = delete;
  GroupTable& operator=(const GroupTable&) = delete;

  // The group of a key, made if it is new; second: whether it is. Ends the query with ResourceExhausted when there are
  // 3 · 2^30 groups already.
  std::pair<Group, bool> find_or_add(std::string_view key);

  // The bytes of a group's key; they stay where they are until `clear`.
  std::string_view key(Group group) const { return decode(keys_[group]); }

  std::size_t size() const { return keys_.size(); }
  std::size_t memory_bytes() const { return held_.bytes(); }

  // Forgets all groups. A little memory is kept for those to come.
  void clear();

 private:
  // The low half of the key's hash, from which the slot follows as well, and the group + 1; 0 for an empty slot.
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t group_and_one = 0;
  };
  static constexpr std::size_t block_bytes_first = 256;
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };

  static std::string_view decode(const char* stored);
  Group add(std::string_view key);
  const char* store(std::string_view key);
  char* allocate(std::size_t bytes);
  void add_block(std::size_t bytes);
  void rehash(std::size_t slot_count);

  HeldBytes held_;
  std::vector<Slot> slots_;         // a power of two, or none
  ChunkedArray<const char*> keys_;  // by group; see `decode`
  std::vector<Block> blocks_;       // of keys
  char* free_begin_ = nullptr;      // in the last block of usual size
  std::size_t free_bytes_ = 0;
  std::size_t next_block_bytes_ = block_bytes_first;
};

}  // namespace cairn::engine
