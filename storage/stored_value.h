// A property value as bytes: the form in which storage keeps, moves and compares values.
//
// Storage knows no engine value. The engine encodes with the append functions and reads through
// ValueView, which borrows the bytes. An encoded value says its own length, so values follow each other
// without separators. There is no null property: null appears only inside lists.
//
//   value:     | u8 StoredType | payload |
//   Null, False, True: no payload
//   Integer:   | varint zigzag(value) |
//   Float:     | 8 bytes IEEE 754, little-endian |
//   String:    | varint bytes | UTF-8 |
//   Bytes:     | varint bytes | … |
//   List:      | varint bytes of what follows | varint elements | value … |
//   Date … Point (opaque): | varint bytes | order key … | varint bytes | payload … |
#pragma once

#include "base/expected.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cairn::storage {

// On disk: do not renumber. Numbers not listed are free.
enum class StoredType : std::uint8_t {
  Null = 0,  // only as an element of a list
  False = 1,
  True = 2,
  Integer = 3,
  Float = 4,
  String = 5,
  Bytes = 6,
  List = 7,
  // Opaque to storage: the engine gives the payload and a key whose byte order is the value's order.
  Date = 16,
  LocalTime = 17,
  Time = 18,
  LocalDateTime = 19,
  DateTime = 20,
  Duration = 21,
  Point = 22,
};

// True for the types whose payload only the engine understands.
constexpr bool is_opaque(StoredType type) {
  return static_cast<std::uint8_t>(type) >= static_cast<std::uint8_t>(StoredType::Date) &&
         static_cast<std::uint8_t>(type) <= static_cast<std::uint8_t>(StoredType::Point);
}

// How deep lists may nest in a stored value; deeper ones are refused by `ValueView::parse`.
inline constexpr int value_nesting_max = 64;

// One encoded value, borrowed. Cheap to copy. The accessors presume the type and well-formed bytes:
// a view comes from an encoder of this header or from `parse`, which has verified them.
class ValueView {
 public:
  ValueView() = default;  // Null

  // Views `bytes`, which hold exactly one value that is known to be well-formed.
  static ValueView trusted(std::string_view bytes) { return ValueView(bytes); }

  // The value at the head of `bytes`, verified at every depth; nothing if the bytes are damaged.
  // With `whole` false more bytes may follow; their number is bytes.size() - result.bytes().size().
  static std::optional<ValueView> parse(std::string_view bytes, bool whole = true);

  StoredType type() const {
    return bytes_.empty() ? StoredType::Null : static_cast<StoredType>(static_cast<unsigned char>(bytes_[0]));
  }
  bool is_null() const { return type() == StoredType::Null; }
  bool is_boolean() const { return type() == StoredType::False || type() == StoredType::True; }

  bool boolean() const { return type() == StoredType::True; }
  std::int64_t integer() const;
  double floating() const;
  std::string_view string() const;         // of a String or of Bytes
  std::uint64_t list_size() const;         // elements
  std::string_view list_elements() const;  // their encodings, one after the other; see ListReader
  std::string_view opaque_order() const;   // the order key given by the engine
  std::string_view opaque_payload() const;

  // The whole encoding, the type's byte included.
  std::string_view bytes() const { return bytes_; }

  // Same bytes. Encodings are canonical, so equal values of one type have equal bytes (but 1 and 1.0
  // differ, -0.0 and 0.0 too).
  friend bool operator==(const ValueView& a, const ValueView& b) { return a.bytes_ == b.bytes_; }

 private:
  explicit ValueView(std::string_view bytes) : bytes_(bytes) {}
  std::string_view bytes_;
};

// Walks the elements of a list: `for (ListReader r(list); auto element = r.next();)`.
class ListReader {
 public:
  explicit ListReader(ValueView list) : rest_(list.list_elements()) {}
  std::optional<ValueView> next();

 private:
  std::string_view rest_;
};

// Encoders; each appends one value to `out`.
void append_null(std::string& out);
void append_boolean(std::string& out, bool value);
void append_integer(std::string& out, std::int64_t value);
void append_float(std::string& out, double value);
void append_string(std::string& out, std::string_view value);
void append_bytes(std::string& out, std::string_view value);
void append_opaque(std::string& out, StoredType type, std::string_view order_key, std::string_view payload);

// Encodes a list whose elements are appended to `elements()` with the functions above:
//   ListEncoder list; append_integer(list.element(), 1); …; list.finish(out);
class ListEncoder {
 public:
  // Counts one more element and gives the buffer to append its encoding to.
  std::string& element() {
    ++count_;
    return elements_;
  }
  // Appends the list and makes the encoder empty again.
  void finish(std::string& out);

 private:
  std::string elements_;
  std::uint64_t count_ = 0;
};

// "3", "'abc'", "[1, 2]": for messages of `check` and tests, not for users' results. Cut at 80 characters.
std::string describe(ValueView value);

}  // namespace cairn::storage
