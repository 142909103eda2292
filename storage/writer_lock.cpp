#include "storage/writer_lock.h"

#include "base/deadline.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn::storage {

namespace {
// How soon a waiter notices that it was cancelled.
constexpr std::chrono::milliseconds cancellation_interval{20};
}  // namespace

WriteLockHold::~WriteLockHold() { lock_.release(); }

Error WriterLock::timeout_error(const WriteOptions& options) const {
  const auto held = std::chrono::duration<double>(std::chrono::steady_clock::now() - since_).count();
  return runtime_error(ErrorType::TransactionError, "LockTimeout",
                       fmt::format("waited {:.1f} s for the writer lock; {} has held it for {:.1f} s",
                                   static_cast<double>(options.lock_timeout.count()) / 1000.0, holder_, held),
                       "end that transaction, or wait longer with --lock-timeout");
}

Expected<std::unique_ptr<WriteLockHold>> WriterLock::acquire(const WriteOptions& options) {
  const auto deadline = deadline_after(options.lock_timeout);
  std::unique_lock guard(mutex_);
  while (held_) {
    if (options.cancelled != nullptr && options.cancelled->load()) {
      return runtime_error(ErrorType::Cancelled, "Cancelled", "cancelled while waiting for the writer lock");
    }
    const auto now = std::chrono::steady_clock::now();
    if (now >= deadline) return timeout_error(options);
    const auto until = options.cancelled == nullptr ? deadline : std::min(deadline, now + cancellation_interval);
    released_.wait_until(guard, until);
  }
  held_ = true;
  holder_ = options.holder;
  since_ = std::chrono::steady_clock::now();
  return std::make_unique<WriteLockHold>(*this);
}

void WriterLock::release() {
  {
    const std::lock_guard guard(mutex_);
    held_ = false;
  }
  released_.notify_one();
}

}  // namespace cairn::storage
