#include "storage/store_tables.h"

#include "storage/store.h"
#include "storage/store_parts.h"

#include <rocksdb/sst_file_reader.h>
#include <rocksdb/sst_file_writer.h>

namespace cairn::storage {

namespace {

constexpr std::size_t read_ahead_bytes = std::size_t{256} << 10U;

std::string folder(const StoreParts& parts) { return parts.path + "/building"; }
std::string path_of(const StoreParts& parts, std::string_view name) {
  return folder(parts) + "/" + std::string(name) + ".sst";
}

}  // namespace

// --- TableWriter

struct TableWriter::State {
  State(std::shared_ptr<StoreParts> store_parts, const rocksdb::Options& options, rocksdb::ColumnFamilyHandle* family)
      : parts(std::move(store_parts)), writer(rocksdb::EnvOptions(), options, family) {}
  std::shared_ptr<StoreParts> parts;
  rocksdb::SstFileWriter writer;
};

TableWriter::TableWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
TableWriter::~TableWriter() = default;

Expected<void> TableWriter::add(std::string_view key, std::string_view value) {
  const rocksdb::Status status = state_->writer.Put(to_slice(key), to_slice(value));
  if (!status.ok()) return store_failure(status, "write a table");
  return {};
}

Expected<void> TableWriter::finish() {
  const rocksdb::Status status = state_->writer.Finish();
  if (!status.ok()) return store_failure(status, "write a table");
  return {};
}

std::uint64_t TableWriter::bytes() const { return state_->writer.FileSize(); }

// --- TableReader

struct TableReader::State {
  State(std::shared_ptr<StoreParts> store_parts, const rocksdb::Options& options)
      : parts(std::move(store_parts)), reader(options) {}
  std::shared_ptr<StoreParts> parts;
  rocksdb::SstFileReader reader;
  std::unique_ptr<rocksdb::Iterator> iterator;
};

TableReader::TableReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
TableReader::~TableReader() = default;

bool TableReader::valid() const { return state_->iterator->Valid(); }
std::string_view TableReader::key() const { return to_view(state_->iterator->key()); }
void TableReader::next() { state_->iterator->Next(); }

Expected<void> TableReader::status() const {
  const rocksdb::Status status = state_->iterator->status();
  if (!status.ok()) return store_failure(status, "read a table");
  return {};
}

// --- Store

Expected<std::unique_ptr<TableWriter>> Store::write_table(Family family, std::string_view name) {
  rocksdb::Status status = parts_->environment->CreateDirIfMissing(folder(*parts_));
  if (!status.ok()) return store_failure(status, "make a folder for tables");
  rocksdb::ColumnFamilyHandle* handle = parts_->family(family);
  auto state = std::make_unique<TableWriter::State>(parts_, parts_->database->GetOptions(handle), handle);
  status = state->writer.Open(path_of(*parts_, name));
  if (!status.ok()) return store_failure(status, "write a table");
  return std::unique_ptr<TableWriter>(new TableWriter(std::move(state)));
}

Expected<std::unique_ptr<TableReader>> Store::read_table(Family family, std::string_view name) const {
  auto state = std::make_unique<TableReader::State>(parts_, parts_->database->GetOptions(parts_->family(family)));
  const rocksdb::Status status = state->reader.Open(path_of(*parts_, name));
  if (!status.ok()) return store_failure(status, "read a table");
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  options.readahead_size = read_ahead_bytes;
  state->iterator.reset(state->reader.NewIterator(options));
  state->iterator->SeekToFirst();
  return std::unique_ptr<TableReader>(new TableReader(std::move(state)));
}

void Store::remove_table(std::string_view name) {
  // What cannot be removed now is when the database is opened.
  parts_->environment->DeleteFile(path_of(*parts_, name)).PermitUncheckedError();
}

Expected<void> Store::ingest(Family family, std::span<const std::string> names) {
  if (names.empty()) return {};
  std::vector<std::string> paths;
  for (const std::string& name : names) paths.push_back(path_of(*parts_, name));
  rocksdb::IngestExternalFileOptions options;
  options.move_files = true;
  options.write_global_seqno = false;
  const rocksdb::Status status = parts_->database->IngestExternalFile(parts_->family(family), paths, options);
  if (!status.ok()) return store_failure(status, "take tables into the database");
  return {};
}

void remove_left_tables(const StoreParts& parts) {
  std::vector<std::string> names;
  if (!parts.environment->GetChildren(folder(parts), &names).ok()) return;
  for (const std::string& name : names) {
    if (name == "." || name == "..") continue;
    parts.environment->DeleteFile(folder(parts) + "/" + name).PermitUncheckedError();
  }
  parts.environment->DeleteDir(folder(parts)).PermitUncheckedError();
}

}  // namespace cairn::storage
