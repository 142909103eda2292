// Slots: the place of one segment, with what happened to its ids since it was built.
//
// For each id that a commit has touched after `built_at` a slot knows the first and the last of those commits,
// and possibly a memo: the value as it was after the last one. Hence, for a reader at commit v:
//
//   v < built_at                              the store
//   no mark, or v < first commit              the segment
//   last commit ≤ v, and there is a memo      the memo
//   otherwise                                 the store, whose answer may become the memo if last commit ≤ v
//
// A memo is read from a reader's own view of the store and carries the mark it was read under, so that one
// which a later commit has outdated is recognised.
#pragma once

#include "storage/memory_budget.h"
#include "storage/segments/segment.h"

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cairn::storage {

// Shared by the cache and the readers that use it. Any thread, but `mark` and `fill` one at a time.
class Slot {
 public:
  Slot(CommitNumber built_at, std::shared_ptr<MemoryBudget> budget);
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

  // What it and its entry in the cache take, without the segment and marks.
  static constexpr std::size_t own_bytes = 320;

  // Null until it was built.
  const Segment* segment() const { return segment_.load(std::memory_order_acquire); }

  // Whether anything in it may be used by a reader at commit `version`.
  bool serves(CommitNumber version) const { return version >= built_at_ && segment() != nullptr; }
  // The rest only where it serves.

  // Whether the segment answers for every id.
  bool unmarked() const { return marks_.load(std::memory_order_acquire) == nullptr; }
  // Whether it answers for the `index`-th id of its range.
  bool answers(CommitNumber version, std::size_t index) const {
    const Marks* marks = marks_.load(std::memory_order_acquire);
    return marks == nullptr || !marks->is_marked(index) || is_before_first(version, index);
  }
  // The ids for which it does not.
  std::vector<std::uint16_t> unanswered(CommitNumber version) const;
  // Gives the memo of a marked id; false if there is none for this version.
  bool recall(CommitNumber version, std::size_t index, std::string& memo) const;
  // Keeps what a reader at commit `version` has read from the store as the memo of a marked id, if it is its
  // present value and there is room.
  void remember(CommitNumber version, std::size_t index, std::string_view memo) const;

  // Marks an id as touched by a commit; true if it had no mark. Commits come in order.
  bool mark(std::size_t index, CommitNumber commit);
  // Once: the segment, and the memory it takes.
  void fill(SegmentPointer segment, Reservation memory);

  std::uint64_t segment_bytes() const { return segment() != nullptr ? memory_.bytes() : 0; }

 private:
  struct Mark {
    CommitNumber first = 0;
    CommitNumber last = 0;
    CommitNumber memo_at = 0;  // the last commit when the memo was read; 0: there is none
    std::string memo;
  };
  // Made with the first mark.
  struct Marks {
    explicit Marks(std::shared_ptr<MemoryBudget> budget) : memory(std::move(budget)) {}
    bool is_marked(std::size_t index) const {
      return (bits[index / 64].load(std::memory_order_relaxed) >> (index % 64) & 1U) != 0;
    }

    std::array<std::atomic<std::uint64_t>, segment_ids / 64> bits{};
    std::mutex mutex;  // of everything below
    std::unordered_map<std::uint16_t, Mark> by_index;
    Reservation memory;  // what the memos take
  };

  bool is_before_first(CommitNumber version, std::size_t index) const;

  const CommitNumber built_at_;
  std::atomic<const Segment*> segment_ = nullptr;
  std::atomic<Marks*> marks_ = nullptr;
  std::unique_ptr<Marks> owned_marks_;  // written once, before `marks_`
  SegmentPointer owned_segment_;        // written once, before `segment_`
  Reservation memory_;                  // the same
  std::shared_ptr<MemoryBudget> budget_;
};

using SlotPointer = std::shared_ptr<const Slot>;

}  // namespace cairn::storage
