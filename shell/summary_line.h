// The line below an answer: "created 2 nodes, set 3 properties; 0.8 ms".
#pragma once

#include "shell/renderer.h"

#include <cstdint>
#include <optional>
#include <string>

namespace cairn::shell {

// `row_count` is given for statements that answer rows. Without rows, changes and timing there is nothing to say.
std::string summary_line(const Completion& completion, std::optional<std::uint64_t> row_count);

// "0.8 ms", "12 ms", "3.42 s": three digits at most.
std::string duration_text(double time_ms);

}  // namespace cairn::shell
