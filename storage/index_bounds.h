// IndexBounds as keys: where a part of an index begins and ends on disk. Private to the reader.
//
// Keys of long values are cut, so that entries at a bound may lie on either side of it: their values are
// compared.
#pragma once

#include "storage/index_key.h"
#include "storage/reader.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

// The keys of the values, one after the other; true if one was cut.
bool append_index_keys(std::string& out, std::span<const ValueView> values, CutKeys form);

// Whether the value is one that equals nothing: null.
bool has_null(std::span<const ValueView> values);

// Borrows what the bounds point to.
class IndexKeyRange {
 public:
  // `form`: of the keys of the index.
  IndexKeyRange(const IndexBounds& bounds, CutKeys form);

  // Nothing is inside.
  bool empty() const { return empty_; }
  // Keys of values `begin` ≤ key < `end`; an empty `end` is none.
  const std::string& begin() const { return begin_; }
  const std::string& end() const { return end_; }

  // Whether an entry between them is inside if its values need not be looked at; nothing if they must be.
  std::optional<bool> inside(std::string_view value_key) const;
  // The values that must be looked at are those of the first `compared_values` properties.
  std::size_t compared_values() const { return bounds_.equal.size() + (has_range() ? 1 : 0); }
  // Whether an entry with these values is inside.
  bool inside(std::span<const ValueView> values) const;

 private:
  bool has_range() const { return bounds_.lower || bounds_.upper || bounds_.string_prefix; }
  void add_bounds();
  void add_prefix();
  bool in_range(ValueView value) const;

  const IndexBounds& bounds_;
  CutKeys form_;
  std::string begin_;
  std::string end_;
  bool empty_ = false;
  bool equal_cut_ = false;  // one of the equal values
  bool range_cut_ = false;  // a bound or the prefix
  std::optional<std::string> whole_lower_;
  std::optional<std::string> whole_upper_;
};

}  // namespace cairn::storage
