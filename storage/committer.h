// Committer: makes Versions.
//
// A commit is written to the log unsynced under the writer lock, shown as `latest`, and the lock is
// released; then one of those who wait syncs the log for all of them and advances `durable`. If writing or
// syncing fails the outcome of the commits in between is unknown: nothing more is written, and readers
// stay on `durable`.
#pragma once

#include "base/expected.h"
#include "storage/commit_record.h"
#include "storage/fold_tracker.h"
#include "storage/list_writer.h"
#include "storage/memory_budget.h"
#include "storage/options.h"
#include "storage/store.h"
#include "storage/version.h"
#include "storage/write_set.h"
#include "storage/write_transaction.h"
#include "storage/writer_lock.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

namespace cairn::storage {

// Told of each commit after its bytes can be read and before its Version is shown: who keeps decoded
// copies marks what the commit touched, and then lets it be shown.
class CommitListener {
 public:
  virtual ~CommitListener() = default;
  // Must call `show` exactly once. One call at a time, in the order of commits, under the writer lock.
  virtual void publish(const VersionPtr& version, const Touched& touched, const std::function<void()>& show) = 0;
};

class IndexBuilder;

// Ends builds in a commit after which the database has this schema.
void end_builds(CommitRecordBuilder& record, std::span<const IndexId> builds, const Schema& schema);

// Any thread, unless a method says otherwise.
class Committer {
 public:
  // `loaded` is the state the store was opened with.
  Committer(Store& store, VersionPtr loaded, std::uint64_t epoch, const OpenOptions& options);

  VersionPtr latest() const;
  VersionPtr durable() const;
  std::uint64_t epoch() const { return epoch_; }
  std::size_t write_set_bytes_max() const { return write_set_bytes_max_; }
  // Where write sets take their memory from; may be null.
  const std::shared_ptr<MemoryBudget>& memory_budget() const { return memory_budget_; }

  // Waits for the writer lock. Error also if nothing may be written any more.
  Expected<std::unique_ptr<WriteLockHold>> acquire(const WriteOptions& options);

  // Commits, holding the lock until the commit is shown, and waits until it is durable.
  Expected<CommitResult> commit(const VersionPtr& base, WriteSet& writes, std::unique_ptr<WriteLockHold> lock);
  // Forgets the changes. The ids that were given stay given: they are written down as a commit of nothing else.
  void roll_back(const VersionPtr& base, const WriteSet& writes, std::unique_ptr<WriteLockHold> lock) noexcept;
  // The same as commit for an empty graph.
  Expected<CommitResult> clear(std::unique_ptr<WriteLockHold> lock);

  // Commits what fold_block has put into `changes` for these blocks as `base` has them, without waiting until it is
  // durable. False, and nothing was written, if one of the blocks has changed since. Errors: those of acquire, too.
  Expected<bool> commit_fold(const VersionPtr& base, std::span<const BlockName> blocks, CommitRecordBuilder& changes,
                             const WriteOptions& options);
  FoldTracker& fold_tracker() { return fold_tracker_; }

  // Indexes are built by a transaction that has changed nothing yet, under its lock: first a durable commit says that
  // keys of `index` without a definition are of no use, and gives away all ids below `next_index`; then the entries are
  // brought in; the transaction's commit ends it (end_builds).
  Expected<VersionPtr> begin_build(IndexId index, IndexId next_index);
  // Brings in what the builder has finished; what the store shows then.
  Expected<StoreViewPtr> ingest(IndexBuilder& builder);
  Store& store() { return store_; }
  std::uint64_t build_entities_min() const { return build_entities_min_; }
  std::size_t build_bytes_max() const { return build_bytes_max_; }

  Expected<void> wait_durable(CommitNumber number);

  // Under relaxed durability, where commits do not wait for it: makes durable what has been written so far.
  void sync_behind();

  // Ids that were given, also by transactions that were rolled back. Under the writer lock.
  const IdCounters& ids_taken() const { return ids_taken_; }
  void keep_ids(const IdCounters& taken) { ids_taken_ = taken; }

  // At most one; must outlive the Committer. Not while a commit runs.
  void set_listener(CommitListener* listener) { listener_ = listener; }

  // Bytes written to the log since the last call.
  std::uint64_t take_written_bytes() { return written_bytes_.exchange(0); }
  bool failed() const;

 private:
  CommitHeader next_header(CommitKind kind) const;
  // Writes a record and shows `next`, which lacks only the view. Under the writer lock.
  Expected<VersionPtr> write_and_show(const std::string& record, std::shared_ptr<Version> next);
  void show(VersionPtr version);
  // Refuses all further writes, since it is not known whether the last commits survive; what is to be said of that.
  Error fail(Error cause);
  // The same where there may be no memory left: `cause` says all of it.
  void refuse_writes(Error cause) noexcept;
  Error refused() const;
  // Syncs the log; the error after which nothing may be written.
  std::optional<Error> sync_log();

  Store& store_;
  const std::uint64_t epoch_;
  const bool relaxed_;
  const bool skip_sync_;
  const std::size_t write_set_bytes_max_;
  const std::shared_ptr<MemoryBudget> memory_budget_;
  const std::uint64_t build_entities_min_;
  const std::size_t build_bytes_max_;
  const std::function<std::int64_t()> clock_us_;
  WriterLock lock_;
  ListLedger ledger_;         // under the writer lock
  IdCounters ids_taken_;      // the same
  std::uint64_t clears_ = 0;  // the same
  FoldTracker fold_tracker_;
  CommitListener* listener_ = nullptr;
  std::atomic<std::uint64_t> written_bytes_ = 0;

  mutable std::mutex mutex_;  // of everything below
  std::condition_variable synced_;
  VersionPtr latest_;
  VersionPtr durable_;
  bool syncing_ = false;
  std::optional<Error> failed_;
};

}  // namespace cairn::storage
