#include "storage/format.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn::storage {

std::span<const FormatUpgrade> format_upgrades() { return {}; }

const FormatUpgrade* upgrade_from(std::span<const FormatUpgrade> upgrades, std::uint32_t found) {
  const auto step = std::ranges::find(upgrades, found, &FormatUpgrade::from);
  return step == upgrades.end() ? nullptr : &*step;
}

bool knows_feature(std::string_view) { return false; }

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
