// Durations and sizes as people write them on a command line: "30s", "4GiB".
#pragma once

#include "base/expected.h"

#include <chrono>
#include <cstddef>
#include <string_view>

namespace cairn::shell {

// A number, possibly with a fraction, and a unit: ms, s, m (minutes) or h; without a unit, seconds. An ArgumentError
// for anything else, for a negative number and for more than 10,000 days.
Expected<std::chrono::milliseconds> parse_duration(std::string_view text);

// A number, possibly with a fraction, and a unit: KiB, MiB, GiB, TiB (powers of 1,024), kB, MB, GB, TB (powers of
// 1,000), one of the letters k, m, g, t (powers of 1,024), or B; without a unit, bytes. Letters in either case. An
// ArgumentError for anything else, for a negative number and for more than the machine can address.
Expected<std::size_t> parse_byte_size(std::string_view text);

}  // namespace cairn::shell
