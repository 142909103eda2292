// OPTIONAL MATCH: the inner plan's rows, and for each input row without one a row of nulls.
#pragma once

#include "engine/executor/row_support.h"

namespace cairn::engine {

// Ends an inner plan: hands its batches to the operator behind Optional and notes which outer rows had one. The
// outer plan says when the input ends, not the inner one.
class OptionalEnd final : public EndOperator {
 public:
  OptionalEnd(QueryContext& context, Slot outer_row) : EndOperator(context), outer_row_(outer_row) {}
  void begin(std::size_t outer_rows) { matched_.assign(outer_rows, 0); }
  bool matched(std::size_t outer_row) const { return matched_[outer_row] != 0; }

 protected:
  bool push_rows(Batch& batch) override;

 private:
  Slot outer_row_;
  RowMap rows_;
  std::vector<std::uint8_t> matched_;
};

class Optional final : public RowOperator {
 public:
  // `inner` begins and `end` ends the inner plan. `inner_layout` is its layout at the end. When the inner plan
  // has `flattened` its levels, the outer columns it has kept are in its lowest one: `outer_columns` are their
  // places there and in the outer batch.
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
  Batch outer_levels(const Batch& batch);
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
