#include "storage/store_parts.h"

#include <fmt/format.h>

namespace cairn::storage {

Error store_failure(const rocksdb::Status& status, std::string_view doing) {
  const std::string text = status.ToString();
  const auto says = [&](std::string_view words) { return text.find(words) != std::string::npos; };
  if (status.IsNoSpace() || says("No space left on device")) {
    return storage_error("DiskFull", fmt::format("cannot {}: the disk is full", doing),
                         "free some space, then open the database again");
  }
  if (says("Permission denied") || says("Operation not permitted") || says("Read-only file system")) {
    return storage_error("PermissionDenied", fmt::format("cannot {}: permission denied", doing),
                         "check who owns the directory, or open it read-only");
  }
  if (status.IsCorruption()) {
    return storage_error("Damaged", fmt::format("cannot {}: the database is damaged ({})", doing, text),
                         "run `cairn check` on it, or restore a backup");
  }
  return storage_error("InputOutput", fmt::format("cannot {}: {}", doing, text));
}

}  // namespace cairn::storage
