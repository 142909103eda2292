#include "storage/index_builder.h"

#include "storage/constraint_errors.h"
#include "storage/keys.h"
#include "storage/meta_codec.h"
#include "storage/store_tables.h"
#include "storage/varint.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn::storage {

namespace {

// Sorted in a few milliseconds.
constexpr std::size_t piece_entries = 16'384;
constexpr std::size_t steps_between_questions = 1024;
constexpr std::size_t runs_at_once = 64;
constexpr std::uint64_t table_bytes_max = std::uint64_t{64} << 20U;

// A run on disk.
class RunSource : public EntrySource {
 public:
  explicit RunSource(std::unique_ptr<TableReader> table) : table_(std::move(table)) {}
  bool valid() const override { return table_->valid(); }
  std::string_view key() const override { return table_->key(); }
  void next() override { table_->next(); }
  Expected<void> status() const override { return table_->status(); }

 private:
  std::unique_ptr<TableReader> table_;
};

}  // namespace

// A sorted piece of what is in memory.
class IndexBuilder::PieceSource : public EntrySource {
 public:
  PieceSource(const std::string& keys, const Piece& piece) : keys_(keys), piece_(piece) {}
  bool valid() const override { return at_ < piece_.size(); }
  std::string_view key() const override {
    return std::string_view(keys_).substr(piece_[at_].offset, piece_[at_].bytes);
  }
  void next() override { ++at_; }
  Expected<void> status() const override { return {}; }

 private:
  const std::string& keys_;
  const Piece& piece_;
  std::size_t at_ = 0;
};

// Writes entries as the index has them, into one table after the other.
class IndexBuilder::Output {
 public:
  Output(IndexBuilder& builder, const CheckDistinct& check_distinct)
      : builder_(builder), check_distinct_(check_distinct) {}

  Expected<void> add(std::string_view entry_key) {
    if (!builder_.index_.unique) return put(entry_key, {});
    const std::string_view key = entry_key.substr(0, entry_key.size() - id_key_bytes);
    if (key != key_) {
      if (const auto ended = end_group(); !ended) return ended;
      key_ = key;
    }
    entities_.push_back(read_big_endian(entry_key, key.size(), id_key_bytes));
    // Almost surely their values are the same; if not, all are compared in the end.
    return entities_.size() == 2 ? check_distinct_(entities_) : Expected<void>();
  }

  Expected<void> finish() {
    if (const auto ended = end_group(); !ended) return ended;
    return end_table();
  }

 private:
  Expected<void> end_group() {
    if (entities_.empty()) return {};
    if (entities_.size() > 1) {
      if (const auto checked = check_distinct_(entities_); !checked) return checked;
    }
    const std::string value = encode_unique(entities_);
    entities_.clear();
    return put(key_, value);
  }

  Expected<void> put(std::string_view key, std::string_view value) {
    if (table_ != nullptr && table_->bytes() >= table_bytes_max) {
      if (const auto ended = end_table(); !ended) return ended;
    }
    if (table_ == nullptr) {
      builder_.tables_.push_back(builder_.new_name());
      auto table = builder_.store_.write_table(Family::Indexes, builder_.tables_.back());
      if (!table) return table.error();
      table_ = std::move(*table);
    }
    return table_->add(key, value);
  }

  Expected<void> end_table() {
    if (table_ == nullptr) return {};
    auto finished = table_->finish();
    table_.reset();
    return finished;
  }

  IndexBuilder& builder_;
  const CheckDistinct& check_distinct_;
  std::unique_ptr<TableWriter> table_;
  std::string key_;  // of a unique index: of the entities that are being collected
  std::vector<EntityId> entities_;
};

IndexBuilder::IndexBuilder(Store& store, const IndexDefinition& index, std::size_t memory_bytes,
                           std::function<bool()> stop)
    : store_(store), index_(index), memory_bytes_(memory_bytes), stop_(std::move(stop)) {}

IndexBuilder::~IndexBuilder() {
  for (const std::string& name : written_) store_.remove_table(name);
}

std::string IndexBuilder::new_name() {
  written_.push_back(fmt::format("index-{}-{}", index_.id, written_.size()));
  return written_.back();
}

Expected<void> IndexBuilder::add(std::string_view value_key, EntityId entity) {
  if (pieces_.empty() || pieces_.back().size() == piece_entries) {
    if (const auto ended = end_piece(); !ended) return ended;
    pieces_.emplace_back();
  }
  const std::string key = index_entry_key(index_.id, value_key, entity);
  pieces_.back().push_back({.offset = keys_.size(), .bytes = key.size()});
  keys_ += key;
  ++entries_;
  if (keys_.size() + entries_ * sizeof(Place) < memory_bytes_) return {};
  return spill();
}

