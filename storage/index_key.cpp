#include "storage/index_key.h"

#include "storage/varint.h"

#include <xxhash.h>

#include <bit>
#include <cmath>
#include <limits>

namespace cairn::storage {

namespace {

enum Class : std::uint8_t {
  Null = 0x08,
  List = 0x20,
  Opaque = 0x30,
  String = 0x50,
  Bytes = 0x58,
  Boolean = 0x60,
  Number = 0x70
};

constexpr char run_escape = '\0';
constexpr char escaped_zero = '\xFF';
constexpr char end_whole = '\x01';
constexpr char end_cut = '\x02';
constexpr char end_cut_hashed = '\x03';
constexpr std::size_t hash_bytes = 8;
constexpr std::size_t number_bytes = 10;
constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

void append_escaped(std::string& out, std::string_view run) {
  for (const char c : run) {
    out.push_back(c);
    if (c == run_escape) out.push_back(escaped_zero);
  }
}

// How much of a value its key keeps.
struct Extent {
  std::size_t run_bytes_max = no_limit;
  CutKeys form = CutKeys::Bare;

  // Whether nothing behind the limit matters.
  bool ends_at_limit() const { return run_bytes_max != no_limit && form == CutKeys::Bare; }
};

bool append_run(std::string& out, std::string_view run, const Extent& extent) {
  const bool cut = run.size() > extent.run_bytes_max;
  append_escaped(out, run.substr(0, extent.run_bytes_max));
  out.push_back(run_escape);
  if (!cut) {
    out.push_back(end_whole);
  } else if (extent.form == CutKeys::Bare) {
    out.push_back(end_cut);
  } else {
    out.push_back(end_cut_hashed);
    append_big_endian(out, XXH64(run.data(), run.size(), /*seed=*/0), hash_bytes);
  }
  return cut;
}

// Bits of a double in the order of numbers.
std::uint64_t ordered_bits(double value) {
  constexpr std::uint64_t sign = std::uint64_t{1} << 63U;
  const auto bits = std::bit_cast<std::uint64_t>(value);
  return (bits & sign) != 0 ? ~bits : bits | sign;
}

void append_number(std::string& out, double floor, std::uint64_t rest) {
  append_big_endian(out, ordered_bits(floor), 8);
  append_big_endian(out, rest, 2);
}

void append_integer_key(std::string& out, std::int64_t value) {
  auto floor = static_cast<double>(value);
  constexpr double past_int64 = 9223372036854775808.0;
  if (floor >= past_int64 || static_cast<std::int64_t>(floor) > value) {
    floor = std::nextafter(floor, -std::numeric_limits<double>::infinity());
  }
  const std::uint64_t rest =
      static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(static_cast<std::int64_t>(floor));
  append_number(out, floor == 0 ? 0.0 : floor, rest);
}

void append_float_key(std::string& out, double value) {
  if (std::isnan(value)) {
    out.append(number_bytes, '\xFF');
    return;
  }
  append_number(out, value == 0 ? 0.0 : value, 0);
}

bool append_key(std::string& out, ValueView value, const Extent& extent) {
  out.push_back(static_cast<char>(index_class(value)));
  switch (value.type()) {
    case StoredType::Null: return false;
    case StoredType::False:
    case StoredType::True: out.push_back(value.boolean() ? '\x01' : '\0'); return false;
    case StoredType::Integer: append_integer_key(out, value.integer()); return false;
    case StoredType::Float: append_float_key(out, value.floating()); return false;
    case StoredType::String:
    case StoredType::Bytes: return append_run(out, value.string(), extent);
    case StoredType::List: break;
    default: return append_run(out, value.opaque_order(), extent);
  }
  std::string elements;
  ListReader reader(value);
  for (auto element = reader.next(); element; element = reader.next()) {
    append_key(elements, *element, {});
    if (extent.ends_at_limit() && elements.size() > extent.run_bytes_max) break;
  }
  return append_run(out, elements, extent);
}

}  // namespace

std::uint8_t index_class(ValueView value) {
  switch (value.type()) {
    case StoredType::Null: return Null;
    case StoredType::False:
    case StoredType::True: return Boolean;
    case StoredType::Integer:
    case StoredType::Float: return Number;
    case StoredType::String: return String;
    case StoredType::Bytes: return Bytes;
    case StoredType::List: return List;
    default:
      return static_cast<std::uint8_t>(
          Opaque + (static_cast<std::uint8_t>(value.type()) - static_cast<std::uint8_t>(StoredType::Date)));
  }
}

bool append_index_key(std::string& out, ValueView value, CutKeys form) {
  return append_key(out, value, {.run_bytes_max = index_run_bytes_max, .form = form});
}

bool append_index_stem(std::string& out, ValueView value, CutKeys form) {
  const bool cut = append_index_key(out, value, form);
  if (cut && form == CutKeys::Hashed) out.resize(out.size() - hash_bytes);
  return cut;
}

void append_whole_index_key(std::string& out, ValueView value) { append_key(out, value, {}); }

bool append_index_prefix(std::string& out, std::string_view prefix) {
  out.push_back(static_cast<char>(String));
  append_escaped(out, prefix.substr(0, index_run_bytes_max));
  return prefix.size() > index_run_bytes_max;
}

std::size_t index_key_length(std::string_view bytes, bool& cut) {
  cut = false;
  if (bytes.empty()) return 0;
  const auto first = static_cast<std::uint8_t>(bytes[0]);
  if (first == Null) return 1;
  if (first == Boolean) return bytes.size() >= 2 ? 2 : 0;
  if (first == Number) return bytes.size() > number_bytes ? number_bytes + 1 : 0;
  for (std::size_t i = 1; i + 1 < bytes.size(); ++i) {
    if (bytes[i] != run_escape) continue;
    ++i;
    if (bytes[i] == escaped_zero) continue;
    cut = bytes[i] == end_cut || bytes[i] == end_cut_hashed;
    const std::size_t length = i + 1 + (bytes[i] == end_cut_hashed ? hash_bytes : 0);
    return (cut || bytes[i] == end_whole) && length <= bytes.size() ? length : 0;
  }
  return 0;
}

}  // namespace cairn::storage
