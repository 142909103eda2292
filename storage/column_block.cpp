#include "storage/column_block.h"

#include "storage/column_block_view.h"
#include "storage/packed_numbers.h"
#include "storage/varint.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace cairn::storage {

namespace {

constexpr std::uint8_t block_version = 1;
constexpr unsigned flag_has_sections = 1;
constexpr std::size_t bitmap_bytes = block_entities / 8;

void append_bitmap(std::string& out, std::size_t count, const auto& bit) {
  const std::size_t begin = out.size();
  out.append((count + 7) / 8, '\0');
  for (std::size_t i = 0; i < count; ++i) {
    if (bit(i))
      out[begin + i / 8] = static_cast<char>(static_cast<unsigned char>(out[begin + i / 8]) | (1U << (i % 8)));
  }
}

void append_presence(std::string& out, const BlockPresence& present) {
  const std::size_t count = present.count();
  if (count == block_entities) {
    out.push_back('\x00');
  } else if (count * sizeof(std::uint16_t) >= bitmap_bytes) {
    out.push_back('\x01');
    append_bitmap(out, block_entities, [&](std::size_t i) { return present[i]; });
  } else {
    out.push_back('\x02');
    append_varint(out, count);
    for (std::size_t i = present._Find_first(); i < block_entities; i = present._Find_next(i)) {
      out.push_back(static_cast<char>(i & 0xFFU));
      out.push_back(static_cast<char>(i >> 8U));
    }
  }
}

void append_head(std::string& out, BlockKind kind, const BlockPresence& present, bool has_sections) {
  out.push_back(static_cast<char>(block_version));
  out.push_back(static_cast<char>(kind));
  out.push_back(static_cast<char>(has_sections ? flag_has_sections : 0U));
  append_presence(out, present);
}

// --- properties

// The distinct strings of a column, in the order in which they come, and which of them each entry is.
struct StringCodes {
  std::vector<std::string_view> strings;
  std::vector<std::int64_t> codes;
  std::size_t bytes = 0;  // of a dictionary
};

StringCodes string_codes(std::span<const ValueView> values) {
  StringCodes result;
  std::unordered_map<std::string_view, std::int64_t> numbers;
  numbers.reserve(values.size());
  std::string head;
  for (const ValueView value : values) {
    const auto [place, made] = numbers.emplace(value.string(), static_cast<std::int64_t>(numbers.size()));
    result.codes.push_back(place->second);
    if (!made) continue;
    result.strings.push_back(place->first);
    head.clear();
    append_varint(head, place->first.size());
    result.bytes += head.size() + place->first.size();
  }
  const auto last = static_cast<std::int64_t>(result.strings.size()) - 1;
  result.bytes += packed_bytes(0, std::max<std::int64_t>(last, 0), values.size()) + 2;
  return result;
}

void append_dictionary(std::string& out, const StringCodes& codes) {
  append_varint(out, codes.strings.size());
  for (const std::string_view string : codes.strings) append_sized(out, string);
  append_packed(out, codes.codes);
}

// Lengths, then the bytes of all.
void append_heap(std::string& out, std::span<const std::string_view> pieces) {
  std::vector<std::int64_t> lengths;
  lengths.reserve(pieces.size());
  for (const std::string_view piece : pieces) lengths.push_back(static_cast<std::int64_t>(piece.size()));
  append_packed(out, lengths);
  for (const std::string_view piece : pieces) out += piece;
}

void append_strings(std::string& out, const BlockPresence& present, std::span<const ValueView> values,
                    bool has_sections) {
  std::vector<std::string_view> strings;
  strings.reserve(values.size());
  for (const ValueView value : values) strings.push_back(value.string());
  std::size_t heap_bytes = 0;
  for (const std::string_view string : strings) heap_bytes += string.size();
  const auto [shortest, longest] = std::ranges::minmax(strings, {}, &std::string_view::size);
  heap_bytes += packed_bytes(static_cast<std::int64_t>(shortest.size()), static_cast<std::int64_t>(longest.size()),
                             strings.size());
  const StringCodes codes = string_codes(values);
  if (codes.bytes < heap_bytes) {
    append_head(out, BlockKind::Dictionary, present, has_sections);
    append_dictionary(out, codes);
  } else {
    append_head(out, BlockKind::Strings, present, has_sections);
    append_heap(out, strings);
  }
}

BlockKind kind_of(std::span<const ValueView> values) {
  const auto all = [&](auto matches) { return std::ranges::all_of(values, matches); };
  if (all([](ValueView value) { return value.type() == StoredType::Integer; })) return BlockKind::Integers;
  if (all([](ValueView value) { return value.type() == StoredType::Float; })) return BlockKind::Floats;
  if (all([](ValueView value) { return value.is_boolean(); })) return BlockKind::Booleans;
  if (all([](ValueView value) { return value.type() == StoredType::String; })) return BlockKind::Strings;
  return BlockKind::Mixed;
}

// --- sets of ascending numbers

using NumberSet = std::vector<std::uint64_t>;

void append_sets(std::string& out, const std::vector<NumberSet>& sets) {
  std::map<NumberSet, std::int64_t> numbers;
  std::vector<std::int64_t> codes;
  std::vector<std::int64_t> sizes;
  std::string distinct;
  for (const NumberSet& set : sets) {
    const auto [place, made] = numbers.emplace(set, static_cast<std::int64_t>(numbers.size()));
    codes.push_back(place->second);
    if (!made) continue;
    const std::size_t begin = distinct.size();
    std::uint64_t previous = 0;
    for (const std::uint64_t number : set) {
      append_varint(distinct, number - previous);
      previous = number;
    }
    sizes.push_back(static_cast<std::int64_t>(distinct.size() - begin));
  }
  append_varint(out, numbers.size());
  append_packed(out, sizes);
  out += distinct;
  append_packed(out, codes);
}

std::vector<NumberSet> number_sets(const std::vector<std::vector<std::uint32_t>>& tokens) {
  std::vector<NumberSet> sets;
  sets.reserve(tokens.size());
  for (const auto& each : tokens) sets.emplace_back(each.begin(), each.end());
  return sets;
}

std::uint64_t number_of(const ListName& list) {
  return std::uint64_t{list.type} << 1U | (list.direction == Direction::Incoming ? 1U : 0U);
}

template <class Number>
std::vector<std::int64_t> widened(const std::vector<Number>& numbers) {
  std::vector<std::int64_t> wide;
  wide.reserve(numbers.size());
  for (const Number number : numbers) wide.push_back(static_cast<std::int64_t>(number));
  return wide;
}

}  // namespace

