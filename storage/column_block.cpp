#include "storage/column_block.h"

#include "storage/varint.h"

#include <algorithm>
#include <map>

namespace cairn::storage {

namespace {

constexpr std::uint8_t block_version = 1;
constexpr unsigned flag_has_sections = 1;
constexpr std::size_t bitmap_bytes = block_entities / 8;
constexpr std::uint64_t labels_bound = std::uint64_t{1} << 32U;
constexpr std::uint64_t lists_bound = std::uint64_t{1} << 33U;

enum Kind : std::uint8_t {
  Integers = 1,
  Floats = 2,
  Booleans = 3,
  Dictionary = 4,
  Strings = 5,
  Mixed = 6,
  Nodes = 16,
  Relationships = 17
};

// --- parts that several kinds use

void append_bitmap(std::string& out, std::size_t count, const auto& bit) {
  const std::size_t begin = out.size();
  out.append((count + 7) / 8, '\0');
  for (std::size_t i = 0; i < count; ++i) {
    if (bit(i))
      out[begin + i / 8] = static_cast<char>(static_cast<unsigned char>(out[begin + i / 8]) | (1U << (i % 8)));
  }
}

bool bit_of(std::string_view bitmap, std::size_t i) {
  return (static_cast<unsigned char>(bitmap[i / 8]) >> (i % 8) & 1U) != 0;
}

unsigned width_of(std::uint64_t range) {
  for (const unsigned width : {0U, 1U, 2U, 3U, 4U, 5U, 6U}) {
    if (range >> (8 * width) == 0) return width;
  }
  return 8;
}

void append_numbers(std::string& out, const std::vector<std::int64_t>& numbers) {
  std::int64_t least = 0;
  std::int64_t greatest = 0;
  if (!numbers.empty()) {
    least = *std::ranges::min_element(numbers);
    greatest = *std::ranges::max_element(numbers);
  }
  const unsigned width = width_of(static_cast<std::uint64_t>(greatest) - static_cast<std::uint64_t>(least));
  append_varint(out, zigzag(least));
  out.push_back(static_cast<char>(width));
  for (const std::int64_t number : numbers) {
    const std::uint64_t above = static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(least);
    for (unsigned i = 0; i < width; ++i) out.push_back(static_cast<char>(above >> (8 * i)));
  }
}

bool take_numbers(std::string_view& bytes, std::size_t count, std::vector<std::int64_t>& out) {
  std::uint64_t least = 0;
  std::uint8_t width = 0;
  std::string_view packed;
  if (!take_varint(bytes, least) || !take_byte(bytes, width) || width > 8 || width == 7) return false;
  if (!take_bytes(bytes, count * width, packed)) return false;
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t above = 0;
    for (unsigned k = width; k > 0; --k) above = above << 8U | static_cast<unsigned char>(packed[i * width + k - 1]);
    out.push_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(unzigzag(least)) + above));
  }
  return true;
}

// Numbers that must lie in [0, bound).
template <class Number>
bool take_numbers_below(std::string_view& bytes, std::size_t count, std::uint64_t bound, std::vector<Number>& out) {
  std::vector<std::int64_t> numbers;
  if (!take_numbers(bytes, count, numbers)) return false;
  for (const std::int64_t number : numbers) {
    if (number < 0 || static_cast<std::uint64_t>(number) >= bound) return false;
    out.push_back(static_cast<Number>(number));
  }
  return true;
}

void append_head(std::string& out, Kind kind, const BlockPresence& present, bool has_sections) {
  out.push_back(static_cast<char>(block_version));
  out.push_back(static_cast<char>(kind));
  out.push_back(static_cast<char>(has_sections ? flag_has_sections : 0U));
  out.push_back(present.all() ? '\0' : '\x01');
  if (!present.all()) append_bitmap(out, block_entities, [&](std::size_t i) { return present[i]; });
}

struct Head {
  std::uint8_t kind = 0;
  bool has_sections = false;
  BlockPresence present;
};

