// The ends of a plan: Union joins several, Result hands rows out, sinks of sub-plans answer their question.
#pragma once

#include "engine/executor/operators/project.h"
#include "engine/executor/row_support.h"

namespace cairn::engine {

// Where the rows of a statement go. False: no more rows are wanted.
class RowConsumer {
 public:
  virtual ~RowConsumer() = default;
  virtual bool consume(std::span<const Value> row) = 0;
};

// Hands on what comes from the branches of a UNION.
class Union final : public Operator {
 public:
  explicit Union(QueryContext& context) : Operator(context) {}
  bool push(Batch& batch) override { return emit(batch); }
};

// The beginning of an inner plan with several branches: each gets the outer batch in turn, also when one before
// it wants no more, which may be for a LIMIT of its own.
class Fork final : public Operator {
 public:
  Fork(QueryContext& context, std::vector<Operator*> branches) : Operator(context), branches_(std::move(branches)) {}
  bool push(Batch& batch) override;
  void finish() override;
  void restart() override;

 private:
  std::vector<Operator*> branches_;
};

// Puts the columns of one branch of a UNION in the union's order and hands them to what follows it.
class UnionBranch final : public Flatten {
 public:
  // Only the last branch passes `finish` on.
  UnionBranch(QueryContext& context, std::vector<Slot> slots, bool last)
      : Flatten(context, std::move(slots)), last_(last) {}
  void finish() override;
  void restart() override;
  void finish_slot() override {}

 private:
  bool last_;
};

// The root: each row, repeated by its multiplicity, with entities materialised. Of a statement without
// columns nothing is handed out, and nothing more once the consumer has had enough, whoever still pushes.
class ResultRows final : public EndOperator {
 public:
  ResultRows(QueryContext& context, std::vector<Slot> slots, RowConsumer& consumer)
      : EndOperator(context), slots_(std::move(slots)), consumer_(consumer) {}

 protected:
  bool push_rows(Batch& batch) override;

 private:
  std::vector<Slot> slots_;
  RowConsumer& consumer_;
  bool more_wanted_ = true;
  RowMap rows_;
  std::vector<Value> row_;
};

// Ends the plan of an EXISTS: notes the outer rows that have a row, and stops once all have. Without a slot
// for the number of the outer row there is just one.
class ExistsEnd final : public EndOperator {
 public:
  ExistsEnd(QueryContext& context, std::optional<Slot> outer_row) : EndOperator(context), outer_row_(outer_row) {}
  void begin(std::span<std::uint8_t> has_row);

 protected:
  bool push_rows(Batch& batch) override;

 private:
  std::optional<Slot> outer_row_;
  RowMap rows_;
  std::span<std::uint8_t> has_row_;
  std::size_t missing_ = 0;
};

// Ends the plan of a pattern comprehension: collects its column into the outer rows' lists.
class CollectEnd final : public EndOperator {
 public:
  CollectEnd(QueryContext& context, std::optional<Slot> outer_row, Slot value)
      : EndOperator(context), outer_row_(outer_row), value_(value), held_(context) {}
  void begin(std::span<std::vector<Value>> lists) { lists_ = lists; }
  // Whoever owns the lists counts their memory from here on.
  void release() { held_.release(); }

 protected:
  bool push_rows(Batch& batch) override;

 private:
  std::optional<Slot> outer_row_;
  Slot value_;
  HeldBytes held_;
  RowMap rows_;
  std::span<std::vector<Value>> lists_;
};

}  // namespace cairn::engine
