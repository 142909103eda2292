#include "shell/input_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace cairn::shell {
namespace {

constexpr std::size_t block_bytes = std::size_t{64} * 1024;
// How long a sender may take for what belongs together.
constexpr int ready_wait_ms = 200;

std::string_view detail_of(int failure) {
  switch (failure) {
    case ENOENT: return "FileNotFound";
    case EACCES:
    case EPERM: return "PermissionDenied";
    case EISDIR: return "IsADirectory";
    default: return "ReadFailed";
  }
}

std::string_view hint_of(int failure, const std::string& path) {
  switch (failure) {
    case ENOENT:
      if (path.empty()) return "name a file";
      return path.front() == '/' ? "is the name right?" : "is the name right? It begins in the current directory";
    case EACCES:
    case EPERM: return "give this user the right to read it, and to enter the directories above it";
    case EISDIR: return "name a file in it";
    default: return {};
  }
}

Error unusable_file(const std::string& path, int failure) {
  return storage_error(detail_of(failure), fmt::format("cannot read `{}`: {}", path, std::strerror(failure)),
                       std::string(hint_of(failure, path)));
}

class TextSource final : public InputSource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}

  Expected<Outcome> read(std::string& text) override {
    if (text_.empty()) return Outcome::End;
    text += std::exchange(text_, {});
    return Outcome::Block;
  }

  bool is_ready() override { return true; }

 private:
  std::string text_;
};

class DescriptorSource : public InputSource {
 public:
  DescriptorSource(int file_descriptor, int wake_descriptor)
      : file_descriptor_(file_descriptor), wake_descriptor_(wake_descriptor) {
    struct stat status{};
    waits_ = ::fstat(file_descriptor, &status) == 0 && !S_ISREG(status.st_mode);
  }

  Expected<Outcome> read(std::string& text) override {
    while (true) {
      std::array<pollfd, 2> waiting{{{file_descriptor_, POLLIN, 0}, {wake_descriptor_, POLLIN, 0}}};
      if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return failure();
      if (waiting[1].revents != 0) return Outcome::Stopped;
      if (waiting[0].revents == 0) continue;
      const std::size_t old_size = text.size();
      text.resize(old_size + block_bytes);
      const ssize_t count = ::read(file_descriptor_, text.data() + old_size, block_bytes);
      text.resize(old_size + static_cast<std::size_t>(count > 0 ? count : 0));
      if (count > 0) return Outcome::Block;
      if (count == 0) return Outcome::End;
      if (errno != EINTR && errno != EAGAIN) return failure();
    }
  }

  bool is_ready() override {
    if (!waits_) return true;
    pollfd waiting{file_descriptor_, POLLIN, 0};
    return ::poll(&waiting, 1, ready_wait_ms) > 0;
  }

 private:
  static Error failure() {
    return storage_error(detail_of(errno), fmt::format("cannot read the input: {}", std::strerror(errno)));
  }

  int file_descriptor_;
  int wake_descriptor_;
  bool waits_ = false;
};

class FileSource final : public DescriptorSource {
 public:
  FileSource(int file_descriptor, int wake_descriptor)
      : DescriptorSource(file_descriptor, wake_descriptor), owned_descriptor_(file_descriptor) {}
  ~FileSource() override { ::close(owned_descriptor_); }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

 private:
  int owned_descriptor_;
};

}  // namespace

std::unique_ptr<InputSource> text_source(std::string text) { return std::make_unique<TextSource>(std::move(text)); }

std::unique_ptr<InputSource> descriptor_source(int file_descriptor, int wake_descriptor) {
  return std::make_unique<DescriptorSource>(file_descriptor, wake_descriptor);
}

Expected<void> check_file(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return unusable_file(path, errno);
  if (S_ISDIR(status.st_mode)) return unusable_file(path, EISDIR);
  if (::faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) != 0) return unusable_file(path, errno);
  return {};
}

Expected<std::unique_ptr<InputSource>> file_source(const std::string& path, int wake_descriptor) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return unusable_file(path, errno);
  struct stat status{};
  if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
    ::close(descriptor);
    return unusable_file(path, EISDIR);
  }
  return std::unique_ptr<InputSource>(std::make_unique<FileSource>(descriptor, wake_descriptor));
}

}  // namespace cairn::shell
