// Columns: the values of one variable or expression for the rows of a batch.
//
// A `Column` is a view: a type, an array of that type's elements and a validity byte a row. It owns
// nothing and casts nothing; whoever made the array says how long it lives (see batch.h). A
// `ColumnBuffer` owns arrays and is what operators and the evaluator write into; its arrays are reused
// from batch to batch.
//
// The typed forms exist so that kernels run over plain arrays; `Values` is the form for lists, maps,
// paths and for columns whose rows have different types.
#pragma once

#include "engine/value/value.h"

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::engine {

enum class ColumnType : std::uint8_t {
  Values,          // Value; null is a null Value, validity is not used
  Booleans,        // std::uint8_t, 0 or 1
  Integers,        // std::int64_t
  Floats,          // double
  Strings,         // std::string_view
  Nodes,           // std::uint64_t node ids
  Relationships,   // std::uint64_t relationship ids
};

// A view of `size` rows, or of one value that stands for every row (`constant`).
struct Column {
  ColumnType type = ColumnType::Values;
  bool constant = false;
  const void* data = nullptr;                 // the element type's array; null: every row is null
  const std::uint8_t* validity = nullptr;     // one byte a row, 0 = null; null pointer: all rows are valid

  // The element of `row` for the array types above; only meaningful where the row is valid.
  template <class T>
  const T& at(std::size_t row) const { return static_cast<const T*>(data)[constant ? 0 : row]; }
  template <class T>
  const T* array() const { return static_cast<const T*>(data); }

  bool is_null(std::size_t row) const;

  // The row as a Value (a copy; strings are copied).
  Value value(std::size_t row) const;

  // A column in which every row is null.
  static Column nulls() { return Column{.type = ColumnType::Values, .constant = true, .data = nullptr, .validity = nullptr}; }
};

// Owns the arrays behind a Column. `reset` forgets the content and keeps the memory. Filled either by
// `append*` (all of one type; the first append of another type turns the buffer into Values), or by
// writing into the arrays that `make` gives.
class ColumnBuffer {
 public:
  void reset();
  void reset(ColumnType type);

  // Arrays of `size` elements to write into; validity starts as all valid and is used once `invalidate`d.
  std::span<std::uint8_t> make_booleans(std::size_t size);
  std::span<std::int64_t> make_integers(std::size_t size);
  std::span<double> make_floats(std::size_t size);
  std::span<std::string_view> make_strings(std::size_t size);
  std::span<std::uint64_t> make_ids(ColumnType type, std::size_t size);
  std::span<Value> make_values(std::size_t size);
  // The validity bytes of the `make`d rows, all 1 at first; calling it makes the column carry them.
  std::span<std::uint8_t> make_validity();

  void append(const Value& value);
  void append_null();
  void append_from(const Column& column, std::size_t row);

  // A copy of `text` that lives until the next reset.
  std::string_view keep(std::string_view text);

  std::size_t size() const { return size_; }
  ColumnType type() const { return type_; }
  Column view() const;

  // Bytes held, for memory accounting.
  std::size_t memory_bytes() const;

 private:
  void turn_into_values();

  ColumnType type_ = ColumnType::Values;
  bool typed_ = false;            // false: nothing appended yet, the first value decides the type
  bool has_nulls_ = false;
  std::size_t size_ = 0;
  std::vector<std::uint8_t> booleans_;
  std::vector<std::int64_t> integers_;
  std::vector<double> floats_;
  std::vector<std::string_view> strings_;
  std::vector<std::uint64_t> ids_;
  std::vector<Value> values_;
  std::vector<std::uint8_t> validity_;
  std::deque<std::string> kept_;
  std::size_t kept_bytes_ = 0;
};

// Copies rows `rows` of `column` into `out`, in order: a gather that keeps the type.
void gather(const Column& column, std::span<const std::uint16_t> rows, ColumnBuffer& out);

}  // namespace cairn::engine
