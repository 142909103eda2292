// CALL of a procedure, and the rows that come from exact counts.
#pragma once

#include "engine/executor/evaluator.h"
#include "engine/executor/row_support.h"
#include "engine/procedure.h"
#include "engine/reader_graph_view.h"

namespace cairn::engine {

// Calls the procedure for each input row: a level with the yielded columns, or, for a procedure without
// outputs, the row itself. OPTIONAL: nulls for a row for which nothing is yielded.
class Call final : public RowOperator {
 public:
  Call(QueryContext& context, const CallClause& clause, std::vector<Evaluator> arguments);
  ~Call() override;

 protected:
  bool push_rows(Batch& batch) override;

 private:
  class Context;
  bool call(Batch& batch, std::uint16_t row, std::span<const Value> arguments);
  bool add_row(Batch& batch, std::uint16_t row, std::span<const Value> outputs);
  bool flush(Batch& batch);

  const CallClause& clause_;
  std::vector<Evaluator> arguments_;
  ReaderGraphView graph_;
  RowMap rows_;
  std::vector<ColumnBuffer> buffers_;
  std::vector<Column> columns_;
  std::vector<std::uint16_t> parents_;
};

// Adds a column with an exact count that storage keeps: of nodes (with a label) or of relationships (of
// types, with a label at one end).
class CountRows final : public RowOperator {
 public:
  struct Counted {
    bool relationships = false;
    std::optional<std::string> label;
    std::vector<std::string> types;
    PatternDirection direction = PatternDirection::LeftToRight;  // LeftToRight: the label is the source's
  };

  CountRows(QueryContext& context, Counted counted) : RowOperator(context), counted_(std::move(counted)) {}

 protected:
  bool push_rows(Batch& batch) override;

 private:
  std::uint64_t count();

  Counted counted_;
  ColumnAdder adder_;
  std::int64_t value_ = 0;
};

}  // namespace cairn::engine
