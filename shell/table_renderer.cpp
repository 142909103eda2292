#include "shell/table_renderer.h"

#include "shell/cell_text.h"
#include "shell/display_width.h"
#include "shell/plan_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace cairn::shell {
namespace {

constexpr std::size_t held_rows_max = 1000;
constexpr std::size_t held_bytes_max = std::size_t{1} << 20;
// A column is never cut below this, unless its values are shorter.
constexpr std::size_t narrow_width_min = 6;
// Without a terminal's limit, how far the other rows follow one wide value.
constexpr std::size_t free_width_max = 120;

constexpr std::size_t block_title_width = 40;

constexpr std::string_view column_gap = " │ ";
constexpr std::size_t gap_width = 3;
constexpr std::size_t edge_width = 1;

std::string repeated(std::string_view part, std::size_t count) {
  std::string text;
  for (; count > 0; --count) text += part;
  return text;
}

}  // namespace

TableRenderer::Cell TableRenderer::cell_of(const Value& value) const {
  std::string text = cell_text(value);
  if (terminal_width_ > 0) text = shortened(text, terminal_width_);
  return {std::move(text), value.is_number(), value.is_null()};
}

void TableRenderer::write_columns(std::span<const std::string> names) {
  terminal_width_ = output().width();
  columns_.clear();
  held_rows_.clear();
  held_bytes_ = 0;
  block_count_ = 0;
  layout_ = Layout::Pending;
  for (const std::string& name : names) columns_.push_back({printable(name), 0, false});
}

void TableRenderer::write_row(std::span<const Value> values) {
  std::vector<Cell> cells;
  cells.reserve(values.size());
  for (const Value& value : values) cells.push_back(cell_of(value));
  if (layout_ != Layout::Pending) {
    write_cells(cells);
    return;
  }
  for (const Cell& cell : cells) held_bytes_ += cell.text.size() + sizeof(Cell);
  held_rows_.push_back(std::move(cells));
  if (held_rows_.size() >= held_rows_max || held_bytes_ >= held_bytes_max) decide_layout();
}

void TableRenderer::write_end(const Completion& completion) {
  if (has_columns() && layout_ == Layout::Pending) decide_layout();
  const Summary& summary = completion.summary;
  if (summary.plan) output().write((has_columns() ? "\n" : "") + plan_text(*summary.plan, summary.profiled));
  write_summary(completion, output());
  for (const std::string& notification : summary.notifications) remarks().write("note: " + notification + "\n");
  if (has_columns() || summary.plan) output().write("\n");
}

void TableRenderer::write_failure(const Error&) {
  if (has_columns() && layout_ == Layout::Pending && !held_rows_.empty()) decide_layout();
}

void TableRenderer::decide_layout() {
  size_columns();
  const bool fits = terminal_width_ == 0 || narrow_columns(terminal_width_);
  layout_ = fits ? Layout::Columns : Layout::Blocks;
  if (fits) write_head();
  for (const std::vector<Cell>& cells : held_rows_) write_cells(cells);
  held_rows_.clear();
}

void TableRenderer::size_columns() {
  for (std::size_t index = 0; index < columns_.size(); ++index) {
    Column& column = columns_[index];
    column.width = display_width(column.name);
    bool any_number = false;
    bool any_other = false;
    for (const std::vector<Cell>& cells : held_rows_) {
      const Cell& cell = cells[index];
      column.width = std::max(column.width, display_width(cell.text));
      any_number = any_number || cell.is_number;
      any_other = any_other || !(cell.is_number || cell.is_null);
    }
    column.right_aligned = any_number && !any_other;
    if (terminal_width_ == 0) column.width = std::min(column.width, free_width_max);
  }
}

bool TableRenderer::narrow_columns(std::size_t width) {
  const std::size_t frame = 2 * edge_width + gap_width * (columns_.size() - 1);
  // The widest columns share what the narrower ones leave.
  std::vector<Column*> by_width;
  by_width.reserve(columns_.size());
  for (Column& column : columns_) by_width.push_back(&column);
  std::sort(by_width.begin(), by_width.end(), [](const Column* a, const Column* b) { return a->width < b->width; });
  std::size_t rest = width > frame ? width - frame : 0;
  for (std::size_t index = 0; index < by_width.size(); ++index) {
    const std::size_t share = rest / (by_width.size() - index);
    Column& column = *by_width[index];
    if (column.width > share && share < narrow_width_min) return false;
    column.width = std::min(column.width, share);
    rest -= column.width;
  }
  return true;
}

void TableRenderer::write_head() {
  std::vector<Cell> names;
  std::string rule;
  for (const Column& column : columns_) {
    names.push_back({column.name, false, false});
    if (!rule.empty()) rule += "┼";
    rule += repeated("─", column.width + 2 * edge_width);
  }
  write_line(names);
  output().write(rule + "\n");
}

void TableRenderer::write_cells(std::span<const Cell> cells) {
  if (layout_ == Layout::Blocks) {
    write_block(cells);
  } else {
    write_line(cells);
  }
}

void TableRenderer::write_line(std::span<const Cell> cells) {
  std::string line(edge_width, ' ');
  for (std::size_t index = 0; index < cells.size(); ++index) {
    const Column& column = columns_[index];
    const std::string text = terminal_width_ > 0 ? shortened(cells[index].text, column.width) : cells[index].text;
    const std::size_t used = display_width(text);
    const std::string padding(used < column.width ? column.width - used : 0, ' ');
    const bool last = index + 1 == cells.size();
    if (index > 0) line += column_gap;
    if (column.right_aligned) {
      line += padding + text;
    } else {
      line += last ? text : text + padding;
    }
  }
  while (line.ends_with(' ')) line.pop_back();
  output().write(line + "\n");
}

void TableRenderer::write_block(std::span<const Cell> cells) {
  const std::string title = fmt::format("── row {} ", ++block_count_);
  const std::size_t title_width = std::min(terminal_width_, block_title_width);
  const std::size_t used = display_width(title);
  output().write(title + repeated("─", used < title_width ? title_width - used : 0) + "\n");
  // A quarter of the line for the names at most.
  std::size_t name_width = 0;
  for (const Column& column : columns_) name_width = std::max(name_width, display_width(column.name));
  name_width = std::min(name_width, std::max<std::size_t>(terminal_width_ / 4, 1));
  const std::size_t frame = edge_width + name_width + gap_width;
  const std::size_t value_width = terminal_width_ > frame ? terminal_width_ - frame : 1;
  for (std::size_t index = 0; index < cells.size(); ++index) {
    const std::string name = shortened(columns_[index].name, name_width);
    output().write(std::string(edge_width, ' ') + name + std::string(name_width - display_width(name), ' ') +
                   std::string(column_gap) + shortened(cells[index].text, value_width) + "\n");
  }
}

}  // namespace cairn::shell
