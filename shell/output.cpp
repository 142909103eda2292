#include "shell/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>

namespace cairn::shell {
namespace {

constexpr std::size_t buffer_bytes_max = std::size_t{64} * 1024;
constexpr std::size_t terminal_width_default = 80;

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

}  // namespace

Output::Output(int file_descriptor)
    : file_descriptor_(file_descriptor),
      is_terminal_(::isatty(file_descriptor) == 1),
      wants_color_(is_terminal_ && environment("NO_COLOR").empty() && environment("TERM") != "dumb") {}

Output::~Output() { flush(); }

void Output::write(std::string_view text) {
  if (broken()) return;
  buffer_ += text;
  if (buffer_.size() >= buffer_bytes_max) flush();
}

void Output::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty() && !broken()) {
    const ssize_t written = ::write(file_descriptor_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      failure_ = errno;
    }
  }
  buffer_.clear();
}

std::size_t Output::width() const {
  if (!is_terminal_) return 0;
  winsize size{};
  if (::ioctl(file_descriptor_, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const std::string_view columns = environment("COLUMNS");
  std::size_t width = 0;
  std::from_chars(columns.data(), columns.data() + columns.size(), width);
  return width > 0 ? width : terminal_width_default;
}

}  // namespace cairn::shell
