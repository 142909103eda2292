// Tables of sorted keys beside a store: written by themselves, read back, and taken over whole.
//
// They lie in the folder `building` of the database's directory, where opening removes what a crash has
// left. RocksDB is behind this as behind store.h.
#pragma once

#include "base/expected.h"
#include "storage/keys.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace cairn::storage {

struct StoreParts;

// A table being written. One thread. What is not finished is of no use.
class TableWriter {
 public:
  ~TableWriter();
  TableWriter(const TableWriter&) = delete;
  TableWriter& operator=(const TableWriter&) = delete;

  // Keys ascend strictly.
  Expected<void> add(std::string_view key, std::string_view value);
  // Makes it durable. At least one key has been added.
  Expected<void> finish();
  // How large it is so far, nearly.
  std::uint64_t bytes() const;

 private:
  friend class Store;
  struct State;
  explicit TableWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Walks a finished table, ascending. One thread.
class TableReader {
 public:
  ~TableReader();
  TableReader(const TableReader&) = delete;
  TableReader& operator=(const TableReader&) = delete;

  bool valid() const;
  std::string_view key() const;  // valid until it moves
  void next();
  // Whether it stopped because of an error.
  Expected<void> status() const;

 private:
  friend class Store;
  struct State;
  explicit TableReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace cairn::storage
