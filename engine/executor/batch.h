// Batches: what operators hand to each other.
//
// A batch is a stack of levels. A level has up to `batch_rows_max` rows, its own columns, and for each
// row the row of the level below it came from. Expanding a node pushes a level and copies nothing of
// the rows below: a value of a lower level is found through the parent indexes. Only the top level may
// be *spans*, lists of neighbours that still lie in storage; whoever needs single rows flattens them in
// pieces of at most `batch_rows_max` (see SpanFlattener).
//
//   level 2   b b b b b      parent 0 0 0 1 2      (or, as spans: [b b b] of 0, [b] of 1, [b] of 2)
//   level 1   a a a          parent 0 0 1
//   level 0   x x
//
// A level may carry multiplicities: row i stands for `multiplicity[i]` equal rows. The rows that a row
// of the top level stands for are the product along its chain of parents. Every operator respects it.
//
// A batch and everything it points to is valid for the duration of the `push` that brings it; spans are
// valid as long as the Reader they come from keeps them (until its next expand).
#pragma once

#include "engine/binder/expression.h"
#include "engine/executor/column.h"
#include "storage/reader.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace cairn::engine {

inline constexpr std::size_t batch_rows_max = 2048;
inline constexpr std::size_t batch_rows_first = 64;  // a query starts with small batches and doubles
inline constexpr std::size_t batch_levels_max = 16;

// Owns nothing, so a batch is copied in a moment: an operator that adds a level or a column copies the
// batch, keeps the arrays it adds, and pushes its copy.
struct Level {
  std::uint32_t row_count = 0;  // with spans: unused
  std::span<const Column> columns;
  std::span<const std::uint16_t> parent;        // empty on level 0
  std::span<const std::uint64_t> multiplicity;  // empty: every row stands for itself
};

struct Batch {
  std::array<Level, batch_levels_max> levels;
  std::uint32_t depth = 0;  // levels in use; level depth - 1 is the top

  // Top level as spans instead of rows: `parent` of each span is a row of level depth - 2. The neighbour
  // stands for column 0 and the relationship, if asked for, for column 1 of the top level's layout. A batch
  // with spans has no selection on its top level.
  std::span<const storage::NeighbourSpan> spans;

  // The rows of the top level that are still in the answer, ascending; `selected` false: all of them.
  bool selected = false;
  std::span<const std::uint16_t> selection;

  Level& top() { return levels[depth - 1]; }
  const Level& top() const { return levels[depth - 1]; }
  bool has_spans() const { return !spans.empty(); }
  std::size_t row_count() const { return selected ? selection.size() : top().row_count; }
  // The i-th remaining row as a row of the top level.
  std::uint16_t row(std::size_t i) const { return selected ? selection[i] : static_cast<std::uint16_t>(i); }
};

// Where a variable's values are: a column of a level.
struct Slot {
  std::uint16_t level = 0;
  std::uint16_t column = 0;

  friend bool operator==(const Slot&, const Slot&) = default;
};

// What a batch looks like at one point of a plan: how many levels, how many columns each, and where
// each variable is. Fixed when the plan is made executable.
struct Layout {
  std::vector<std::uint16_t> column_counts;        // one entry a level
  std::vector<std::pair<VariableId, Slot>> slots;  // sorted by variable

  std::optional<Slot> find(VariableId variable) const;
  void set(VariableId variable, Slot slot);
  void erase(VariableId variable);
  // Adds a column to the top level and puts the variable there.
  Slot add_column(VariableId variable);
  void add_level() { column_counts.push_back(0); }
  std::uint16_t depth() const { return static_cast<std::uint16_t>(column_counts.size()); }
};

// The rows of a batch as seen from its remaining top rows: for a level, the row of that level each
// remaining row goes back to. Computed on demand, kept until `bind` is called with the next batch.
class RowMap {
 public:
  void bind(const Batch& batch);

  const Batch& batch() const { return *batch_; }
  std::size_t size() const { return size_; }

  // True when position i is row i of `level`, so that a column of it can be used as it is.
  bool is_identity(std::size_t level) const;

  // Row of `level` for each remaining row. Valid until the next `bind`.
  std::span<const std::uint16_t> rows(std::size_t level);

  // How many rows each remaining row stands for; empty: one each. Overflow is an error of the query.
  std::span<const std::uint64_t> multiplicity();

 private:
  const Batch* batch_ = nullptr;
  std::size_t size_ = 0;
  std::array<std::vector<std::uint16_t>, batch_levels_max> rows_;
  std::array<bool, batch_levels_max> known_{};
  std::vector<std::uint64_t> multiplicity_;
  bool multiplicity_known_ = false;
};

}  // namespace cairn::engine
