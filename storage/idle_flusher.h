// Empties the log when nobody writes, so that opening after a crash has little to replay. Under relaxed
// durability it also syncs the log every few seconds.
#pragma once

#include "storage/committer.h"
#include "storage/store.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace cairn::storage {

// A background thread from construction to destruction. Both arguments must outlive it.
class IdleFlusher {
 public:
  IdleFlusher(Store& store, Committer& committer);
  ~IdleFlusher();
  IdleFlusher(const IdleFlusher&) = delete;
  IdleFlusher& operator=(const IdleFlusher&) = delete;

 private:
  void run();

  Store& store_;
  Committer& committer_;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace cairn::storage
