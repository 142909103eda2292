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

bool Optional::emit_unmatched(Batch& batch) {
  const auto count = static_cast<std::uint32_t>(unmatched_.size());
  const std::size_t depth = inner_layout_.depth();
  null_columns_.resize(depth);
  Batch nulls = batch;
  nulls.selected = false;
  nulls.depth = static_cast<std::uint32_t>(depth);

  if (flattened_) {
    nulls.selected = true;
    nulls.selection = unmatched_;
    nulls.depth = batch.depth;
    rows_.bind(nulls);
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
    flat.top() =
        Level{.row_count = count, .columns = null_columns_[0], .parent = {}, .multiplicity = rows_.multiplicity()};
    return emit(flat);
  }

  // The inner plan's Argument has added a column to the outer top level, which nobody reads here.
  std::vector<Column>& outer_top = null_columns_[batch.depth - 1];
  outer_top.assign(batch.top().columns.begin(), batch.top().columns.end());
  outer_top.resize(inner_layout_.column_counts[batch.depth - 1], Column::nulls());
  nulls.levels[batch.depth - 1].columns = outer_top;
  if (depth == batch.depth) {
    nulls.selected = true;
    nulls.selection = unmatched_;
    return emit(nulls);
  }
  identity_.resize(count);
  std::iota(identity_.begin(), identity_.end(), std::uint16_t{0});
  for (std::size_t level = batch.depth; level < depth; ++level) {
    null_columns_[level].assign(inner_layout_.column_counts[level], Column::nulls());
    nulls.levels[level] = Level{.row_count = count,
                                .columns = null_columns_[level],
                                .parent = level == batch.depth ? std::span<const std::uint16_t>(unmatched_)
                                                               : std::span<const std::uint16_t>(identity_),
                                .multiplicity = {}};
  }
  return emit(nulls);
}

}  // namespace cairn::engine
