// Sources of rows: the start of a plan, the rows of an outer plan, and scans and seeks of nodes and
// relationships. A scan or seek has an input and makes a level: for each input row every match.
#pragma once

#include "engine/executor/evaluator.h"
#include "engine/executor/row_support.h"

namespace cairn::engine {

// The leaf of a plan: pushes the one row without variables.
class Start final : public Operator {
 public:
  explicit Start(QueryContext& context) : Operator(context) {}
  // Runs the whole chain: the row, then `finish`.
  void run();
  bool push(Batch& batch) override { return emit(batch); }
};

// The leaf of an inner plan: hands on the outer batch with the number of each remaining row added.
class Argument final : public RowOperator {
 public:
  explicit Argument(QueryContext& context) : RowOperator(context) {}

  // The outer batch in hand, with the added column: for operators that put their rows on top of it anew.
  const Batch& current() const { return *current_; }

 protected:
  bool push_rows(Batch& batch) override;

 private:
  const Batch* current_ = nullptr;
  std::vector<std::int64_t> numbers_;
  ColumnAdder adder_;
};

// Collects (input row, entity ids) pairs into a new top level and hands it on when it is full.
class LevelWriter {
 public:
  LevelWriter(QueryContext& context, std::size_t id_columns) : context_(context), ids_(id_columns) {}

  void begin(Batch& batch, const std::vector<ColumnType>& types);
  std::size_t size() const { return parent_.size(); }
  bool full() const { return parent_.size() >= rows_max_; }
  void add(std::uint16_t parent, std::uint64_t id) {
    parent_.push_back(parent);
    ids_[0].push_back(id);
  }
  void add(std::uint16_t parent, std::uint64_t first, std::uint64_t second, std::uint64_t third) {
    add(parent, first);
    ids_[1].push_back(second);
    ids_[2].push_back(third);
  }
  // The batch with what was added; empty afterwards.
  Batch& take();
  void taken();

 private:
  QueryContext& context_;
  std::vector<std::vector<std::uint64_t>> ids_;
  std::vector<std::uint16_t> parent_;
  std::vector<Column> columns_;
  std::size_t rows_max_ = batch_rows_first;
  Batch batch_;
};

// Every node, or every node with a label, for each input row. As the leading scan (its input is the one
// row of Start) it works slot by slot and says so with finish_slot: slots are fixed ranges of ids, so
// what is summed per slot does not depend on who works on it.
class NodeScan final : public RowOperator {
 public:
  NodeScan(QueryContext& context, std::optional<std::string> label, bool leading);

 protected:
  bool push_rows(Batch& batch) override;

 private:
  bool scan(Batch& batch, storage::LabelToken label, storage::NodeId begin, storage::NodeId end);
  bool flush();

  std::optional<std::string> label_;
  bool leading_;
  LevelWriter writer_;
  std::vector<storage::NodeId> chunk_;
};

// The node whose id is the expression's value, a number or the text of an elementId, for each input row; none for
// null or what is no id.
class NodeByIdSeek final : public RowOperator {
 public:
  NodeByIdSeek(QueryContext& context, Evaluator id) : RowOperator(context), id_(std::move(id)), writer_(context, 1) {}

 protected:
  bool push_rows(Batch& batch) override;

 private:
  Evaluator id_;
  RowMap rows_;
  LevelWriter writer_;
};

// Every relationship of the types with its ends, for each input row: columns relationship, from, to.
class RelationshipScan final : public RowOperator {
 public:
  RelationshipScan(QueryContext& context, std::vector<std::string> types, PatternDirection direction);

 protected:
  bool push_rows(Batch& batch) override;

 private:
  std::vector<std::string> types_;
  PatternDirection direction_;
  LevelWriter writer_;
  std::vector<storage::RelationshipId> chunk_;
  std::vector<storage::RelationshipEnds> ends_;
};

}  // namespace cairn::engine
