// One step along relationships: to new nodes (Expand), and from a relationship that is known already to its ends
// (BindRelationship).
#pragma once

#include "engine/executor/row_support.h"

namespace cairn::engine {

// What a step follows.
struct ExpandStep {
  Slot from;
  storage::Direction direction = storage::Direction::Outgoing;  // seen from `from`
  std::vector<std::string> types;                               // empty: all
  bool with_relationships = false;                              // a second column with their ids
};

// Pushes spans: a level whose column 0 is the neighbour and, if asked for, column 1 the relationship.
class Expand final : public RowOperator {
 public:
  Expand(QueryContext& context, ExpandStep step) : RowOperator(context), step_(std::move(step)) {}

 protected:
  bool push_rows(Batch& batch) override;

 private:
  ExpandStep step_;
  RowMap rows_;
  EntityColumn from_;
  std::vector<storage::NodeId> nodes_;
  std::vector<std::uint16_t> parents_;
  storage::NeighbourSpans spans_;
  std::size_t slice_rows_ = batch_rows_first;
};

// For a relationship variable that is bound: a level with its ends as columns `from` and `to`, in the
// orientations the pattern allows, where ends that are bound already must be the same nodes. With
// `same_node` both ends must be one node: `(n)-[r]-(n)` with a new n.
class BindRelationship final : public RowOperator {
 public:
  BindRelationship(QueryContext& context, Slot relationship, PatternDirection direction, std::vector<std::string> types,
                   std::optional<Slot> from, std::optional<Slot> to, bool same_node)
      : RowOperator(context),
        relationship_slot_(relationship),
        direction_(direction),
        types_(std::move(types)),
        from_slot_(from),
        to_slot_(to),
        same_node_(same_node) {}

 protected:
  bool push_rows(Batch& batch) override;

 private:
  Slot relationship_slot_;
  PatternDirection direction_;
  std::vector<std::string> types_;
  std::optional<Slot> from_slot_;
  std::optional<Slot> to_slot_;
  bool same_node_;
  RowMap rows_;
  EntityColumn relationship_;
  EntityColumn from_;
  EntityColumn to_;
  std::vector<storage::RelationshipEnds> ends_;
  std::vector<std::uint64_t> from_ids_;
  std::vector<std::uint64_t> to_ids_;
  std::vector<std::uint16_t> parents_;
  std::array<Column, 2> columns_;
};

}  // namespace cairn::engine
