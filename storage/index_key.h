// Values as bytes whose order is the order of the values: what an index is keyed by.
//
// Equal keys mean values an index treats as the same: 1 and 1.0, 0.0 and -0.0, NaN and NaN, at every
// depth of a list. Numbers are one class and compare exactly across int64 and double. Type classes stand
// apart, in the order of the language. Do not renumber: keys are on disk.
//
//   key:     | u8 class | payload |
//   Null     0x08  (inside lists)            Boolean  0x60  | u8 0 or 1 |
//   List     0x20  | run of element keys |   Number   0x70  | 8 bytes ordered double d | u16 rest |
//   opaque   0x30 + (type - Date)  | run |              d: greatest double not above the number; rest: number - d
//   String   0x50  | run |                              (0 … 1023, not 0 only for integers past 2^53)
//   Bytes    0x58  | run |                              NaN: all bits set
//   run:     | bytes, 0x00 as 0x00 0xFF … | 0x00 end |
//            end: 0x01 whole
//                 0x02 cut after 256 bytes (CutKeys::Bare)
//                 0x03 | u64 XXH64 of the whole run, not escaped |   cut after 256 bytes (CutKeys::Hashed)
//            Several values may share a key that was cut: compare the values. Keys that are cut alike stand in no
//            order of values among each other.
#pragma once

#include "storage/stored_value.h"

#include <string>
#include <string_view>

namespace cairn::storage {

// How many bytes of a string, or of a list's element keys, an index key keeps.
inline constexpr std::size_t index_run_bytes_max = 256;

// How the keys of an index end that are cut. An index keeps its form for life.
enum class CutKeys : std::uint8_t {
  Bare,    // of indexes made before there was the other: all values that begin alike share a key
  Hashed,  // values that share a key are as good as never different
};

// Appends the key of `value`, cut. Returns true if something was cut, so that other values may share the key.
bool append_index_key(std::string& out, ValueView value, CutKeys form);

// Appends what the keys of all values begin with that are cut where that of `value` is; true if it is. Otherwise its
// key.
bool append_index_stem(std::string& out, ValueView value, CutKeys form);

// Appends the key of `value`, never cut: two values have the same one iff an index treats them as the same.
void append_whole_index_key(std::string& out, ValueView value);

// Appends what every key of a string that begins with `prefix` begins with; true if it was cut.
bool append_index_prefix(std::string& out, std::string_view prefix);

// The first byte of the keys of values of the same class as `value`.
std::uint8_t index_class(ValueView value);

// The length of the key at the head of `bytes`; 0 if it is damaged. `cut` says whether the key was cut.
std::size_t index_key_length(std::string_view bytes, bool& cut);

}  // namespace cairn::storage
