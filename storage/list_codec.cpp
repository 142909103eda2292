#include "storage/list_codec.h"

#include "storage/stream_vbyte.h"
#include "storage/varint.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace cairn::storage {

namespace {

constexpr std::uint8_t list_version = 1;
constexpr std::uint8_t edits_version = 1;

constexpr unsigned flag_more_chunks = 1;
constexpr unsigned flag_wide_neighbours = 2;
constexpr unsigned flag_wide_relationships = 4;
constexpr unsigned flag_has_sections = 8;
constexpr unsigned flags_known = 15;

constexpr std::uint64_t narrow_limit = std::uint64_t{1} << 32U;
// An entry takes at least two bytes, so a head that claims more than this is damaged before anything is allocated.
constexpr std::uint64_t entries_max = std::uint64_t{1} << 32U;

std::uint64_t zigzag_delta(std::uint64_t from, std::uint64_t to) {
  return zigzag(static_cast<std::int64_t>(to) - static_cast<std::int64_t>(from));
}

std::uint64_t apply_zigzag_delta(std::uint64_t from, std::uint64_t delta) {
  return from + static_cast<std::uint64_t>(unzigzag(delta));
}

void append_entries(std::string& out, std::span<const ListEntry> entries) {
  ListEntry previous;
  for (const ListEntry& entry : entries) {
    append_varint(out, entry.neighbour - previous.neighbour);
    append_varint(out, zigzag_delta(previous.relationship, entry.relationship));
    previous = entry;
  }
}

bool take_entries(std::string_view& bytes, std::uint64_t count, std::vector<ListEntry>& out) {
  if (count > bytes.size()) return false;
  out.reserve(count);
  ListEntry previous;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::uint64_t neighbour_delta = 0;
    std::uint64_t relationship_delta = 0;
    if (!take_varint(bytes, neighbour_delta) || !take_varint(bytes, relationship_delta)) return false;
    const ListEntry entry{previous.neighbour + neighbour_delta,
                          apply_zigzag_delta(previous.relationship, relationship_delta)};
    if (i > 0 && !(previous < entry)) return false;
    out.push_back(entry);
    previous = entry;
  }
  return true;
}

std::vector<ListEntry> without(const std::vector<ListEntry>& entries, const std::vector<ListEntry>& taken) {
  std::vector<ListEntry> rest;
  std::ranges::set_difference(entries, taken, std::back_inserter(rest));
  return rest;
}

std::vector<ListEntry> united(const std::vector<ListEntry>& a, const std::vector<ListEntry>& b) {
  std::vector<ListEntry> both;
  both.reserve(a.size() + b.size());
  std::ranges::set_union(a, b, std::back_inserter(both));
  return both;
}

}  // namespace

std::optional<ListView> ListView::parse(std::string_view bytes) {
  std::uint8_t version = 0;
  std::uint8_t flags = 0;
  ListView list;
  if (!take_byte(bytes, version) || version != list_version) return std::nullopt;
  if (!take_byte(bytes, flags) || flags > flags_known) return std::nullopt;
  if (!take_varint(bytes, list.entries_) || !take_varint(bytes, list.self_loops_)) return std::nullopt;
  if (list.entries_ > entries_max || list.entries_ / 4 > bytes.size() || list.self_loops_ > list.entries_) {
    return std::nullopt;
  }
  list.more_chunks_ = (flags & flag_more_chunks) != 0;
  list.wide_neighbours_ = (flags & flag_wide_neighbours) != 0;
  list.wide_relationships_ = (flags & flag_wide_relationships) != 0;
  list.has_sections_ = (flags & flag_has_sections) != 0;
  list.body_ = bytes;
  return list;
}

bool ListView::neighbours(std::span<std::uint32_t> out) const {
  if (entries_ == 0) return true;
  std::string_view rest = body_;
  std::uint64_t first = 0;
  if (!take_varint(rest, first) || first >= narrow_limit || wide_neighbours_) return false;
  if (!take_stream(rest, out.subspan(1))) return false;
  std::uint64_t sum = first;
  out[0] = static_cast<std::uint32_t>(first);
  for (std::size_t i = 1; i < out.size(); ++i) {
    sum += out[i];
    out[i] = static_cast<std::uint32_t>(sum);
  }
  return sum < narrow_limit;
}

bool ListView::neighbours(std::span<std::uint64_t> out) const {
  if (entries_ == 0) return true;
  std::string_view rest = body_;
  if (!take_varint(rest, out[0]) || !take_stream(rest, out.subspan(1), wide_neighbours_)) return false;
  if (out[0] >= id_limit) return false;
  for (std::size_t i = 1; i < out.size(); ++i) {
    if (out[i] >= id_limit - out[i - 1]) return false;
    out[i] += out[i - 1];
  }
  return true;
}

bool ListView::skip_neighbours(std::string_view& rest) const {
  std::uint64_t first = 0;
  return entries_ == 0 || (take_varint(rest, first) && skip_stream(rest, entries_ - 1, wide_neighbours_));
}

bool ListView::skip_relationships(std::string_view& rest) const {
  std::uint64_t first = 0;
  return entries_ == 0 || (take_varint(rest, first) && skip_stream(rest, entries_ - 1, wide_relationships_));
}

