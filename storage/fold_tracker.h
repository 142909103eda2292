// FoldTracker: which base blocks have single records over them, and when they changed last.
//
// The committer tells it of every commit; whoever folds asks it where folding is worth while, and before
// writing a fold whether the block is still what was folded. Counts are upper bounds: a record that is written
// twice counts twice until somebody has looked.
#pragma once

#include "storage/commit_record.h"
#include "storage/fold.h"
#include "storage/fold_options.h"
#include "storage/ids.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>

namespace cairn::storage {

// Any thread.
class FoldTracker {
 public:
  explicit FoldTracker(FoldThresholds thresholds) : thresholds_(thresholds) {}

  // A commit has been written. Under the writer lock, in the order of commits.
  void committed(const CommitRecordView& record);

  // Single records that were found on disk.
  void found(const BlockName& name, std::uint32_t records);

  // A block that is worth folding now; all such blocks take turns. Blocks that still grow, because ids from
  // `node_id_bound` and `relationship_id_bound` on have not been given, wait until nobody writes.
  std::optional<BlockName> candidate(NodeId node_id_bound, RelationshipId relationship_id_bound);

  // How many single records make folding worth while now.
  std::uint32_t records_min() const;

  // Whether nobody has written for a while.
  bool idle() const;

  // The last commit that changed the block; smaller, and perhaps 0, if none has since it was folded.
  CommitNumber changed_at(const BlockName& name) const;

  // The block has so many single records now.
  void settled(const BlockName& name, std::uint32_t records);

 private:
  struct State {
    std::uint32_t records = 0;
    CommitNumber changed_at = 0;
  };
  // Under the mutex.
  void add(const BlockName& name, std::uint32_t records, CommitNumber number);
  bool idle_at(std::chrono::steady_clock::time_point now) const { return now - last_commit_ >= thresholds_.idle_after; }

  const FoldThresholds thresholds_;
  mutable std::mutex mutex_;
  std::map<BlockName, State> blocks_;
  CommitNumber cleared_at_ = 0;  // changed all blocks
  std::set<BlockName> some_;     // with at least records_idle
  std::set<BlockName> full_;     // with at least records_busy
  BlockName offered_;            // last, as a candidate
  std::chrono::steady_clock::time_point last_commit_ = std::chrono::steady_clock::now();
};

}  // namespace cairn::storage
