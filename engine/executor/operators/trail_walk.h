// Walking trails: paths that use no relationship twice, from one node, by depth first.
//
// What variable-length patterns and the general form of shortest path share. A walk reads the neighbours
// of up to a few hundred siblings at once, so that storage is asked in batches, and holds memory for one
// path of siblings only, which is counted against the statement's limit.
#pragma once

#include "engine/executor/evaluator.h"
#include "engine/executor/row_support.h"

#include <functional>
#include <optional>

namespace cairn::engine {

// One step of a trail: the relationship taken and the node reached.
struct TrailStep {
  storage::RelationshipId relationship = 0;
  storage::NodeId node = 0;
};

// What a walk follows.
struct TrailPattern {
  storage::Direction direction = storage::Direction::Outgoing;
  std::vector<std::string> types;
};

// The filter of each relationship of a variable-length pattern: a predicate over the relationship and the
// outer row. The layout it was compiled for is the outer one with a level of one column on top.
class HopFilter {
 public:
  HopFilter(Evaluator predicate) : predicate_(std::move(predicate)) {}  // NOLINT(google-explicit-constructor)

  // Drops the steps whose relationship does not pass, for row `row` of the top level of `batch`.
  void apply(const Batch& batch, std::uint16_t row, std::vector<TrailStep>& steps);

 private:
  Evaluator predicate_;
  RowMap rows_;
  std::vector<std::uint64_t> ids_;
  std::vector<std::uint16_t> parents_;
  std::vector<std::uint16_t> selection_;
};

// Appends the relationships a row of a column stands for: one, those of a list, or none for null.
void append_relationship_ids(const Column& column, std::size_t row, std::vector<storage::RelationshipId>& out);

// The relationships at `slots` of one remaining row, in place of what `out` held.
void read_relationship_ids(RowMap& rows, std::size_t position, std::span<const Slot> slots,
                           std::vector<storage::RelationshipId>& out);

// Enumerates trails from a node. One walk at a time.
class TrailWalk {
 public:
  TrailWalk(QueryContext& context, TrailPattern pattern, HopFilter* filter)
      : context_(context), pattern_(std::move(pattern)), filter_(filter), held_(context) {}

  // Calls `visit` for every trail from `start` with hops_min to hops_max relationships (hops_max empty: no
  // bound), shorter ones before those that continue them, with the steps taken; the empty trail is the
  // start alone. Relationships in `excluded` are not used. `visit` answers false to stop; so does the walk.
  bool walk(storage::NodeId start, std::uint64_t hops_min, std::optional<std::uint64_t> hops_max,
            std::span<const storage::RelationshipId> excluded, const Batch& batch, std::uint16_t row,
            const std::function<bool(std::span<const TrailStep>)>& visit);

 private:
  struct Frame {
    std::vector<TrailStep> steps;    // the siblings
    std::size_t next = 0;            // the sibling to go on with
    std::size_t expanded_begin = 0;  // siblings whose children are in `spans`
    std::size_t expanded_end = 0;
    storage::NeighbourSpans spans;
    std::size_t span = 0;        // the first span not consumed yet
    std::size_t bytes_held = 0;  // counted for this frame
  };

  void read_steps(Frame& frame, std::span<const storage::NeighbourSpan> spans, const Batch& batch, std::uint16_t row);
  void expand_siblings(Frame& frame);
  // Counts what the frame has grown by. Its memory is kept for later walks.
  void account(Frame& frame);
  bool used(storage::RelationshipId relationship, std::span<const storage::RelationshipId> excluded) const;
  Frame& frame(std::size_t depth);

  QueryContext& context_;
  TrailPattern pattern_;
  HopFilter* filter_;
  HeldBytes held_;
  std::vector<storage::TypeToken> types_;
  std::vector<std::unique_ptr<Frame>> frames_;
  std::vector<TrailStep> trail_;
  std::vector<storage::NodeId> nodes_;
};

}  // namespace cairn::engine
