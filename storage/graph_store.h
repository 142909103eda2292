// GraphStore: an open database. The door to everything in storage/.
//
// One writer at a time, any number of readers. Readers take a Version and read it for as long as they
// like; the writer makes the next one.
#pragma once

#include "base/expected.h"
#include "storage/check.h"
#include "storage/fold_options.h"
#include "storage/ids.h"
#include "storage/options.h"
#include "storage/reader.h"
#include "storage/segments/segment_statistics.h"
#include "storage/segments/value_facts.h"
#include "storage/version.h"
#include "storage/write_transaction.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cairn::storage {

// Facts about an open database, for `cairn info` and tests.
struct StoreInfo {
  std::string path;
  std::uint32_t format_version = 0;
  std::string writer_version;  // of the program that last wrote
  std::uint64_t epoch = 0;
  CommitNumber latest = 0;
  CommitNumber durable = 0;
  std::int64_t instant_us = 0;  // of the latest commit
  std::uint64_t nodes = 0;
  std::uint64_t relationships = 0;
  std::uint32_t labels = 0;
  std::uint32_t types = 0;
  std::uint32_t keys = 0;
  std::uint32_t indexes = 0;
  std::uint64_t disk_bytes = 0;
  std::uint64_t memory_bytes = 0;
  SegmentStatistics segments;
  FoldStatistics fold;  // since the store was opened
};

// Any thread, unless a method says otherwise.
class GraphStore {
 public:
  // Opens the database in the directory `path`, or an empty one in memory for ":memory:". Errors are
  // StorageErrors with the details NotFound (no such directory), NotADatabase (the directory holds
  // something else), DatabaseLocked (names the process that has it open), NewerFormat, UnknownFeature,
  // PermissionDenied, DamagedLog (names file and offset), Damaged, DiskFull, InputOutput.
  static Expected<std::unique_ptr<GraphStore>> open(const std::string& path, OpenOptions options = {});

  // Closes without an error message; see close().
  ~GraphStore();
  GraphStore(const GraphStore&) = delete;
  GraphStore& operator=(const GraphStore&) = delete;

  // Waits for commits that are being synced, writes what the next opening would have to replay, and
  // closes. All Readers, transactions and Versions must be gone. Nothing else may be called afterwards.
  Expected<void> close();

  bool read_only() const;
  const std::string& path() const;

  // What a new reader is to see: nothing a power cut could still undo (under Relaxed: the latest).
  VersionPtr durable() const;
  // What the next writer starts from.
  VersionPtr latest() const;
  // Blocks until durable() has reached `number`; StorageError if it never will.
  Expected<void> wait_durable(CommitNumber number);

  std::unique_ptr<Reader> read(VersionPtr version, View view = View::Present) const;
  // A Reader that sees the transaction's changes, also those made later. Not while another thread changes it.
  std::unique_ptr<Reader> read(const WriteTransaction& transaction, View view = View::Present) const;

  // Takes the writer lock. Errors: TransactionError/LockTimeout (names the holder and since when),
  // Cancelled, StorageError/ReadOnly, StorageError/WritesRefused (an earlier write failed: reopen).
  Expected<std::unique_ptr<WriteTransaction>> begin_write(const WriteOptions& options = {});

  // Makes single records part of their base blocks, in every block with at least `records_min` of them; how many
  // records that were. What can be read stays the same. The store does it by itself in the background, too.
  // Errors: ReadOnly, Cancelled and LockTimeout (what was folded stays so), failures of reading and writing.
  Expected<std::uint64_t> fold(std::uint32_t records_min = 1, const std::atomic<bool>* cancelled = nullptr);

  // Empties the graph: entities, names, indexes and counts, as one commit. Ids go on. For tests.
  Expected<void> clear();

  Expected<StoreInfo> info() const;

  // What decoded copies say of a property's values as they were when they were built; nothing if there are none. For
  // estimates.
  std::optional<ValueFacts> value_facts(EntityKind kind, KeyToken key) const;

  // Returns when no decoded copy is being made in the background. For tests.
  void wait_for_segments() const;

  // Verifies every invariant of the stored graph at the durable Version. See storage/check.h.
  Expected<CheckReport> check() const;

 private:
  struct Parts;
  explicit GraphStore(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace cairn::storage
