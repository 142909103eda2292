// What `:help` says.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cairn::shell {

// The text on `topic`, or the overview for an empty topic; nothing if there is no such topic. Ends with a line break.
std::optional<std::string_view> help_text(std::string_view topic);

// "commands, params, transactions, …", for messages.
std::string help_topics();

}  // namespace cairn::shell
