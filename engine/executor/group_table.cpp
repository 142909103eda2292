#include "engine/executor/group_table.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace cairn::engine {

namespace {

// What the one byte of a size says when the size follows in eight.
constexpr std::size_t long_size = 255;

// As many as fit into 2^32 slots, which is how many the stored half of a hash can tell apart.
constexpr std::size_t groups_max = std::size_t{3} << 30U;
constexpr std::size_t slots_first = 16;
constexpr std::size_t block_bytes_max = std::size_t{64} << 10U;
constexpr std::size_t block_overhead_bytes = 48;  // its allocation's header, and its entry in a vector that doubles
constexpr std::size_t large_key_bytes = block_bytes_max / 8;

// First byte of a key. Only equality matters, so the numbers mean nothing; integers and floats share one
// range so that 1 and 1.0 are one key.
enum class KeyTag : char {
  Null = 0,
  False,
  True,
  Integer,
  Float,
  NotANumber,
  String,
  List,
  Map,
  Node,
  Relationship,
  Path,
  Temporal,
};

void append_tag(KeyTag tag, std::string& out) { out.push_back(static_cast<char>(tag)); }

void append_bytes(const void* bytes, std::size_t size, std::string& out) {
  out.append(static_cast<const char*>(bytes), size);
}

void append_integer(std::int64_t value, std::string& out) {
  append_tag(KeyTag::Integer, out);
  append_bytes(&value, sizeof value, out);
}

void append_float(double value, std::string& out) {
  if (std::isnan(value)) {
    append_tag(KeyTag::NotANumber, out);
    return;
  }
  // 2^63 itself is not an int64; below it every integral double converts exactly.
  if (value >= -0x1p63 && value < 0x1p63 && std::trunc(value) == value) {
    append_integer(static_cast<std::int64_t>(value), out);
    return;
  }
  append_tag(KeyTag::Float, out);
  append_bytes(&value, sizeof value, out);
}

// In one byte where that suffices: most strings are short.
void append_size(std::size_t size, std::string& out) {
  out.push_back(static_cast<char>(std::min<std::size_t>(size, long_size)));
  if (size >= long_size) append_bytes(&size, sizeof size, out);
}

void append_string(std::string_view text, std::string& out) {
  append_tag(KeyTag::String, out);
  append_size(text.size(), out);
  out.append(text);
}

void append_id(KeyTag tag, std::uint64_t id, std::string& out) {
  append_tag(tag, out);
  append_bytes(&id, sizeof id, out);
}

void append_elements(KeyTag tag, std::span<const Value> elements, std::string& out) {
  append_tag(tag, out);
  append_size(elements.size(), out);
  for (const Value& element : elements) append_equivalence_key(element, out);
}

}  // namespace

void append_equivalence_key(const Value& value, std::string& out) {
  switch (value.type()) {
    case ValueType::Null: return append_tag(KeyTag::Null, out);
    case ValueType::Boolean: return append_tag(value.as_boolean() ? KeyTag::True : KeyTag::False, out);
    case ValueType::Integer: return append_integer(value.as_integer(), out);
    case ValueType::Float: return append_float(value.as_float(), out);
    case ValueType::String: return append_string(value.as_string(), out);
    case ValueType::List: return append_elements(KeyTag::List, value.as_list(), out);
    case ValueType::Path: return append_elements(KeyTag::Path, value.path_elements(), out);
    case ValueType::Node: return append_id(KeyTag::Node, value.entity_id(), out);
    case ValueType::Relationship: return append_id(KeyTag::Relationship, value.entity_id(), out);
    case ValueType::Map:
      append_tag(KeyTag::Map, out);
      append_size(value.as_map().size(), out);
      for (const MapEntry& entry : value.as_map()) {
        append_string(entry.key, out);
        append_equivalence_key(entry.value, out);
      }
      return;
    case ValueType::Date:
    case ValueType::LocalTime:
    case ValueType::Time:
    case ValueType::LocalDateTime:
    case ValueType::DateTime:
    case ValueType::Duration: break;
  }
  throw QueryError(compile_error(ErrorType::FeatureNotSupported, "TemporalTypes",
                                 fmt::format("grouping by {} is not supported", a_value_type(value.type()))));
}

void append_equivalence_key(const Column& column, std::size_t row, std::string& out) {
  if (column.is_null(row)) return append_tag(KeyTag::Null, out);
  switch (column.type) {
    case ColumnType::Values: return append_equivalence_key(column.at<Value>(row), out);
    case ColumnType::Booleans: return append_tag(column.at<std::uint8_t>(row) != 0 ? KeyTag::True : KeyTag::False, out);
    case ColumnType::Integers: return append_integer(column.at<std::int64_t>(row), out);
    case ColumnType::Floats: return append_float(column.at<double>(row), out);
    case ColumnType::Strings: return append_string(column.at<std::string_view>(row), out);
    case ColumnType::Nodes: return append_id(KeyTag::Node, column.at<std::uint64_t>(row), out);
    case ColumnType::Relationships: return append_id(KeyTag::Relationship, column.at<std::uint64_t>(row), out);
  }
}

