#include "shell/line_editor.h"

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
      : history_file_(std::move(history_file)), signals_(signals) {
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
    std::array<pollfd, 2> waiting{{{STDIN_FILENO, POLLIN, 0}, {signals_.wake_descriptor(), POLLIN, 0}}};
    if (::poll(waiting.data(), waiting.size(), -1) < 0) {
      if (errno != EINTR) return Outcome::End;
      return std::nullopt;
    }
    if (waiting[1].revents != 0) {
      if (signals_.stop_signal() != 0) return Outcome::Stopped;
      if (signals_.take_interrupt()) return Outcome::Interrupted;
    }
    if ((waiting[0].revents & (POLLIN | POLLHUP | POLLERR)) != 0) ::rl_callback_read_char();
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
};

}  // namespace

std::unique_ptr<LineEditor> make_readline_editor(std::string history_file, SignalWatcher& signals) {
  return std::make_unique<ReadlineEditor>(std::move(history_file), signals);
}

}  // namespace cairn::shell