Expected<void> IndexBuilder::end_piece() {
  if (pieces_.empty()) return {};
  if (stopped()) return build_stopped_error();
  const std::string_view keys = keys_;
  std::ranges::sort(pieces_.back(), {}, [&](const Place& place) { return keys.substr(place.offset, place.bytes); });
  return {};
}

std::vector<std::unique_ptr<EntrySource>> IndexBuilder::memory_sources() const {
  std::vector<std::unique_ptr<EntrySource>> sources;
  sources.reserve(pieces_.size());
  for (const Piece& piece : pieces_) sources.push_back(std::make_unique<PieceSource>(keys_, piece));
  return sources;
}

Expected<std::vector<std::unique_ptr<EntrySource>>> IndexBuilder::run_sources(std::span<const std::string> runs) const {
  std::vector<std::unique_ptr<EntrySource>> sources;
  for (const std::string& run : runs) {
    auto table = store_.read_table(Family::Indexes, run);
    if (!table) return table.error();
    sources.push_back(std::make_unique<RunSource>(std::move(*table)));
  }
  return sources;
}

Expected<void> IndexBuilder::merge(const std::vector<std::unique_ptr<EntrySource>>& sources, const Visit& visit) const {
  std::vector<EntrySource*> heap;
  for (const auto& source : sources) {
    if (const auto status = source->status(); !status) return status;
    if (source->valid()) heap.push_back(source.get());
  }
  const auto later = [](const EntrySource* a, const EntrySource* b) { return a->key() > b->key(); };
  std::ranges::make_heap(heap, later);
  for (std::size_t step = 0; !heap.empty(); ++step) {
    if (step % steps_between_questions == 0 && stopped()) return build_stopped_error();
    std::ranges::pop_heap(heap, later);
    EntrySource* source = heap.back();
    if (const auto visited = visit(source->key()); !visited) return visited;
    source->next();
    if (const auto status = source->status(); !status) return status;
    if (source->valid()) {
      std::ranges::push_heap(heap, later);
    } else {
      heap.pop_back();
    }
  }
  return {};
}

Expected<void> IndexBuilder::spill() {
  if (const auto ended = end_piece(); !ended) return ended;
  const std::string name = new_name();
  auto run = store_.write_table(Family::Indexes, name);
  if (!run) return run.error();
  auto written = merge(memory_sources(), [&](std::string_view key) { return (*run)->add(key, {}); });
  if (!written) return written;
  if (const auto finished = (*run)->finish(); !finished) return finished;
  runs_.push_back(name);
  keys_.clear();
  pieces_.clear();
  entries_ = 0;
  return {};
}

Expected<void> IndexBuilder::merge_runs(std::span<const std::string> runs) {
  auto sources = run_sources(runs);
  if (!sources) return sources.error();
  const std::string name = new_name();
  auto merged = store_.write_table(Family::Indexes, name);
  if (!merged) return merged.error();
  auto written = merge(*sources, [&](std::string_view key) { return (*merged)->add(key, {}); });
  if (!written) return written;
  if (const auto finished = (*merged)->finish(); !finished) return finished;
  for (const std::string& run : runs) store_.remove_table(run);
  runs_.push_back(name);
  return {};
}

Expected<void> IndexBuilder::finish(const CheckDistinct& check_distinct) {
  if (const auto ended = end_piece(); !ended) return ended;
  while (runs_.size() > runs_at_once) {
    const std::vector<std::string> oldest(runs_.begin(), runs_.begin() + static_cast<std::ptrdiff_t>(runs_at_once));
    if (const auto merged = merge_runs(oldest); !merged) return merged;
    runs_.erase(runs_.begin(), runs_.begin() + static_cast<std::ptrdiff_t>(runs_at_once));
  }
  auto sources = run_sources(runs_);
  if (!sources) return sources.error();
  for (auto& source : memory_sources()) sources->push_back(std::move(source));
  Output output(*this, check_distinct);
  auto merged = merge(*sources, [&](std::string_view key) { return output.add(key); });
  return merged ? output.finish() : merged;
}

Expected<void> IndexBuilder::ingest() {
  if (stopped()) return build_stopped_error();
  return store_.ingest(Family::Indexes, tables_);
}

}  // namespace cairn::storage
