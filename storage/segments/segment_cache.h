// The segment cache: decoded copies of what is read often, kept right while the graph changes.
//
// The idea is the mark. A slot holds a segment as commit `built_at` left it and a mark for each id that a
// later commit has touched. A mark means "ask the store at your own Version", so a mark that comes too
// early is slow but never wrong; one that is missing would be wrong. Hence the order:
//
//   commit:   (a) writes its bytes   (b) takes its view   then, under the registry's mutex,
//             (c) marks every touched id in every registered slot   (d) shows its Version
//   builder:  under the same mutex registers its slot and takes the latest Version; builds at that Version
//   reader:   at commit v uses a segment if v ≥ built_at and the id has no mark
//
// A commit after the builder's Version finds the slot registered and marks it; one before it is part of what
// the builder reads. A reader that sees no mark at commit v cannot miss one of a commit ≤ v, because all of
// these were set before Version v was shown.
//
// Slots are built when they were missed often enough, dropped when too many ids are marked, and evicted,
// least recently used first, when the budget is full. Readers that hold a slot keep it alive; how much one
// reader holds is bounded too (SlotTable), so that a scan of a graph larger than the budget stays within it.
#pragma once

#include "storage/committer.h"
#include "storage/segments/segment.h"
#include "storage/segments/segment_statistics.h"

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace cairn::storage {

// Which segment: of one thing, with or without relationship ids, and its range of ids.
struct SlotKey {
  Thing thing;
  bool with_relationships = false;
  std::uint64_t range = 0;

  friend bool operator==(const SlotKey&, const SlotKey&) = default;
};

// A place for one segment. Shared by the cache and the readers that use it; any thread.
class Slot {
 public:
  explicit Slot(CommitNumber built_at) : built_at_(built_at) {}

  // Whether the segment answers for the `index`-th id of its range to a reader at commit `version`.
  bool answers(CommitNumber version, std::size_t index) const {
    return ready() && version >= built_at_ && !is_marked(index);
  }
  bool ready() const { return ready_.load(std::memory_order_acquire); }
  // Only of a slot that is ready.
  const Segment& segment() const { return segment_; }

 private:
  friend class SegmentCache;

  bool is_marked(std::size_t index) const {
    return (marks_[index / 64].load(std::memory_order_relaxed) >> (index % 64) & 1U) != 0;
  }

  const CommitNumber built_at_;
  std::array<std::atomic<std::uint64_t>, segment_ids / 64> marks_{};
  std::atomic<bool> ready_ = false;
  Segment segment_;               // written once, before `ready_`
  std::uint32_t mark_count_ = 0;  // under the registry's mutex
};

using SlotPointer = std::shared_ptr<const Slot>;

struct SegmentOptions {
  std::uint64_t bytes_max = 0;        // 0: no segments at all
  std::uint32_t misses_to_build = 0;  // ids of a range read past the cache before it is built; 0: the default
  bool skip_marks = false;            // mutant: commits mark nothing
};

// Any thread.
class SegmentCache final : public CommitListener {
 public:
  SegmentCache(VersionPtr loaded, SegmentOptions options);
  ~SegmentCache() override;

  void publish(const VersionPtr& version, const Touched& touched, const std::function<void()>& show) override;

  // The slot of a range if there is one, for a reader that will read `count` of its ids. Without one the ids
  // count as missed, and the call that makes it too many builds the segment, on the caller's thread.
  // Null: read from the store. A segment that cannot be built (its bytes are damaged, it would not fit the
  // budget) leaves a slot that is never ready, so that nobody tries again before it is evicted or dropped.
  SlotPointer find(const SlotKey& key, std::uint32_t count);

  // What one reader may hold of segments, evicted or not.
  std::uint64_t held_bytes_max() const;

  SegmentStatistics statistics() const;

 private:
  struct KeyHash {
    std::size_t operator()(const SlotKey& key) const;
  };
  struct Entry {
    std::shared_ptr<Slot> slot;
    std::list<SlotKey>::iterator use;  // in `uses_`
    std::uint64_t bytes = 0;           // 0 until it is built
  };
  using Entries = std::unordered_map<SlotKey, Entry, KeyHash>;

  void build(const SlotKey& key, const std::shared_ptr<Slot>& slot, const VersionPtr& version);
  // All under the mutex.
  void mark(const Thing& thing, std::span<const EntityId> ids);
  void drop(Entries::iterator entry);
  void evict();

  const SegmentOptions options_;
  mutable std::mutex mutex_;
  VersionPtr latest_;
  Entries entries_;
  std::list<SlotKey> uses_;  // most recent first
  std::unordered_map<SlotKey, std::uint32_t, KeyHash> misses_;
  SegmentStatistics statistics_;
};

// The slots one reader has asked for. One thread.
//
// What an answer points to must live as long as the answer, so each answer holds the `Slots` it was made
// from. When these have become too many bytes the next answer begins with none; the old ones go with the last
// answer that was made from them.
class SlotTable {
 public:
  SlotTable(SegmentCache* cache, CommitNumber version)
      : cache_(cache), version_(version), slots_(std::make_shared<Slots>()) {}

  // Begins an answer. The segments that `find` gives from here on live as long as what this returns.
  std::shared_ptr<const void> begin_answer();

  // The segment that answers for `id`, or null: then the store must be asked.
  const Segment* find(const Thing& thing, bool with_relationships, EntityId id);

 private:
  struct Table {
    SlotKey key;                     // without its range
    std::vector<SlotPointer> slots;  // by range; only those that are ready
  };
  struct Slots {
    std::vector<std::unique_ptr<Table>> tables;
    Table* last = nullptr;
    std::uint64_t bytes = 0;
  };

  Table& table(const Thing& thing, bool with_relationships);

  SegmentCache* cache_;
  CommitNumber version_;
  std::shared_ptr<Slots> slots_;
};

}  // namespace cairn::storage
