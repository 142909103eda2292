#include "storage/format.h"
#include "storage/meta_codec.h"
#include "storage/store.h"
#include "storage/store_parts.h"
#include "storage/test_hooks.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <filesystem>

namespace cairn::storage {

namespace {

constexpr std::string_view memory_path = ":memory:";

// RocksDB knows by its path whether this process has a database open, so one database must have one path.
std::string canonical_path(const std::string& path) {
  std::error_code failure;
  const std::filesystem::path canonical = std::filesystem::weakly_canonical(path, failure);
  return failure ? path : canonical.string();
}

// A shard of the cache holds at least so much: in smaller ones, large blocks push each other out.
constexpr std::uint64_t cache_shard_bytes_min = std::uint64_t{4} << 20U;
constexpr int cache_shard_bits_max = 6;

int cache_shard_bits(std::uint64_t memory_bytes) {
  return std::clamp(static_cast<int>(std::bit_width(memory_bytes / cache_shard_bytes_min)) - 1, 0,
                    cache_shard_bits_max);
}

std::shared_ptr<StoreParts> make_parts(const std::string& path, const StoreOptions& options) {
  auto parts = std::make_shared<StoreParts>();
  parts->in_memory = path == memory_path;
  parts->path = parts->in_memory ? "/memory" : path;
  while (parts->path.size() > 1 && parts->path.back() == '/') parts->path.pop_back();
  if (!parts->in_memory && options.test_hooks == nullptr) parts->path = canonical_path(parts->path);
  parts->read_only = options.read_only;
  parts->environment = rocksdb::Env::Default();
  if (parts->in_memory) {
    parts->owned_environment.reset(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  } else if (options.test_hooks != nullptr) {
    parts->owned_environment = options.test_hooks->environment;
  }
  if (parts->owned_environment != nullptr) parts->environment = parts->owned_environment.get();
  parts->cache = rocksdb::NewLRUCache(options.memory_bytes, cache_shard_bits(options.memory_bytes));
  return parts;
}

// The families of a database that exists, and the one that RocksDB always wants.
std::vector<rocksdb::ColumnFamilyDescriptor> existing_families(const StoreParts& parts, const PathState& state,
                                                               std::uint64_t memory_bytes) {
  std::vector<std::string> names = state.families;
  const std::string& always = rocksdb::kDefaultColumnFamilyName;
  if (std::ranges::find(names, always) == names.end()) names.push_back(always);
  std::vector<rocksdb::ColumnFamilyDescriptor> result;
  result.reserve(names.size());
  for (const std::string& name : names) result.emplace_back(name, family_options(parts, name, memory_bytes));
  return result;
}

// Made together, because RocksDB writes all its options down each time it is asked.
rocksdb::Status create_families(StoreParts& parts, const PathState& state, std::uint64_t memory_bytes) {
  std::vector<rocksdb::ColumnFamilyDescriptor> missing;
  for (std::size_t i = 0; i < family_count; ++i) {
    const std::string name(family_name(static_cast<Family>(i)));
    if (std::ranges::find(state.families, name) != state.families.end()) continue;
    missing.emplace_back(name, family_options(parts, name, memory_bytes));
  }
  if (missing.empty()) return rocksdb::Status::OK();
  std::vector<rocksdb::ColumnFamilyHandle*> made;
  const rocksdb::Status status = parts.database->CreateColumnFamilies(missing, &made);
  parts.handles.insert(parts.handles.end(), made.begin(), made.end());
  return status;
}

Error open_failure(const std::string& path, const rocksdb::Status& status) {
  const std::string text = status.ToString();
  const auto says = [&](std::string_view words) { return text.find(words) != std::string::npos; };
  if (says("lock hold by current process") || says("While lock file")) {
    if (!says("Permission denied") && !says("No space left")) return locked_error(path, status);
  }
  if (says("omparator") && status.IsInvalidArgument()) {
    return storage_error("NotADatabase", fmt::format("'{}' is a RocksDB database of another program", path),
                         "name another directory");
  }
  if (status.IsCorruption() && (says("WAL") || says("log"))) {
    return storage_error("DamagedLog", fmt::format("the log of '{}' is damaged: {}", path, text),
                         "`cairn check --salvage` opens it up to the damage; later commits are lost");
  }
  return store_failure(status, fmt::format("open the database '{}'", path));
}

Error nothing_left_error(const std::string& path) {
  return storage_error("Damaged",
                       fmt::format("the first commit of '{}' is lost, and with it what the others mean", path),
                       "restore the database from a copy");
}

Expected<void> open_database(StoreParts& parts, const StoreOptions& options, const PathState& state) {
  const auto families = existing_families(parts, state, options.memory_bytes);
  if (parts.log_filter == nullptr) parts.log_filter = make_log_filter();
  const rocksdb::DBOptions database = database_options(parts, options);
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status =
      options.read_only ? rocksdb::DB::OpenForReadOnly(database, parts.path, families, &parts.handles, &opened)
                        : rocksdb::DB::Open(database, parts.path, families, &parts.handles, &opened);
  if (!status.ok()) return open_failure(parts.path, status);
  parts.database.reset(opened);
  const rocksdb::Status created = create_families(parts, state, options.memory_bytes);
  if (!created.ok()) return open_failure(parts.path, created);
  for (rocksdb::ColumnFamilyHandle* handle : parts.handles) {
    for (std::size_t i = 0; i < family_count; ++i) {
      if (handle->GetName() == family_name(static_cast<Family>(i))) parts.families[i] = handle;
    }
  }
  return {};
}

// The commit that opening would arrive at, found without changing anything on disk; nothing if there is not even the
// first. `looking` is read-only.
Expected<std::optional<CommitNumber>> recoverable_commit(const std::string& path, const StoreOptions& looking,
                                                         const PathState& state) {
  const std::shared_ptr<StoreParts> parts = make_parts(path, looking);
  const Expected<void> opened = open_database(*parts, looking, state);
  if (!opened) return opened.error();
  std::string bytes;
  const rocksdb::Status status =
      parts->database->Get(rocksdb::ReadOptions(), parts->family(Family::Meta), to_slice(meta_clock), &bytes);
  if (status.IsNotFound()) return std::optional<CommitNumber>();
  if (!status.ok()) return store_failure(status, "read the commit clock");
  const auto clock = parse_clock(bytes);
  if (!clock) return storage_error("Damaged", "the commit clock cannot be decoded");
  return std::optional(clock->number);
}

// A tail that was never synced may be cut off; anything else that is missing from the log is damage.
Expected<void> verify_logs(const StoreParts& parts, const std::string& path, const StoreOptions& options,
                           const PathState& state) {
  const auto scan = scan_logs(parts);
  if (!scan) return scan.error();
  if (!scan->suspicious) return {};
  StoreOptions looking = options;
  looking.read_only = true;
  const auto recoverable = recoverable_commit(path, looking, state);
  if (!recoverable) return recoverable.error();
  const CommitNumber last = recoverable->value_or(0);
  if (scan->synced <= last) return {};
  return storage_error(
      "DamagedLog",
      fmt::format("the log '{}' of '{}' is damaged at byte {}: commits {} to {} were durable and are lost", scan->file,
                  path, scan->offset, last + 1, scan->synced),
      "`cairn check --salvage` opens the database as of the last commit before the damage");
}

// Logs mean something only where they go on from the tables: what follows a missing log is left out, and a database
// of which nothing would be left is not touched.
Expected<void> prepare_salvage(StoreParts& parts, const std::string& path, const StoreOptions& options,
                               const PathState& state) {
  StoreOptions looking = options;
  looking.read_only = true;
  looking.salvage = false;
  looking.tables_only = true;
  const auto in_tables = recoverable_commit(path, looking, state);
  if (!in_tables) return in_tables.error();
  const auto scan = scan_logs(parts);
  if (!scan) return scan.error();
  const CommitNumber next = in_tables->has_value() ? **in_tables + 1 : 0;
  if (next == 0 && scan->first != next) return nothing_left_error(path);
  parts.log_filter = make_log_filter(next);
  return cut_damaged_logs(parts, next);
}

// Keeps other processes out. A reader does without where the directory does not let it write a lock file.
Expected<void> take_lock(StoreParts& parts) {
  if (parts.in_memory) return {};
  const rocksdb::Status status = parts.environment->LockFile(parts.path + "/LOCK", &parts.lock);
  if (status.ok()) return {};
  parts.lock = nullptr;
  const std::string text = status.ToString();
  const bool forbidden =
      text.find("Permission denied") != std::string::npos || text.find("Read-only") != std::string::npos;
  if (forbidden && parts.read_only) return {};
  if (forbidden) return store_failure(status, fmt::format("lock the database '{}'", parts.path));
  return locked_error(parts.path, status);
}

// RocksDB takes the lock itself when it opens for writing.
void give_up_lock(StoreParts& parts) {
  if (parts.lock != nullptr) parts.environment->UnlockFile(parts.lock);
  parts.lock = nullptr;
}

// Makes the directory's name durable. A parent that may be written and not read cannot be synced.
Expected<void> sync_parent(const StoreParts& parts) {
  const std::filesystem::path parent = std::filesystem::path(parts.path).parent_path();
  std::unique_ptr<rocksdb::Directory> directory;
  rocksdb::Status status = parts.environment->NewDirectory(parent.empty() ? "." : parent.string(), &directory);
  if (!status.ok()) return {};
  status = directory->Fsync();
  if (!status.ok()) return store_failure(status, fmt::format("make the directory '{}'", parts.path));
  return {};
}

Expected<void> prepare_directory(const StoreParts& parts) {
  if (parts.in_memory) return {};
  const rocksdb::Status status = parts.environment->CreateDirIfMissing(parts.path);
  if (!status.ok()) {
    const std::string text = status.ToString();
    if (status.IsPathNotFound() || text.find("No such file") != std::string::npos) {
      return storage_error("NotFound", fmt::format("cannot make '{}': its parent directory does not exist", parts.path),
                           "make the parent directory first");
    }
    if (text.find("Not a directory") != std::string::npos) {
      return storage_error("NotFound", fmt::format("cannot make '{}': its parent is not a directory", parts.path),
                           "name a path in a directory");
    }
    if (text.find("File name too long") != std::string::npos) {
      return storage_error("NotFound", fmt::format("cannot make '{}': the name is too long", parts.path),
                           "choose a shorter name");
    }
    return store_failure(status, fmt::format("make the directory '{}'", parts.path));
  }
  if (const auto synced = sync_parent(parts); !synced) return synced.error();
  return write_mark(parts, format_version);
}

}  // namespace

Expected<std::unique_ptr<Store>> Store::open(const std::string& path, const StoreOptions& options) {
  if (path.empty())
    return storage_error("NotFound", "the path of the database is empty", "name a directory or :memory:");
  const std::shared_ptr<StoreParts> parts = make_parts(path, options);
  if (options.salvage && options.read_only) {
    return storage_error("ReadOnly", "salvaging cuts off the damaged end of the log, which reading only cannot");
  }
  if (parts->in_memory && options.read_only) {
    return storage_error("NotFound", "a database in memory cannot be opened read-only: it would be empty for ever");
  }
  const auto state = examine_path(*parts, options);
  if (!state) return state.error();
  if (!state->holds_database) {
    const Expected<void> prepared = prepare_directory(*parts);
    if (!prepared) return prepared.error();
  }
  if (const auto locked = take_lock(*parts); !locked) return locked.error();
  if (state->holds_database && !options.salvage) {
    const Expected<void> verified = verify_logs(*parts, path, options, *state);
    if (!verified) return verified.error();
  }
  if (state->holds_database && options.salvage) {
    if (const auto prepared = prepare_salvage(*parts, path, options, *state); !prepared) return prepared.error();
  }
  if (!options.read_only) give_up_lock(*parts);
  const Expected<void> opened = open_database(*parts, options, *state);
  if (!opened) return opened.error();
  std::string mark;
  const rocksdb::Status format =
      parts->database->Get(rocksdb::ReadOptions(), parts->family(Family::Meta), to_slice(meta_format), &mark);
  if (!format.ok() && !format.IsNotFound()) return store_failure(format, "read the database's format");
  if (format.IsNotFound() && (options.salvage || parts->database->GetLatestSequenceNumber() != 0)) {
    return nothing_left_error(path);
  }
  // A creation that was cut short before its first commit.
  if (format.IsNotFound() && (options.read_only || !options.create_if_missing)) {
    return storage_error("NotFound", fmt::format("there is no database '{}'", path), "check the path");
  }
  if (!options.read_only) remove_left_tables(*parts);
  return std::unique_ptr<Store>(new Store(parts, format.IsNotFound()));
}

}  // namespace cairn::storage
