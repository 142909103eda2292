#include "engine/executor/operators/optional.h"

#include <numeric>

namespace cairn::engine {

bool OptionalEnd::push_rows(Batch& batch) {
  rows_.bind(batch);
  const Column& numbers = batch.levels[outer_row_.level].columns[outer_row_.column];
  const std::span<const std::uint16_t> rows = rows_.rows(outer_row_.level);
  for (const std::uint16_t row : rows) matched_[static_cast<std::size_t>(numbers.at<std::int64_t>(row))] = 1;
  return emit(batch);
}

bool Optional::push_rows(Batch& batch) {
  end_.begin(batch.row_count());
  inner_.restart();
  const bool more = inner_.push(batch);
  inner_.finish();
  if (!more) return false;

  unmatched_.clear();
  for (std::size_t i = 0; i < batch.row_count(); ++i) {
    if (!end_.matched(i)) unmatched_.push_back(batch.row(i));
  }
  return unmatched_.empty() || emit_unmatched(batch);
}

// The outer rows as the inner plan's first levels: as they came, or copied into one level as the inner plan
// has copied them.
Batch Optional::outer_levels(const Batch& batch) {
  Batch outer = batch;
  outer.selected = true;
  outer.selection = unmatched_;
  if (!flattened_) {
    // The inner plan's Argument has added a column to the outer top level, which nobody reads here.
    std::vector<Column>& top = null_columns_[batch.depth - 1];
    top.assign(batch.top().columns.begin(), batch.top().columns.end());
    top.resize(inner_layout_.column_counts[batch.depth - 1], Column::nulls());
    outer.top().columns = top;
    return outer;
  }
  rows_.bind(outer);
  null_columns_[0].assign(inner_layout_.column_counts[0], Column::nulls());
  gathered_.resize(outer_columns_.size());
  for (std::size_t c = 0; c < outer_columns_.size(); ++c) {
    const auto [target, slot] = outer_columns_[c];
    gathered_[c].reset();
    gather_borrowed(batch.levels[slot.level].columns[slot.column], rows_.rows(slot.level), gathered_[c]);
    null_columns_[0][target] = gathered_[c].view();
  }
  Batch flat;
  flat.depth = 1;
  flat.top() = Level{.row_count = static_cast<std::uint32_t>(unmatched_.size()),
                     .columns = null_columns_[0],
                     .parent = {},
                     .multiplicity = rows_.multiplicity()};
  return flat;
}

bool Optional::emit_unmatched(Batch& batch) {
  const std::size_t depth = inner_layout_.depth();
  null_columns_.resize(depth);
  Batch nulls = outer_levels(batch);
  identity_.resize(unmatched_.size());
  std::iota(identity_.begin(), identity_.end(), std::uint16_t{0});
  while (nulls.depth < depth) {
    std::vector<Column>& columns = null_columns_[nulls.depth];
    columns.assign(inner_layout_.column_counts[nulls.depth], Column::nulls());
    const std::vector<std::uint16_t>& parent = nulls.selected ? unmatched_ : identity_;
    nulls.selected = false;
    ++nulls.depth;
    nulls.top() = Level{.row_count = static_cast<std::uint32_t>(unmatched_.size()),
                        .columns = columns,
                        .parent = parent,
                        .multiplicity = {}};
  }
  return emit(nulls);
}

}  // namespace cairn::engine
