#include "storage/background_worker.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <new>
#include <system_error>
#include <utility>

namespace cairn::storage {

namespace {

// Low enough to leave the processors to statements, high enough not to hold a lock for long when preempted.
constexpr int niceness = 10;

void lower_priority() {
#ifdef SYS_gettid
  // Of this thread alone, which Linux takes for a process here.
  static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), niceness));
#endif
}

}  // namespace

bool BackgroundWorker::push(Job job) {
  const std::lock_guard guard(mutex_);
  if (stop_ || jobs_.size() >= jobs_max_) return false;
  if (!thread_.joinable()) {
    try {
      thread_ = std::thread([this] { run(); });
    } catch (const std::system_error&) {
      return false;
    }
  }
  jobs_.push_back(std::move(job));
  wake_.notify_one();
  return true;
}

void BackgroundWorker::wait_idle() {
  std::unique_lock guard(mutex_);
  idle_.wait(guard, [this] { return stop_ || (jobs_.empty() && !running_); });
}

void BackgroundWorker::stop() {
  {
    const std::lock_guard guard(mutex_);
    stop_ = true;
    jobs_.clear();
  }
  wake_.notify_all();
  idle_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void BackgroundWorker::run() {
  lower_priority();
  std::unique_lock guard(mutex_);
  while (true) {
    wake_.wait(guard, [this] { return stop_ || !jobs_.empty(); });
    if (stop_) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    running_ = true;
    guard.unlock();
    bool more = false;
    try {
      more = job();
    } catch (const std::bad_alloc&) {
      // What it was to make is made again by who needs it.
      more = false;
    }
    guard.lock();
    running_ = false;
    if (more && !stop_) jobs_.push_back(std::move(job));
    if (jobs_.empty()) idle_.notify_all();
  }
}

}  // namespace cairn::storage
