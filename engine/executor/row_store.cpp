#include "engine/executor/row_store.h"

namespace cairn::engine {

struct RowStore::Chunk {
  explicit Chunk(std::size_t column_count) : columns(column_count) {}

  std::vector<ColumnBuffer> columns;
  std::vector<std::uint64_t> multiplicity;  // empty: all 1
  std::size_t row_count = 0;

  std::size_t memory_bytes() const {
    std::size_t bytes = multiplicity.capacity() * sizeof(std::uint64_t);
    for (const ColumnBuffer& column : columns) bytes += column.memory_bytes();
    return bytes;
  }
};

RowStore::RowStore(QueryContext& context, std::vector<Slot> slots, std::size_t extra)
    : context_(context), slots_(std::move(slots)), extra_(extra) {}

RowStore::~RowStore() { clear(); }

void RowStore::clear() {
  chunks_.clear();
  row_count_ = 0;
  bytes_full_chunks_ = 0;
  context_.memory().shrink(bytes_accounted_);
  bytes_accounted_ = 0;
}

RowStore::Chunk& RowStore::writable_chunk() {
  if (chunks_.empty() || chunks_.back()->row_count == batch_rows_max) {
    if (!chunks_.empty()) bytes_full_chunks_ += chunks_.back()->memory_bytes();
    chunks_.push_back(std::make_unique<Chunk>(column_count()));
  }
  return *chunks_.back();
}

void RowStore::account() {
  const std::size_t bytes = bytes_full_chunks_ + (chunks_.empty() ? 0 : chunks_.back()->memory_bytes());
  if (bytes > bytes_accounted_) {
    const std::size_t growth = bytes - bytes_accounted_;
    bytes_accounted_ = bytes;
    context_.memory().grow(growth);
  }
}

void RowStore::append(RowMap& rows, std::span<const Column> extra) {
  const std::span<const std::uint64_t> multiplicity = rows.multiplicity();
  std::size_t taken = 0;
  while (taken < rows.size()) {
    Chunk& chunk = writable_chunk();
    const std::size_t count = std::min(rows.size() - taken, batch_rows_max - chunk.row_count);
    for (std::size_t c = 0; c < slots_.size(); ++c) {
      const Column& column = rows.batch().levels[slots_[c].level].columns[slots_[c].column];
      gather(column, rows.rows(slots_[c].level).subspan(taken, count), chunk.columns[c]);
    }
    for (std::size_t c = 0; c < extra_; ++c) {
      for (std::size_t i = 0; i < count; ++i) chunk.columns[slots_.size() + c].append_from(extra[c], taken + i);
    }
    if (!multiplicity.empty() || !chunk.multiplicity.empty()) {
      chunk.multiplicity.resize(chunk.row_count, 1);
      for (std::size_t i = 0; i < count; ++i) {
        chunk.multiplicity.push_back(multiplicity.empty() ? 1 : multiplicity[taken + i]);
      }
    }
    chunk.row_count += count;
    taken += count;
  }
  row_count_ += rows.size();
  account();
}

void RowStore::append(std::span<const Column> columns, std::span<const std::uint16_t> rows) {
  row_count_ += rows.size();
  while (!rows.empty()) {
    Chunk& chunk = writable_chunk();
    const std::size_t count = std::min(rows.size(), batch_rows_max - chunk.row_count);
    for (std::size_t c = 0; c < columns.size(); ++c) gather(columns[c], rows.first(count), chunk.columns[c]);
    chunk.row_count += count;
    rows = rows.subspan(count);
  }
  account();
}

Column RowStore::column(std::size_t chunk, std::size_t index) const { return chunks_[chunk]->columns[index].view(); }

std::size_t RowStore::chunk_rows(std::size_t chunk) const { return chunks_[chunk]->row_count; }

std::uint64_t RowStore::multiplicity(StoredRow row) const {
  const Chunk& chunk = *chunks_[row.chunk];
  return chunk.multiplicity.empty() ? 1 : chunk.multiplicity[row.row];
}

bool RowStore::replay(const std::function<bool(Batch&)>& use) const {
  std::vector<Column> columns(column_count());
  for (const auto& chunk : chunks_) {
    for (std::size_t c = 0; c < columns.size(); ++c) columns[c] = chunk->columns[c].view();
    Batch batch;
    batch.depth = 1;
    batch.top().row_count = static_cast<std::uint32_t>(chunk->row_count);
    batch.top().columns = columns;
    batch.top().multiplicity = chunk->multiplicity;
    if (!use(batch)) return false;
  }
  return true;
}

bool RowStore::replay(std::span<const StoredRow> order, const std::function<bool(Batch&)>& use) const {
  std::vector<ColumnBuffer> buffers(column_count());
  std::vector<Column> columns(column_count());
  std::vector<std::uint64_t> multiplicity;
  const bool counted =
      std::any_of(chunks_.begin(), chunks_.end(), [](const auto& c) { return !c->multiplicity.empty(); });
  for (std::size_t begin = 0; begin < order.size(); begin += batch_rows_max) {
    const auto piece = order.subspan(begin, std::min(batch_rows_max, order.size() - begin));
    for (std::size_t c = 0; c < buffers.size(); ++c) {
      buffers[c].reset();
      for (const StoredRow& row : piece) buffers[c].append_from(chunks_[row.chunk]->columns[c].view(), row.row);
      columns[c] = buffers[c].view();
    }
    multiplicity.clear();
    if (counted) {
      for (const StoredRow& row : piece) multiplicity.push_back(this->multiplicity(row));
    }
    Batch batch;
    batch.depth = 1;
    batch.top().row_count = static_cast<std::uint32_t>(piece.size());
    batch.top().columns = columns;
    batch.top().multiplicity = multiplicity;
    if (!use(batch)) return false;
  }
  return true;
}

void RowStore::retain(std::span<const StoredRow> order) {
  std::vector<std::unique_ptr<Chunk>> kept;
  for (const StoredRow& row : order) {
    if (kept.empty() || kept.back()->row_count == batch_rows_max) {
      kept.push_back(std::make_unique<Chunk>(column_count()));
    }
    Chunk& chunk = *kept.back();
    const Chunk& source = *chunks_[row.chunk];
    for (std::size_t c = 0; c < column_count(); ++c) chunk.columns[c].append_from(source.columns[c].view(), row.row);
    if (!source.multiplicity.empty() || !chunk.multiplicity.empty()) {
      chunk.multiplicity.resize(chunk.row_count, 1);
      chunk.multiplicity.push_back(multiplicity(row));
    }
    ++chunk.row_count;
  }
  clear();
  chunks_ = std::move(kept);
  row_count_ = order.size();
  for (std::size_t c = 0; c + 1 < chunks_.size(); ++c) bytes_full_chunks_ += chunks_[c]->memory_bytes();
  account();
}

}  // namespace cairn::engine
