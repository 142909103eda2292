// One step along relationships between two nodes that are known already.
#pragma once

#include "engine/executor/operators/expand.h"

namespace cairn::engine {

// A set of nodes that is asked about many others: "no" is always right, "yes" in one of sixteen cases wrong. Two
// bytes a node, so that the neighbours of most nodes stay in the fastest cache.
class NeighbourFilter {
 public:
  // Becomes empty, with room for so many nodes.
  void reset(std::uint64_t nodes);
  void add(storage::NodeId id) { words_[word(id)] |= bit(id); }
  bool may_have(storage::NodeId id) const { return (words_[word(id)] & bit(id)) != 0; }

 private:
  static constexpr unsigned bits_per_node = 16;

  std::uint64_t place(storage::NodeId id) const { return id * 0x9E3779B97F4A7C15U >> shift_; }
  std::size_t word(storage::NodeId id) const { return static_cast<std::size_t>(place(id) / 64); }
  std::uint64_t bit(storage::NodeId id) const { return std::uint64_t{1} << place(id) % 64; }

  std::vector<std::uint64_t> words_;
  unsigned shift_ = 0;
};

// Keeps the rows whose `from` and `to` are joined, once for each relationship: a level with the
// relationship as its only column.
//
// Consecutive rows with one node at the same end, as they come from a cycle, share one look at its list: each other
// end is searched in it. Otherwise the lists of the ends with fewer neighbours are searched, one for each row.
class ExpandInto final : public RowOperator {
 public:
  ExpandInto(QueryContext& context, ExpandStep step, Slot to)
      : RowOperator(context), step_(std::move(step)), to_slot_(to) {}

 protected:
  bool push_rows(Batch& batch) override;

 private:
  // Row i asks for relationships between near[i] and far[i], in `direction` seen from near[i].
  struct Pairs {
    std::span<const storage::NodeId> near;
    std::span<const storage::NodeId> far;
    storage::Direction direction;
  };

  void expand(std::span<const storage::NodeId> nodes, storage::Direction direction);
  std::uint64_t total_degree(std::span<const storage::NodeId> nodes, storage::Direction direction);
  // Each answers the rows [begin, end); false if no more are wanted.
  bool join_run(Batch& batch, const Pairs& pairs, std::size_t begin, std::size_t end);
  bool join_each(Batch& batch, Pairs pairs, std::size_t begin, std::size_t end);
  bool add_matches(Batch& batch, const storage::NeighbourSpan& span, storage::NodeId wanted, std::uint16_t row);
  bool flush(Batch& batch);

  ExpandStep step_;
  Slot to_slot_;
  ResolvedTypes types_;
  RowMap rows_;
  EntityColumn from_column_;
  EntityColumn to_column_;
  std::vector<storage::NodeId> from_;
  std::vector<storage::NodeId> to_;
  std::vector<std::uint16_t> row_of_;
  std::vector<std::uint64_t> degrees_;
  storage::NeighbourSpans spans_;
  NeighbourFilter filter_;
  std::vector<std::uint64_t> relationships_;
  std::vector<std::uint16_t> parents_;
  std::array<Column, 1> columns_;
};

}  // namespace cairn::engine
