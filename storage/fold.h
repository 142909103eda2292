// The fold: single records become part of their base block.
//
// Folding changes where entities are stored and nothing that anybody can see: the new block says what the old
// block with the records over it said. What it writes is an ordinary commit, so Versions from before it read on.
#pragma once

#include "base/expected.h"
#include "storage/commit_record.h"
#include "storage/ids.h"
#include "storage/version.h"

#include <compare>
#include <cstddef>
#include <cstdint>

namespace cairn::storage {

// A block of either kind.
struct BlockName {
  EntityKind kind = EntityKind::Node;
  std::uint64_t block = 0;

  friend auto operator<=>(const BlockName&, const BlockName&) = default;
};

// Adds to `record` what folds the block as `version` has it, and returns how many single records that removes;
// 0: nothing was added. Records that do not fit blocks stay. Errors: the store cannot be read, or Damaged.
Expected<std::size_t> fold_block(const Version& version, const BlockName& name, CommitRecordBuilder& record);

}  // namespace cairn::storage