std::optional<Head> take_head(std::string_view& bytes) {
  std::uint8_t version = 0;
  std::uint8_t flags = 0;
  std::uint8_t form = 0;
  Head head;
  if (!take_byte(bytes, version) || version != block_version || !take_byte(bytes, head.kind)) return std::nullopt;
  if (!take_byte(bytes, flags) || flags > flag_has_sections || !take_byte(bytes, form) || form > 1) return std::nullopt;
  head.has_sections = flags == flag_has_sections;
  std::string_view bitmap;
  if (form == 0) {
    head.present.set();
  } else {
    if (!take_bytes(bytes, bitmap_bytes, bitmap)) return std::nullopt;
    for (std::size_t i = 0; i < block_entities; ++i) head.present[i] = bit_of(bitmap, i);
  }
  return head;
}

bool take_sections(std::string_view rest, const Head& head, std::string& sections) {
  sections = rest;
  return head.has_sections != rest.empty();
}

// --- properties

bool all_of_type(const std::vector<std::string>& values, auto matches) {
  return std::ranges::all_of(values, [&](const std::string& value) { return matches(ValueView::trusted(value)); });
}

Kind kind_of(const std::vector<std::string>& values) {
  if (all_of_type(values, [](ValueView value) { return value.type() == StoredType::Integer; })) return Integers;
  if (all_of_type(values, [](ValueView value) { return value.type() == StoredType::Float; })) return Floats;
  if (all_of_type(values, [](ValueView value) { return value.is_boolean(); })) return Booleans;
  if (!all_of_type(values, [](ValueView value) { return value.type() == StoredType::String; })) return Mixed;
  std::vector<std::string_view> distinct(values.begin(), values.end());
  std::ranges::sort(distinct);
  const auto repeated = std::ranges::unique(distinct);
  return static_cast<std::size_t>(repeated.size()) * 2 > values.size() ? Dictionary : Strings;
}

void append_dictionary(std::string& out, const std::vector<std::string>& values) {
  std::map<std::string_view, std::int64_t> numbers;
  std::vector<std::int64_t> codes;
  std::string strings;
  for (const std::string& value : values) {
    const std::string_view string = ValueView::trusted(value).string();
    const auto [place, made] = numbers.emplace(string, static_cast<std::int64_t>(numbers.size()));
    if (made) append_sized(strings, string);
    codes.push_back(place->second);
  }
  append_varint(out, numbers.size());
  out += strings;
  append_numbers(out, codes);
}

bool take_dictionary(std::string_view& bytes, std::size_t count, std::vector<std::string>& values) {
  std::uint64_t size = 0;
  std::vector<std::string> strings;
  std::vector<std::size_t> codes;
  if (!take_varint(bytes, size) || size > block_entities) return false;
  for (std::uint64_t i = 0; i < size; ++i) {
    std::string_view string;
    if (!take_sized(bytes, string)) return false;
    append_string(strings.emplace_back(), string);
  }
  if (!take_numbers_below(bytes, count, size, codes)) return false;
  for (const std::size_t code : codes) values.push_back(strings[code]);
  return true;
}

// Lengths, then the bytes of all: of strings, or of whole values.
void append_heap(std::string& out, const std::vector<std::string>& values, bool strings) {
  std::vector<std::int64_t> lengths;
  std::string heap;
  for (const std::string& value : values) {
    const std::string_view bytes = strings ? ValueView::trusted(value).string() : std::string_view(value);
    lengths.push_back(static_cast<std::int64_t>(bytes.size()));
    heap += bytes;
  }
  append_numbers(out, lengths);
  out += heap;
}

bool take_heap(std::string_view& bytes, std::size_t count, bool strings, std::vector<std::string>& values) {
  std::vector<std::uint64_t> lengths;
  if (!take_numbers_below(bytes, count, std::uint64_t{1} << 62U, lengths)) return false;
  for (const std::uint64_t length : lengths) {
    std::string_view piece;
    if (!take_bytes(bytes, length, piece)) return false;
    if (strings) {
      append_string(values.emplace_back(), piece);
    } else {
      if (!ValueView::parse(piece)) return false;
      values.emplace_back(piece);
    }
  }
  return true;
}

