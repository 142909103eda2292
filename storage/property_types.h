// Which values a constraint `IS :: TYPE` allows.
//
// A set of alternatives, each a set of simple types at one depth of lists: INTEGER | FLOAT is one
// alternative of depth 0, LIST<INTEGER NOT NULL> one of depth 1. Two lists are two alternatives, because
// LIST<INTEGER NOT NULL> | LIST<FLOAT NOT NULL> allows no list that mixes them.
#pragma once

#include "storage/stored_value.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

// Numbers are bits on disk: do not renumber.
enum class PropertyType : std::uint8_t {
  Null = 0,  // only inside lists whose elements may be null
  Boolean = 1,
  String = 2,
  Integer = 3,
  Float = 4,
  Date = 5,
  LocalTime = 6,
  ZonedTime = 7,
  LocalDateTime = 8,
  ZonedDateTime = 9,
  Duration = 10,
  Point = 11,
  Bytes = 12,
  Any = 13,  // every value, lists included
};
inline constexpr std::uint8_t property_type_count = 14;

class PropertyTypes {
 public:
  PropertyTypes() = default;
  static PropertyTypes of(PropertyType type);
  // LIST<elements>, in which all elements are of one depth. Those that are no lists may be null if `nullable`.
  static PropertyTypes list_of(const PropertyTypes& elements, bool nullable);

  // Allows also what `other` allows.
  void add(const PropertyTypes& other);

  bool empty() const { return alternatives_.empty(); }
  // Whether the value, which is not null, is of one of the types.
  bool matches(ValueView value) const;
  // "INTEGER | FLOAT", "LIST<STRING NOT NULL>"; the same for sets that are the same.
  std::string text() const;

  //   | varint alternatives | varint depth | varint bits of PropertyType | … |     ascending
  void append_to(std::string& out) const;
  // Removes them from the head of `bytes`; nothing if those are damaged.
  static std::optional<PropertyTypes> take(std::string_view& bytes);

  friend bool operator==(const PropertyTypes&, const PropertyTypes&) = default;

 private:
  // `depth` lists around values of `types`.
  struct Alternative {
    std::uint32_t depth = 0;
    std::uint32_t types = 0;

    friend auto operator<=>(const Alternative&, const Alternative&) = default;
  };

  void insert(const Alternative& alternative);
  static bool matches(const Alternative& alternative, ValueView value, std::uint32_t depth);

  std::vector<Alternative> alternatives_;  // ascending; none is part of another
};

}  // namespace cairn::storage
