// The updating operators. Each takes its input row by row, in order, and takes all of it, whether or not
// what follows wants more rows.
#pragma once

#include "engine/executor/operators/update_support.h"

namespace cairn::engine {

// The frame of an updating operator: sees rows without multiplicities, and goes on after the next operator
// has had enough.
class UpdateOperator : public RowOperator {
 public:
  explicit UpdateOperator(QueryContext& context) : RowOperator(context) {}

 protected:
  bool push_rows(Batch& batch) final;
  // Updates the graph for the rows of the batch and hands them on.
  virtual void update(Batch& batch) = 0;
  // Hands on, unless the next operator wants no more.
  void emit_more(Batch& batch);

 private:
  MultiplicityExpander expander_;
  bool more_wanted_ = true;
};

// CREATE: adds a column for each variable it makes.
class Create final : public UpdateOperator {
 public:
  Create(QueryContext& context, const CreateClause& clause, const Layout& layout, SubqueryCompiler& subqueries)
      : UpdateOperator(context), creator_(context, clause.paths, layout, subqueries) {}

 protected:
  void update(Batch& batch) override;

 private:
  PatternCreator creator_;
  RowMap rows_;
  ColumnAdder adder_;
};

// SET.
class Set final : public UpdateOperator {
 public:
  Set(QueryContext& context, const SetClause& clause, const Layout& layout, SubqueryCompiler& subqueries)
      : UpdateOperator(context), assigner_(context, clause.items, layout, subqueries) {}

 protected:
  void update(Batch& batch) override;

 private:
  Assigner assigner_;
};

// REMOVE of properties and labels.
class Remove final : public UpdateOperator {
 public:
  Remove(QueryContext& context, const RemoveClause& clause, const Layout& layout, SubqueryCompiler& subqueries);

 protected:
  void update(Batch& batch) override;

 private:
  void apply(const RemoveItem& item, const Value& target, const std::string& key);
  void remove_labels(const std::vector<std::string>& labels, const Value& target);

  const RemoveClause& clause_;
  std::vector<Evaluator> targets_;
  std::vector<std::optional<Evaluator>> computed_keys_;
  GraphReadCheck graph_reads_;
  RowMap rows_;
};

// DELETE and DETACH DELETE of nodes, relationships and paths.
class Delete final : public UpdateOperator {
 public:
  Delete(QueryContext& context, const DeleteClause& clause, const Layout& layout, SubqueryCompiler& subqueries);

 protected:
  void update(Batch& batch) override;

 private:
  // `offset` is where the statement names it.
  void remove(const Value& target, std::uint32_t offset);

  const DeleteClause& clause_;
  std::vector<Evaluator> targets_;
  GraphReadCheck graph_reads_;
  RowMap rows_;
};

// Ends the match part of a MERGE: keeps the columns of the variables it introduces.
class MergeEnd final : public EndOperator {
 public:
  MergeEnd(QueryContext& context, std::vector<Slot> slots)
      : EndOperator(context), slots_(std::move(slots)), columns_(slots_.size()), held_(context) {}
  std::size_t row_count() const { return row_count_; }
  Column column(std::size_t index) const { return columns_[index].view(); }
  void restart() override;

 protected:
  bool push_rows(Batch& batch) override;

 private:
  std::vector<Slot> slots_;
  std::vector<ColumnBuffer> columns_;
  HeldBytes held_;
  RowMap rows_;
  std::size_t row_count_ = 0;
};

// MERGE: for each row the matches of the pattern, or the pattern created. A level with a column for each
// variable it introduces.
class Merge final : public UpdateOperator {
 public:
  // `values` are computed over the outer layout for each row, and stand in the columns of the level that `keyed`
  // has on top of it. `inner` begins and `end` ends the match part over `keyed` and keeps the `created_variables` of
  // the pattern; `merged` is the outer layout with a level of these variables.
  Merge(QueryContext& context, const MergeClause& clause, std::vector<Evaluator> values, const Layout& keyed,
        const Layout& merged, SubqueryCompiler& subqueries, Operator& inner, MergeEnd& end);

 protected:
  void update(Batch& batch) override;

 private:
  void merge_row(Batch& batch, std::uint16_t row);
  void finish_rows(Batch& batch, Assigner& assigner);

  std::vector<Evaluator> values_;
  PatternCreator creator_;
  Assigner on_create_;
  Assigner on_match_;
  Operator& inner_;
  MergeEnd& end_;
  RowMap rows_;
  RowMap keyed_rows_;
  std::vector<Column> value_columns_;
  std::vector<Column> columns_;
  std::vector<std::uint16_t> parents_;
};

// Ends the statement with an error if a node that DELETE has deleted still has relationships.
void check_deleted_nodes(QueryContext& context);

}  // namespace cairn::engine
