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
#include "storage/byte_arena.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace cairn::engine {

enum class ColumnType : std::uint8_t {
  Values,         // Value; null is a null Value, validity is not used
  Booleans,       // std::uint8_t, 0 or 1
  Integers,       // std::int64_t
  Floats,         // double
  Strings,        // std::string_view
  Nodes,          // std::uint64_t node ids
  Relationships,  // std::uint64_t relationship ids
};

// A view of `size` rows, or of one value that stands for every row (`constant`).
struct Column {
  ColumnType type = ColumnType::Values;
  bool constant = false;
  const void* data = nullptr;              // the element type's array; null: every row is null
  const std::uint8_t* validity = nullptr;  // one byte a row, 0 = null; null pointer: all rows are valid

  // The element of `row` for the array types above; only meaningful where the row is valid.
  template <class T>
  const T& at(std::size_t row) const {
    return static_cast<const T*>(data)[constant ? 0 : row];
  }
  template <class T>
  const T* array() const {
    return static_cast<const T*>(data);
  }

  bool is_null(std::size_t row) const;

  // The row as a Value (a copy; strings are copied).
  Value value(std::size_t row) const;

  // The row as a Value without a copy where the column holds Values, else made in `scratch`.
  const Value& value_in(std::size_t row, Value& scratch) const;

  // A column in which every row is null.
  static Column nulls() { return Column{.type = ColumnType::Values, .constant = true}; }
};

// Owns the arrays behind a Column. `reset` forgets the content and keeps the memory. Filled either by
// `append*` (all of one type; the first append of another type turns the buffer into Values), or by
// writing into the arrays that `make` gives. Entities that carry a view or are materialised stay Values.
class ColumnBuffer {
 public:
  void reset();
  void reset(ColumnType type);

  // Arrays of `size` elements to write into, in place of what the buffer held (`keep` texts aside); their
  // old content is not erased, except that Values begin as null. All rows are valid unless `make_validity` follows.
  std::span<std::uint8_t> make_booleans(std::size_t size);
  std::span<std::int64_t> make_integers(std::size_t size);
  std::span<double> make_floats(std::size_t size);
  std::span<std::string_view> make_strings(std::size_t size);
  std::span<std::uint64_t> make_ids(ColumnType type, std::size_t size);
  std::span<Value> make_values(std::size_t size);
  // The validity bytes of the `make`d rows, all 1 at first; calling it makes the column carry them.
  std::span<std::uint8_t> make_validity();

  void append(const Value& value);
  // As `append`, but a string is not copied: it must live, shared by some Value, until the next reset.
  void append_borrowed(const Value& value);
  void append_null();
  void append_from(const Column& column, std::size_t row);

  // A copy of `text` that lives until the next reset.
  std::string_view keep(std::string_view text);

  std::size_t size() const { return size_; }
  ColumnType type() const { return type_; }
  Column view() const;

  // Bytes held, for memory accounting. What Values written into `make_values` keep alive is not counted.
  std::size_t memory_bytes() const;

 private:
  friend void gather(const Column& column, std::span<const std::uint16_t> rows, ColumnBuffer& out);
  friend void gather_borrowed(const Column& column, std::span<const std::uint16_t> rows, ColumnBuffer& out);

  // Makes the buffer one of `type` if nothing decided it yet; false if it is of another type.
  bool settle(ColumnType type);
  void turn_into_values();
  void push_valid();
  void push_value(Value value);
  void push_string(std::string_view text);
  template <class T>
  void push_all(std::vector<T>& array, const Column& column, std::span<const std::uint16_t> rows);
  void append_rows(const Column& column, std::span<const std::uint16_t> rows, bool borrow);

  ColumnType type_ = ColumnType::Values;
  bool typed_ = false;      // false: only nulls so far, the first value decides the type
  bool has_nulls_ = false;  // validity_ has `size_` entries
  std::size_t size_ = 0;
  std::vector<std::uint8_t> booleans_;
  std::vector<std::int64_t> integers_;
  std::vector<double> floats_;
  std::vector<std::string_view> strings_;
  std::vector<std::uint64_t> ids_;
  std::vector<Value> values_;
  std::vector<std::uint8_t> validity_;
  storage::ByteArena kept_;
  std::size_t value_bytes_ = 0;  // on the heap, of appended Values
};

// Appends rows `rows` of `column` to `out`, in order: a gather that keeps the type. Strings are copied.
void gather(const Column& column, std::span<const std::uint16_t> rows, ColumnBuffer& out);

// The same with strings that stay where they are: `column` must live until the next reset of `out`.
void gather_borrowed(const Column& column, std::span<const std::uint16_t> rows, ColumnBuffer& out);

}  // namespace cairn::engine
