// Which runs of which indexes are held, found by the keys they cover: the fences of each index.
//
// The runs of an index do not overlap; between them may be gaps, whose keys are read from the store. Part of the cache,
// under its mutex.
#pragma once

#include "storage/segments/index_run_slot.h"
#include "storage/segments/slot_key.h"

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cairn::storage {

// One thread at a time.
class IndexRunTable {
 public:
  struct Place {
    IndexId index = 0;
    std::uint64_t number = 0;  // tells it from every other place there ever was
    std::shared_ptr<IndexRunSlot> slot;
    std::shared_ptr<IndexRunSlot> successor = {};  // being built
    std::list<SlotKey>::iterator use = {};         // in the cache's list of uses
    std::uint64_t bytes = 0;                       // 0 until it is built
    std::size_t changes = 0;                       // of the slot
    std::size_t successor_changes = 0;
    bool succession_asked = false;
  };

  // What is known of an index as a whole.
  struct Whole {
    std::uint64_t misses = 0;  // keys and entries read past the cache, and not yet answered by building a run
    bool asked = false;        // its building in the background
  };

  // The place that covers a key, or null; then [`begin`, `end`) is the gap around it (empty `end`: to the last key).
  Place* find(IndexId index, std::string_view key, std::string& begin, std::string& end);
  Place* find(std::uint64_t number);

  // A place for a slot that overlaps no other; nothing has changed if it throws.
  Place& add(IndexId index, std::shared_ptr<IndexRunSlot> slot);
  void remove(std::uint64_t number);

  // The numbers of an index's places.
  std::vector<std::uint64_t> places_of(IndexId index) const;
  std::vector<std::uint64_t> all_places() const;

  Whole& whole(IndexId index) { return wholes_[index]; }
  // Its building in the background has ended.
  void end_whole(IndexId index) {
    if (const auto whole = wholes_.find(index); whole != wholes_.end()) whole->second.asked = false;
  }
  void forget(IndexId index) { wholes_.erase(index); }

 private:
  using Fences = std::map<std::string, Place, std::less<>>;  // by where they begin

  std::map<IndexId, Fences> indexes_;
  std::unordered_map<std::uint64_t, Fences::iterator> by_number_;
  std::unordered_map<IndexId, Whole> wholes_;
  std::uint64_t next_number_ = 0;
};

}  // namespace cairn::storage
