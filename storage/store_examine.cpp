#include "storage/format.h"
#include "storage/store_parts.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

namespace cairn::storage {

namespace {

constexpr std::string_view mark_head = "cairn format ";

Error not_a_database(const std::string& path, std::string_view why) {
  return storage_error("NotADatabase", fmt::format("'{}' is not a Cairn database: {}", path, why),
                       "name another directory; one that does not exist yet is made");
}

Error not_found(const std::string& path) {
  return storage_error("NotFound", fmt::format("there is no database '{}'", path), "check the path");
}

// RocksDB says "not found" where the operating system says "permission denied".
Error forbidden(const std::string& path) {
  return storage_error("PermissionDenied", fmt::format("cannot read the directory '{}': permission denied", path),
                       "check who owns the directory");
}

// What RocksDB leaves behind if it is killed while it makes a database.
bool is_leftover(std::string_view name) {
  const auto begins = [&](std::string_view head) { return name.starts_with(head); };
  return name == "." || name == ".." || name == "LOCK" || name == "IDENTITY" || name == mark_file_name ||
         begins("MANIFEST-") || begins("OPTIONS-") || begins("LOG") || name.ends_with(".log") ||
         name.ends_with(".dbtmp");
}

bool is_table(std::string_view name) { return name.ends_with(".sst"); }

// Made by RocksDB only once it has made CURRENT.
bool is_data(std::string_view name) { return is_table(name) || name.ends_with(".log"); }

Error lost_error(const std::string& path, std::string_view file) {
  return storage_error("Damaged", fmt::format("the database '{}' has lost its {} file", path, file),
                       "restore the database from a copy");
}

// The mark is the first thing we write.
bool is_there_before_mark(std::string_view name) {
  return name == "." || name == ".." || name == std::string(mark_file_name) + ".dbtmp";
}

std::string mark_path(const StoreParts& parts) { return parts.path + "/" + std::string(mark_file_name); }

// The format in the mark file; 0 if there is none.
Expected<std::uint32_t> read_mark(const StoreParts& parts) {
  if (!parts.environment->FileExists(mark_path(parts)).ok()) return std::uint32_t{0};
  std::string text;
  const rocksdb::Status status = rocksdb::ReadFileToString(parts.environment, mark_path(parts), &text);
  if (!status.ok()) return store_failure(status, fmt::format("read '{}'", mark_path(parts)));
  std::uint32_t format = 0;
  if (!text.starts_with(mark_head)) return not_a_database(parts.path, "its CAIRN file says something else");
  const char* begin = text.data() + mark_head.size();
  const auto parsed = std::from_chars(begin, text.data() + text.size(), format);
  if (parsed.ptr == begin) return not_a_database(parts.path, "its CAIRN file says something else");
  return format;
}

bool has_our_families(const std::vector<std::string>& families) {
  for (std::size_t i = 0; i < family_count; ++i) {
    if (std::ranges::find(families, family_name(static_cast<Family>(i))) == families.end()) return false;
  }
  return true;
}

Expected<PathState> examine_missing(const StoreParts& parts, const StoreOptions& options) {
  if (options.read_only || !options.create_if_missing) return not_found(parts.path);
  return PathState{};
}

Expected<PathState> examine_directory(const StoreParts& parts, const StoreOptions& options,
                                      const std::vector<std::string>& names) {
  const auto mark = read_mark(parts);
  if (!mark) return mark.error();
  if (*mark > format_version) return newer_format_error(parts.path, *mark);
  if (std::ranges::find(names, "CURRENT") == names.end()) {
    if (*mark != 0 && std::ranges::any_of(names, is_data)) return lost_error(parts.path, "CURRENT");
    const auto expected = *mark == 0 ? is_there_before_mark : is_leftover;
    if (!std::ranges::all_of(names, expected)) return not_a_database(parts.path, "the directory holds other files");
    return examine_missing(parts, options);
  }
  PathState state;
  rocksdb::DBOptions plain;
  plain.env = parts.environment;
  const rocksdb::Status status = rocksdb::DB::ListColumnFamilies(plain, parts.path, &state.families);
  if (!status.ok()) return store_failure(status, fmt::format("read the database '{}'", parts.path));
  if (has_our_families(state.families)) {
    state.holds_database = true;
    return state;
  }
  if (std::ranges::any_of(names, is_table)) return lost_error(parts.path, "MANIFEST");
  // The mark is written before RocksDB makes anything, so it tells an unfinished creation of ours.
  if (*mark == 0) return not_a_database(parts.path, "it is a RocksDB database of another program");
  if (options.read_only || !options.create_if_missing) return not_found(parts.path);
  return state;
}

// The process that holds the lock of a file; 0 if that cannot be known.
pid_t lock_holder(const std::string& lock_path) {
  const int file = ::open(lock_path.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return 0;
  struct flock question{};
  question.l_type = F_WRLCK;
  question.l_whence = SEEK_SET;
  const bool answered = ::fcntl(file, F_GETLK, &question) == 0 && question.l_type != F_UNLCK;
  ::close(file);
  return answered ? question.l_pid : 0;
}

}  // namespace

Expected<PathState> examine_path(const StoreParts& parts, const StoreOptions& options) {
  if (parts.in_memory) return PathState{};
  std::vector<std::string> names;
  const rocksdb::Status exists = parts.environment->FileExists(parts.path);
  if (exists.IsNotFound() && ::access(parts.path.c_str(), F_OK) != 0 && errno == EACCES) return forbidden(parts.path);
  if (exists.IsNotFound()) return examine_missing(parts, options);
  if (!exists.ok()) return store_failure(exists, fmt::format("look at '{}'", parts.path));
  bool is_directory = false;
  if (parts.environment->IsDirectory(parts.path, &is_directory).ok() && !is_directory) {
    return not_a_database(parts.path, "it is a file, not a directory");
  }
  const rocksdb::Status listed = parts.environment->GetChildren(parts.path, &names);
  if (listed.IsNotFound()) return forbidden(parts.path);  // it is there, as we have just seen
  if (!listed.ok()) return store_failure(listed, fmt::format("read the directory '{}'", parts.path));
  return examine_directory(parts, options, names);
}

// Put in place by renaming, so that it is never half there.
Expected<void> write_mark(const StoreParts& parts, std::uint32_t format) {
  const std::string path = mark_path(parts);
  const std::string text = fmt::format("{}{}\n", mark_head, format);
  rocksdb::Status status = rocksdb::WriteStringToFile(parts.environment, text, path + ".dbtmp", /*should_sync=*/true);
  if (status.ok()) status = parts.environment->RenameFile(path + ".dbtmp", path);
  std::unique_ptr<rocksdb::Directory> directory;
  if (status.ok()) status = parts.environment->NewDirectory(parts.path, &directory);
  if (status.ok()) status = directory->Fsync();
  if (!status.ok()) return store_failure(status, fmt::format("write '{}'", path));
  return {};
}

Error locked_error(const std::string& path, const rocksdb::Status& status) {
  // Closing a file of ours would release the lock, so it must not be opened if this process holds it.
  const bool own = status.ToString().find("current process") != std::string::npos;
  const pid_t holder = own ? ::getpid() : lock_holder(path + "/LOCK");
  const std::string who = own           ? fmt::format("this process (process id {})", holder)
                          : holder == 0 ? std::string("another process")
                                        : fmt::format("process {}", holder);
  return storage_error("DatabaseLocked", fmt::format("the database '{}' is open in {}", path, who),
                       "close it there first");
}

}  // namespace cairn::storage
