// OPTIONAL MATCH: the inner plan's rows, and for each input row without one a row of nulls.
#pragma once

#include "engine/executor/row_support.h"

namespace cairn::engine {

// Ends an inner plan: hands its batches to the operator behind Optional and notes which outer rows had one.
class OptionalEnd final : public RowOperator {
 public:
  OptionalEnd(QueryContext& context, Slot outer_row) : RowOperator(context), outer_row_(outer_row) {}
  void begin(std::size_t outer_rows) { matched_.assign(outer_rows, 0); }
  bool matched(std::size_t outer_row) const { return matched_[outer_row] != 0; }
  // The outer plan says when the input ends, not the inner one.
  void finish() override {}
  void restart() override {}
  void finish_slot() override {}

 protected:
  bool push_rows(Batch& batch) override;

 private:
  Slot outer_row_;
  RowMap rows_;
  std::vector<std::uint8_t> matched_;
};

class Optional final : public RowOperator {
 public:
  // `inner` begins and `end` ends the inner plan. `inner_layout` is its layout at the end; when
  // `outer_slots` is not empty the inner plan has flattened its levels, and these are the places of the
  // outer columns that its one level begins with, by column.
  Optional(QueryContext& context, Operator& inner, OptionalEnd& end, Layout inner_layout,
           std::vector<std::pair<std::uint16_t, Slot>> outer_columns, bool flattened)
      : RowOperator(context),
        inner_(inner),
        end_(end),
        inner_layout_(std::move(inner_layout)),
        outer_columns_(std::move(outer_columns)),
        flattened_(flattened) {}

 protected:
  bool push_rows(Batch& batch) override;

 private:
  bool emit_unmatched(Batch& batch);

  Operator& inner_;
  OptionalEnd& end_;
  Layout inner_layout_;
  std::vector<std::pair<std::uint16_t, Slot>> outer_columns_;
  bool flattened_;
  RowMap rows_;
  std::vector<std::uint16_t> unmatched_;
  std::vector<std::uint16_t> identity_;
  std::vector<std::vector<Column>> null_columns_;
  std::vector<ColumnBuffer> gathered_;
};

}  // namespace cairn::engine
