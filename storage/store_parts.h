// Private to the `store` files: the open RocksDB and how its statuses become errors.
#pragma once

#include "base/expected.h"
#include "storage/keys.h"
#include "storage/store.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/options.h>
#include <rocksdb/wal_filter.h>

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

// An open database. Shared by the Store and its views, so that it outlives them all.
struct StoreParts {
  std::string path;
  bool read_only = false;
  bool in_memory = false;
  rocksdb::Env* environment = nullptr;
  std::shared_ptr<rocksdb::Env> owned_environment;  // keeps `environment` alive where it is not the machine's
  std::shared_ptr<rocksdb::Cache> cache;
  std::unique_ptr<rocksdb::WalFilter> log_filter;  // RocksDB borrows it
  std::unique_ptr<rocksdb::DB> database;
  std::array<rocksdb::ColumnFamilyHandle*, family_count> families{};
  std::vector<rocksdb::ColumnFamilyHandle*> handles;  // of all families, to be given back
  rocksdb::FileLock* lock = nullptr;                  // ours: while the logs are looked at, and in read-only mode
  std::atomic<bool> written = false;                  // since the last flush
  std::atomic<bool> failed = false;                   // a write or sync has failed

  StoreParts() = default;
  StoreParts(const StoreParts&) = delete;
  StoreParts& operator=(const StoreParts&) = delete;
  ~StoreParts();

  rocksdb::ColumnFamilyHandle* family(Family which) const { return families[static_cast<std::size_t>(which)]; }
  // Gives the handles back and closes; the message of the first thing that failed.
  rocksdb::Status close();
};

inline rocksdb::Slice to_slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
inline std::string_view to_view(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

// A StorageError for a status that is not ok: detail DiskFull, PermissionDenied, Damaged or InputOutput.
// `doing` completes "cannot …", e.g. "write to the database".
Error store_failure(const rocksdb::Status& status, std::string_view doing);

// store_options.cpp
rocksdb::DBOptions database_options(StoreParts& parts, const StoreOptions& options);
rocksdb::ColumnFamilyOptions family_options(const StoreParts& parts, std::string_view name, std::uint64_t memory_bytes);

// store_merge.cpp: the operator that applies list edits.
std::shared_ptr<rocksdb::MergeOperator> list_merge_operator();

// store_tables.cpp: removes the tables that nobody will take over any more.
void remove_left_tables(const StoreParts& parts);

// store_examine.cpp: what is at a path before anything is opened or changed there.
struct PathState {
  bool holds_database = false;  // false: there is nothing yet, or an unfinished creation
  std::vector<std::string> families;
};
Expected<PathState> examine_path(const StoreParts& parts, const StoreOptions& options);
// The quick mark in the directory that says "Cairn, format n", read before RocksDB touches anything.
Expected<void> write_mark(const StoreParts& parts, std::uint32_t format);
// The error of a database that another process, or this one, has open.
Error locked_error(const std::string& path, const rocksdb::Status& status);

// store_log.cpp: the write-ahead log. Every commit's batch begins with a blob that says its number and the
// highest number known to be synced.
//   blob:  | "cairn" | u8 version = 1 | u64 little-endian number | u64 little-endian synced |
std::string log_blob(CommitNumber number, CommitNumber synced);
// Stops recovery where commit numbers do not follow each other. With `next`, the first commit that the tables lack,
// gaps before it do not matter, and nothing else may come first.
std::unique_ptr<rocksdb::WalFilter> make_log_filter(std::optional<CommitNumber> next = std::nullopt);
struct LogScan {
  std::uint64_t commits = 0;          // intact ones
  std::optional<CommitNumber> first;  // the number of the first of them
  CommitNumber synced = 0;            // the highest claim of any record, also behind damage
  bool suspicious = false;            // something is damaged or missing
  std::string file;                   // where, if so
  std::uint64_t offset = 0;
};
// Reads all logs of the directory, as one, without changing anything.
Expected<LogScan> scan_logs(const StoreParts& parts);
struct LogFile {
  std::string name;
  LogScan scan;
};
// The same, each by itself, oldest first.
Expected<std::vector<LogFile>> scan_each_log(const StoreParts& parts);

// store_salvage.cpp: takes damaged logs out of the way of recovery, which would refuse them. A log that is needed,
// because it goes on from the tables, whose next commit is `next`, is cut where the damage begins, and the logs behind
// it are set aside. What is taken away stays in the directory as NAME.damaged.
Expected<void> cut_damaged_logs(const StoreParts& parts, CommitNumber next);

}  // namespace cairn::storage
