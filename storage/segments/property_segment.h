// One property of 4,096 consecutive nodes or relationships, packed.
//
// Integers are packed to their range, strings are codes of the property's dictionary or, where that is full or
// would not help, lie one after the other; values of mixed types lie so in their encoded form.
#pragma once

#include "storage/ids.h"
#include "storage/property_column.h"
#include "storage/segments/members.h"
#include "storage/segments/packed_integers.h"
#include "storage/segments/string_dictionary.h"
#include "storage/segments/value_facts.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cairn::storage {

// Immutable.
class PropertySegment {
 public:
  // Packs a column of 4,096 entries. Strings go into `dictionary` if they repeat and it takes them.
  PropertySegment(const PropertyColumn& column, const std::shared_ptr<StringDictionary>& dictionary);

  const Members& members() const { return members_; }
  ColumnKind kind() const { return kind_; }
  // Whether strings are codes of the dictionary.
  bool has_codes() const { return dictionary_ != nullptr; }
  // Bytes of one integer or code.
  unsigned width() const { return integers_.width(); }
  const ValueFacts& facts() const { return facts_; }
  // The dictionary not included.
  std::size_t memory_bytes() const;

  // Sets the entries of `out` from `first` on to the values of `ids`, which lie in this segment's range. Strings
  // are not copied: the segment must outlive the column's content.
  void gather(std::span<const EntityId> ids, std::size_t first, PropertyColumn& out) const;

 private:
  void pack_integers(const PropertyColumn& column);
  void pack_floats(const PropertyColumn& column);
  void pack_strings(const PropertyColumn& column, const std::shared_ptr<StringDictionary>& dictionary);
  void pack_heap(std::span<const std::string_view> values);
  std::string_view heap_value(std::size_t place) const;
  std::string_view string_at(std::size_t place) const;
  // Where the column has become Mixed, or cannot stay what it is.
  void gather_mixed(std::span<const EntityId> ids, std::size_t first, PropertyColumn& out) const;

  Members members_;
  ColumnKind kind_ = ColumnKind::Empty;
  ValueFacts facts_;
  PackedIntegers integers_;  // integers, booleans, codes, or where in the heap each value begins
  std::vector<double> floats_;
  std::shared_ptr<const StringDictionary> dictionary_;
  std::string heap_;
};

}  // namespace cairn::storage
