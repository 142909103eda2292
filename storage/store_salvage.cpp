#include "storage/store_parts.h"

#include <fmt/format.h>

namespace cairn::storage {

namespace {

Expected<void> set_aside(const StoreParts& parts, const std::string& name) {
  const std::string path = parts.path + "/" + name;
  const rocksdb::Status status = parts.environment->RenameFile(path, path + ".damaged");
  if (!status.ok()) return store_failure(status, fmt::format("set the log '{}' aside", name));
  return {};
}

// Leaves the first `size` bytes; the whole file is set aside.
Expected<void> cut(const StoreParts& parts, const std::string& name, std::uint64_t size) {
  const std::string path = parts.path + "/" + name;
  std::string content;
  rocksdb::Status status = rocksdb::ReadFileToString(parts.environment, path, &content);
  if (status.ok()) {
    content.resize(std::min<std::size_t>(content.size(), size));
    status = rocksdb::WriteStringToFile(parts.environment, content, path + ".dbtmp", /*should_sync=*/true);
  }
  if (!status.ok()) return store_failure(status, fmt::format("cut the log '{}'", name));
  if (const auto done = set_aside(parts, name); !done) return done.error();
  status = parts.environment->RenameFile(path + ".dbtmp", path);
  if (!status.ok()) return store_failure(status, fmt::format("cut the log '{}'", name));
  return {};
}

}  // namespace

Expected<void> cut_damaged_logs(const StoreParts& parts, CommitNumber next) {
  const auto logs = scan_each_log(parts);
  if (!logs) return logs.error();
  std::size_t needed = 0;
  for (std::size_t i = 0; i < logs->size(); ++i) {
    const auto& first = (*logs)[i].scan.first;
    if (first && *first <= next) needed = i;
  }
  bool cut_before = false;
  for (std::size_t i = 0; i < logs->size(); ++i) {
    const auto& [name, scan] = (*logs)[i];
    Expected<void> done;
    if (cut_before || (i < needed && scan.suspicious)) {
      done = set_aside(parts, name);
    } else if (scan.suspicious) {
      done = cut(parts, name, scan.offset);
      cut_before = true;
    }
    if (!done) return done.error();
  }
  return {};
}

}  // namespace cairn::storage
