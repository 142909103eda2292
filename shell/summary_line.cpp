#include "shell/summary_line.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace cairn::shell {
namespace {

struct CountedChange {
  std::uint64_t UpdateCounts::* count;
  std::string_view verb;
  std::string_view one;
  std::string_view many;
};

constexpr std::array changes{
    CountedChange{&UpdateCounts::nodes_created, "created", "node", "nodes"},
    CountedChange{&UpdateCounts::nodes_deleted, "deleted", "node", "nodes"},
    CountedChange{&UpdateCounts::relationships_created, "created", "relationship", "relationships"},
    CountedChange{&UpdateCounts::relationships_deleted, "deleted", "relationship", "relationships"},
    CountedChange{&UpdateCounts::labels_added, "added", "label", "labels"},
    CountedChange{&UpdateCounts::labels_removed, "removed", "label", "labels"},
    CountedChange{&UpdateCounts::properties_set, "set", "property", "properties"},
    CountedChange{&UpdateCounts::indexes_added, "added", "index", "indexes"},
    CountedChange{&UpdateCounts::indexes_removed, "removed", "index", "indexes"},
    CountedChange{&UpdateCounts::constraints_added, "added", "constraint", "constraints"},
    CountedChange{&UpdateCounts::constraints_removed, "removed", "constraint", "constraints"},
};

void append_part(std::string& line, std::string_view part) {
  if (!line.empty()) line += ", ";
  line += part;
}

}  // namespace

std::string duration_text(double time_ms) {
  if (time_ms < 1) return fmt::format("{:.2f} ms", time_ms);
  if (time_ms < 10) return fmt::format("{:.1f} ms", time_ms);
  if (time_ms < 1000) return fmt::format("{:.0f} ms", time_ms);
  return fmt::format("{:.2f} s", time_ms / 1000);
}

std::string summary_line(const Completion& completion, std::optional<std::uint64_t> row_count) {
  std::string line;
  if (row_count) append_part(line, fmt::format("{} {}", *row_count, *row_count == 1 ? "row" : "rows"));
  for (const CountedChange& change : changes) {
    const std::uint64_t count = completion.summary.updates.*change.count;
    if (count == 0) continue;
    append_part(line, fmt::format("{} {} {}", change.verb, count, count == 1 ? change.one : change.many));
  }
  if (!completion.show_timing) return line;
  if (line.empty() && completion.summary.writes) line = "no changes";
  return line.empty() ? duration_text(completion.time_ms) : line + "; " + duration_text(completion.time_ms);
}

}  // namespace cairn::shell
