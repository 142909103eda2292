// "Did you mean …?": the known name closest to one that is not known.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace cairn::engine {

// The candidate that differs least from `name`, of those close enough to be meant (`parser::is_probably`); of equally
// close ones the first. Empty if there is none.
std::string_view closest_name(std::string_view name, std::span<const std::string_view> candidates);

// "did you mean `ceo_of`?" for the closest candidate, or nothing.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace cairn::engine
