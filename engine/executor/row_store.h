// Rows kept in memory: what Eager, Sort and Flatten hold, column by column.
//
// Rows come from batches of any depth and go out as batches of one level, in chunks of at most
// `batch_rows_max` rows. Types are kept: a column of integers comes back as a column of integers.
#pragma once

#include "engine/executor/batch.h"
#include "engine/executor/query_context.h"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace cairn::engine {

// The place of one kept row: chunk and row in it.
struct StoredRow {
  std::uint32_t chunk = 0;
  std::uint16_t row = 0;
};

// One thread. Counts what it holds against the statement's memory.
class RowStore {
 public:
  // Keeps the columns at `slots` of incoming batches; `extra` further columns are given with each append.
  RowStore(QueryContext& context, std::vector<Slot> slots, std::size_t extra = 0);
  ~RowStore();

  // Keeps every remaining row; `extra` columns are dense, one entry a remaining row.
  void append(RowMap& rows, std::span<const Column> extra = {});
  // Keeps the given rows of dense columns, each for one row; in a store that was made without slots.
  void append(std::span<const Column> columns, std::span<const std::uint16_t> rows);

  std::size_t row_count() const { return row_count_; }
  std::size_t chunk_count() const { return chunks_.size(); }
  std::size_t column_count() const { return slots_.size() + extra_; }
  Column column(std::size_t chunk, std::size_t index) const;
  std::size_t chunk_rows(std::size_t chunk) const;
  // How many rows the row stands for.
  std::uint64_t multiplicity(StoredRow row) const;

  // All rows in order as batches of one level with all columns; false from `use` stops.
  bool replay(const std::function<bool(Batch&)>& use) const;
  // The given rows in that order.
  bool replay(std::span<const StoredRow> order, const std::function<bool(Batch&)>& use) const;

  // Keeps only the given rows, in that order.
  void retain(std::span<const StoredRow> order);
  void clear();

 private:
  struct Chunk;
  Chunk& writable_chunk();
  void account();

  QueryContext& context_;
  std::vector<Slot> slots_;
  std::size_t extra_;
  std::size_t row_count_ = 0;
  std::size_t bytes_accounted_ = 0;
  std::size_t bytes_full_chunks_ = 0;
  std::vector<std::unique_ptr<Chunk>> chunks_;
};

}  // namespace cairn::engine
