#include "tests/crash/fault_file_system.h"

#include <rocksdb/system_clock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace cairn::storage::testing {

namespace {

namespace fs = std::filesystem;

class FaultWritableFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultWritableFile(FaultFileSystem& files, std::string path, std::unique_ptr<rocksdb::FSWritableFile>&& file)
      : rocksdb::FSWritableFileOwnerWrapper(std::move(file)), files_(files), path_(std::move(path)) {}

  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override {
    rocksdb::IOStatus status = files_.admit(/*needs_room=*/true);
    if (status.ok()) status = target()->Append(data, options, debug);
    if (status.ok()) files_.appended(path_, data.size());
    return status;
  }
  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           const rocksdb::DataVerificationInfo&, rocksdb::IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override {
    rocksdb::IOStatus status = files_.admit(/*needs_room=*/false);
    if (status.ok()) status = target()->Flush(options, debug);
    if (status.ok()) files_.synced(path_);
    return status;
  }
  rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override {
    return Sync(options, debug);
  }
  rocksdb::IOStatus RangeSync(std::uint64_t, std::uint64_t, const rocksdb::IOOptions&,
                              rocksdb::IODebugContext*) override {
    return rocksdb::IOStatus::OK();
  }
  bool IsSyncThreadSafe() const override { return true; }
  // Space taken ahead would only hide how long the file is.
  void PrepareWrite(std::size_t, std::size_t, const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {}
  rocksdb::IOStatus Allocate(std::uint64_t, std::uint64_t, const rocksdb::IOOptions&,
                             rocksdb::IODebugContext*) override {
    return rocksdb::IOStatus::OK();
  }

 private:
  FaultFileSystem& files_;
  std::string path_;
};

class FaultDirectory : public rocksdb::FSDirectoryWrapper {
 public:
  FaultDirectory(FaultFileSystem& files, std::string path, std::unique_ptr<rocksdb::FSDirectory>&& directory)
      : rocksdb::FSDirectoryWrapper(std::move(directory)), files_(files), path_(std::move(path)) {}

  rocksdb::IOStatus Fsync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    rocksdb::IOStatus status = files_.admit(/*needs_room=*/false);
    if (status.ok()) files_.directory_synced(path_);
    return status;
  }
  rocksdb::IOStatus FsyncWithDirOptions(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug,
                                        const rocksdb::DirFsyncOptions&) override {
    return Fsync(options, debug);
  }

 private:
  FaultFileSystem& files_;
  std::string path_;
};

// RocksDB sleeps for a second after each failure in the background; tests have better things to do.
class ImpatientClock : public rocksdb::SystemClockWrapper {
 public:
  ImpatientClock() : rocksdb::SystemClockWrapper(rocksdb::SystemClock::Default()) {}
  const char* Name() const override { return "cairn.impatient"; }
  void SleepForMicroseconds(int) override { target_->SleepForMicroseconds(1000); }
};

class FaultEnvironment : public rocksdb::EnvWrapper {
 public:
  explicit FaultEnvironment(std::unique_ptr<rocksdb::Env>&& over) : rocksdb::EnvWrapper(std::move(over)) {
    file_system_ = target()->GetFileSystem();
    system_clock_ = std::make_shared<ImpatientClock>();
  }
  const char* Name() const override { return "cairn.fault"; }
};

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string directory_of(const std::string& path) { return fs::path(path).parent_path().string(); }

}  // namespace

void FaultFileSystem::cut_power_at(std::uint64_t operation) {
  const std::lock_guard guard(mutex_);
  operations_ = 0;
  cut_at_ = operation;
}

void FaultFileSystem::fill_disk_at(std::uint64_t operation) {
  const std::lock_guard guard(mutex_);
  operations_ = 0;
  full_at_ = operation;
}

bool FaultFileSystem::power_is_cut() const {
  const std::lock_guard guard(mutex_);
  return cut_;
}

std::uint64_t FaultFileSystem::operations() const {
  const std::lock_guard guard(mutex_);
  return operations_;
}

void FaultFileSystem::cut_power() {
  const std::lock_guard guard(mutex_);
  cut_ = true;
}

rocksdb::IOStatus FaultFileSystem::admit(bool needs_room) {
  const std::lock_guard guard(mutex_);
  ++operations_;
  if (cut_at_ != 0 && operations_ >= cut_at_) cut_ = true;
  if (cut_) return rocksdb::IOStatus::IOError("the power is cut");
  if (needs_room && full_at_ != 0 && operations_ >= full_at_)
    return rocksdb::IOStatus::NoSpace("No space left on device");
  return rocksdb::IOStatus::OK();
}

void FaultFileSystem::appended(const std::string& path, std::uint64_t bytes) {
  const std::lock_guard guard(mutex_);
  files_[path].written += bytes;
}

void FaultFileSystem::synced(const std::string& path) {
  const std::lock_guard guard(mutex_);
  FileState& state = files_[path];
  state.synced = state.written;
}

