// Operators that add columns or rows from expressions: Project, Unwind, and Flatten, which makes one
// level of many.
#pragma once

#include "engine/executor/evaluator.h"
#include "engine/executor/row_store.h"
#include "engine/executor/row_support.h"

namespace cairn::engine {

// Adds a column for each expression to the top level.
class Project final : public RowOperator {
 public:
  Project(QueryContext& context, std::vector<Evaluator> expressions)
      : RowOperator(context), expressions_(std::move(expressions)) {}

 protected:
  bool push_rows(Batch& batch) override;

 private:
  std::vector<Evaluator> expressions_;
  RowMap rows_;
  ColumnAdder adder_;
};

// A level with one column: the elements of the expression's list. Null gives no row, another value one.
class Unwind final : public RowOperator {
 public:
  Unwind(QueryContext& context, Evaluator list) : RowOperator(context), list_(std::move(list)) {}

 protected:
  bool push_rows(Batch& batch) override;

 private:
  Evaluator list_;
  RowMap rows_;
  ColumnBuffer elements_;
  std::vector<std::uint16_t> parents_;
  std::array<Column, 1> columns_;
};

// Copies the columns that are still needed into one level, before the levels run out.
class Flatten : public RowOperator {
 public:
  Flatten(QueryContext& context, std::vector<Slot> slots) : RowOperator(context), slots_(std::move(slots)) {
    buffers_.resize(slots_.size());
    columns_.resize(slots_.size());
  }

 protected:
  bool push_rows(Batch& batch) override;

 private:
  std::vector<Slot> slots_;
  RowMap rows_;
  std::vector<ColumnBuffer> buffers_;
  std::vector<Column> columns_;
};

// Keeps all rows until the input ends.
class Eager final : public RowOperator {
 public:
  Eager(QueryContext& context, std::vector<Slot> slots) : RowOperator(context), store_(context, std::move(slots)) {}
  void finish() override;
  void restart() override;

 protected:
  bool push_rows(Batch& batch) override;

 private:
  RowStore store_;
  RowMap rows_;
};

}  // namespace cairn::engine
