#include "shell/renderer.h"

#include "shell/delimited_renderer.h"
#include "shell/json_renderer.h"
#include "shell/markdown_renderer.h"
#include "shell/plan_text.h"
#include "shell/summary_line.h"
#include "shell/table_renderer.h"
#include "shell/typed_renderer.h"

namespace cairn::shell {

void Renderer::start_if_idle() {
  if (running_) return;
  running_ = true;
  has_columns_ = false;
  plan_written_ = false;
  row_count_ = 0;
}

void Renderer::columns(std::span<const std::string> names) {
  start_if_idle();
  has_columns_ = !names.empty();
  write_columns(names);
}

bool Renderer::row(std::span<const Value> values) {
  ++row_count_;
  write_row(values);
  return !output_.broken();
}

void Renderer::finish(const Completion& completion) {
  start_if_idle();
  if (completion.summary.plan && !has_columns_ && answers_plan_with_rows()) write_plan_rows(completion.summary);
  write_end(completion);
  running_ = false;
}

void Renderer::fail(const Error& error) {
  start_if_idle();
  write_failure(error);
  running_ = false;
}

void Renderer::write_plan_rows(const Summary& summary) {
  plan_written_ = true;
  const PlanTable table = plan_table(*summary.plan, summary.profiled);
  columns(table.columns);
  for (const std::vector<Value>& values : table.rows) row(values);
}

void Renderer::write_summary(const Completion& completion, Output& target) {
  const std::string line = summary_line(completion, has_columns_ ? std::optional(row_count_) : std::nullopt);
  if (!line.empty()) target.write(line + "\n");
}

void Renderer::write_remarks(const Completion& completion) {
  if (completion.summary.plan && !plan_written_) {
    remarks_.write(plan_text(*completion.summary.plan, completion.summary.profiled));
  }
  if (completion.show_timing) write_summary(completion, remarks_);
}

std::unique_ptr<Renderer> make_renderer(Format format, Output& output, Output& remarks) {
  switch (format) {
    case Format::Table: return std::make_unique<TableRenderer>(output, remarks);
    case Format::Csv: return std::make_unique<DelimitedRenderer>(output, remarks, ',');
    case Format::Tsv: return std::make_unique<DelimitedRenderer>(output, remarks, '\t');
    case Format::Json: return std::make_unique<JsonRenderer>(output, remarks, JsonRenderer::Layout::Array);
    case Format::JsonLines: return std::make_unique<JsonRenderer>(output, remarks, JsonRenderer::Layout::Lines);
    case Format::Markdown: return std::make_unique<MarkdownRenderer>(output, remarks);
    case Format::Typed: return std::make_unique<TypedRenderer>(output, remarks);
  }
  return nullptr;
}

}  // namespace cairn::shell
