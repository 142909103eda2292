#include "storage/format.h"

#include "storage/block_builder.h"
#include "storage/meta_codec.h"
#include "storage/read_errors.h"
#include "storage/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cairn::storage {

namespace {
constexpr std::array<std::string_view, 4> known_features = {feature_blocks, feature_composite_indexes,
                                                            feature_hashed_keys, feature_constraints};
}  // namespace

const FormatUpgrade* upgrade_from(std::span<const FormatUpgrade> upgrades, std::uint32_t found) {
  const auto step = std::ranges::find(upgrades, found, &FormatUpgrade::from);
  return step == upgrades.end() ? nullptr : &*step;
}

bool knows_feature(std::string_view name) { return std::ranges::find(known_features, name) != known_features.end(); }

Expected<void> require_features(const StoreView& state, std::span<const std::string_view> names,
                                CommitRecordBuilder& changes) {
  if (names.empty()) return {};
  std::string bytes;
  const auto found = state.get(Family::Meta, meta_features, bytes);
  if (!found) return found.error();
  auto features = *found ? parse_features(bytes) : std::nullopt;
  if (!features) return damaged_error(Family::Meta, meta_features);
  const std::size_t named_before = features->size();
  for (const std::string_view name : names) {
    if (std::ranges::find(*features, name) == features->end()) features->emplace_back(name);
  }
  if (features->size() > named_before) changes.put(Family::Meta, meta_features, encode_features(*features));
  return {};
}

Error newer_format_error(std::string_view path, std::uint32_t found) {
  return storage_error(
      "NewerFormat",
      fmt::format("the database '{}' has format {}, this program knows formats up to {}", path, found, format_version),
      "use a newer version of cairn");
}

Error unknown_feature_error(std::string_view path, std::string_view feature) {
  return storage_error("UnknownFeature",
                       fmt::format("the database '{}' needs the feature '{}', which this program lacks", path, feature),
                       "use a newer version of cairn");
}

}  // namespace cairn::storage
