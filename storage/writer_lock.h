// The lock that makes writers take turns, and says who has it.
#pragma once

#include "base/expected.h"
#include "storage/options.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

namespace cairn::storage {

class WriterLock;

// The lock, held as long as this lives.
class WriteLockHold {
 public:
  explicit WriteLockHold(WriterLock& lock) : lock_(lock) {}
  ~WriteLockHold();
  WriteLockHold(const WriteLockHold&) = delete;
  WriteLockHold& operator=(const WriteLockHold&) = delete;

 private:
  WriterLock& lock_;
};

// Any thread.
class WriterLock {
 public:
  // Waits for the lock: TransactionError/LockTimeout, which names the holder and for how long it has had
  // the lock, or Cancelled.
  Expected<std::unique_ptr<WriteLockHold>> acquire(const WriteOptions& options);

 private:
  friend class WriteLockHold;
  void release();
  Error timeout_error(const WriteOptions& options) const;

  std::mutex mutex_;
  std::condition_variable released_;
  bool held_ = false;
  std::string holder_;
  std::chrono::steady_clock::time_point since_;
};

}  // namespace cairn::storage
