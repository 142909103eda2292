// How the writer brings edits of adjacency lists to disk.
//
// A short list is read, changed and rewritten. A long chunk gets a small record of edits instead, at most
// `edits_pending_max` of them before it is rewritten. A chunk that grows past `chunk_entries_max` is split,
// one of several that shrinks below `chunk_entries_min` is joined with a neighbour, all in the writer's
// own batch. What the writer knows of long lists it keeps in a ledger, so that a hub is not read again.
#pragma once

#include "base/expected.h"
#include "storage/commit_record.h"
#include "storage/list_codec.h"
#include "storage/store.h"
#include "storage/write_set.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cairn::storage {

inline constexpr std::size_t short_list_max = 256;      // entries of a list that is always rewritten
inline constexpr std::uint32_t edits_pending_max = 16;  // records of edits on one chunk

// A chunk of a long list, as the writer last wrote it.
struct ChunkState {
  ListEntry first;  // the chunk's key ends in it
  std::uint64_t entries = 0;
  std::uint32_t edits_pending = 0;
};

// The chunks of long lists by list. Belongs to the writer; forgetting it costs only reads.
class ListLedger {
 public:
  const std::vector<ChunkState>* find(const ListKey& list) const;
  void set(const ListKey& list, std::vector<ChunkState> chunks);
  void forget(const ListKey& list);
  // Forgets everything if it has become too much.
  void trim();
  void clear();

 private:
  static constexpr std::size_t chunks_max = 200'000;
  std::unordered_map<ListKey, std::vector<ChunkState>, ListKeyHash> lists_;
  std::size_t chunks_ = 0;
};

// One list and its edits. `known_new` says that nothing of it can be on disk.
struct ListJob {
  ListKey list;
  ListEdits edits;
  bool known_new = false;
};

// Whether a list has entries, before and after.
struct ListOutcome {
  bool had_entries = false;
  bool has_entries = false;
};

// Writes the edits of lists into a commit record. One use per commit. After an error, or if the record is
// not written in the end, the ledger is to be cleared.
class ListWriter {
 public:
  ListWriter(const StoreView& view, ListLedger& ledger, CommitRecordBuilder& record)
      : view_(view), ledger_(ledger), record_(record) {}

  // outcomes[i] belongs to jobs[i].
  Expected<void> write(std::span<const ListJob> jobs, std::span<ListOutcome> outcomes);

 private:
  // Consecutive chunks that are treated as one.
  struct Group {
    std::size_t first = 0;  // chunks first … last
    std::size_t last = 0;
    std::uint64_t entries = 0;  // afterwards
  };

  Expected<void> write_one(const ListJob& job, std::optional<std::string_view> head, ListOutcome& outcome);
  Expected<void> write_single(const ListJob& job, const ListView& list);
  Expected<std::vector<ChunkState>> load_chunks(const ListKey& list, const ListView& head);
  Expected<void> write_chunks(const ListJob& job, const std::vector<ChunkState>& chunks, ListOutcome& outcome);
  Expected<void> write_group(const ListJob& job, const std::vector<ChunkState>& chunks, const Group& group,
                             std::span<const ListEdits> edits, bool more_chunks, std::vector<ChunkState>& after);
  void put_pieces(const ListKey& list, const ListEntry& first, std::span<const ListEntry> entries, bool more_chunks,
                  std::string_view sections, std::vector<ChunkState>& after);

  const StoreView& view_;
  ListLedger& ledger_;
  CommitRecordBuilder& record_;
  ValueBatch values_;
};

}  // namespace cairn::storage
