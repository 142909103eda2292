#include "engine/binder/unsupported.h"

#include <algorithm>
#include <array>
#include <string>

namespace cairn::engine {

namespace {

constexpr std::array<std::string_view, 6> temporal_spaces{"date",      "datetime",      "duration",
                                                          "localtime", "localdatetime", "time"};
constexpr std::array<std::string_view, 2> spatial_functions{"point", "distance"};

}  // namespace

bool is_future_function(std::string_view name) {
  std::string space(name.substr(0, name.find('.')));
  std::transform(space.begin(), space.end(), space.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter | 0x20) : letter;
  });
  const auto holds = [&](const auto& names) { return std::find(names.begin(), names.end(), space) != names.end(); };
  return holds(temporal_spaces) || holds(spatial_functions);
}

}  // namespace cairn::engine