void FaultFileSystem::directory_synced(const std::string& path) {
  const std::lock_guard guard(mutex_);
  for (auto& [file, state] : files_) {
    if (directory_of(file) == path) state.known_to_directory = true;
  }
  std::erase_if(renames_, [&](const Rename& rename) { return directory_of(rename.target) == path; });
}

rocksdb::IOStatus FaultFileSystem::NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                                   std::unique_ptr<rocksdb::FSWritableFile>* file,
                                                   rocksdb::IODebugContext* debug) {
  if (rocksdb::IOStatus status = admit(/*needs_room=*/true); !status.ok()) return status;
  std::unique_ptr<rocksdb::FSWritableFile> made;
  rocksdb::FileOptions plain = options;
  plain.use_mmap_writes = false;
  if (rocksdb::IOStatus status = target()->NewWritableFile(path, plain, &made, debug); !status.ok()) return status;
  {
    const std::lock_guard guard(mutex_);
    const bool known = files_.contains(path) && files_[path].known_to_directory;
    files_[path] = FileState{.written = 0, .synced = 0, .known_to_directory = known};
  }
  *file = std::make_unique<FaultWritableFile>(*this, path, std::move(made));
  return rocksdb::IOStatus::OK();
}

rocksdb::IOStatus FaultFileSystem::NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                                std::unique_ptr<rocksdb::FSDirectory>* directory,
                                                rocksdb::IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSDirectory> made;
  if (rocksdb::IOStatus status = target()->NewDirectory(path, options, &made, debug); !status.ok()) return status;
  *directory = std::make_unique<FaultDirectory>(*this, fs::path(path).lexically_normal().string(), std::move(made));
  return rocksdb::IOStatus::OK();
}

rocksdb::IOStatus FaultFileSystem::DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                                              rocksdb::IODebugContext* debug) {
  if (rocksdb::IOStatus status = admit(/*needs_room=*/false); !status.ok()) return status;
  {
    const std::lock_guard guard(mutex_);
    files_.erase(path);
  }
  return target()->DeleteFile(path, options, debug);
}

rocksdb::IOStatus FaultFileSystem::RenameFile(const std::string& source, const std::string& target_path,
                                              const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) {
  if (rocksdb::IOStatus status = admit(/*needs_room=*/false); !status.ok()) return status;
  Rename rename{.source = source, .target = target_path, .overwritten = std::nullopt};
  if (fs::exists(target_path)) rename.overwritten = content_of(target_path);
  if (rocksdb::IOStatus status = target()->RenameFile(source, target_path, options, debug); !status.ok()) return status;
  const std::lock_guard guard(mutex_);
  files_[target_path] = files_[source];
  files_[target_path].known_to_directory = true;  // undoing the rename takes care of it
  files_.erase(source);
  renames_.push_back(std::move(rename));
  return rocksdb::IOStatus::OK();
}

rocksdb::IOStatus FaultFileSystem::LinkFile(const std::string& source, const std::string& target_path,
                                            const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) {
  if (rocksdb::IOStatus status = admit(/*needs_room=*/true); !status.ok()) return status;
  if (rocksdb::IOStatus status = target()->LinkFile(source, target_path, options, debug); !status.ok()) return status;
  const std::lock_guard guard(mutex_);
  files_[target_path] = files_[source];
  files_[target_path].known_to_directory = false;
  return rocksdb::IOStatus::OK();
}

void FaultFileSystem::lose_unsynced(UnsyncedTail tail) {
  const std::lock_guard guard(mutex_);
  for (const auto& [path, state] : files_) {
    if (!fs::exists(path)) continue;
    const std::uint64_t size = fs::file_size(path);
    if (size <= state.synced) continue;
    const std::uint64_t half = state.synced + (size - state.synced) / 2;
    if (tail == UnsyncedTail::Lost) {
      fs::resize_file(path, state.synced);
    } else {
      fs::resize_file(path, half);
      if (tail == UnsyncedTail::Garbage && path.ends_with(".log")) fs::resize_file(path, size);
    }
  }
  for (auto rename = renames_.rbegin(); rename != renames_.rend(); ++rename) {
    if (!fs::exists(rename->target)) continue;
    fs::rename(rename->target, rename->source);
    if (rename->overwritten) std::ofstream(rename->target, std::ios::binary) << *rename->overwritten;
  }
  for (const auto& [path, state] : files_) {
    if (!state.known_to_directory && tail == UnsyncedTail::Lost) fs::remove(path);
  }
  files_.clear();
  renames_.clear();
  cut_ = false;
  cut_at_ = 0;
  full_at_ = 0;
  operations_ = 0;
}

std::shared_ptr<rocksdb::Env> make_environment(std::shared_ptr<FaultFileSystem> files) {
  return std::make_shared<FaultEnvironment>(rocksdb::NewCompositeEnv(std::move(files)));
}

}  // namespace cairn::storage::testing
