// The segment cache: decoded copies of what is read often, kept right while the graph changes.
//
// The idea is the mark (slot.h). A slot holds a segment as commit `built_at` left it and a mark for each id that a
// later commit has touched. A mark means "do not ask the segment", so a mark that comes too early is slow but
// never wrong; one that is missing would be wrong. Hence the order:
//
//   commit:   (a) writes its bytes   (b) takes its view   then, under the registry's mutex,
//             (c) marks every touched id in every registered slot   (d) shows its Version
//   builder:  under the same mutex registers its slot and takes the latest Version; builds at that Version. A reader
//             that builds takes its own instead, if what was touched since is remembered, and marks that
//   reader:   at commit v uses a segment if v ≥ built_at and the id has no mark of a commit ≤ v
//
// A commit after the builder's Version finds the slot registered and marks it; one before it is part of what
// the builder reads. A reader that sees no mark at commit v cannot miss one of a commit ≤ v, because all of
// these were set before Version v was shown. So a slot that was dropped, evicted or succeeded stays right for
// the readers that hold it: their commits are older.
//
// Runs of indexes (index_run_slot.h) are kept in the same way, except that a commit says what it made of each key, so
// that nobody needs to ask the store for what was changed.
//
// Who builds: a reader that wants many ids of a range at once, itself; a background thread for ranges that are
// missed often, for all ranges of a thing that is asked for again and again and fits the free memory, and for
// successors of segments with marks on more than 5 % of their ids. Memory comes from the one budget; what was
// used longest ago, and no reader holds, is evicted first.
#pragma once

#include "storage/background_worker.h"
#include "storage/committer.h"
#include "storage/segments/index_run_table.h"
#include "storage/segments/segment_statistics.h"
#include "storage/segments/slot.h"
#include "storage/segments/slot_key.h"

#include <atomic>
#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace cairn::storage {

struct SegmentOptions {
  std::uint64_t bytes_max = 0;                // 0: no segments at all
  std::shared_ptr<MemoryBudget> budget = {};  // where their memory comes from; empty: from nowhere in particular
  std::uint32_t misses_to_build = 0;          // ids of a range read past the cache before it is built; 0: the default
  std::uint32_t skip_marks_of = 0;            // mutant, bit k: commits do not mark things of kind k
  bool background = true;                     // false: readers build, and too many marks drop a segment
};

// Any thread.
class SegmentCache final : public CommitListener, public MemoryBudget::Evictor {
 public:
  SegmentCache(VersionPtr loaded, SegmentOptions options);
  ~SegmentCache() override;

  void publish(const VersionPtr& version, const Touched& touched, const std::function<void()>& show) override;
  void evict(std::uint64_t bytes) override;

  // The slot of a range if there is one, for a reader that misses `count` of its ids, being one of `wanted` that its
  // question asks for, at `version`. Without one the ids count as missed; if that is too many, or the question wants
  // many, it is built: on the caller's thread or, for later, in the background. Null: read from the store. A segment
  // that cannot be built (its bytes are damaged, there is no room) leaves a slot that never serves, so that nobody
  // tries again before it is evicted or dropped.
  SlotPointer find(const SlotKey& key, const VersionPtr& version, std::uint32_t count, std::uint32_t wanted);

  // The run of an index that covers a key (as on disk, without the id of the index), for a reader at `version` that has
  // read `misses` more entries of the index past the cache since it asked before. Null, or a slot that does not serve:
  // read from the store; before `gap_end` (empty: to the end) there is no run.
  IndexRunPointer find_run(IndexId index, std::string_view key, const VersionPtr& version, std::uint32_t misses,
                           std::string& gap_end);

  // What one reader may hold of segments, evicted or not.
  std::uint64_t held_bytes_max() const;
  // Changes when memory is short: readers then let go of what they hold.
  std::uint64_t pressure() const { return pressure_.load(std::memory_order_relaxed); }

  // What the segments in memory say of a property's values; nothing if there are none.
  std::optional<ValueFacts> value_facts(const Thing& property) const;

  SegmentStatistics statistics() const;

  // Returns when the background thread has nothing to do. For tests.
  void wait_idle() { worker_.wait_idle(); }
  // Ends the background thread.
  void stop() { worker_.stop(); }

 private:
  struct Entry {
    std::shared_ptr<Slot> slot;
    std::shared_ptr<Slot> successor;   // being built
    std::list<SlotKey>::iterator use;  // in `uses_`
    std::uint64_t bytes = 0;           // 0 until it is built
    std::uint32_t marks = 0;           // ids of the slot that are marked
    std::uint32_t successor_marks = 0;
    bool succession_asked = false;
    bool failed = false;  // to build; the slot never serves
  };
  using Entries = std::unordered_map<SlotKey, Entry, SlotKeyHash>;

