#include "storage/store.h"

#include "storage/commit_record.h"
#include "storage/store_parts.h"
#include "storage/test_hooks.h"

#include <rocksdb/convenience.h>
#include <rocksdb/snapshot.h>
#include <rocksdb/write_batch.h>

#include <fmt/format.h>

#include <algorithm>

namespace cairn::storage {

// --- StoreParts

StoreParts::~StoreParts() { close(); }

rocksdb::Status StoreParts::close() {
  rocksdb::Status first;
  if (database != nullptr) {
    rocksdb::CancelAllBackgroundWork(database.get(), /*wait=*/true);
    for (rocksdb::ColumnFamilyHandle* handle : handles) database->DestroyColumnFamilyHandle(handle);
    handles.clear();
    first = database->Close();
    database.reset();
  }
  if (lock != nullptr) environment->UnlockFile(lock);
  lock = nullptr;
  return first;
}

// --- ValueBatch

struct ValueBatch::Slices {
  std::vector<rocksdb::PinnableSlice> values;
  std::vector<rocksdb::Status> statuses;
  std::vector<rocksdb::Slice> keys;
  std::vector<std::uint8_t> found;
};

ValueBatch::ValueBatch() : slices_(std::make_unique<Slices>()) {}
ValueBatch::~ValueBatch() = default;
ValueBatch::ValueBatch(ValueBatch&&) noexcept = default;
ValueBatch& ValueBatch::operator=(ValueBatch&&) noexcept = default;

std::optional<std::string_view> ValueBatch::operator[](std::size_t i) const {
  if (slices_->found[i] == 0) return std::nullopt;
  return to_view(slices_->values[i]);
}

// --- Cursor

struct Cursor::State {
  std::shared_ptr<StoreParts> parts;
  std::string begin;
  std::string end;
  rocksdb::Slice lower;
  rocksdb::Slice upper;
  std::unique_ptr<rocksdb::Iterator> iterator;
};

Cursor::Cursor(std::unique_ptr<State> state) : state_(std::move(state)) {}
Cursor::~Cursor() = default;

bool Cursor::valid() const { return state_->iterator->Valid(); }
std::string_view Cursor::key() const { return to_view(state_->iterator->key()); }
std::string_view Cursor::value() const { return to_view(state_->iterator->value()); }
void Cursor::next() { state_->iterator->Next(); }
void Cursor::seek(std::string_view key) { state_->iterator->Seek(to_slice(key)); }

Expected<void> Cursor::status() const {
  const rocksdb::Status status = state_->iterator->status();
  if (!status.ok()) return store_failure(status, "read the database");
  return {};
}

// --- StoreView

StoreView::StoreView(std::shared_ptr<StoreParts> parts, bool fixed) : parts_(std::move(parts)) {
  if (fixed) snapshot_ = parts_->database->GetSnapshot();
}

StoreView::~StoreView() {
  if (snapshot_ != nullptr) parts_->database->ReleaseSnapshot(static_cast<const rocksdb::Snapshot*>(snapshot_));
}

namespace {

rocksdb::ReadOptions read_options(const void* snapshot) {
  rocksdb::ReadOptions options;
  options.snapshot = static_cast<const rocksdb::Snapshot*>(snapshot);
  options.total_order_seek = true;
  return options;
}

}  // namespace

Expected<bool> StoreView::get(Family family, std::string_view key, std::string& value) const {
  rocksdb::PinnableSlice found;
  const rocksdb::Status status =
      parts_->database->Get(read_options(snapshot_), parts_->family(family), to_slice(key), &found);
  if (status.IsNotFound()) return false;
  if (!status.ok()) return store_failure(status, "read the database");
  value.assign(found.data(), found.size());
  return true;
}

Expected<void> StoreView::get_many(Family family, std::span<const std::string> keys, ValueBatch& values) const {
  ValueBatch::Slices& slices = *values.slices_;
  const std::size_t count = keys.size();
  for (rocksdb::PinnableSlice& value : slices.values) value.Reset();
  if (slices.values.size() < count) slices.values.resize(count);
  slices.statuses.assign(count, rocksdb::Status());
  slices.found.assign(count, 0);
  slices.keys.clear();
  for (const std::string& key : keys) slices.keys.push_back(to_slice(key));
  if (count == 0) return {};
  const bool sorted = std::ranges::is_sorted(keys);
  parts_->database->MultiGet(read_options(snapshot_), parts_->family(family), count, slices.keys.data(),
                             slices.values.data(), slices.statuses.data(), sorted);
  for (std::size_t i = 0; i < count; ++i) {
    if (slices.statuses[i].ok()) {
      slices.found[i] = 1;
    } else if (!slices.statuses[i].IsNotFound()) {
      return store_failure(slices.statuses[i], "read the database");
    }
  }
  return {};
}

std::unique_ptr<Cursor> StoreView::cursor(Family family, std::string_view begin, std::string_view end) const {
  auto state = std::make_unique<Cursor::State>();
  state->parts = parts_;
  state->begin = begin;
  state->end = end;
  state->lower = to_slice(state->begin);
  state->upper = to_slice(state->end);
  rocksdb::ReadOptions options = read_options(snapshot_);
  if (!begin.empty()) options.iterate_lower_bound = &state->lower;
  if (!end.empty()) options.iterate_upper_bound = &state->upper;
  state->iterator.reset(parts_->database->NewIterator(options, parts_->family(family)));
  state->iterator->SeekToFirst();
  return std::unique_ptr<Cursor>(new Cursor(std::move(state)));
}

// --- Store

Store::Store(std::shared_ptr<StoreParts> parts, bool is_new) : parts_(std::move(parts)), is_new_(is_new) {}

Store::~Store() {
  if (parts_ != nullptr) static_cast<void>(close().has_value());
}

bool Store::read_only() const { return parts_->read_only; }

Expected<void> Store::write(const CommitRecordView& record) {
  rocksdb::WriteBatch batch;
  rocksdb::Status status = batch.PutLogData(log_blob(record.header.number, record.header.synced));
  std::string_view operations = record.operations;
  while (auto operation = take_operation(operations)) {
    rocksdb::ColumnFamilyHandle* family = parts_->family(operation->family);
    const rocksdb::Slice key = to_slice(operation->key);
    const rocksdb::Slice value = to_slice(operation->value);
    switch (operation->kind) {
      case Operation::Kind::Put: status = batch.Put(family, key, value); break;
      case Operation::Kind::EditList: status = batch.Merge(family, key, value); break;
      case Operation::Kind::Remove: status = batch.Delete(family, key); break;
      case Operation::Kind::RemoveRange: status = batch.DeleteRange(family, key, value); break;
    }
    if (!status.ok()) return store_failure(status, "write to the database");
  }
  if (!operations.empty()) return storage_error("Damaged", "a commit record cannot be decoded");
  status = parts_->database->Write(rocksdb::WriteOptions(), &batch);
  parts_->written = true;
  if (status.ok()) return {};
  parts_->failed = true;
  return store_failure(status, "write to the database");
}

Expected<void> Store::sync() {
  if (parts_->in_memory) return {};
  const rocksdb::Status status = parts_->database->FlushWAL(/*sync=*/true);
  if (status.ok()) return {};
  parts_->failed = true;
  return store_failure(status, "make a commit durable");
}

StoreViewPtr Store::view() const {
  // Nothing changes below a read-only database, so it needs no fixed state (and has none).
  return std::shared_ptr<const StoreView>(new StoreView(parts_, !parts_->read_only));
}

Expected<void> Store::mark_format(std::uint32_t format) {
  return parts_->in_memory ? Expected<void>() : write_mark(*parts_, format);
}

Expected<void> Store::flush() {
  if (parts_->read_only || parts_->failed || !parts_->written) return {};
  rocksdb::FlushOptions options;
  options.wait = true;
  parts_->written = false;  // before, since what is written meanwhile may stay in the log
  const rocksdb::Status status = parts_->database->Flush(options, parts_->handles);
  if (status.ok()) return {};
  parts_->written = true;
  return store_failure(status, "write the database's tables");
}

Expected<void> Store::compact() {
  for (rocksdb::ColumnFamilyHandle* handle : parts_->families) {
    rocksdb::CompactRangeOptions options;
    options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    const rocksdb::Status status = parts_->database->CompactRange(options, handle, nullptr, nullptr);
    if (!status.ok()) return store_failure(status, "compact the database");
  }
  return {};
}

Expected<void> Store::close() {
  if (parts_ == nullptr) return {};
  const Expected<void> flushed = parts_->in_memory ? Expected<void>() : flush();
  const std::shared_ptr<StoreParts> parts = std::move(parts_);
  if (parts.use_count() > 1)
    return storage_error("StillInUse", "the database is closed while something still reads it");
  const rocksdb::Status status = parts->close();
  if (!flushed) return flushed.error();
  if (!status.ok() && !parts->failed) return store_failure(status, "close the database");
  return {};
}

Expected<StoreFacts> Store::facts() const {
  StoreFacts facts;
  for (rocksdb::ColumnFamilyHandle* handle : parts_->families) {
    std::uint64_t bytes = 0;
    parts_->database->GetIntProperty(handle, rocksdb::DB::Properties::kTotalSstFilesSize, &bytes);
    facts.disk_bytes += bytes;
    parts_->database->GetIntProperty(handle, rocksdb::DB::Properties::kSizeAllMemTables, &bytes);
    facts.memory_bytes += bytes;
  }
  facts.memory_bytes += parts_->cache->GetUsage();
  return facts;
}

}  // namespace cairn::storage
