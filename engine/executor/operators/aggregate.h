// Grouping: Distinct and Aggregate.
#pragma once

#include "engine/executor/evaluator.h"
#include "engine/executor/group_table.h"
#include "engine/executor/operators/scans.h"
#include "engine/executor/row_store.h"
#include "engine/executor/row_support.h"
#include "engine/functions/aggregates.h"

namespace cairn::engine {

// The first row of each combination of the columns at `slots`; it stands for itself only.
class Distinct final : public RowOperator {
 public:
  Distinct(QueryContext& context, std::vector<Slot> slots)
      : RowOperator(context), slots_(std::move(slots)), seen_(context) {}
  void restart() override;

 protected:
  bool push_rows(Batch& batch) override;

 private:
  std::vector<Slot> slots_;
  GroupTable seen_;
  RowMap rows_;
  std::string key_;
  std::vector<std::uint16_t> selection_;
};

// One aggregate of an Aggregate operator.
struct AggregateCall {
  const AggregateFunction* function = nullptr;
  bool distinct = false;
  std::vector<Evaluator> arguments;
  std::uint32_t offset = 0;  // in the statement
};

// Groups rows by keys and computes the aggregates of each group: a batch of one level, keys first, in the
// order in which groups first appear. Without keys there is always exactly one group.
//
// Rows of one slot of the leading scan go into a table of their own, which is merged into the whole when
// the slot ends: so the answer, to the last bit of a float sum, is that of any number of threads.
//
// In an inner plan it sees the rows of one outer row at a time, and its groups become a level on top of
// that row (`argument`), so that the outer variables stay readable even when there were no rows.
class Aggregate final : public RowOperator {
 public:
  Aggregate(QueryContext& context, std::vector<Evaluator> keys, std::vector<AggregateCall> calls,
            const Argument* argument);
  ~Aggregate() override;
  bool push(Batch& batch) override;
  void finish() override;
  void restart() override;
  void finish_slot() override;

 protected:
  bool push_rows(Batch& batch) override;

 private:
  struct Table;
  std::unique_ptr<Table> make_table();
  void account();

  // Finds the group of each row of the batch, for `groups_`, and keeps the keys of new ones.
  void find_groups();
  void update(std::size_t call);
  // Gives count(*) of the one group so many rows more.
  void add_rows(std::size_t call, std::uint64_t row_count);
  // Drops from `chosen_` what a DISTINCT aggregate has taken before, and remembers the rest.
  void keep_distinct(std::size_t call);
  // Gives a call the `chosen_` rows of its argument columns; they belong to `groups_`.
  void update_chosen(Table& table, std::size_t call, std::span<const std::uint64_t> multiplicity);

  void merge_slot();
  // Finds a chunk of the slot's groups in the whole, for `groups_`, and keeps the keys of new ones.
  void find_slot_groups(std::size_t chunk);
  void merge_distinct(std::size_t call, std::span<const GroupTable::Group> group_of);
  bool emit_groups(Table& table, std::size_t begin, std::vector<ColumnBuffer>& answers);

  std::vector<Evaluator> keys_;
  std::vector<AggregateCall> calls_;
  const Argument* argument_;
  bool counts_rows_only_;  // no keys, and every call is count(*)
  AggregateMemory aggregate_memory_;
  std::size_t bytes_accounted_ = 0;
  std::unique_ptr<Table> slot_;
  std::unique_ptr<Table> whole_;
  RowMap rows_;
  std::vector<Column> key_columns_;
  std::vector<std::vector<Column>> argument_columns_;
  std::vector<GroupTable::Group> groups_;  // by row of the batch
  std::vector<std::uint16_t> chosen_;      // rows of the batch
  std::vector<GroupTable::Group> chosen_groups_;
  std::vector<Value> chosen_arguments_;
  std::vector<std::uint64_t> chosen_multiplicity_;
  std::string key_;
};

}  // namespace cairn::engine
