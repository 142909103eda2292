#include "storage/fold_tracker.h"

#include "storage/column_block.h"

#include <algorithm>

namespace cairn::storage {

void FoldTracker::committed(const CommitRecordView& record) {
  const std::lock_guard guard(mutex_);
  if (record.header.kind == CommitKind::Fold) return;
  last_commit_ = std::chrono::steady_clock::now();
  if (record.header.kind == CommitKind::Clear) {
    cleared_at_ = record.header.number;
    blocks_.clear();
    some_.clear();
    full_.clear();
    return;
  }
  std::string_view operations = record.operations;
  // Operations come in the order of ids, so that a block's records are counted together.
  BlockName last;
  std::uint32_t records = 0;
  while (const auto operation = take_operation(operations)) {
    if (operation->family != Family::Nodes && operation->family != Family::Relationships) continue;
    const auto id = parse_record_key(operation->key);
    if (!id) continue;
    const EntityKind kind = operation->family == Family::Nodes ? EntityKind::Node : EntityKind::Relationship;
    const BlockName name{.kind = kind, .block = *id / block_entities};
    if (name != last && records > 0) {
      add(last, records, record.header.number);
      records = 0;
    }
    last = name;
    ++records;
  }
  if (records > 0) add(last, records, record.header.number);
}

void FoldTracker::add(const BlockName& name, std::uint32_t records, CommitNumber number) {
  State& state = blocks_[name];
  state.records += records;
  state.changed_at = std::max(state.changed_at, number);
  if (state.records >= thresholds_.records_idle) some_.insert(name);
  if (state.records >= thresholds_.records_busy) full_.insert(name);
}

void FoldTracker::found(const BlockName& name, std::uint32_t records) {
  const std::lock_guard guard(mutex_);
  add(name, records, 0);
}

std::optional<BlockName> FoldTracker::candidate(NodeId node_id_bound, RelationshipId relationship_id_bound) const {
  const std::lock_guard guard(mutex_);
  const bool idle = idle_at(std::chrono::steady_clock::now());
  for (const BlockName& name : idle ? some_ : full_) {
    const EntityId bound = name.kind == EntityKind::Node ? node_id_bound : relationship_id_bound;
    if (idle || (name.block + 1) * block_entities <= bound) return name;
  }
  return std::nullopt;
}

bool FoldTracker::idle() const {
  const std::lock_guard guard(mutex_);
  return idle_at(std::chrono::steady_clock::now());
}

CommitNumber FoldTracker::changed_at(const BlockName& name) const {
  const std::lock_guard guard(mutex_);
  const auto found = blocks_.find(name);
  return found == blocks_.end() ? cleared_at_ : std::max(cleared_at_, found->second.changed_at);
}

void FoldTracker::settled(const BlockName& name, std::uint32_t records) {
  const std::lock_guard guard(mutex_);
  some_.erase(name);
  full_.erase(name);
  if (records == 0) {
    blocks_.erase(name);
    return;
  }
  // Not a candidate again before it grows.
  blocks_[name].records = 0;
}

}  // namespace cairn::storage
