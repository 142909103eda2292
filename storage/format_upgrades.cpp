#include "storage/format.h"
#include "storage/meta_codec.h"
#include "storage/read_errors.h"
#include "storage/store.h"
#include "storage/varint.h"

#include <array>
#include <map>

namespace cairn::storage {

namespace {

// In format 1 a count by label could stand alone, and nothing was summed over the types:
//   | 2 | u32 type | u32 label | u8 direction | varint relationships
constexpr char single_count = 2;

// The page of a single count, with nothing else in it; the count is added to `counts`. False if it is damaged.
bool add_single_count(std::string_view key, std::string_view value, std::map<CountKey, LabelCounts>& counts) {
  std::uint8_t version = 0;
  std::uint64_t relationships = 0;
  if (key.size() != 10 || static_cast<unsigned char>(key[9]) > 1) return false;
  if (!take_byte(value, version) || version != 1 || !take_varint(value, relationships)) return false;
  const auto type = static_cast<TypeToken>(read_big_endian(key, 1, 4));
  const auto label = static_cast<LabelToken>(read_big_endian(key, 5, 4));
  add_count(counts[count_page_key(type, static_cast<Direction>(key[9]), label)], label, relationships);
  return true;
}

bool add_page(std::string_view key, std::string_view value, std::map<CountKey, LabelCounts>& counts) {
  const auto name = parse_statistics_key(key);
  const auto page = name ? parse_label_counts(name->label, value) : std::nullopt;
  if (!page) return false;
  for (const auto& [label, relationships] : *page) add_count(counts[*name], label, relationships);
  return true;
}

// Counts by label stand in pages, and the type `no_token` has their sums.
Expected<void> sum_label_counts(const StoreView& old, CommitRecordBuilder& changes) {
  std::map<CountKey, LabelCounts> counts;
  const auto cursor = old.cursor(Family::Statistics, std::string(1, single_count));
  for (; cursor->valid(); cursor->next()) {
    const std::string_view key = cursor->key();
    const bool is_single = key[0] == single_count;
    if (!(is_single ? add_single_count : add_page)(key, cursor->value(), counts)) {
      return damaged_error(Family::Statistics, key);
    }
    if (is_single) changes.remove(Family::Statistics, std::string(key));
  }
  if (const auto status = cursor->status(); !status) return status.error();
  std::map<CountKey, LabelCounts> sums;
  for (const auto& [name, page] : counts) {
    LabelCounts& sum = sums[count_page_key(no_token, name.direction, name.label)];
    for (const auto& [label, relationships] : page) add_count(sum, label, relationships);
  }
  counts.merge(sums);
  for (const auto& [name, page] : counts) {
    changes.put(Family::Statistics, statistics_key(name), encode_label_counts(name.label, page));
  }
  return {};
}

}  // namespace

std::span<const FormatUpgrade> format_upgrades() {
  static const std::array<FormatUpgrade, 1> steps = {FormatUpgrade{.from = 1, .apply = sum_label_counts}};
  return steps;
}

}  // namespace cairn::storage
