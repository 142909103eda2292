#include "engine/executor/operators/trail_walk.h"

namespace cairn::engine {

namespace {

// Siblings whose neighbours are read in one call.
constexpr std::size_t siblings_per_read = 128;

}  // namespace

void append_relationship_ids(const Column& column, std::size_t row, std::vector<storage::RelationshipId>& out) {
  if (column.is_null(row)) return;
  const Value value = column.value(row);
  if (value.is_relationship()) out.push_back(value.entity_id());
  if (!value.is_list()) return;
  for (const Value& element : value.as_list()) {
    if (element.is_relationship()) out.push_back(element.entity_id());
  }
}

void read_relationship_ids(RowMap& rows, std::size_t position, std::span<const Slot> slots,
                           std::vector<storage::RelationshipId>& out) {
  out.clear();
  for (const Slot& slot : slots) {
    const Column& column = rows.batch().levels[slot.level].columns[slot.column];
    append_relationship_ids(column, rows.rows(slot.level)[position], out);
  }
}

void HopFilter::apply(const Batch& batch, std::uint16_t row, std::vector<TrailStep>& steps) {
  std::size_t kept = 0;
  for (std::size_t begin = 0; begin < steps.size(); begin += batch_rows_max) {
    const std::size_t count = std::min(batch_rows_max, steps.size() - begin);
    ids_.clear();
    for (std::size_t i = 0; i < count; ++i) ids_.push_back(steps[begin + i].relationship);
    parents_.assign(count, row);
    const Column column{.type = ColumnType::Relationships, .data = ids_.data()};
    const Batch hops = with_level(batch, std::span(&column, 1), parents_);
    rows_.bind(hops);
    predicate_.select(rows_, selection_);
    for (const std::uint16_t i : selection_) steps[kept++] = steps[begin + i];
  }
  steps.resize(kept);
}

TrailWalk::Frame& TrailWalk::frame(std::size_t depth) {
  while (frames_.size() <= depth) frames_.push_back(std::make_unique<Frame>());
  return *frames_[depth];
}

void TrailWalk::account(Frame& frame) {
  const std::size_t bytes = sizeof(Frame) + frame.steps.capacity() * sizeof(TrailStep) +
                            frame.spans.spans.capacity() * sizeof(storage::NeighbourSpan) +
                            frame.spans.arena.memory_bytes();
  if (bytes <= frame.bytes_held) return;
  const std::size_t growth = bytes - frame.bytes_held;
  frame.bytes_held = bytes;
  held_.add(growth);
}

bool TrailWalk::used(storage::RelationshipId relationship, std::span<const storage::RelationshipId> excluded) const {
  const auto is_it = [&](const TrailStep& step) { return step.relationship == relationship; };
  return std::any_of(trail_.begin(), trail_.end(), is_it) ||
         std::find(excluded.begin(), excluded.end(), relationship) != excluded.end();
}

void TrailWalk::read_steps(Frame& frame, std::span<const storage::NeighbourSpan> spans, const Batch& batch,
                           std::uint16_t row) {
  frame.steps.clear();
  frame.next = frame.expanded_begin = frame.expanded_end = frame.span = 0;
  for (const storage::NeighbourSpan& span : spans) {
    for (std::uint32_t i = 0; i < span.count; ++i) {
      frame.steps.push_back({.relationship = span.relationships[i], .node = span.id(i)});
    }
  }
  account(frame);
  if (filter_ != nullptr && !frame.steps.empty()) filter_->apply(batch, row, frame.steps);
}

void TrailWalk::expand_siblings(Frame& frame) {
  frame.expanded_begin = frame.next;
  frame.expanded_end = std::min(frame.steps.size(), frame.next + siblings_per_read);
  frame.span = 0;
  nodes_.clear();
  for (std::size_t i = frame.expanded_begin; i < frame.expanded_end; ++i) nodes_.push_back(frame.steps[i].node);
  value_or_end(context_.reader().expand(nodes_, pattern_.direction, types_, storage::NeighbourNeed::IdsAndRelationships,
                                        frame.spans));
  account(frame);
}

bool TrailWalk::walk(storage::NodeId start, std::uint64_t hops_min, std::optional<std::uint64_t> hops_max,
                     std::span<const storage::RelationshipId> excluded, const Batch& batch, std::uint16_t row,
                     const std::function<bool(std::span<const TrailStep>)>& visit) {
  trail_.clear();
  if (hops_max && *hops_max < hops_min) return true;
  if (hops_min == 0 && !visit(trail_)) return false;
  if (hops_max && *hops_max == 0) return true;
  const ResolvedTypes types = resolve_types(context_.reader(), pattern_.types);
  if (types.none) return true;
  types_ = types.tokens;

  storage::NeighbourSpans first;
  value_or_end(context_.reader().expand(std::span(&start, 1), pattern_.direction, types_,
                                        storage::NeighbourNeed::IdsAndRelationships, first));
  read_steps(frame(0), first.spans, batch, row);

  // trail_.size() is the depth of the frame in hand: frame d holds the candidates for step d.
  while (true) {
    const std::size_t depth = trail_.size();
    Frame& current = frame(depth);
    if (current.next == current.steps.size()) {
      if (depth == 0) return true;
      trail_.pop_back();
      continue;
    }
    const bool goes_deeper = !hops_max || depth + 1 < *hops_max;
    if (goes_deeper && current.next >= current.expanded_end) {
      context_.check_cancelled();
      expand_siblings(current);
    }
    const std::size_t index = current.next++;
    std::size_t span_begin = current.span;
    if (goes_deeper) {
      const std::vector<storage::NeighbourSpan>& spans = current.spans.spans;
      const std::size_t sibling = index - current.expanded_begin;
      while (current.span < spans.size() && spans[current.span].parent <= sibling) ++current.span;
      while (span_begin < current.span && spans[span_begin].parent < sibling) ++span_begin;
    }
    const TrailStep step = current.steps[index];
    context_.check_cancelled_seldom();
    if (used(step.relationship, excluded)) continue;
    trail_.push_back(step);
    if (trail_.size() >= hops_min && !visit(trail_)) return false;
    if (!goes_deeper) {
      trail_.pop_back();
      continue;
    }
    const std::span<const storage::NeighbourSpan> children(current.spans.spans.data() + span_begin,
                                                           current.span - span_begin);
    read_steps(frame(depth + 1), children, batch, row);
  }
}

}  // namespace cairn::engine
