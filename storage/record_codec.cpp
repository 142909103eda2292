#include "storage/record_codec.h"

#include "storage/varint.h"

#include <algorithm>

namespace cairn::storage {

namespace {

constexpr std::uint8_t record_version = 1;
constexpr unsigned flag_tombstone = 1;
constexpr unsigned flag_has_claims = 2;
constexpr unsigned flag_has_timelines = 4;
constexpr unsigned flag_has_sections = 8;
constexpr unsigned flags_known = 15;

unsigned flags_of(const RecordExtras& extras) {
  return (extras.has_claims ? flag_has_claims : 0U) | (extras.has_timelines ? flag_has_timelines : 0U) |
         (extras.sections.empty() ? 0U : flag_has_sections);
}

void append_head(std::string& out, unsigned flags) {
  out.push_back(static_cast<char>(record_version));
  out.push_back(static_cast<char>(flags));
}

// Takes version and flags; false if this program cannot read the record.
bool take_head(std::string_view& bytes, unsigned& flags) {
  std::uint8_t version = 0;
  std::uint8_t byte = 0;
  if (!take_byte(bytes, version) || version != record_version) return false;
  if (!take_byte(bytes, byte) || byte > flags_known) return false;
  flags = byte;
  return true;
}

bool take_live_head(std::string_view& bytes, unsigned& flags) {
  return take_head(bytes, flags) && (flags & flag_tombstone) == 0;
}

void append_properties(std::string& out, const PropertyList& properties) {
  append_varint(out, properties.all().size());
  KeyToken previous = 0;
  for (const StoredProperty& property : properties.all()) {
    append_varint(out, property.key - previous);
    out += property.value;
    previous = property.key;
  }
}

// Takes ascending numbers given as count and deltas, calling `each` with every one.
template <class Each>
bool take_ascending(std::string_view& bytes, Each each) {
  std::uint64_t count = 0;
  std::uint64_t number = 0;
  if (!take_varint(bytes, count) || count > bytes.size()) return false;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::uint64_t delta = 0;
    if (!take_varint(bytes, delta) || (i > 0 && delta == 0)) return false;
    number += delta;
    if (!each(number)) return false;
  }
  return true;
}

bool take_labels(std::string_view& bytes, std::vector<LabelToken>* out) {
  return take_ascending(bytes, [&](std::uint64_t label) {
    if (label == label_exists || label > 0xFFFFFFFFU) return false;
    if (out != nullptr) out->push_back(static_cast<LabelToken>(label));
    return true;
  });
}

bool take_lists(std::string_view& bytes, std::vector<ListName>* out) {
  return take_ascending(bytes, [&](std::uint64_t number) {
    if (number >> 33U != 0) return false;
    const auto direction = (number & 1U) == 0 ? Direction::Outgoing : Direction::Incoming;
    if (out != nullptr) out->push_back({static_cast<TypeToken>(number >> 1U), direction});
    return true;
  });
}

bool take_ends(std::string_view& bytes, RelationshipHead& head) {
  return take_varint32(bytes, head.type) && take_varint(bytes, head.source) && take_varint(bytes, head.target) &&
         head.source < id_limit && head.target < id_limit;
}

// Takes one property; `key` is the previous key before and this key after.
bool take_property(std::string_view& bytes, std::uint64_t& key, ValueView& value) {
  std::uint64_t delta = 0;
  if (!take_varint(bytes, delta) || delta == 0) return false;
  key += delta;
  const auto parsed = ValueView::parse(bytes, false);
  if (!parsed || key > 0xFFFFFFFFU) return false;
  value = *parsed;
  bytes.remove_prefix(parsed->bytes().size());
  return true;
}

bool take_properties(std::string_view& bytes, PropertyList& out) {
  std::uint64_t count = 0;
  if (!take_varint(bytes, count)) return false;
  std::uint64_t key = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    ValueView value;
    if (!take_property(bytes, key, value)) return false;
    out.push_back(static_cast<KeyToken>(key), value);
  }
  return true;
}

bool take_extras(std::string_view bytes, unsigned flags, RecordExtras& out) {
  out.has_claims = (flags & flag_has_claims) != 0;
  out.has_timelines = (flags & flag_has_timelines) != 0;
  out.sections = bytes;
  return ((flags & flag_has_sections) != 0) != bytes.empty();
}

