// Variable-length patterns: trails from a node, to new nodes or to a known one.
#pragma once

#include "engine/executor/operators/trail_walk.h"

namespace cairn::engine {

// The relationships of a trail as the list a variable holds.
Value relationship_list(std::span<const TrailStep> trail, bool reversed);

// Long lists make a batch full before its rows do.
inline constexpr std::size_t list_bytes_per_batch = std::size_t{1} << 20U;

// What a variable-length step is asked for.
struct VariableExpandStep {
  Slot from;
  std::optional<Slot> to;  // bound: only trails that end there
  TrailPattern pattern;
  VariableLength length;
  bool with_list = false;    // somebody reads the relationships
  bool reversed = false;     // the list is written from the end to `from`
  std::vector<Slot> others;  // relationships (single or lists) that the trail must not use
};

// A level with a row for each trail: column 0 the end node, column 1, if asked for, the list of relationships.
class VariableExpand final : public RowOperator {
 public:
  VariableExpand(QueryContext& context, VariableExpandStep step, std::optional<HopFilter> filter);

 protected:
  bool push_rows(Batch& batch) override;

 private:
  bool flush(Batch& batch);

  VariableExpandStep step_;
  std::optional<HopFilter> filter_;
  TrailWalk walk_;
  RowMap rows_;
  EntityColumn from_;
  EntityColumn to_;
  std::vector<storage::RelationshipId> excluded_;
  std::vector<std::uint64_t> ends_;
  std::vector<Value> lists_;
  std::size_t list_bytes_ = 0;
  std::vector<std::uint16_t> parents_;
  std::array<Column, 2> columns_;
  std::size_t rows_max_ = batch_rows_first;
};

// For a list of relationships that is bound already (`WITH rs MATCH (a)-[rs*]->(b)`): the rows in which it is
// a trail from `from` of the pattern's length, direction and types. A level with its end node.
class BoundListExpand final : public RowOperator {
 public:
  BoundListExpand(QueryContext& context, VariableExpandStep step, Slot list)
      : RowOperator(context), step_(std::move(step)), list_(list) {}

 protected:
  bool push_rows(Batch& batch) override;

 private:
  // The end of the trail, or nothing where the list is none.
  std::optional<storage::NodeId> follow(storage::NodeId start, const Value& list, const ResolvedTypes& types);

  VariableExpandStep step_;
  Slot list_;
  RowMap rows_;
  EntityColumn from_;
  EntityColumn to_;
  std::vector<std::uint64_t> ends_;
  std::vector<std::uint16_t> parents_;
  std::array<Column, 1> columns_;
};

}  // namespace cairn::engine
