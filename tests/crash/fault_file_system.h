// A file system that forgets what was not synced, and fails when told to.
//
// It passes everything on to the machine's files and remembers, per file, how much was synced, and which
// files and renames their directory does not yet know for sure. After `cut_power` nothing more is written;
// `lose_unsynced` then leaves the disk as a machine would find it after the power came back.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cairn::storage::testing {

// What becomes of bytes that were written but not synced.
enum class UnsyncedTail : std::uint8_t {
  Lost,     // all gone
  Half,     // the first half reached the disk
  Garbage,  // in a log: their place was taken, half of it with zeros. Elsewhere as Half: RocksDB itself does not
            // open a MANIFEST that ends so
};

// Any thread.
class FaultFileSystem : public rocksdb::FileSystemWrapper {
 public:
  FaultFileSystem() : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "cairn.fault"; }

  // Power is cut at the `operation`-th write, sync or change of a directory from now on; 0: never.
  void cut_power_at(std::uint64_t operation);
  // From the `operation`-th write on, the disk is full; 0: it has room again.
  void fill_disk_at(std::uint64_t operation);
  bool power_is_cut() const;
  // Operations since the last call of cut_power_at or fill_disk_at.
  std::uint64_t operations() const;
  // Cuts the power now.
  void cut_power();
  // Changes the files to what survived. Everything must be closed.
  void lose_unsynced(UnsyncedTail tail);

  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* directory,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& source, const std::string& target, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

  rocksdb::IOStatus LinkFile(const std::string& source, const std::string& target, const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override;

  // For the files and directories it hands out: counts one operation, and whether it may go ahead.
  rocksdb::IOStatus admit(bool needs_room);
  void appended(const std::string& path, std::uint64_t bytes);
  void synced(const std::string& path);
  void directory_synced(const std::string& path);

 private:
  struct FileState {
    std::uint64_t written = 0;
    std::uint64_t synced = 0;
    bool known_to_directory = false;
  };
  struct Rename {
    std::string source;
    std::string target;
    std::optional<std::string> overwritten;  // content of the target before
  };

  mutable std::mutex mutex_;
  std::map<std::string, FileState> files_;
  std::vector<Rename> renames_;  // not yet known to their directory
  std::uint64_t operations_ = 0;
  std::uint64_t cut_at_ = 0;
  std::uint64_t full_at_ = 0;
  bool cut_ = false;
};

// An Env over the file system, for TestHooks.
std::shared_ptr<rocksdb::Env> make_environment(std::shared_ptr<FaultFileSystem> files);

}  // namespace cairn::storage::testing
