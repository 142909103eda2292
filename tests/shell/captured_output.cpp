#include "tests/shell/captured_output.h"

#include <sys/mman.h>
#include <unistd.h>

namespace cairn::shell {

CapturedOutput::CapturedOutput() : file_descriptor_(::memfd_create("output", MFD_CLOEXEC)), output_(file_descriptor_) {}

CapturedOutput::~CapturedOutput() {
  output_.flush();
  ::close(file_descriptor_);
}

std::string CapturedOutput::text() {
  output_.flush();
  std::string text(static_cast<std::size_t>(::lseek(file_descriptor_, 0, SEEK_END)), '\0');
  [[maybe_unused]] const ssize_t count = ::pread(file_descriptor_, text.data(), text.size(), 0);
  return text;
}

}  // namespace cairn::shell
