// A background thread of low priority that works off a bounded queue of jobs.
//
// A job runs in steps: it says whether it wants to go on, and then waits behind the others. So long jobs
// do not hold up short ones, and all of them end soon after `stop`.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace cairn::storage {

// Any thread. The thread starts with the first job.
class BackgroundWorker {
 public:
  // One step; true: there is more to do. One that runs out of memory ends its job; it must not throw otherwise.
  using Job = std::function<bool()>;

  explicit BackgroundWorker(std::size_t jobs_max) : jobs_max_(jobs_max) {}
  ~BackgroundWorker() { stop(); }
  BackgroundWorker(const BackgroundWorker&) = delete;
  BackgroundWorker& operator=(const BackgroundWorker&) = delete;

  // False if the queue is full, or the worker stopped.
  bool push(Job job);

  // Waits until there is no job.
  void wait_idle();

  // Returns when the running step has ended; what is queued is forgotten.
  void stop();

 private:
  void run();

  const std::size_t jobs_max_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable idle_;
  std::deque<Job> jobs_;
  bool running_ = false;  // a step
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace cairn::storage
