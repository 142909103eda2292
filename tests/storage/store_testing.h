// What the tests of storage/ share: values, temporary directories, and results that must be there.
#pragma once

#include "base/expected.h"
#include "storage/graph_store.h"
#include "storage/stored_value.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cairn::storage::testing {

// The value of a result that must be one; ends the test program with the error otherwise.
template <class T>
T must(Expected<T> result) {
  if (!result) {
    ADD_FAILURE() << to_string(result.error());
    throw std::runtime_error(to_string(result.error()));
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// An encoded value that owns its bytes.
class Value {
 public:
  static Value integer(std::int64_t value) {
    return Value([&](std::string& out) { append_integer(out, value); });
  }
  static Value floating(double value) {
    return Value([&](std::string& out) { append_float(out, value); });
  }
  static Value string(std::string_view value) {
    return Value([&](std::string& out) { append_string(out, value); });
  }
  static Value boolean(bool value) {
    return Value([&](std::string& out) { append_boolean(out, value); });
  }
  static Value list(const std::vector<Value>& values) {
    return Value([&](std::string& out) {
      ListEncoder encoder;
      for (const Value& value : values) encoder.element() += value.bytes();
      encoder.finish(out);
    });
  }

  ValueView view() const { return ValueView::trusted(bytes_); }
  const std::string& bytes() const { return bytes_; }
  friend auto operator<=>(const Value&, const Value&) = default;

 private:
  template <class Encode>
  explicit Value(Encode encode) {
    encode(bytes_);
  }
  std::string bytes_;
};

// A directory that exists as long as this does; in memory where the machine offers that, since tests open
// and close hundreds of databases and none of them measures the disk.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    const std::filesystem::path memory = "/dev/shm";
    const bool in_memory = ::access(memory.c_str(), W_OK | X_OK) == 0;
    std::string pattern =
        ((in_memory ? memory : std::filesystem::temp_directory_path()) / "cairn-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  std::string file(std::string_view name) const { return (path_ / name).string(); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// Opens with little memory, as tests need no more.
inline std::unique_ptr<GraphStore> open_store(const std::string& path = ":memory:", OpenOptions options = {}) {
  if (options.memory_bytes == 0) options.memory_bytes = std::uint64_t{16} << 20U;
  return must(GraphStore::open(path, std::move(options)));
}

// Creates one node with a label and perhaps a property, outside of any bookkeeping.
inline NodeId create_node(WriteTransaction& transaction, std::string_view label) {
  const LabelToken token = transaction.label(label);
  return must(transaction.create_node(std::span(&token, 1), {}));
}

// All nodes with a label, in order.
inline std::vector<NodeId> nodes_with(Reader& reader, LabelToken label) {
  std::vector<NodeId> all;
  std::vector<NodeId> batch(7);
  for (NodeId next = 0; next < reader.node_id_bound();) {
    const std::size_t count = must(reader.scan_nodes(label, next, reader.node_id_bound(), batch, next));
    all.insert(all.end(), batch.begin(), batch.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return all;
}

}  // namespace cairn::storage::testing
