// Signals as events: Ctrl-C and the wish to end, delivered by a thread instead of a handler.
//
// SIGINT, SIGTERM and SIGHUP are blocked in all threads and one thread of the watcher takes them. So cancelling may
// lock and log like any other code. While a statement should end, `Session::interrupt` is repeated until it does: a
// signal that comes just before the statement begins is not lost.
#pragma once

#include "engine/session.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace cairn::shell {

class SignalWatcher {
 public:
  enum class Mode {
    Batch,   // Ctrl-C ends the program
    Prompt,  // Ctrl-C cancels the running statement, or the line that is being typed
  };

  // Blocks the signals in the calling thread, and with it in all threads it starts later: to be made before any other
  // thread. SIGPIPE is ignored from here on: writing fails instead.
  SignalWatcher();
  ~SignalWatcher();

  SignalWatcher(const SignalWatcher&) = delete;
  SignalWatcher& operator=(const SignalWatcher&) = delete;

  void set_mode(Mode mode);

  // The signal that asked the program to end, 0 if none did.
  int stop_signal() const;

  // Readable while there is something for who waits for input: `stop_signal` or an interrupted line.
  int wake_descriptor() const { return wake_descriptor_; }

  // True from Ctrl-C at the prompt to `take_interrupt`.
  bool is_interrupted() const;

  // True once after Ctrl-C at the prompt, whether it hit a statement or a line; then false again.
  bool take_interrupt();

  // While it lives, a statement of `session` may run and signals cancel it.
  class Statement {
   public:
    Statement(SignalWatcher& watcher, Session& session);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

   private:
    SignalWatcher& watcher_;
  };

 private:
  // Takes signals until the watcher ends.
  void watch();
  void on_signal(int signal);
  void repeat_interrupt();

  mutable std::mutex mutex_;
  Mode mode_ = Mode::Batch;
  int stop_signal_ = 0;
  bool interrupted_ = false;    // Ctrl-C at the prompt that nobody has taken
  bool cancelling_ = false;     // the running statement should end
  bool ending_ = false;         // the watcher is being destroyed
  Session* running_ = nullptr;  // the session whose statement runs
  int signal_descriptor_ = -1;
  int poke_descriptor_ = -1;  // written to make the thread look at `ending_` and `cancelling_`
  int wake_descriptor_ = -1;
  std::thread thread_;
};

}  // namespace cairn::shell
