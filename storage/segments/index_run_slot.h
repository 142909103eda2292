// The place of one run of an index, with the entries that commits have changed since it was built.
//
// A run is one stretch of the keys of an index, [begin, end) as on disk without the id of the index, whatever entries
// come to lie in it. A commit says of each key it changes what it is from then on, so a slot can answer for every key
// at every version from `built_at` on: what the last change up to that version says, otherwise what the run has.
#pragma once

#include "storage/memory_budget.h"
#include "storage/segments/index_run.h"
#include "storage/touched.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

// Shared by the cache and the readers that use it. Any thread, but `change` and `fill` one at a time.
class IndexRunSlot {
 public:
  // Until it is filled it stands for all keys from `begin` on and before `end` (empty: to the last one).
  IndexRunSlot(CommitNumber built_at, bool unique, std::string begin, std::string end,
               std::shared_ptr<MemoryBudget> budget);
  IndexRunSlot(const IndexRunSlot&) = delete;
  IndexRunSlot& operator=(const IndexRunSlot&) = delete;

  // What it and its entry in the cache take, without the run and the changes.
  static constexpr std::size_t own_bytes = 512;

  // Null until it was built.
  const IndexRun* run() const { return run_.load(std::memory_order_acquire); }
  // Whether a reader at commit `version` may use it.
  bool serves(CommitNumber version) const { return version >= built_at_ && run() != nullptr; }
  // The rest only where it serves.

  const std::string& begin() const { return begin_; }
  const std::string& end() const { return end_; }
  bool covers(std::string_view key) const { return begin_ <= key && (end_.empty() || key < end_); }
  bool unique() const { return unique_; }
  std::uint64_t run_bytes() const { return memory_.bytes(); }

  // Appends the entities of one key of values that lies in it as a whole, ascending; true if a change had a say.
  bool append_entities(CommitNumber version, std::string_view value_key, std::vector<EntityId>& out) const;
  // The changes of keys from `begin` on and before `end` (empty: no bound) that hold at a version, in order of keys.
  std::vector<IndexChange> changes(CommitNumber version, std::string_view begin, std::string_view end) const;

  // Notes what a commit has made of a key; returns how many changes there are. Commits come in order.
  std::size_t change(const IndexChange& change, CommitNumber commit);
  // Once: the run, what it ends before, and the memory it takes.
  void fill(BuiltRun built, Reservation memory);

 private:
  struct State {
    CommitNumber commit = 0;
    bool removed = false;
    std::string value;
  };
  // Made with the first change.
  struct Changes {
    explicit Changes(std::shared_ptr<MemoryBudget> budget) : memory(std::move(budget)) {}

    std::mutex mutex;  // of everything below
    std::map<std::string, std::vector<State>, std::less<>> by_key;
    std::size_t count = 0;
    std::uint64_t bytes = 0;  // what they take
    Reservation memory;       // what the budget had for that
  };

  const CommitNumber built_at_;
  const bool unique_;
  const std::string begin_;
  std::string end_;  // does not change once `run_` is there
  std::atomic<const IndexRun*> run_ = nullptr;
  std::atomic<Changes*> changes_ = nullptr;
  std::unique_ptr<Changes> owned_changes_;  // written once, before `changes_`
  std::shared_ptr<const IndexRun> owned_run_;
  Reservation memory_;
  std::shared_ptr<MemoryBudget> budget_;
};

using IndexRunPointer = std::shared_ptr<const IndexRunSlot>;

// Lays a change over the entities of its key of values, which are ascending. Changes of a key come in order.
void apply_change(bool unique, const IndexChange& change, std::vector<EntityId>& entities);

// What a change says of which key of values.
std::string_view value_key_of(bool unique, const IndexChange& change);

// Gives the entries of a slot in order, by key of values.
class IndexRunWalk {
 public:
  // Of keys as on disk from `from` on and before `until` (empty: to its end). Keeps the slot.
  IndexRunWalk(IndexRunPointer slot, CommitNumber version, std::string_view from, std::string_view until);

  // The next key that has entities, and these, replace the arguments; false at the end.
  bool next(std::string& value_key, std::vector<EntityId>& entities);

  const IndexRunSlot& slot() const { return *slot_; }
  // Whether a change had a say in what `next` gave last.
  bool changed() const { return changed_; }

 private:
  IndexRunPointer slot_;
  std::vector<IndexChange> changes_;
  std::size_t change_ = 0;
  bool changed_ = false;
  std::size_t place_ = 0;
  std::string until_;
  std::string own_key_;  // of the run's next place
  std::string from_;     // until the first key was given
  bool own_key_loaded_ = false;
};

}  // namespace cairn::storage
