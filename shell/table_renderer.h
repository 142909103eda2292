// The `table` format: aligned columns that fit the terminal.
//
//    name         │ born          the first rows are held back to see how wide the columns are; after that rows are
//   ──────────────┼──────         written as they come, cut to those widths. Numbers stand to the right. Where not even
//    Ada Lovelace │ 1815          narrow columns fit, each row becomes a block of lines, one a column.
//
// Without a terminal nothing is cut: what is wider than its column moves the rest of its line.
#pragma once

#include "shell/renderer.h"

namespace cairn::shell {

class TableRenderer final : public Renderer {
 public:
  using Renderer::Renderer;

 protected:
  void write_columns(std::span<const std::string> names) override;
  void write_row(std::span<const Value> values) override;
  void write_end(const Completion& completion) override;
  void write_failure(const Error& error) override;

 private:
  enum class Layout : std::uint8_t { Pending, Columns, Blocks };

  struct Cell {
    std::string text;
    bool is_number = false;
    bool is_null = false;
  };

  struct Column {
    std::string name;
    std::size_t width = 0;
    bool right_aligned = false;
  };

  Cell cell_of(const Value& value) const;

  // Fixes the layout by the rows held back, writes the head and those rows.
  void decide_layout();
  void size_columns();
  // Narrows the widest columns until a line fits; false if that would leave too little of them.
  bool narrow_columns(std::size_t width);
  void write_head();
  void write_cells(std::span<const Cell> cells);
  void write_line(std::span<const Cell> cells);
  void write_block(std::span<const Cell> cells);

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> held_rows_;
  std::size_t held_bytes_ = 0;
  std::size_t terminal_width_ = 0;  // 0: no limit
  Layout layout_ = Layout::Pending;
  std::uint64_t block_count_ = 0;
};

}  // namespace cairn::shell
