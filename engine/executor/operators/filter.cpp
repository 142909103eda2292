#include "engine/executor/operators/filter.h"

#include "engine/executor/operators/trail_walk.h"

namespace cairn::engine {

namespace {

bool intersect(std::span<const storage::RelationshipId> left, std::span<const storage::RelationshipId> right) {
  return std::any_of(left.begin(), left.end(), [&](storage::RelationshipId id) {
    return std::find(right.begin(), right.end(), id) != right.end();
  });
}

}  // namespace

bool Filter::push_rows(Batch& batch) {
  Batch filtered = batch;
  std::vector<std::uint16_t> narrowed;
  for (Evaluator& predicate : predicates_) {
    rows_.bind(filtered);
    predicate.select(rows_, narrowed);
    if (narrowed.empty()) return true;
    std::swap(selection_, narrowed);
    filtered.selected = true;
    filtered.selection = selection_;
  }
  return emit(filtered);
}

bool DistinctRelationships::push_rows(Batch& batch) {
  rows_.bind(batch);
  const Column& relationship = batch.levels[relationship_.level].columns[relationship_.column];
  const std::span<const std::uint16_t> relationship_rows = rows_.rows(relationship_.level);
  std::vector<std::uint8_t> keep(rows_.size(), 1);
  std::vector<storage::RelationshipId> left;
  std::vector<storage::RelationshipId> right;
  for (const Slot& slot : others_) {
    const Column& other = batch.levels[slot.level].columns[slot.column];
    const std::span<const std::uint16_t> other_rows = rows_.rows(slot.level);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (keep[i] == 0) continue;
      left.clear();
      right.clear();
      append_relationship_ids(relationship, relationship_rows[i], left);
      append_relationship_ids(other, other_rows[i], right);
      if (intersect(left, right)) keep[i] = 0;
    }
  }
  selection_.clear();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (keep[i] != 0) selection_.push_back(batch.row(i));
  }
  Batch filtered = batch;
  filtered.selected = true;
  filtered.selection = selection_;
  return emit(filtered);
}

}  // namespace cairn::engine
