#include "engine/executor/operators/expand.h"

namespace cairn::engine {

namespace {

// Lists longer than this in one go would hold too much memory at once; then fewer nodes are asked for.
constexpr std::uint64_t slice_neighbours_max = 1U << 18U;

}  // namespace

bool Expand::push_rows(Batch& batch) {
  storage::Reader& reader = context().reader();
  const ResolvedTypes types = resolve_types(reader, step_.types);
  if (types.none) return true;

  rows_.bind(batch);
  from_.read(rows_, step_.from, ValueType::Node);
  nodes_.clear();
  parents_.clear();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (!from_.valid(i)) continue;
    nodes_.push_back(from_.ids()[i]);
    parents_.push_back(batch.row(i));
  }
  const auto need =
      step_.with_relationships ? storage::NeighbourNeed::IdsAndRelationships : storage::NeighbourNeed::Ids;

  Batch expanded = batch;
  expanded.selected = false;
  ++expanded.depth;
  expanded.top() = Level{};
  for (std::size_t begin = 0; begin < nodes_.size();) {
    context().check_cancelled();
    const std::size_t count = std::min(slice_rows_, nodes_.size() - begin);
    value_or_end(reader.expand(std::span(nodes_).subspan(begin, count), step_.direction, types.tokens, need, spans_));
    std::uint64_t neighbours = 0;
    for (storage::NeighbourSpan& span : spans_.spans) {
      span.parent = parents_[begin + span.parent];
      neighbours += span.count;
    }
    begin += count;
    if (neighbours > slice_neighbours_max) {
      slice_rows_ = std::max<std::size_t>(1, slice_rows_ / 2);
    } else if (slice_rows_ < batch_rows_max) {
      slice_rows_ *= 2;
    }
    if (spans_.spans.empty()) continue;
    expanded.spans = spans_.spans;
    if (!emit(expanded)) return false;
  }
  return true;
}

bool BindRelationship::push_rows(Batch& batch) {
  const ResolvedTypes types = resolve_types(context().reader(), types_);
  if (types.none) return true;
  rows_.bind(batch);
  relationship_.read(rows_, relationship_slot_, ValueType::Relationship);
  if (from_slot_) from_.read(rows_, *from_slot_, ValueType::Node);
  if (to_slot_) to_.read(rows_, *to_slot_, ValueType::Node);
  ends_.resize(rows_.size());
  value_or_end(context().reader().relationships(relationship_.ids(), ends_));

  from_ids_.clear();
  to_ids_.clear();
  parents_.clear();
  auto flush = [&] {
    if (parents_.empty()) return true;
    columns_[0] = Column{.type = ColumnType::Nodes, .data = from_ids_.data()};
    columns_[1] = Column{.type = ColumnType::Nodes, .data = to_ids_.data()};
    Batch bound = with_level(batch, columns_, parents_);
    const bool more = emit(bound);
    from_ids_.clear();
    to_ids_.clear();
    parents_.clear();
    return more;
  };

  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const storage::RelationshipEnds& ends = ends_[i];
    if (!relationship_.valid(i) || !ends.exists || (same_node_ && ends.source != ends.target)) continue;
    if (!types.tokens.empty() && std::find(types.tokens.begin(), types.tokens.end(), ends.type) == types.tokens.end()) {
      continue;
    }
    auto try_orientation = [&](storage::NodeId from, storage::NodeId to) {
      if (from_slot_ && (!from_.valid(i) || from_.ids()[i] != from)) return;
      if (to_slot_ && (!to_.valid(i) || to_.ids()[i] != to)) return;
      parents_.push_back(batch.row(i));
      from_ids_.push_back(from);
      to_ids_.push_back(to);
    };
    if (direction_ != PatternDirection::RightToLeft) try_orientation(ends.source, ends.target);
    if (direction_ == PatternDirection::RightToLeft ||
        (direction_ == PatternDirection::Either && ends.source != ends.target)) {
      try_orientation(ends.target, ends.source);
    }
    if (parents_.size() + 2 > batch_rows_max && !flush()) return false;
  }
  return flush();
}

}  // namespace cairn::engine
