// Groups of equal rows: what DISTINCT and grouping ask "have I seen this row?".
//
// A row of keys becomes one byte string such that two rows are equivalent (equivalence.h) exactly when
// their strings are equal: an integral float in range is written as that integer, all NaNs and both zeros
// alike, entities by id. A hash table over these strings then needs no knowledge of types.
#pragma once

#include "engine/executor/batch.h"
#include "engine/executor/query_context.h"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cairn::engine {

// Appends the canonical bytes of a value: equal bytes iff equivalent values.
void append_equivalence_key(const Value& value, std::string& out);
void append_equivalence_key(const Column& column, std::size_t row, std::string& out);

// Numbers groups 0, 1, 2, … by first appearance. One thread; counts its memory.
class GroupTable {
 public:
  explicit GroupTable(QueryContext& context) : context_(context) {}
  ~GroupTable() { clear(); }
  GroupTable(const GroupTable&) = delete;
  GroupTable& operator=(const GroupTable&) = delete;

  // The group of a key, made if it is new; second: whether it is.
  std::pair<std::size_t, bool> find_or_add(std::string_view key);

  // The group of a key that is known.
  std::optional<std::size_t> find(std::string_view key) const;

  std::size_t size() const { return groups_.size(); }
  void clear();

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
  };

  QueryContext& context_;
  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> groups_;
  std::size_t bytes_ = 0;
};

}  // namespace cairn::engine