bool take_integers(std::string_view& bytes, std::size_t count, std::vector<std::string>& values) {
  std::vector<std::int64_t> numbers;
  if (!take_numbers(bytes, count, numbers)) return false;
  for (const std::int64_t number : numbers) append_integer(values.emplace_back(), number);
  return true;
}

bool take_floats(std::string_view& bytes, std::size_t count, std::vector<std::string>& values) {
  std::string_view content;
  if (!take_bytes(bytes, count * sizeof(double), content)) return false;
  for (std::size_t i = 0; i < count; ++i) {
    values.emplace_back(1, static_cast<char>(StoredType::Float))
        .append(content.substr(i * sizeof(double), sizeof(double)));
  }
  return true;
}

bool take_booleans(std::string_view& bytes, std::size_t count, std::vector<std::string>& values) {
  std::string_view bitmap;
  if (!take_bytes(bytes, (count + 7) / 8, bitmap)) return false;
  for (std::size_t i = 0; i < count; ++i) append_boolean(values.emplace_back(), bit_of(bitmap, i));
  return true;
}

bool take_values(std::uint8_t kind, std::string_view& bytes, std::size_t count, std::vector<std::string>& values) {
  switch (kind) {
    case Integers: return take_integers(bytes, count, values);
    case Floats: return take_floats(bytes, count, values);
    case Booleans: return take_booleans(bytes, count, values);
    case Dictionary: return take_dictionary(bytes, count, values);
    case Strings: return take_heap(bytes, count, /*strings=*/true, values);
    case Mixed: return take_heap(bytes, count, /*strings=*/false, values);
    default: return false;
  }
}

// --- sets of ascending numbers

using NumberSet = std::vector<std::uint64_t>;

void append_sets(std::string& out, const std::vector<NumberSet>& sets) {
  std::map<NumberSet, std::int64_t> numbers;
  std::vector<std::int64_t> codes;
  std::string distinct;
  for (const NumberSet& set : sets) {
    const auto [place, made] = numbers.emplace(set, static_cast<std::int64_t>(numbers.size()));
    codes.push_back(place->second);
    if (!made) continue;
    append_varint(distinct, set.size());
    std::uint64_t previous = 0;
    for (const std::uint64_t number : set) {
      append_varint(distinct, number - previous);
      previous = number;
    }
  }
  append_varint(out, numbers.size());
  out += distinct;
  append_numbers(out, codes);
}

// Every number must lie in [0, bound).
bool take_sets(std::string_view& bytes, std::size_t count, std::uint64_t bound, std::vector<NumberSet>& out) {
  std::uint64_t size = 0;
  if (!take_varint(bytes, size) || size > block_entities) return false;
  std::vector<NumberSet> distinct(size);
  for (NumberSet& set : distinct) {
    std::uint64_t entries = 0;
    std::uint64_t number = 0;
    if (!take_varint(bytes, entries) || entries > bytes.size()) return false;
    for (std::uint64_t i = 0; i < entries; ++i) {
      std::uint64_t delta = 0;
      if (!take_varint(bytes, delta) || (i > 0 && delta == 0) || delta >= bound - number) return false;
      number += delta;
      set.push_back(number);
    }
  }
  std::vector<std::size_t> codes;
  if (!take_numbers_below(bytes, count, size, codes)) return false;
  for (const std::size_t code : codes) out.push_back(distinct[code]);
  return true;
}

std::uint64_t number_of(const ListName& list) {
  return std::uint64_t{list.type} << 1U | (list.direction == Direction::Incoming ? 1U : 0U);
}

ListName list_of(std::uint64_t number) {
  return {static_cast<TypeToken>(number >> 1U), (number & 1U) == 0 ? Direction::Outgoing : Direction::Incoming};
}

