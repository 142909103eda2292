// Operators that only drop rows: Filter and DistinctRelationships. They move no columns; they narrow the
// selection.
#pragma once

#include "engine/executor/evaluator.h"
#include "engine/executor/row_support.h"

namespace cairn::engine {

// Rows for which every predicate is true.
class Filter final : public RowOperator {
 public:
  Filter(QueryContext& context, std::vector<Evaluator> predicates)
      : RowOperator(context), predicates_(std::move(predicates)) {}

 protected:
  bool push_rows(Batch& batch) override;

 private:
  std::vector<Evaluator> predicates_;
  RowMap rows_;
  std::vector<std::uint16_t> selection_;
};

// Rows in which one relationship (or none of a list of them) is the same as another of the same MATCH.
class DistinctRelationships final : public RowOperator {
 public:
  DistinctRelationships(QueryContext& context, Slot relationship, std::vector<Slot> others)
      : RowOperator(context), relationship_(relationship), others_(std::move(others)) {}

 protected:
  bool push_rows(Batch& batch) override;

 private:
  Slot relationship_;
  std::vector<Slot> others_;
  RowMap rows_;
  std::vector<std::uint16_t> selection_;
};

}  // namespace cairn::engine
