// What one reader takes from the runs of indexes.
#pragma once

#include "storage/read_counts.h"
#include "storage/segments/index_run_slot.h"
#include "storage/segments/segment_cache.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

namespace cairn::storage {

// One thread. Keeps the runs it has found until they have become too many bytes, or memory is short.
class IndexRunReader {
 public:
  IndexRunReader(SegmentCache* cache, VersionPtr version)
      : cache_(cache), version_(std::move(version)), pressure_(cache->pressure()) {}

  // The run that covers a key (as on disk, without the id of the index) and may be used; null: read from the store, up
  // to `gap_end` (empty: to the end) where there may be a run again. Valid until the next call.
  const IndexRunPointer& find(IndexId index, std::string_view key, std::string& gap_end);
  // So many seeks, or entries of walks, were answered by the store.
  void note_misses(IndexId index, std::uint32_t entries) { held_[index].misses += entries; }

  // Lets go of the runs it holds.
  void let_go();

  CommitNumber version() const { return version_->number; }
  ReadCounts& counts() { return counts_; }

 private:
  struct Held {
    std::map<std::string, IndexRunPointer, std::less<>> runs;  // by where they begin
    IndexRunPointer last;                                      // the one asked for last; may be null
    std::uint32_t misses = 0;                                  // that the cache was not told of
  };

  SegmentCache* cache_;
  VersionPtr version_;
  const IndexRunPointer none_;
  std::unordered_map<IndexId, Held> held_;
  std::uint64_t bytes_ = 0;
  std::uint64_t pressure_;
  ReadCounts counts_;
};

}  // namespace cairn::storage
