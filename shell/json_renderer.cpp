#include "shell/json_renderer.h"

#include "engine/value/json.h"

namespace cairn::shell {

void JsonRenderer::write_columns(std::span<const std::string> names) {
  member_starts_.clear();
  for (const std::string& name : names) {
    std::string start = member_starts_.empty() ? "{" : ",";
    append_json_string(start, name);
    member_starts_.push_back(start + ":");
  }
}

void JsonRenderer::write_row(std::span<const Value> values) {
  line_.clear();
  if (layout_ == Layout::Array) line_ += row_count() == 1 ? "[" : ",\n ";
  for (std::size_t index = 0; index < values.size(); ++index) {
    line_ += member_starts_[index];
    append_plain_json(line_, values[index]);
  }
  line_ += layout_ == Layout::Array ? "}" : "}\n";
  output().write(line_);
}

void JsonRenderer::write_end(const Completion& completion) {
  if (layout_ == Layout::Array) output().write(row_count() == 0 ? "[]\n" : "]\n");
  write_remarks(completion);
}

void JsonRenderer::write_failure(const Error&) {
  if (layout_ == Layout::Array && row_count() > 0) output().write("]\n");
}

}  // namespace cairn::shell
