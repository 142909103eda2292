// What only tests set: the file system below the database, and defects that a test must notice.
#pragma once

#include "storage/fold_options.h"

#include <memory>

namespace rocksdb {
class Env;
}

namespace cairn::storage {

struct TestHooks {
  std::shared_ptr<rocksdb::Env> environment;  // the files; empty: the machine's. Must outlive the store
  std::uint32_t skip_marks_of = 0;            // mutant, bit k: commits do not mark things of kind k (touched.h)
  std::uint32_t segment_misses_to_build =
      0;                               // how often a range is read singly before its segment is built; 0: default
  bool segments_in_background = true;  // false: only readers build segments
  bool skip_background_fold = false;   // blocks are folded only on demand
  FoldThresholds fold_thresholds;
  // How many entities an index is built beside the write set for, and in how much memory; 0: default.
  std::uint64_t index_build_entities_min = 0;
  std::size_t index_build_bytes_max = 0;
  bool skip_commit_sync = false;  // mutant: a commit reports that it is durable without syncing
};

}  // namespace cairn::storage
