// One property of many entities, as the reader hands it to the executor: typed where the values allow.
#pragma once

#include "storage/byte_arena.h"
#include "storage/ids.h"
#include "storage/stored_value.h"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace cairn::storage {

// Which array of a PropertyColumn holds the values.
enum class ColumnKind : std::uint8_t {
  Empty,    // no entity has the property
  Boolean,  // all present values are booleans: `booleans`
  Integer,  // …: `integers`
  Float,    // …: `floats`
  String,   // …: `strings`
  Mixed,    // anything else (also integers beside floats, lists, temporal values): `values`
};

// The answer of Reader::property: entry i belongs to the i-th id asked for. Reuse the same column for
// many calls: its memory is kept. Views stay valid until the next call that fills the column or clear().
struct PropertyColumn {
  ColumnKind kind = ColumnKind::Empty;
  std::vector<std::uint8_t> valid;  // 1: the entity exists and has the property. Always filled, for every kind

  // The array that `kind` names has one entry an id, zero or empty where `valid` is 0; the others are empty.
  std::vector<std::uint8_t> booleans;
  std::vector<std::int64_t> integers;
  std::vector<double> floats;
  std::vector<std::string_view> strings;
  std::vector<ValueView> values;

  ByteArena arena;                                // owns what the views point to …
  std::vector<std::shared_ptr<const void>> pins;  // … or these do

  // Empties the column for `count` ids.
  void reset(std::size_t count);

  // Sets entry `i`, changing `kind` as needed. With `copy` false the bytes must outlive the column's content.
  void set(std::size_t i, ValueView value, bool copy);

  // The same for values that are not encoded. The string's bytes must outlive the column's content.
  void set_integer(std::size_t i, std::int64_t value) {
    if (kind != ColumnKind::Integer && !prepare(ColumnKind::Integer)) return set_encoded(i, value);
    valid[i] = 1;
    integers[i] = value;
  }
  void set_string(std::size_t i, std::string_view value) {
    if (kind != ColumnKind::String && !prepare(ColumnKind::String)) return set_encoded(i, value);
    valid[i] = 1;
    strings[i] = value;
  }

  // Makes an empty column one of `wanted`; whether it now is one, so that its array may be filled directly.
  bool accept(ColumnKind wanted) {
    if (kind == ColumnKind::Empty) become(wanted);
    return kind == wanted;
  }

  // Entry `i` as a value, encoded into `scratch` where the column is typed; null where it is not valid.
  ValueView value_at(std::size_t i, std::string& scratch) const;

 private:
  void become(ColumnKind wanted);
  // Makes room for values of the kind; false if the column is, or becomes, mixed.
  bool prepare(ColumnKind wanted);
  void set_encoded(std::size_t i, std::int64_t value);
  void set_encoded(std::size_t i, std::string_view value);
  void widen_to_mixed();
};

}  // namespace cairn::storage
