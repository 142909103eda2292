// The entries of one index from a place on, in order: from runs in memory where there are any, otherwise from the
// Store.
#pragma once

#include "base/expected.h"
#include "storage/schema.h"
#include "storage/segments/index_run_slot.h"
#include "storage/store.h"
#include "storage/version.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn::storage {

class IndexRunReader;

// One thread.
class IndexStream {
 public:
  // From the key `from` on and before `until` (empty: to the end), as on disk without the id of the index. `runs` may
  // be null; it and the others must outlive the stream.
  IndexStream(const Version& version, IndexRunReader* runs, const IndexDefinition& index, std::string_view from,
              std::string_view until);

  // Loads the entry the stream stands on. False at the end.
  Expected<bool> load();
  // Key of the values and entity; after `load` gave true.
  std::pair<std::string_view, EntityId> entry() const { return {value_key_, entities_[at_]}; }
  void advance() { ++at_; }

 private:
  // Where `position_` is covered by a run, or else a cursor of the store.
  void settle();
  Expected<bool> load_from_store();
  // Loads the next key of the run; false at its end, and then `position_` is behind it, or there is nothing more.
  bool load_from_run();
  // Behind a run, or what lies before one; `end` empty: there is nothing more.
  void go_on_at(const std::string& end);

  const Version& version_;
  IndexRunReader* runs_;
  const IndexDefinition& index_;
  const std::string until_;
  std::optional<std::string> position_;  // where to go on without a run or cursor; nothing: there is no more
  std::optional<IndexRunWalk> walk_;
  std::unique_ptr<Cursor> cursor_;
  std::string cursor_until_;    // empty: to the end
  std::uint32_t in_a_row_ = 0;  // entries read from the store since runs were asked for last

  std::string value_key_;
  std::vector<EntityId> entities_;
  std::size_t at_ = 0;
};

}  // namespace cairn::storage