  // What is known of all ranges of one thing; its key has no range.
  struct Whole {
    std::uint64_t misses = 0;
    bool asked = false;          // its building in the background
    std::uint64_t build_ns = 0;  // what building one of them takes, about; 0: none was built
    std::weak_ptr<StringDictionary> dictionary;
  };

  // A run that is to be built.
  struct RunBuild {
    IndexId index = 0;
    std::uint64_t place = 0;
    std::shared_ptr<IndexRunSlot> slot;
    VersionPtr version;
    bool succeeds = false;  // the run that the place has
  };

  bool build(const SlotKey& key, const std::shared_ptr<Slot>& slot, const VersionPtr& version);
  void build_if_missing(const SlotKey& key);
  void build_successor(const SlotKey& key);
  // All of a thing from a range on, one a step; false when that is done.
  bool build_whole_step(SlotKey& key);
  // False if there is no such place any more, or no room; then nobody may use the slot.
  bool build_run(const RunBuild& build);
  void build_run_successor(std::uint64_t place);
  // All of an index from a key on, one a step; false when that is done.
  bool build_runs_step(IndexId index, std::string& position);
  void end_whole(IndexId index);

  // All under the mutex.
  // The slot is to be built at `version`, which is the latest one or not older than what is remembered.
  std::shared_ptr<Slot> add_slot(const SlotKey& key, const VersionPtr& version);
  // The version at which a reader at `version` builds.
  VersionPtr version_to_build(const VersionPtr& version) const;
  void remember(CommitNumber number, const Touched& touched);
  bool build_here(const SlotKey& key, std::uint32_t count, std::uint32_t wanted);
  void ask_for_whole(const SlotKey& key, std::uint32_t count);
  bool fits_whole(const SlotKey& key) const;
  bool skips_marks(const Thing& thing) const {
    return (options_.skip_marks_of >> static_cast<unsigned>(thing.kind) & 1U) != 0;
  }
  void mark(const Thing& thing, std::span<const EntityId> ids, CommitNumber commit);
  void mark_range(Entries::iterator entry, std::span<const EntityId> ids, CommitNumber commit);
  void ask_for_successor(Entries::iterator entry);
  void drop(Entries::iterator entry);
  void evict_under_mutex(std::uint64_t bytes);
  void set_bytes(Entry& entry, const Slot& slot);
  std::shared_ptr<StringDictionary> dictionary(const SlotKey& key);
  // What building as a whole may take.
  std::uint64_t bytes_free_for_wholes() const;
  // How many ids are to be missed before something is built: in general, and for one thing by what building takes.
  std::uint32_t misses_to_build() const;
  std::uint32_t misses_to_build(const SlotKey& key) const;
  void note_build(const SlotKey& key, std::uint64_t took_ns);

  // Of index runs, also under the mutex.
  RunBuild add_run(IndexId index, std::string_view key, std::string end, const VersionPtr& version);
  bool build_run_here(IndexId index, std::uint32_t misses, const std::string& gap_begin);
  void ask_for_run(IndexId index, std::string_view key);
  bool fits_whole(IndexId index) const;
  void change_runs(IndexId index, std::span<const IndexChange> changes, CommitNumber commit);
  void change_run(IndexRunTable::Place& place, std::span<const IndexChange> changes, CommitNumber commit);
  void ask_for_successor(IndexRunTable::Place& place);
  void set_bytes(IndexRunTable::Place& place);
  void drop_run(std::uint64_t place);
  void drop_runs(std::span<const std::uint64_t> places);
  // The bytes that evicting a place frees; 0 if it was passed over.
  std::uint64_t evict_run(std::uint64_t place);

  const SegmentOptions options_;
  const SegmentPointer empty_;  // shared by all ranges without anything
  std::atomic<std::uint64_t> pressure_ = 0;

  mutable std::mutex mutex_;  // of everything below but the worker
  VersionPtr latest_;
  // What the last commits have touched, all of those after `remembered_after_`.
  struct Commit {
    CommitNumber number = 0;
    Touched touched;
  };
  std::deque<Commit> remembered_;
  CommitNumber remembered_after_ = 0;
  Entries entries_;
  IndexRunTable runs_;
  std::list<SlotKey> uses_;  // of both, most recent first
  std::unordered_map<SlotKey, std::uint32_t, SlotKeyHash> misses_;
  std::unordered_map<SlotKey, Whole, SlotKeyHash> wholes_;
  SegmentStatistics statistics_;

  BackgroundWorker worker_;  // goes first
};

}  // namespace cairn::storage