// A stored key: its length in one byte, or 255 and the length in eight; then its bytes.
std::string_view GroupTable::decode(const char* stored) {
  const auto short_length = static_cast<std::uint8_t>(*stored);
  if (short_length < long_size) return {stored + 1, short_length};
  std::size_t length = 0;
  std::memcpy(&length, stored + 1, sizeof length);
  return {stored + 1 + sizeof length, length};
}

std::pair<GroupTable::Group, bool> GroupTable::find_or_add(std::string_view key) {
  if ((keys_.size() + 1) * 4 > slots_.size() * 3) rehash(std::max(slots_first, slots_.size() * 2));
  const auto hash = static_cast<std::uint32_t>(XXH3_64bits(key.data(), key.size()));
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t s = hash & mask;; s = (s + 1) & mask) {
    Slot& slot = slots_[s];
    if (slot.group_and_one == 0) {
      const Group group = add(key);
      slot = {.hash = hash, .group_and_one = group + 1};
      return {group, true};
    }
    if (slot.hash == hash && this->key(slot.group_and_one - 1) == key) return {slot.group_and_one - 1, false};
  }
}

GroupTable::Group GroupTable::add(std::string_view key) {
  if (keys_.size() == groups_max) {
    throw QueryError(runtime_error(ErrorType::ResourceExhausted, "TooManyGroups",
                                   fmt::format("The statement makes more than {} groups", groups_max),
                                   "Group by fewer or coarser values"));
  }
  const auto group = static_cast<Group>(keys_.size());
  if (const std::size_t bytes = keys_.growth_bytes(); bytes != 0) held_.add(bytes);
  keys_.append(store(key));
  return group;
}

const char* GroupTable::store(std::string_view key) {
  const std::size_t length = key.size();
  const bool is_long = length >= long_size;
  char* stored = allocate(length + 1 + (is_long ? sizeof length : 0));
  char* bytes = stored + 1;
  *stored = static_cast<char>(is_long ? long_size : length);
  if (is_long) {
    std::memcpy(bytes, &length, sizeof length);
    bytes += sizeof length;
  }
  std::memcpy(bytes, key.data(), length);
  return stored;
}

char* GroupTable::allocate(std::size_t bytes) {
  if (bytes > large_key_bytes) {  // a block of its own; the one in use stays in use
    add_block(bytes);
    return blocks_.back().bytes.get();
  }
  if (bytes > free_bytes_) {
    const std::size_t size = std::max(bytes, next_block_bytes_);
    add_block(size);
    free_begin_ = blocks_.back().bytes.get();
    free_bytes_ = size;
    next_block_bytes_ = std::min(size * 2, block_bytes_max);
  }
  char* piece = free_begin_;
  free_begin_ += bytes;
  free_bytes_ -= bytes;
  return piece;
}

void GroupTable::add_block(std::size_t bytes) {
  held_.add(bytes + block_overhead_bytes);
  blocks_.push_back({.bytes = std::make_unique_for_overwrite<char[]>(bytes), .size = bytes});
}

void GroupTable::rehash(std::size_t slot_count) {
  const std::size_t old_bytes = slots_.size() * sizeof(Slot);
  held_.add(slot_count * sizeof(Slot));
  std::vector<Slot> slots(slot_count);
  const std::size_t mask = slot_count - 1;
  for (const Slot& slot : slots_) {
    if (slot.group_and_one == 0) continue;
    std::size_t s = slot.hash & mask;
    while (slots[s].group_and_one != 0) s = (s + 1) & mask;
    slots[s] = slot;
  }
  slots_ = std::move(slots);
  held_.remove(old_bytes);
}

void GroupTable::clear() {
  if (slots_.size() > slots_first) slots_ = {};
  std::fill(slots_.begin(), slots_.end(), Slot{});
  keys_.clear();
  blocks_.resize(!blocks_.empty() && blocks_.front().size <= block_bytes_max ? 1 : 0);
  free_begin_ = blocks_.empty() ? nullptr : blocks_.front().bytes.get();
  free_bytes_ = blocks_.empty() ? 0 : blocks_.front().size;
  next_block_bytes_ = block_bytes_first;
  std::size_t kept_bytes = slots_.size() * sizeof(Slot) + keys_.memory_bytes();
  for (const Block& block : blocks_) kept_bytes += block.size + block_overhead_bytes;
  held_.remove(held_.bytes() - kept_bytes);
}

}  // namespace cairn::engine
