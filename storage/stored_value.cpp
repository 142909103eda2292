#include "storage/stored_value.h"

#include "storage/varint.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstring>

namespace cairn::storage {

namespace {

std::string_view payload_of(std::string_view bytes) { return bytes.substr(1); }

// The length-prefixed run of bytes at the head of `rest`, trusted.
std::string_view take_run(std::string_view& rest) {
  std::uint64_t size = 0;
  std::string_view run;
  if (!take_varint(rest, size) || !take_bytes(rest, size, run)) return {};
  return run;
}

bool skip_run(std::string_view& rest) {
  std::uint64_t size = 0;
  std::string_view run;
  return take_varint(rest, size) && take_bytes(rest, size, run);
}

bool skip_value(std::string_view& rest, int depth);

bool skip_list(std::string_view& rest, int depth) {
  std::uint64_t size = 0;
  std::string_view body;
  std::uint64_t count = 0;
  if (depth >= value_nesting_max || !take_varint(rest, size) || !take_bytes(rest, size, body)) return false;
  if (!take_varint(body, count)) return false;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (!skip_value(body, depth + 1)) return false;
  }
  return body.empty();
}

bool skip_value(std::string_view& rest, int depth) {
  std::uint8_t byte = 0;
  if (!take_byte(rest, byte)) return false;
  const auto type = static_cast<StoredType>(byte);
  std::string_view ignored;
  std::uint64_t number = 0;
  switch (type) {
    case StoredType::Null:
    case StoredType::False:
    case StoredType::True: return true;
    case StoredType::Integer: return take_varint(rest, number);
    case StoredType::Float: return take_bytes(rest, sizeof(double), ignored);
    case StoredType::String:
    case StoredType::Bytes: return skip_run(rest);
    case StoredType::List: return skip_list(rest, depth);
    default: return is_opaque(type) && skip_run(rest) && skip_run(rest);
  }
}

void append_type(std::string& out, StoredType type) { out.push_back(static_cast<char>(type)); }

constexpr std::size_t described_max = 80;

std::string describe_float(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  return fmt::format("{:#}", value);
}

// Cut between characters, with a sign that it was.
std::string describe_string(std::string_view text) {
  if (text.size() <= described_max) return fmt::format("'{}'", text);
  std::size_t end = described_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return fmt::format("'{}…'", text.substr(0, end));
}

void describe_into(std::string& out, ValueView value) {
  switch (value.type()) {
    case StoredType::Null: out += "null"; return;
    case StoredType::False: out += "false"; return;
    case StoredType::True: out += "true"; return;
    case StoredType::Integer: out += fmt::to_string(value.integer()); return;
    case StoredType::Float: out += describe_float(value.floating()); return;
    case StoredType::String: out += describe_string(value.string()); return;
    case StoredType::Bytes: out += fmt::format("{} bytes", value.string().size()); return;
    case StoredType::List: break;
    default: out += fmt::format("value of type {}", static_cast<int>(value.type())); return;
  }
  out += '[';
  const char* separator = "";
  ListReader reader(value);
  for (auto element = reader.next(); element; element = reader.next()) {
    out += separator;
    if (out.size() >= described_max) {
      out += "…";
      break;
    }
    describe_into(out, *element);
    separator = ", ";
  }
  out += ']';
}

}  // namespace

std::optional<ValueView> ValueView::parse(std::string_view bytes, bool whole) {
  std::string_view rest = bytes;
  if (!skip_value(rest, 0)) return std::nullopt;
  if (whole && !rest.empty()) return std::nullopt;
  return ValueView(bytes.substr(0, bytes.size() - rest.size()));
}

std::int64_t ValueView::integer() const {
  std::string_view rest = payload_of(bytes_);
  std::uint64_t number = 0;
  take_varint(rest, number);
  return unzigzag(number);
}

double ValueView::floating() const {
  double value = 0;
  std::memcpy(&value, bytes_.data() + 1, sizeof value);
  return value;
}

std::string_view ValueView::string() const {
  std::string_view rest = payload_of(bytes_);
  return take_run(rest);
}

std::uint64_t ValueView::list_size() const {
  std::string_view rest = payload_of(bytes_);
  std::string_view body = take_run(rest);
  std::uint64_t count = 0;
  take_varint(body, count);
  return count;
}

std::string_view ValueView::list_elements() const {
  std::string_view rest = payload_of(bytes_);
  std::string_view body = take_run(rest);
  std::uint64_t count = 0;
  take_varint(body, count);
  return body;
}

std::string_view ValueView::opaque_order() const {
  std::string_view rest = payload_of(bytes_);
  return take_run(rest);
}

std::string_view ValueView::opaque_payload() const {
  std::string_view rest = payload_of(bytes_);
  take_run(rest);
  return take_run(rest);
}

std::optional<ValueView> ListReader::next() {
  if (rest_.empty()) return std::nullopt;
  const auto element = ValueView::parse(rest_, false);
  if (!element) return std::nullopt;
  rest_.remove_prefix(element->bytes().size());
  return element;
}

void append_null(std::string& out) { append_type(out, StoredType::Null); }

void append_boolean(std::string& out, bool value) { append_type(out, value ? StoredType::True : StoredType::False); }

void append_integer(std::string& out, std::int64_t value) {
  append_type(out, StoredType::Integer);
  append_varint(out, zigzag(value));
}

void append_float(std::string& out, double value) {
  static_assert(std::endian::native == std::endian::little, "floats are stored as they lie in memory");
  append_type(out, StoredType::Float);
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void append_string(std::string& out, std::string_view value) {
  append_type(out, StoredType::String);
  append_sized(out, value);
}

void append_bytes(std::string& out, std::string_view value) {
  append_type(out, StoredType::Bytes);
  append_sized(out, value);
}

void append_opaque(std::string& out, StoredType type, std::string_view order_key, std::string_view payload) {
  append_type(out, type);
  append_sized(out, order_key);
  append_sized(out, payload);
}

void ListEncoder::finish(std::string& out) {
  std::string head;
  append_varint(head, count_);
  append_type(out, StoredType::List);
  append_varint(out, head.size() + elements_.size());
  out += head;
  out += elements_;
  elements_.clear();
  count_ = 0;
}

std::string describe(ValueView value) {
  std::string text;
  describe_into(text, value);
  return text;
}

}  // namespace cairn::storage
