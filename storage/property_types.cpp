#include "storage/property_types.h"

#include "storage/varint.h"

#include <algorithm>
#include <array>

namespace cairn::storage {

namespace {

constexpr std::array<std::string_view, property_type_count> type_names = {
    "NULL",       "BOOLEAN",        "STRING",         "INTEGER",  "FLOAT", "DATE",  "LOCAL TIME",
    "ZONED TIME", "LOCAL DATETIME", "ZONED DATETIME", "DURATION", "POINT", "BYTES", "ANY"};

constexpr std::uint32_t bit(PropertyType type) { return std::uint32_t{1} << static_cast<unsigned>(type); }

constexpr std::uint32_t known_bits = (std::uint32_t{1} << property_type_count) - 1;

// Nothing for a list.
std::optional<PropertyType> simple_type(ValueView value) {
  switch (value.type()) {
    case StoredType::Null: return PropertyType::Null;
    case StoredType::False:
    case StoredType::True: return PropertyType::Boolean;
    case StoredType::Integer: return PropertyType::Integer;
    case StoredType::Float: return PropertyType::Float;
    case StoredType::String: return PropertyType::String;
    case StoredType::Bytes: return PropertyType::Bytes;
    case StoredType::List: return std::nullopt;
    case StoredType::Date: return PropertyType::Date;
    case StoredType::LocalTime: return PropertyType::LocalTime;
    case StoredType::Time: return PropertyType::ZonedTime;
    case StoredType::LocalDateTime: return PropertyType::LocalDateTime;
    case StoredType::DateTime: return PropertyType::ZonedDateTime;
    case StoredType::Duration: return PropertyType::Duration;
    case StoredType::Point: return PropertyType::Point;
  }
  return std::nullopt;
}

std::string names_of(std::uint32_t types) {
  std::string names;
  for (std::size_t i = 1; i < type_names.size(); ++i) {
    if ((types & bit(static_cast<PropertyType>(i))) == 0) continue;
    if (!names.empty()) names += " | ";
    names += type_names[i];
  }
  return names;
}

}  // namespace

PropertyTypes PropertyTypes::of(PropertyType type) {
  PropertyTypes types;
  types.alternatives_.push_back({.depth = 0, .types = bit(type)});
  return types;
}

PropertyTypes PropertyTypes::list_of(const PropertyTypes& elements, bool nullable) {
  PropertyTypes types;
  for (Alternative alternative : elements.alternatives_) {
    if (nullable && alternative.depth == 0) alternative.types |= bit(PropertyType::Null);
    ++alternative.depth;
    types.insert(alternative);
  }
  return types;
}

void PropertyTypes::insert(const Alternative& alternative) {
  const auto includes = [](const Alternative& whole, const Alternative& part) {
    return whole.depth == part.depth && (part.types & ~whole.types) == 0;
  };
  Alternative added = alternative;
  for (const Alternative& each : alternatives_) {
    if (added.depth == 0 && each.depth == 0) added.types |= each.types;
    if (includes(each, added)) return;
  }
  std::erase_if(alternatives_, [&](const Alternative& each) { return includes(added, each); });
  alternatives_.insert(std::ranges::upper_bound(alternatives_, added), added);
}

void PropertyTypes::add(const PropertyTypes& other) {
  for (const Alternative& alternative : other.alternatives_) insert(alternative);
}

bool PropertyTypes::matches(const Alternative& alternative, ValueView value, std::uint32_t depth) {
  const bool innermost = depth == alternative.depth;
  const std::optional<PropertyType> type = simple_type(value);
  if (innermost && (alternative.types & bit(PropertyType::Any)) != 0) {
    return type != PropertyType::Null || (alternative.types & bit(PropertyType::Null)) != 0;
  }
  if (type) return innermost && (alternative.types & bit(*type)) != 0;
  if (innermost) return false;
  ListReader reader(value);
  for (auto element = reader.next(); element; element = reader.next()) {
    if (!matches(alternative, *element, depth + 1)) return false;
  }
  return true;
}

bool PropertyTypes::matches(ValueView value) const {
  return std::ranges::any_of(alternatives_, [&](const Alternative& each) { return matches(each, value, 0); });
}

std::string PropertyTypes::text() const {
  std::string text;
  for (const Alternative& alternative : alternatives_) {
    std::string part = names_of(alternative.types);
    const bool nullable = (alternative.types & bit(PropertyType::Null)) != 0;
    for (std::uint32_t depth = alternative.depth; depth > 0; --depth) {
      const bool may_be_null = nullable && depth == alternative.depth;
      part = "LIST<" + part + (may_be_null ? ">" : " NOT NULL>");
    }
    text += (text.empty() ? "" : " | ") + part;
  }
  return text;
}

void PropertyTypes::append_to(std::string& out) const {
  append_varint(out, alternatives_.size());
  for (const Alternative& alternative : alternatives_) {
    append_varint(out, alternative.depth);
    append_varint(out, alternative.types);
  }
}

std::optional<PropertyTypes> PropertyTypes::take(std::string_view& bytes) {
  PropertyTypes types;
  std::uint64_t count = 0;
  if (!take_varint(bytes, count)) return std::nullopt;
  for (std::uint64_t i = 0; i < count; ++i) {
    Alternative alternative;
    if (!take_varint32(bytes, alternative.depth) || !take_varint32(bytes, alternative.types)) return std::nullopt;
    if (alternative.depth > value_nesting_max || alternative.types == 0 || (alternative.types & ~known_bits) != 0)
      return std::nullopt;
    if (!types.alternatives_.empty() && alternative <= types.alternatives_.back()) return std::nullopt;
    types.alternatives_.push_back(alternative);
  }
  return types;
}

}  // namespace cairn::storage
