// GraphStore: an open database. The door to everything in storage/.
//
// One writer at a time, any number of readers. Readers take a Version and read it for as long as they
// like; the writer makes the next one.
#pragma once

#include "base/expected.h"
#include "storage/check.h"
#include "storage/ids.h"
#include "storage/reader.h"
#include "storage/version.h"
#include "storage/write_transaction.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cairn::storage {

struct TestHooks;

// Full: a commit returns when a power cut can no longer undo it. Relaxed: when a killed process cannot;
// a power cut may take the last commits, whole and in reverse order.
enum class Durability : std::uint8_t { Full, Relaxed };

struct OpenOptions {
  bool read_only = false;         // writes are refused and nothing on disk is changed
  bool create_if_missing = true;  // ignored with read_only
  bool salvage = false;           // open a damaged log up to the damage instead of refusing it; what is lost stays lost
  Durability durability = Durability::Full;
  std::uint64_t memory_bytes = 0;         // the storage's whole budget; 0: 1/8 of the machine's or cgroup's half
  std::uint64_t write_set_bytes_max = 0;  // of one transaction; 0: as much as `memory_bytes`, at least 64 MiB
  // Microseconds since 1970, for the instants of commits; empty: the system's clock.
  std::function<std::int64_t()> wall_clock_us;
  std::shared_ptr<const TestHooks> test_hooks;  // only tests set it
};

struct WriteOptions {
  std::string holder = "a transaction";  // what others that wait are told
  std::chrono::milliseconds lock_timeout{5000};
  const std::atomic<bool>* cancelled = nullptr;  // may be set by any thread to give up waiting
};

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

  // Empties the graph: entities, names, indexes and counts, as one commit. Ids go on. For tests.
  Expected<void> clear();

  Expected<StoreInfo> info() const;

  // Verifies every invariant of the stored graph at the durable Version. See storage/check.h.
  Expected<CheckReport> check() const;

 private:
  struct Parts;
  explicit GraphStore(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace cairn::storage
