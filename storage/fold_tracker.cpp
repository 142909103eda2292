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

std::optional<BlockName> FoldTracker::candidate(NodeId node_id_bound, RelationshipId relationship_id_bound) {
  const std::lock_guard guard(mutex_);
  const bool idle = idle_at(std::chrono::steady_clock::now());
  const auto may_be_folded = [&](const BlockName& name) {
    const EntityId bound = name.kind == EntityKind::Node ? node_id_bound : relationship_id_bound;
    return idle || (name.block + 1) * block_entities <= bound;
  };
  const std::set<BlockName>& blocks = idle ? some_ : full_;
  const auto after = blocks.upper_bound(offered_);
  auto found = std::find_if(after, blocks.end(), may_be_folded);
  if (found == blocks.end()) {
    found = std::find_if(blocks.begin(), after, may_be_folded);
    if (found == after) return std::nullopt;
  }
  offered_ = *found;
  return offered_;
}

std::uint32_t FoldTracker::records_min() const {
  const std::lock_guard guard(mutex_);
  return idle_at(std::chrono::steady_clock::now()) ? thresholds_.records_idle : thresholds_.records_busy;
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
  // When it changed stays known, since a commit may have been written and not be shown yet.
  blocks_[name].records = records;
  if (records >= thresholds_.records_idle) some_.insert(name);
}

}  // namespace cairn::storage
