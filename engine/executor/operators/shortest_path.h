// shortestPath and allShortestPaths between two bound nodes.
//
// The search grows whole levels from both ends, always the end with less work ahead, until one touches the
// other; the first touch is the shortest length. What asks more of a path than of each relationship on it
// (predicates over the whole path, a least length above 1, equal ends) is answered by trying every trail,
// length by length, until one fits.
#pragma once

#include "engine/executor/operators/variable_expand.h"

namespace cairn::engine {

struct ShortestPathStep {
  Slot from;
  Slot to;
  TrailPattern pattern;
  VariableLength length;
  bool all = false;          // every shortest path, not one
  bool reversed = false;     // the list is written from `to` to `from`
  bool with_path = false;    // predicates read the path: column 1 of the level they are asked on
  std::vector<Slot> others;  // relationships the path must not use
};

// A level with a row for each path: column 0 the list of its relationships.
class ShortestPath final : public RowOperator {
 public:
  // `predicates` are over the outer layout with one level of two columns on top: relationships and path.
  ShortestPath(QueryContext& context, ShortestPathStep step, std::optional<HopFilter> filter,
               std::vector<Evaluator> predicates);
  ~ShortestPath() override;

 protected:
  bool push_rows(Batch& batch) override;

 private:
  struct Side;
  class WayBack;
  // Called for each path found; false: no more are wanted.
  using Visit = std::function<bool(std::span<const TrailStep>)>;

  // Both answer false when `visit` did.
  bool search(storage::NodeId from, storage::NodeId to, const Batch& batch, std::uint16_t row, const Visit& visit);
  bool enumerate(storage::NodeId from, storage::NodeId to, const Batch& batch, std::uint16_t row, const Visit& visit);
  // Grows one side by a level; the nodes of the new level that the other side has seen.
  std::vector<storage::NodeId> grow(Side& side, const Side& other, const Batch& batch, std::uint16_t row);
  // The relationships of `spans[s]` and those after it that come from the same node, except for what the pattern
  // forbids; `s` is put behind them.
  void read_steps(std::span<const storage::NeighbourSpan> spans, std::size_t& s, const Batch& batch, std::uint16_t row,
                  std::vector<TrailStep>& steps);
  // The paths through nodes at which the sides have met.
  bool join(const Side& forward, const Side& backward, std::span<const storage::NodeId> touched, const Visit& visit);
  bool accepted(storage::NodeId from, std::span<const TrailStep> trail, const Batch& batch, std::uint16_t row);
  Value path_of(storage::NodeId from, std::span<const TrailStep> trail) const;
  bool flush(Batch& batch);

  ShortestPathStep step_;
  std::optional<HopFilter> filter_;
  std::vector<Evaluator> predicates_;
  TrailWalk walk_;
  std::vector<storage::TypeToken> types_;
  std::vector<storage::RelationshipId> excluded_;
  RowMap rows_;
  RowMap candidate_rows_;
  EntityColumn from_;
  EntityColumn to_;
  std::vector<Value> lists_;
  std::size_t list_bytes_ = 0;
  std::vector<std::uint16_t> parents_;
  std::array<Column, 1> columns_;
};

}  // namespace cairn::engine
