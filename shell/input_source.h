// Where a script's text comes from, block by block.
#pragma once

#include "base/expected.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cairn::shell {

class InputSource {
 public:
  enum class Outcome : std::uint8_t {
    Block,    // text was added
    End,      // there is no more
    Stopped,  // a signal asks the program to end
  };

  virtual ~InputSource() = default;

  // Appends the next block, of at most 64 KiB, to `text`. Waits for it. A StorageError if reading fails.
  virtual Expected<Outcome> read(std::string& text) = 0;

  // True if `read` would not wait long: for input that someone types or sends piece by piece, text that is there
  // already; for everything else always.
  virtual bool is_ready() = 0;
};

// Statements that are in memory already.
std::unique_ptr<InputSource> text_source(std::string text);

// An open file, pipe or terminal, which stays the caller's. Reading ends with Stopped as soon as `wake_descriptor` is
// readable.
std::unique_ptr<InputSource> descriptor_source(int file_descriptor, int wake_descriptor);

// Whether the file `path` is there, is no directory and may be read, without opening it: the errors of `file_source`.
Expected<void> check_file(const std::string& path);

// The file `path`. A StorageError (FileNotFound, PermissionDenied, IsADirectory, …) if it cannot be opened.
Expected<std::unique_ptr<InputSource>> file_source(const std::string& path, int wake_descriptor);

}  // namespace cairn::shell
