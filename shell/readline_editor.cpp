#include "shell/line_editor.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <utility>

// After <cstdio>, which its headers need.
#include <readline/history.h>
#include <readline/readline.h>

namespace cairn::shell {
namespace {

constexpr int history_entries_max = 10'000;

// The terminal, read so that nobody ever waits in `read`: at Ctrl-C the terminal throws away what was typed, also what
// `poll` has just announced, and who reads it then would sit there until the next key, deaf to the signal.
class Keyboard {
 public:
  explicit Keyboard(const SignalWatcher& signals) : signals_(signals) {
    const char* terminal = ::ttyname(STDIN_FILENO);
    // A description of its own: what O_NONBLOCK says of it does not hold for the other users of standard input.
    if (terminal != nullptr) own_descriptor_ = ::open(terminal, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (own_descriptor_ >= 0) descriptor_ = own_descriptor_;
  }
  ~Keyboard() {
    if (own_descriptor_ >= 0) ::close(own_descriptor_);
  }
  Keyboard(const Keyboard&) = delete;
  Keyboard& operator=(const Keyboard&) = delete;

  int descriptor() const { return descriptor_; }

  // Whether there is something to take: a byte that was typed, or the end of input. Waits for it up to `timeout_ms`.
  bool ready(int timeout_ms) {
    if (byte_ || ended_) return true;
    pollfd waiting{descriptor_, POLLIN, 0};
    if (::poll(&waiting, 1, timeout_ms) <= 0) return false;
    unsigned char byte = 0;
    const ssize_t count = ::read(descriptor_, &byte, 1);
    if (count == 1) byte_ = byte;
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) ended_ = true;
    return byte_ || ended_;
  }

  // The next byte; EOF at the end. Who takes what is not ready waits for it; a signal meanwhile ends what Readline is
  // in the middle of, as Ctrl-G does.
  int take() {
    while (!ready(0)) {
      std::array<pollfd, 2> waiting{{{descriptor_, POLLIN, 0}, {signals_.wake_descriptor(), POLLIN, 0}}};
      if (::poll(waiting.data(), waiting.size(), -1) > 0 && waiting[1].revents != 0) return abort_key;
    }
    if (!byte_) {
      ended_ = false;
      return EOF;
    }
    return *std::exchange(byte_, std::nullopt);
  }

  void forget() { byte_.reset(); }

 private:
  static constexpr int abort_key = 'G' - '@';

  const SignalWatcher& signals_;
  int own_descriptor_ = -1;
  int descriptor_ = STDIN_FILENO;
  std::optional<unsigned char> byte_;  // read, and not taken yet
  bool ended_ = false;
};

// The one that Readline's functions, which take no argument of ours, read from.
Keyboard*& keyboard_in_use() {
  static Keyboard* keyboard = nullptr;
  return keyboard;
}

int take_key(std::FILE*) { return keyboard_in_use()->take(); }

// Asked by Readline when a key may be one of several; it tells how long to wait only by the timeout in force.
int is_key_ready() {
  constexpr int microseconds_per_ms = 1000;
  const int timeout_us = ::rl_set_keyboard_input_timeout(0);
  ::rl_set_keyboard_input_timeout(timeout_us);
  return keyboard_in_use()->ready(timeout_us / microseconds_per_ms) ? 1 : 0;
}

// What Readline's callback, which takes no argument of ours, hands over.
struct Handover {
  bool done = false;
  std::optional<std::string> line;  // nothing: end of input
};

Handover& handover() {
  static Handover state;
  return state;
}

void take_line(char* text) {
  Handover& state = handover();
  state.done = true;
  state.line.reset();
  if (text != nullptr) state.line = text;
  std::free(text);  // NOLINT(cppcoreguidelines-no-malloc,cppcoreguidelines-owning-memory): Readline allocated it
  ::rl_callback_handler_remove();
}

class ReadlineEditor final : public LineEditor {
 public:
  ReadlineEditor(std::string history_file, SignalWatcher& signals)
      : history_file_(std::move(history_file)), signals_(signals), keyboard_(signals) {
    keyboard_in_use() = &keyboard_;
    ::rl_getc_function = take_key;
    ::rl_input_available_hook = is_key_ready;
    ::rl_readline_name = "cairn";
    ::rl_outstream = ::isatty(STDOUT_FILENO) == 1 ? stdout : stderr;
    ::rl_bind_key('\t', ::rl_insert);
    ::rl_variable_bind("enable-bracketed-paste", "on");
    ::using_history();
    // Entries of several lines are told apart by the time stamps between them.
    ::history_comment_char = '#';
    ::history_write_timestamps = 1;
    ::history_multiline_entries = 1;
    ::stifle_history(history_entries_max);
    if (!history_file_.empty()) ::read_history(history_file_.c_str());
  }

  ~ReadlineEditor() override {
    if (!history_file_.empty()) ::write_history(history_file_.c_str());
    ::clear_history();
  }

  ReadlineEditor(const ReadlineEditor&) = delete;
  ReadlineEditor& operator=(const ReadlineEditor&) = delete;

  Outcome read_line(const std::string& prompt, std::string& line) override {
    handover() = {};
    ::rl_callback_handler_install(prompt.c_str(), take_line);
    while (!handover().done) {
      const std::optional<Outcome> ended = wait_for_key();
      if (!ended) continue;
      abandon_line(*ended == Outcome::Interrupted ? "^C" : "");
      return *ended;
    }
    if (!handover().line) return Outcome::End;
    line = *std::exchange(handover().line, std::nullopt);
    return Outcome::Line;
  }

  void add_to_history(std::string_view entry) override {
    const std::string text(entry);
    const HIST_ENTRY* last = ::history_length > 0 ? ::history_get(::history_base + ::history_length - 1) : nullptr;
    if (last != nullptr && text == last->line) return;
    ::add_history(text.c_str());
  }

 private:
  // Lets Readline work on what was typed; something else than a line if that ends the waiting.
  std::optional<Outcome> wait_for_key() {
    std::array<pollfd, 2> waiting{{{keyboard_.descriptor(), POLLIN, 0}, {signals_.wake_descriptor(), POLLIN, 0}}};
    if (::poll(waiting.data(), waiting.size(), -1) < 0) {
      if (errno != EINTR) return Outcome::End;
      return std::nullopt;
    }
    if (waiting[1].revents != 0) {
      if (signals_.stop_signal() != 0) return Outcome::Stopped;
      if (signals_.take_interrupt()) {
        keyboard_.forget();
        return Outcome::Interrupted;
      }
    }
    if (waiting[0].revents != 0 && keyboard_.ready(0)) ::rl_callback_read_char();
    return std::nullopt;
  }

  // Leaves the line as it stands, with `mark` behind the cursor.
  static void abandon_line(const char* mark) {
    std::fputs(mark, ::rl_outstream);
    std::fflush(::rl_outstream);
    ::rl_free_line_state();
    ::rl_callback_sigcleanup();
    ::rl_callback_handler_remove();
    std::fputs("\n", ::rl_outstream);
    std::fflush(::rl_outstream);
  }

  std::string history_file_;
  SignalWatcher& signals_;
  Keyboard keyboard_;
};

}  // namespace

std::unique_ptr<LineEditor> make_readline_editor(std::string history_file, SignalWatcher& signals) {
  return std::make_unique<ReadlineEditor>(std::move(history_file), signals);
}

}  // namespace cairn::shell