void append_property_block(std::string& out, const BlockPresence& present, std::span<const ValueView> values,
                           std::string_view sections) {
  const BlockKind kind = kind_of(values);
  if (kind == BlockKind::Strings) {
    append_strings(out, present, values, !sections.empty());
    out += sections;
    return;
  }
  append_head(out, kind, present, !sections.empty());
  if (kind == BlockKind::Integers) {
    std::vector<std::int64_t> integers;
    integers.reserve(values.size());
    for (const ValueView value : values) integers.push_back(value.integer());
    append_packed(out, integers);
  } else if (kind == BlockKind::Floats) {
    for (const ValueView value : values) out += value.bytes().substr(1);
  } else if (kind == BlockKind::Booleans) {
    append_bitmap(out, values.size(), [&](std::size_t i) { return values[i].boolean(); });
  } else {
    std::vector<std::string_view> pieces;
    pieces.reserve(values.size());
    for (const ValueView value : values) pieces.push_back(value.bytes());
    append_heap(out, pieces);
  }
  out += sections;
}

void append_block(std::string& out, const PropertyBlock& block) {
  std::vector<ValueView> values;
  values.reserve(block.values.size());
  for (const std::string& value : block.values) values.push_back(ValueView::trusted(value));
  append_property_block(out, block.present, values, block.sections);
}

void append_block(std::string& out, const NodeBlock& block) {
  append_head(out, BlockKind::Nodes, block.present, !block.sections.empty());
  std::vector<NumberSet> list_sets;
  list_sets.reserve(block.lists.size());
  for (const auto& lists : block.lists)
    std::ranges::transform(lists, std::back_inserter(list_sets.emplace_back()), number_of);
  append_sets(out, number_sets(block.labels));
  append_sets(out, list_sets);
  append_sets(out, number_sets(block.keys));
  out += block.sections;
}

void append_block(std::string& out, const RelationshipBlock& block) {
  append_head(out, BlockKind::Relationships, block.present, !block.sections.empty());
  append_packed(out, widened(block.types));
  append_packed(out, widened(block.sources));
  append_packed(out, widened(block.targets));
  append_sets(out, number_sets(block.keys));
  out += block.sections;
}

std::optional<PropertyBlock> parse_property_block(std::string_view bytes) {
  const auto view = PropertyBlockView::parse(bytes);
  const auto sections = view ? view->sections() : std::nullopt;
  if (!sections) return std::nullopt;
  PropertyBlock block{.present = view->entries().presence(), .values = {}, .sections = std::string(*sections)};
  const bool intact = view->each([&](std::size_t, ValueView value) { block.values.emplace_back(value.bytes()); });
  if (!intact) return std::nullopt;
  return block;
}

std::optional<NodeBlock> parse_node_block(std::string_view bytes) {
  const auto view = NodeBlockView::parse(bytes);
  if (!view) return std::nullopt;
  NodeBlock block{.present = view->entries().presence(),
                  .labels = {},
                  .lists = {},
                  .keys = {},
                  .sections = std::string(view->sections())};
  bool intact = true;
  view->entries().each([&](std::size_t i, std::size_t) {
    intact = intact && view->labels(i, block.labels.emplace_back()) && view->lists(i, block.lists.emplace_back()) &&
             view->keys(i, block.keys.emplace_back());
  });
  if (!intact) return std::nullopt;
  return block;
}

std::optional<RelationshipBlock> parse_relationship_block(std::string_view bytes) {
  const auto view = RelationshipBlockView::parse(bytes);
  if (!view) return std::nullopt;
  RelationshipBlock block;
  block.present = view->entries().presence();
  block.sections = view->sections();
  bool intact = true;
  view->entries().each([&](std::size_t i, std::size_t) {
    const auto head = view->head(i);
    intact = intact && head.has_value() && view->keys(i, block.keys.emplace_back());
    if (!intact) return;
    block.types.push_back(head->type);
    block.sources.push_back(head->source);
    block.targets.push_back(head->target);
  });
  if (!intact) return std::nullopt;
  return block;
}

}  // namespace cairn::storage
