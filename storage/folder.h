// Folder: folds in the background, and on demand.
//
// A fold is prepared without any lock at the latest Version. Only to write it the writer lock is taken, for
// a few blocks at a time, and only if no commit has changed the blocks meanwhile: a writer waits for a few
// milliseconds at most. While somebody writes, the folder rests most of the time.
#pragma once

#include "base/expected.h"
#include "storage/committer.h"
#include "storage/fold.h"
#include "storage/fold_options.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace cairn::storage {

// Any thread. The committer must outlive it.
class Folder {
 public:
  // With `in_background` a thread works until destruction.
  Folder(Committer& committer, bool in_background);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  // Folds every block that has at least `records_min` single records; how many records that were. Errors:
  // Cancelled and LockTimeout (what was folded stays folded), what reading and committing may give.
  Expected<std::uint64_t> fold_all(std::uint32_t records_min, const std::atomic<bool>* cancelled);

  FoldStatistics statistics() const;

 private:
  void run();
  // What the thread does as long as there is memory.
  void work();
  bool stopping() const { return stop_.load(std::memory_order_relaxed); }
  // Sleeps until the time is over or the folder stops.
  void rest(std::chrono::steady_clock::duration time);
  // Tells the tracker of the single records that are on disk.
  Expected<void> discover(EntityKind kind);
  // The blocks of the kind from `begin` on that have single records, in one step of the walk; `begin` is where to
  // go on, nothing at the end.
  struct Found {
    BlockName name;
    std::uint32_t records = 0;
  };
  static Expected<std::vector<Found>> find_blocks(const Version& version, EntityKind kind,
                                                  std::optional<std::uint64_t>& begin);
  // Folds the blocks, those that have changed meanwhile excepted, and a single one only if it has so many records;
  // how many records.
  Expected<std::uint64_t> fold(std::span<const BlockName> names, std::uint32_t records_min,
                               const WriteOptions& options);

  Committer& committer_;
  std::mutex folding_;  // one fold at a time: its blocks are compared with what the tracker says of them
  std::atomic<std::uint64_t> commits_ = 0;
  std::atomic<std::uint64_t> blocks_ = 0;
  std::atomic<std::uint64_t> records_ = 0;
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  std::condition_variable stopped_;
  std::thread thread_;
};

}  // namespace cairn::storage
