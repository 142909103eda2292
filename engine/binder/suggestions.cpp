#include "engine/binder/suggestions.h"

#include "parser/edit_distance.h"

#include <limits>

#include <fmt/format.h>

namespace cairn::engine {

namespace {

// Names longer than this are not compared: the cost is quadratic and nobody mistypes them.
constexpr std::size_t name_bytes_max = 64;

}  // namespace

std::string_view closest_name(std::string_view name, std::span<const std::string_view> candidates) {
  if (name.size() > name_bytes_max) return {};
  std::string_view closest;
  std::size_t distance_min = std::numeric_limits<std::size_t>::max();
  for (const std::string_view candidate : candidates) {
    if (candidate.empty() || candidate.size() > name_bytes_max || !parser::is_probably(name, candidate)) continue;
    const std::size_t distance = parser::edit_distance(name, candidate);
    if (distance >= distance_min) continue;
    closest = candidate;
    distance_min = distance;
  }
  return closest;
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates) {
  const std::string_view closest = closest_name(name, candidates);
  return closest.empty() ? std::string() : fmt::format("did you mean `{}`?", closest);
}

}  // namespace cairn::engine
