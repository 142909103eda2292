// Index samples: how the values in an index are spread, from a few hundred of its entries.
//
// An index with few entries is read whole. Of a larger one entities are drawn from all over the range of ids, and the
// entries that share a value with each of some of them are counted: an entry drawn at random lies among g others of its
// value, so that the number of different values is the number of entries times the average of 1/g.
#pragma once

#include "base/expected.h"
#include "engine/value/value.h"
#include "storage/reader.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace cairn::engine {

// Immutable once made.
struct IndexSample {
  storage::IndexDefinition index;
  double entities = 0;                   // with its label or type
  double entries = 0;                    // of the index: those entities that have all its properties
  std::vector<std::vector<Value>> rows;  // the values of some entries; long strings are cut
  std::vector<double> per_value;         // [i]: average number of entries with the same values of the first i + 1 keys
};

// How many entities have the label or type of an index.
double entities_of(const storage::Reader& reader, const storage::IndexDefinition& index);

// A new sample: less than about a millisecond of reading. Errors are those of the reader.
Expected<IndexSample> take_index_sample(storage::Reader& reader, const storage::IndexDefinition& index);

// The samples of one database, kept until the graph has changed much or they are old. Any thread.
class IndexSamples {
 public:
  // The kept sample, or a new one; null if reading failed.
  std::shared_ptr<const IndexSample> find_or_take(storage::Reader& reader, const storage::IndexDefinition& index);

 private:
  struct Kept {
    std::shared_ptr<const IndexSample> sample;
    storage::CommitNumber number = 0;  // of the Version it was taken at
    std::chrono::steady_clock::time_point taken;
  };
  static bool still_holds(const Kept& kept, const storage::Reader& reader, const storage::IndexDefinition& index);

  std::mutex mutex_;
  std::unordered_map<storage::IndexId, Kept> kept_;
};

}  // namespace cairn::engine
