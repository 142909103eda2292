#include "storage/index_key.h"

#include "storage/varint.h"

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
constexpr std::size_t number_bytes = 10;
constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

void append_escaped(std::string& out, std::string_view run) {
  for (const char c : run) {
    out.push_back(c);
    if (c == run_escape) out.push_back(escaped_zero);
  }
}

bool append_run(std::string& out, std::string_view run, std::size_t limit) {
  const bool cut = run.size() > limit;
  append_escaped(out, run.substr(0, limit));
  out.push_back(run_escape);
  out.push_back(cut ? end_cut : end_whole);
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

bool append_key(std::string& out, ValueView value, std::size_t limit) {
  out.push_back(static_cast<char>(index_class(value)));
  switch (value.type()) {
    case StoredType::Null: return false;
    case StoredType::False:
    case StoredType::True: out.push_back(value.boolean() ? '\x01' : '\0'); return false;
    case StoredType::Integer: append_integer_key(out, value.integer()); return false;
    case StoredType::Float: append_float_key(out, value.floating()); return false;
    case StoredType::String:
    case StoredType::Bytes: return append_run(out, value.string(), limit);
    case StoredType::List: break;
    default: return append_run(out, value.opaque_order(), limit);
  }
  std::string elements;
  ListReader reader(value);
  for (auto element = reader.next(); element && (limit == no_limit || elements.size() <= limit);
       element = reader.next()) {
    append_key(elements, *element, no_limit);
  }
  return append_run(out, elements, limit);
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

bool append_index_key(std::string& out, ValueView value) { return append_key(out, value, index_run_bytes_max); }

void append_whole_index_key(std::string& out, ValueView value) { append_key(out, value, no_limit); }

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
    cut = bytes[i] == end_cut;
    return bytes[i] == end_whole || bytes[i] == end_cut ? i + 1 : 0;
  }
  return 0;
}

}  // namespace cairn::storage