template <class Number>
std::vector<std::int64_t> widened(const std::vector<Number>& numbers) {
  std::vector<std::int64_t> wide;
  wide.reserve(numbers.size());
  for (const Number number : numbers) wide.push_back(static_cast<std::int64_t>(number));
  return wide;
}

}  // namespace

void append_block(std::string& out, const PropertyBlock& block) {
  const Kind kind = kind_of(block.values);
  append_head(out, kind, block.present, !block.sections.empty());
  std::vector<std::int64_t> integers;
  switch (kind) {
    case Integers:
      for (const std::string& value : block.values) integers.push_back(ValueView::trusted(value).integer());
      append_numbers(out, integers);
      break;
    case Floats:
      for (const std::string& value : block.values) out.append(value, 1);
      break;
    case Booleans:
      append_bitmap(out, block.values.size(),
                    [&](std::size_t i) { return ValueView::trusted(block.values[i]).boolean(); });
      break;
    case Dictionary: append_dictionary(out, block.values); break;
    default: append_heap(out, block.values, kind == Strings); break;
  }
  out += block.sections;
}

void append_block(std::string& out, const NodeBlock& block) {
  append_head(out, Nodes, block.present, !block.sections.empty());
  std::vector<NumberSet> label_sets;
  std::vector<NumberSet> list_sets;
  label_sets.reserve(block.labels.size());
  for (const auto& labels : block.labels) label_sets.emplace_back(labels.begin(), labels.end());
  for (const auto& lists : block.lists)
    std::ranges::transform(lists, std::back_inserter(list_sets.emplace_back()), number_of);
  append_sets(out, label_sets);
  append_sets(out, list_sets);
  out += block.sections;
}

void append_block(std::string& out, const RelationshipBlock& block) {
  append_head(out, Relationships, block.present, !block.sections.empty());
  append_numbers(out, widened(block.types));
  append_numbers(out, widened(block.sources));
  append_numbers(out, widened(block.targets));
  out += block.sections;
}

std::optional<PropertyBlock> parse_property_block(std::string_view bytes) {
  const auto head = take_head(bytes);
  if (!head) return std::nullopt;
  PropertyBlock block{.present = head->present, .values = {}, .sections = {}};
  if (!take_values(head->kind, bytes, head->present.count(), block.values)) return std::nullopt;
  if (!take_sections(bytes, *head, block.sections)) return std::nullopt;
  return block;
}

std::optional<NodeBlock> parse_node_block(std::string_view bytes) {
  const auto head = take_head(bytes);
  if (!head || head->kind != Nodes) return std::nullopt;
  NodeBlock block{.present = head->present, .labels = {}, .lists = {}, .sections = {}};
  std::vector<NumberSet> label_sets;
  std::vector<NumberSet> list_sets;
  const std::size_t count = head->present.count();
  if (!take_sets(bytes, count, labels_bound, label_sets) || !take_sets(bytes, count, lists_bound, list_sets)) {
    return std::nullopt;
  }
  if (!take_sections(bytes, *head, block.sections)) return std::nullopt;
  for (const NumberSet& set : label_sets) {
    auto& labels = block.labels.emplace_back();
    for (const std::uint64_t number : set) labels.push_back(static_cast<LabelToken>(number));
  }
  for (const NumberSet& set : list_sets)
    std::ranges::transform(set, std::back_inserter(block.lists.emplace_back()), list_of);
  return block;
}

std::optional<RelationshipBlock> parse_relationship_block(std::string_view bytes) {
  const auto head = take_head(bytes);
  if (!head || head->kind != Relationships) return std::nullopt;
  RelationshipBlock block;
  block.present = head->present;
  const std::size_t count = head->present.count();
  if (!take_numbers_below(bytes, count, std::uint64_t{1} << 32U, block.types) ||
      !take_numbers_below(bytes, count, id_limit, block.sources) ||
      !take_numbers_below(bytes, count, id_limit, block.targets) || !take_sections(bytes, *head, block.sections)) {
    return std::nullopt;
  }
  return block;
}

}  // namespace cairn::storage
