#include "storage/idle_flusher.h"

#include <chrono>
#include <new>

namespace cairn::storage {

namespace {
// A store is idle if nothing was written for one interval; then this much in the log is worth a flush.
constexpr std::chrono::seconds interval{2};
constexpr std::uint64_t worth_flushing_bytes = std::uint64_t{1} << 20U;
}  // namespace

IdleFlusher::IdleFlusher(Store& store, Committer& committer)
    : store_(store), committer_(committer), thread_([this] { run(); }) {}

IdleFlusher::~IdleFlusher() {
  {
    const std::lock_guard guard(mutex_);
    stop_ = true;
  }
  stopped_.notify_all();
  thread_.join();
}

void IdleFlusher::run() {
  std::uint64_t unflushed_bytes = 0;
  std::unique_lock guard(mutex_);
  while (!stopped_.wait_for(guard, interval, [this] { return stop_; })) {
    try {
      const std::uint64_t written_bytes = committer_.take_written_bytes();
      if (written_bytes != 0) committer_.sync_behind();
      unflushed_bytes += written_bytes;
      if (written_bytes != 0 || unflushed_bytes < worth_flushing_bytes || committer_.failed()) continue;
      // A failure shows again, and is reported, when somebody writes.
      static_cast<void>(store_.flush().has_value());
      unflushed_bytes = 0;
    } catch (const std::bad_alloc&) {
      // Flushing can wait until there is memory.
      continue;
    }
  }
}

}  // namespace cairn::storage