bool ListView::relationships(std::span<std::uint64_t> out) const {
  if (entries_ == 0) return true;
  std::string_view rest = body_;
  if (!skip_neighbours(rest)) return false;
  if (!take_varint(rest, out[0]) || !take_stream(rest, out.subspan(1), wide_relationships_)) return false;
  for (std::size_t i = 1; i < out.size(); ++i) out[i] = apply_zigzag_delta(out[i - 1], out[i]);
  return true;
}

bool ListView::append_to(std::vector<ListEntry>& out) const {
  std::vector<std::uint64_t> neighbour_ids(entries_);
  std::vector<std::uint64_t> relationship_ids(entries_);
  if (!neighbours(std::span(neighbour_ids)) || !relationships(relationship_ids)) return false;
  out.reserve(out.size() + entries_);
  for (std::size_t i = 0; i < entries_; ++i) {
    const ListEntry entry{neighbour_ids[i], relationship_ids[i]};
    if (i > 0 && !(out.back() < entry)) return false;
    out.push_back(entry);
  }
  return true;
}

std::optional<std::string_view> ListView::sections() const {
  std::string_view rest = body_;
  if (!skip_neighbours(rest) || !skip_relationships(rest)) return std::nullopt;
  if (has_sections_ == rest.empty()) return std::nullopt;
  return rest;
}

void append_list(std::string& out, NodeId node, std::span<const ListEntry> entries, bool more_chunks,
                 std::string_view sections) {
  std::vector<std::uint64_t> neighbour_deltas;
  std::vector<std::uint64_t> relationship_deltas;
  std::uint64_t self_loops = 0;
  std::uint64_t neighbour_bits = 0;
  std::uint64_t relationship_bits = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].neighbour == node) ++self_loops;
    if (i == 0) continue;
    neighbour_deltas.push_back(entries[i].neighbour - entries[i - 1].neighbour);
    relationship_deltas.push_back(zigzag_delta(entries[i - 1].relationship, entries[i].relationship));
    neighbour_bits |= neighbour_deltas.back();
    relationship_bits |= relationship_deltas.back();
  }
  const bool wide_neighbours =
      neighbour_bits >= narrow_limit || (!entries.empty() && entries.back().neighbour >= narrow_limit);
  const bool wide_relationships = relationship_bits >= narrow_limit;
  const unsigned flags = (more_chunks ? flag_more_chunks : 0U) | (wide_neighbours ? flag_wide_neighbours : 0U) |
                         (wide_relationships ? flag_wide_relationships : 0U) |
                         (sections.empty() ? 0U : flag_has_sections);
  out.push_back(static_cast<char>(list_version));
  out.push_back(static_cast<char>(flags));
  append_varint(out, entries.size());
  append_varint(out, self_loops);
  if (!entries.empty()) {
    append_varint(out, entries.front().neighbour);
    append_stream(out, neighbour_deltas, wide_neighbours);
    append_varint(out, entries.front().relationship);
    append_stream(out, relationship_deltas, wide_relationships);
  }
  out.append(sections);
}

void ListEdits::then(const ListEdits& later) {
  std::vector<ListEntry> newly_removed = without(later.removed, added);
  removed = without(united(removed, newly_removed), later.added);
  added = united(without(added, later.removed), later.added);
}

void ListEdits::apply(std::vector<ListEntry>& list) const {
  if (!removed.empty()) list = without(list, removed);
  if (!added.empty()) list = united(list, added);
}

void ListEdits::append_to(std::string& out) const {
  out.push_back(static_cast<char>(edits_version));
  append_varint(out, added.size());
  append_varint(out, removed.size());
  append_entries(out, added);
  append_entries(out, removed);
}

std::optional<ListEdits> ListEdits::parse(std::string_view bytes) {
  std::uint8_t version = 0;
  std::uint64_t added_count = 0;
  std::uint64_t removed_count = 0;
  ListEdits edits;
  if (!take_byte(bytes, version) || version != edits_version) return std::nullopt;
  if (!take_varint(bytes, added_count) || !take_varint(bytes, removed_count)) return std::nullopt;
  if (!take_entries(bytes, added_count, edits.added) || !take_entries(bytes, removed_count, edits.removed)) {
    return std::nullopt;
  }
  if (!bytes.empty()) return std::nullopt;
  return edits;
}

bool merge_list(NodeId node, const std::string_view* existing, std::span<const std::string_view> operands,
                std::string& out) {
  std::vector<ListEntry> entries;
  bool more_chunks = false;
  std::string_view sections;
  if (existing != nullptr) {
    const auto list = ListView::parse(*existing);
    if (!list || !list->append_to(entries)) return false;
    const auto kept = list->sections();
    if (!kept) return false;
    sections = *kept;
    more_chunks = list->more_chunks();
  }
  ListEdits all;
  for (const std::string_view operand : operands) {
    const auto edits = ListEdits::parse(operand);
    if (!edits) return false;
    all.then(*edits);
  }
  all.apply(entries);
  append_list(out, node, entries, more_chunks, sections);
  return true;
}

}  // namespace cairn::storage