auto find_property(const std::vector<StoredProperty>& properties, KeyToken key) {
  return std::ranges::lower_bound(properties, key, {}, &StoredProperty::key);
}

}  // namespace

ValueView PropertyList::find(KeyToken key) const {
  const auto found = find_property(properties_, key);
  return found != properties_.end() && found->key == key ? ValueView::trusted(found->value) : ValueView();
}

bool PropertyList::set(KeyToken key, ValueView value) {
  const auto found = find_property(properties_, key);
  if (found == properties_.end() || found->key != key) {
    properties_.insert(found, {key, std::string(value.bytes())});
    return true;
  }
  if (found->value == value.bytes()) return false;
  properties_[static_cast<std::size_t>(found - properties_.begin())].value = value.bytes();
  return true;
}

bool PropertyList::remove(KeyToken key) {
  const auto found = find_property(properties_, key);
  if (found == properties_.end() || found->key != key) return false;
  properties_.erase(found);
  return true;
}

void append_record(std::string& out, const NodeRecord& record) {
  append_head(out, flags_of(record.extras));
  append_varint(out, record.labels.size());
  LabelToken previous_label = 0;
  for (const LabelToken label : record.labels) {
    append_varint(out, label - previous_label);
    previous_label = label;
  }
  append_varint(out, record.lists.size());
  std::uint64_t previous_list = 0;
  for (const ListName& list : record.lists) {
    const std::uint64_t number = std::uint64_t{list.type} << 1U | (list.direction == Direction::Incoming ? 1U : 0U);
    append_varint(out, number - previous_list);
    previous_list = number;
  }
  append_properties(out, record.properties);
  out += record.extras.sections;
}

void append_record(std::string& out, const RelationshipRecord& record) {
  append_head(out, flags_of(record.extras));
  append_varint(out, record.type);
  append_varint(out, record.source);
  append_varint(out, record.target);
  append_properties(out, record.properties);
  out += record.extras.sections;
}

void append_tombstone(std::string& out) { append_head(out, flag_tombstone); }

bool is_tombstone(std::string_view bytes) {
  unsigned flags = 0;
  return take_head(bytes, flags) && (flags & flag_tombstone) != 0;
}

std::optional<NodeRecord> parse_node(std::string_view bytes) {
  unsigned flags = 0;
  NodeRecord record;
  if (!take_live_head(bytes, flags) || !take_labels(bytes, &record.labels) || !take_lists(bytes, &record.lists) ||
      !take_properties(bytes, record.properties) || !take_extras(bytes, flags, record.extras)) {
    return std::nullopt;
  }
  return record;
}

std::optional<RelationshipRecord> parse_relationship(std::string_view bytes) {
  unsigned flags = 0;
  RelationshipHead head;
  RelationshipRecord record;
  if (!take_live_head(bytes, flags) || !take_ends(bytes, head) || !take_properties(bytes, record.properties) ||
      !take_extras(bytes, flags, record.extras)) {
    return std::nullopt;
  }
  record.type = head.type;
  record.source = head.source;
  record.target = head.target;
  return record;
}

std::optional<RelationshipHead> parse_relationship_head(std::string_view bytes) {
  unsigned flags = 0;
  RelationshipHead head;
  if (!take_live_head(bytes, flags) || !take_ends(bytes, head)) return std::nullopt;
  return head;
}

bool parse_labels(std::string_view bytes, std::vector<LabelToken>& out) {
  unsigned flags = 0;
  return take_live_head(bytes, flags) && take_labels(bytes, &out);
}

bool parse_lists(std::string_view bytes, std::vector<ListName>& out) {
  unsigned flags = 0;
  return take_live_head(bytes, flags) && take_labels(bytes, nullptr) && take_lists(bytes, &out);
}

std::optional<ValueView> parse_property(EntityKind kind, std::string_view bytes, KeyToken key) {
  unsigned flags = 0;
  RelationshipHead head;
  std::uint64_t count = 0;
  if (!take_live_head(bytes, flags)) return std::nullopt;
  const bool at_properties =
      kind == EntityKind::Node ? take_labels(bytes, nullptr) && take_lists(bytes, nullptr) : take_ends(bytes, head);
  if (!at_properties || !take_varint(bytes, count)) return std::nullopt;
  std::uint64_t current = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    ValueView value;
    if (!take_property(bytes, current, value)) return std::nullopt;
    if (current == key) return value;
    if (current > key) break;
  }
  return ValueView();
}

}  // namespace cairn::storage
