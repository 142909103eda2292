#include "storage/column_block_view.h"

#include <algorithm>

namespace cairn::storage {

namespace {

constexpr std::uint8_t block_version = 1;
constexpr std::uint8_t flag_has_sections = 1;
constexpr std::size_t bitmap_bytes = block_entities / 8;
constexpr std::uint64_t tokens_bound = std::uint64_t{1} << 32U;
constexpr std::uint64_t lists_bound = std::uint64_t{1} << 33U;

std::uint16_t read_index(std::string_view bytes, std::size_t at) {
  std::uint16_t index = 0;
  std::memcpy(&index, bytes.data() + at * sizeof index, sizeof index);
  return index;
}

bool bit_of(std::string_view bitmap, std::size_t i) {
  return (static_cast<unsigned char>(bitmap[i / 8]) >> (i % 8) & 1U) != 0;
}

bool is_heap(BlockKind kind) { return kind == BlockKind::Strings || kind == BlockKind::Mixed; }

}  // namespace

// --- what all blocks have

std::optional<BlockEntries> BlockEntries::take(std::string_view& bytes) {
  BlockEntries entries;
  std::uint8_t form = 0;
  std::string_view content;
  std::uint64_t count = 0;
  if (!take_byte(bytes, form)) return std::nullopt;
  switch (form) {
    case 0: entries.words_.fill(~std::uint64_t{0}); break;
    case 1:
      if (!take_bytes(bytes, bitmap_bytes, content)) return std::nullopt;
      std::memcpy(entries.words_.data(), content.data(), bitmap_bytes);
      break;
    case 2:
      if (!take_varint(bytes, count) || count > block_entities) return std::nullopt;
      if (!take_bytes(bytes, count * sizeof(std::uint16_t), content)) return std::nullopt;
      for (std::size_t i = 0; i < count; ++i) {
        const std::uint16_t index = read_index(content, i);
        if (index >= block_entities || (i > 0 && index <= read_index(content, i - 1))) return std::nullopt;
        entries.words_[index / 64] |= std::uint64_t{1} << (index % 64U);
      }
      break;
    default: return std::nullopt;
  }
  for (std::size_t word = 0; word < word_count; ++word) {
    entries.before_[word + 1] = static_cast<std::uint16_t>(entries.before_[word] + std::popcount(entries.words_[word]));
  }
  return entries;
}

BlockPresence BlockEntries::presence() const {
  BlockPresence present;
  each([&](std::size_t i, std::size_t) { present.set(i); });
  return present;
}

std::optional<BlockHead> BlockHead::take(std::string_view& bytes) {
  std::uint8_t version = 0;
  std::uint8_t kind = 0;
  std::uint8_t flags = 0;
  if (!take_byte(bytes, version) || version != block_version || !take_byte(bytes, kind)) return std::nullopt;
  if (!take_byte(bytes, flags) || flags > flag_has_sections) return std::nullopt;
  const auto entries = BlockEntries::take(bytes);
  if (!entries) return std::nullopt;
  return BlockHead{
      .kind = static_cast<BlockKind>(kind), .has_sections = flags == flag_has_sections, .entries = *entries};
}

// --- properties

std::optional<PropertyBlockView> PropertyBlockView::parse(std::string_view bytes) {
  const auto head = BlockHead::take(bytes);
  if (!head) return std::nullopt;
  PropertyBlockView view;
  view.head_ = *head;
  const std::size_t count = head->entries.count();
  bool taken = false;
  switch (head->kind) {
    case BlockKind::Floats: taken = take_bytes(bytes, count * sizeof(double), view.fixed_); break;
    case BlockKind::Booleans: taken = take_bytes(bytes, (count + 7) / 8, view.fixed_); break;
    case BlockKind::Dictionary: taken = view.take_dictionary(bytes); break;
    case BlockKind::Integers:
    case BlockKind::Strings:
    case BlockKind::Mixed:
      if (const auto numbers = PackedNumbers::take(bytes, count)) {
        view.numbers_ = *numbers;
        taken = true;
      }
      break;
    default: return std::nullopt;
  }
  if (!taken) return std::nullopt;
  (is_heap(head->kind) ? view.heap_ : view.rest_) = bytes;
  return view;
}

bool PropertyBlockView::take_dictionary(std::string_view& bytes) {
  std::uint64_t size = 0;
  if (!take_varint(bytes, size) || size > block_entities) return false;
  dictionary_.resize(size);
  for (std::string_view& string : dictionary_) {
    if (!take_sized(bytes, string)) return false;
  }
  const auto codes = PackedNumbers::take(bytes, entries().count());
  if (!codes) return false;
  numbers_ = *codes;
  return true;
}

std::optional<std::string_view> PropertyBlockView::piece(std::size_t rank, std::uint64_t offset) const {
  const std::int64_t length = numbers_[rank];
  if (length < 0 || offset > heap_.size() || static_cast<std::uint64_t>(length) > heap_.size() - offset) {
    return std::nullopt;
  }
  return heap_.substr(offset, static_cast<std::size_t>(length));
}

std::optional<std::string_view> PropertyBlockView::dictionary_string(std::size_t rank) const {
  const std::int64_t code = numbers_[rank];
  if (code < 0 || static_cast<std::uint64_t>(code) >= dictionary_.size()) return std::nullopt;
  return dictionary_[static_cast<std::size_t>(code)];
}

std::optional<ValueView> PropertyBlockView::value(std::size_t rank, std::optional<std::string_view> heap_piece,
                                                  std::string& scratch) const {
  scratch.clear();
  switch (head_.kind) {
    case BlockKind::Integers: append_integer(scratch, numbers_[rank]); break;
    case BlockKind::Booleans: append_boolean(scratch, bit_of(fixed_, rank)); break;
    case BlockKind::Floats:
      scratch.push_back(static_cast<char>(StoredType::Float));
      scratch.append(fixed_.substr(rank * sizeof(double), sizeof(double)));
      break;
    case BlockKind::Dictionary: heap_piece = dictionary_string(rank); [[fallthrough]];
    case BlockKind::Strings:
      if (!heap_piece) return std::nullopt;
      append_string(scratch, *heap_piece);
      break;
    default: return heap_piece ? ValueView::parse(*heap_piece) : std::nullopt;
  }
  return ValueView::trusted(scratch);
}

std::optional<ValueView> PropertyBlockView::find(std::size_t i, std::string& scratch) const {
  if (!entries().has(i)) return ValueView();
  const std::size_t rank = entries().rank(i);
  if (!is_heap(head_.kind)) return value(rank, std::nullopt, scratch);
  return value(rank, piece(rank, numbers_.sum(rank)), scratch);
}

bool PropertyBlockView::set(PropertyColumn& out, std::uint32_t position, std::size_t rank, std::uint64_t offset) const {
  if (head_.kind == BlockKind::Integers) {
    out.set_integer(position, numbers_[rank]);
    return true;
  }
  std::string scratch;
  const auto found = value(rank, is_heap(head_.kind) ? piece(rank, offset) : std::nullopt, scratch);
  if (found) out.set(position, *found, /*copy=*/true);
  return found.has_value();
}

bool PropertyBlockView::gather_dictionary(std::span<const BlockWanted> wanted, PropertyColumn& out) const {
  std::vector<std::string_view> copied(dictionary_.size());
  for (const BlockWanted& each : wanted) {
    if (!entries().has(each.entity)) continue;
    const auto code = static_cast<std::uint64_t>(numbers_[entries().rank(each.entity)]);
    if (code >= dictionary_.size()) return false;
    if (copied[code].data() == nullptr) copied[code] = out.arena.copy(dictionary_[code]);
    out.set_string(each.position, copied[code]);
  }
  return true;
}

bool PropertyBlockView::gather(std::span<const BlockWanted> wanted, PropertyColumn& out) const {
  if (head_.kind == BlockKind::Dictionary) return gather_dictionary(wanted, out);
  // Where the heap's pieces begin is summed up once and not for each entry, as long as they come in order.
  std::size_t summed = 0;
  std::uint64_t offset = 0;
  for (const BlockWanted& each : wanted) {
    if (!entries().has(each.entity)) continue;
    const std::size_t rank = entries().rank(each.entity);
    if (is_heap(head_.kind)) {
      if (rank < summed) offset = summed = 0;
      for (; summed < rank; ++summed) offset += static_cast<std::uint64_t>(numbers_[summed]);
    }
    if (!set(out, each.position, rank, offset)) return false;
  }
  return true;
}

bool PropertyBlockView::each(const Visitor& visit) const {
  std::uint64_t offset = 0;
  std::string scratch;
  bool intact = true;
  entries().each([&](std::size_t i, std::size_t rank) {
    if (!intact) return;
    const auto heap_piece = is_heap(head_.kind) ? piece(rank, offset) : std::nullopt;
    const auto found = value(rank, heap_piece, scratch);
    intact = found.has_value();
    if (!intact) return;
    visit(i, *found);
    if (heap_piece) offset += heap_piece->size();
  });
  return intact;
}

std::optional<std::string_view> PropertyBlockView::sections() const {
  std::string_view rest = rest_;
  if (is_heap(head_.kind)) {
    if (!numbers_.all_below(heap_.size() + 1, entries().count())) return std::nullopt;
    const std::uint64_t used = numbers_.sum(entries().count());
    if (used > heap_.size()) return std::nullopt;
    rest = heap_.substr(used);
  }
  if (head_.has_sections == rest.empty()) return std::nullopt;
  return rest;
}

// --- sets

std::optional<NumberSets> NumberSets::take(std::string_view& bytes, std::size_t count) {
  NumberSets sets;
  if (!take_varint(bytes, sets.distinct_) || sets.distinct_ > block_entities) return std::nullopt;
  const auto sizes = PackedNumbers::take(bytes, sets.distinct_);
  if (!sizes || !sizes->all_below(bytes.size() + 1, sets.distinct_)) return std::nullopt;
  sets.sizes_ = *sizes;
  if (!take_bytes(bytes, sizes->sum(sets.distinct_), sets.heap_)) return std::nullopt;
  const auto codes = PackedNumbers::take(bytes, count);
  if (!codes) return std::nullopt;
  sets.codes_ = *codes;
  return sets;
}

std::optional<std::string_view> NumberSets::find(std::size_t rank) const {
  const auto code = static_cast<std::uint64_t>(codes_[rank]);
  if (code >= distinct_) return std::nullopt;
  return heap_.substr(sizes_.sum(code), static_cast<std::size_t>(sizes_[code]));
}

// --- nodes

std::optional<NodeBlockView> NodeBlockView::parse(std::string_view bytes) {
  const auto head = BlockHead::take(bytes);
  if (!head || head->kind != BlockKind::Nodes) return std::nullopt;
  NodeBlockView view;
  view.head_ = *head;
  for (NumberSets* sets : {&view.labels_, &view.lists_, &view.keys_}) {
    const auto taken = NumberSets::take(bytes, head->entries.count());
    if (!taken) return std::nullopt;
    *sets = *taken;
  }
  if (head->has_sections == bytes.empty()) return std::nullopt;
  view.sections_ = bytes;
  return view;
}

bool NodeBlockView::labels(std::size_t i, std::vector<LabelToken>& out) const {
  return labels_.each(entries().rank(i), tokens_bound,
                      [&](std::uint64_t number) { out.push_back(static_cast<LabelToken>(number)); });
}

bool NodeBlockView::lists(std::size_t i, std::vector<ListName>& out) const {
  return lists_.each(entries().rank(i), lists_bound, [&](std::uint64_t number) {
    out.push_back(
        {static_cast<TypeToken>(number >> 1U), (number & 1U) == 0 ? Direction::Outgoing : Direction::Incoming});
  });
}

bool NodeBlockView::keys(std::size_t i, std::vector<KeyToken>& out) const {
  return keys_.each(entries().rank(i), tokens_bound,
                    [&](std::uint64_t number) { out.push_back(static_cast<KeyToken>(number)); });
}

// --- relationships

std::optional<RelationshipBlockView> RelationshipBlockView::parse(std::string_view bytes) {
  const auto head = BlockHead::take(bytes);
  if (!head || head->kind != BlockKind::Relationships) return std::nullopt;
  RelationshipBlockView view;
  view.head_ = *head;
  for (PackedNumbers* numbers : {&view.types_, &view.sources_, &view.targets_}) {
    const auto taken = PackedNumbers::take(bytes, head->entries.count());
    if (!taken) return std::nullopt;
    *numbers = *taken;
  }
  const auto keys = NumberSets::take(bytes, head->entries.count());
  if (!keys || head->has_sections == bytes.empty()) return std::nullopt;
  view.keys_ = *keys;
  view.sections_ = bytes;
  return view;
}

bool RelationshipBlockView::keys(std::size_t i, std::vector<KeyToken>& out) const {
  return keys_.each(entries().rank(i), tokens_bound,
                    [&](std::uint64_t number) { out.push_back(static_cast<KeyToken>(number)); });
}

std::optional<RelationshipHead> RelationshipBlockView::head(std::size_t i) const {
  const std::size_t rank = entries().rank(i);
  const auto type = static_cast<std::uint64_t>(types_[rank]);
  const auto source = static_cast<std::uint64_t>(sources_[rank]);
  const auto target = static_cast<std::uint64_t>(targets_[rank]);
  if (type >= std::uint64_t{1} << 32U || source >= id_limit || target >= id_limit) return std::nullopt;
  return RelationshipHead{.type = static_cast<TypeToken>(type), .source = source, .target = target};
}

}  // namespace cairn::storage
