#include "shell/typed_renderer.h"

#include "engine/value/json.h"
#include "shell/plan_text.h"

#include <fmt/format.h>

#include <array>
#include <iterator>

namespace cairn::shell {
namespace {

constexpr std::string_view empty_head = R"({"columns":[],"rows":[)";

struct NamedCount {
  std::string_view name;
  std::uint64_t UpdateCounts::* count;
};

constexpr std::array counts{NamedCount{"nodes_created", &UpdateCounts::nodes_created},
                            NamedCount{"nodes_deleted", &UpdateCounts::nodes_deleted},
                            NamedCount{"relationships_created", &UpdateCounts::relationships_created},
                            NamedCount{"relationships_deleted", &UpdateCounts::relationships_deleted},
                            NamedCount{"labels_added", &UpdateCounts::labels_added},
                            NamedCount{"labels_removed", &UpdateCounts::labels_removed},
                            NamedCount{"properties_set", &UpdateCounts::properties_set},
                            NamedCount{"indexes_added", &UpdateCounts::indexes_added},
                            NamedCount{"indexes_removed", &UpdateCounts::indexes_removed},
                            NamedCount{"constraints_added", &UpdateCounts::constraints_added},
                            NamedCount{"constraints_removed", &UpdateCounts::constraints_removed}};

void append_member(std::string& target, std::string_view start, std::string_view text) {
  target += start;
  append_json_string(target, text);
}

std::string error_member(const Error& error) {
  std::string text;
  append_member(text, R"("error":{"type":)", error_type_name(error.type));
  append_member(text, R"(,"phase":)", error_phase_name(error.phase));
  append_member(text, R"(,"detail":)", error.detail);
  append_member(text, R"(,"message":)", error.message);
  if (error.position) {
    text += fmt::format(R"(,"line":{},"column":{})", error.position->line, error.position->column);
  } else {
    text += R"(,"line":null,"column":null)";
  }
  if (error.hint.empty()) {
    text += R"(,"hint":null)";
  } else {
    append_member(text, R"(,"hint":)", error.hint);
  }
  return text + "}";
}

}  // namespace

void TypedRenderer::write_columns(std::span<const std::string> names) {
  head_ = R"({"columns":[)";
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (index > 0) head_ += ',';
    append_json_string(head_, names[index]);
  }
  head_ += R"(],"rows":[)";
}

void TypedRenderer::write_row(std::span<const Value> values) {
  line_.clear();
  if (row_count() == 1) {
    line_ += head_;
  } else {
    line_ += ',';
  }
  line_ += '[';
  for (std::size_t index = 0; index < values.size(); ++index) {
    if (index > 0) line_ += ',';
    append_typed_json(line_, values[index]);
  }
  line_ += ']';
  output().write(line_);
}

void TypedRenderer::write_end(const Completion& completion) {
  if (row_count() == 0) output().write(has_columns() ? std::string_view(head_) : empty_head);
  line_ = R"(],"stats":{)";
  for (const NamedCount& count : counts) {
    if (&count != counts.data()) line_ += ',';
    fmt::format_to(std::back_inserter(line_), R"("{}":{})", count.name, completion.summary.updates.*count.count);
  }
  fmt::format_to(std::back_inserter(line_), R"(}},"time_ms":{:.6f})", completion.time_ms);
  if (completion.summary.plan)
    line_ += R"(,"plan":)" + plan_json(*completion.summary.plan, completion.summary.profiled);
  output().write(line_ + "}\n");
}

void TypedRenderer::write_failure(const Error& error) {
  output().write((row_count() > 0 ? "]," : "{") + error_member(error) + "}\n");
}

}  // namespace cairn::shell
