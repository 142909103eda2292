// Store: bytes by key, many keys at a time, at a commit: the only door to RocksDB.
//
// Nothing outside of the `store` files knows what lies behind it. The writer hands it whole commit
// records; readers ask a StoreView, which shows the bytes as one commit left them.
#pragma once

#include "base/expected.h"
#include "storage/keys.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

struct TestHooks;
struct StoreParts;
struct CommitRecordView;
class TableReader;
class TableWriter;

struct StoreOptions {
  bool read_only = false;
  bool create_if_missing = true;
  bool salvage = false;      // recover up to what is damaged in the logs; not for reading only
  bool tables_only = false;  // take no notice of the logs; for reading only
  std::uint64_t memory_bytes = std::uint64_t{64} << 20U;
  std::shared_ptr<const TestHooks> test_hooks = {};
};

// The values of a batch of keys. Owns or pins the bytes; reuse it for many calls. One thread.
class ValueBatch {
 public:
  ValueBatch();
  ~ValueBatch();
  ValueBatch(ValueBatch&&) noexcept;
  ValueBatch& operator=(ValueBatch&&) noexcept;

  // The value of the i-th key, nothing if there is none. Valid until the next call that fills the batch.
  std::optional<std::string_view> operator[](std::size_t i) const;

 private:
  friend class StoreView;
  struct Slices;
  std::unique_ptr<Slices> slices_;
};

// Walks the keys of one family between two bounds, ascending. One thread. Not valid after an error.
class Cursor {
 public:
  ~Cursor();
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;

  bool valid() const;
  std::string_view key() const;    // valid until the cursor moves
  std::string_view value() const;  // the same
  void next();
  // Goes on to the first key that is not smaller, within the bounds.
  void seek(std::string_view key);
  // Whether it stopped because of an error.
  Expected<void> status() const;

 private:
  friend class StoreView;
  struct State;
  explicit Cursor(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The bytes as one commit left them. Any thread. Keeps the database open as long as it lives.
class StoreView {
 public:
  ~StoreView();
  StoreView(const StoreView&) = delete;
  StoreView& operator=(const StoreView&) = delete;

  // False if there is no such key; then `value` is unchanged.
  Expected<bool> get(Family family, std::string_view key, std::string& value) const;

  // values[i] belongs to keys[i]. Keys may repeat, in any order.
  Expected<void> get_many(Family family, std::span<const std::string> keys, ValueBatch& values) const;

  // The keys of `begin` ≤ key < `end`; an empty bound is none. Stands on the first one.
  std::unique_ptr<Cursor> cursor(Family family, std::string_view begin = {}, std::string_view end = {}) const;

 private:
  friend class Store;
  StoreView(std::shared_ptr<StoreParts> parts, bool fixed);
  std::shared_ptr<StoreParts> parts_;
  const void* snapshot_ = nullptr;
};

using StoreViewPtr = std::shared_ptr<const StoreView>;

// Facts about an open store.
struct StoreFacts {
  std::uint64_t disk_bytes = 0;
  std::uint64_t memory_bytes = 0;
};

// An open set of key spaces. `write` is for one thread at a time; everything else is for any.
class Store {
 public:
  // Opens `path`, or memory for ":memory:". See GraphStore::open for the errors.
  static Expected<std::unique_ptr<Store>> open(const std::string& path, const StoreOptions& options);
  // Closes without an error message.
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // True if open has just made an empty store, in which there is nothing at all.
  bool is_new() const { return is_new_; }
  bool read_only() const;

  // Applies a commit record to the log and to memory, in one piece. After it views show it, but a power
  // cut may undo it until sync. After an error its outcome is unknown and nothing more may be written.
  Expected<void> write(const CommitRecordView& record);

  // Returns when everything that was written before the call is durable. After an error its outcome is unknown.
  Expected<void> sync();

  // What has been written so far.
  StoreViewPtr view() const;

  // --- tables beside the store, see store_tables.h. Names are file names without an ending.
  Expected<std::unique_ptr<TableWriter>> write_table(Family family, std::string_view name);
  Expected<std::unique_ptr<TableReader>> read_table(Family family, std::string_view name) const;
  void remove_table(std::string_view name);
  // Makes the tables, whose keys do not overlap and of which the store has none, a durable part of the store, all or
  // none. Views made before do not show them. They have no record in the log.
  Expected<void> ingest(Family family, std::span<const std::string> names);

  // Says in the directory which format the database has.
  Expected<void> mark_format(std::uint32_t format);

  // Moves what is in the log into tables, so that the next opening has nothing to replay.
  Expected<void> flush();
  // Rewrites all tables without what was removed.
  Expected<void> compact();
  // Flushes and closes. Error if views are still held; then it closes when the last one goes.
  Expected<void> close();

  Expected<StoreFacts> facts() const;

 private:
  Store(std::shared_ptr<StoreParts> parts, bool is_new);
  std::shared_ptr<StoreParts> parts_;
  bool is_new_ = false;
};

}  // namespace cairn::storage
