#include "shell/signals.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <utility>

namespace cairn::shell {
namespace {

constexpr int repeat_ms = 20;

sigset_t watched_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  return set;
}

void raise_event(int descriptor) {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(descriptor, &one, sizeof(one));
}

void clear_event(int descriptor) {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t taken = ::read(descriptor, &count, sizeof(count));
}

}  // namespace

SignalWatcher::SignalWatcher() {
  ::signal(SIGPIPE, SIG_IGN);
  const sigset_t set = watched_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal_descriptor_ = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  poke_descriptor_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  wake_descriptor_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  thread_ = std::thread([this] { watch(); });
}

SignalWatcher::~SignalWatcher() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  raise_event(poke_descriptor_);
  thread_.join();
  for (const int descriptor : {signal_descriptor_, poke_descriptor_, wake_descriptor_}) ::close(descriptor);
}

void SignalWatcher::set_mode(Mode mode) {
  const std::lock_guard lock(mutex_);
  mode_ = mode;
}

int SignalWatcher::stop_signal() const {
  const std::lock_guard lock(mutex_);
  return stop_signal_;
}

bool SignalWatcher::is_interrupted() const {
  const std::lock_guard lock(mutex_);
  return interrupted_;
}

bool SignalWatcher::take_interrupt() {
  clear_event(wake_descriptor_);
  const std::lock_guard lock(mutex_);
  if (stop_signal_ != 0) raise_event(wake_descriptor_);
  return std::exchange(interrupted_, false);
}

void SignalWatcher::watch() {
  while (true) {
    std::array<pollfd, 2> waiting{{{signal_descriptor_, POLLIN, 0}, {poke_descriptor_, POLLIN, 0}}};
    int timeout_ms = -1;
    {
      const std::lock_guard lock(mutex_);
      if (ending_) return;
      if (cancelling_) timeout_ms = repeat_ms;
    }
    ::poll(waiting.data(), waiting.size(), timeout_ms);
    clear_event(poke_descriptor_);
    signalfd_siginfo info{};
    while (::read(signal_descriptor_, &info, sizeof(info)) == sizeof(info)) on_signal(static_cast<int>(info.ssi_signo));
    repeat_interrupt();
  }
}

void SignalWatcher::on_signal(int signal) {
  const std::lock_guard lock(mutex_);
  if (signal == SIGINT && mode_ == Mode::Prompt) {
    interrupted_ = true;
  } else if (stop_signal_ == 0) {
    stop_signal_ = signal;
  }
  cancelling_ = running_ != nullptr;
  raise_event(wake_descriptor_);
}

void SignalWatcher::repeat_interrupt() {
  const std::lock_guard lock(mutex_);
  if (cancelling_ && running_ != nullptr) running_->interrupt();
}

SignalWatcher::Statement::Statement(SignalWatcher& watcher, Session& session) : watcher_(watcher) {
  const std::lock_guard lock(watcher_.mutex_);
  watcher_.running_ = &session;
  if (watcher_.stop_signal_ == 0) return;
  watcher_.cancelling_ = true;
  raise_event(watcher_.poke_descriptor_);
}

SignalWatcher::Statement::~Statement() {
  const std::lock_guard lock(watcher_.mutex_);
  watcher_.running_ = nullptr;
  watcher_.cancelling_ = false;
}

}  // namespace cairn::shell
