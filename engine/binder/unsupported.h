// What openCypher has and Cairn has not yet: such statements parse and end with FeatureNotSupported.
#pragma once

#include <string_view>

namespace cairn::engine {

// Functions of types that do not exist yet, temporal values and points; in any letter case.
bool is_future_function(std::string_view name);

}  // namespace cairn::engine
