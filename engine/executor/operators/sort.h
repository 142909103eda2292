// ORDER BY, SKIP and LIMIT.
#pragma once

#include "engine/executor/evaluator.h"
#include "engine/executor/row_store.h"
#include "engine/executor/row_support.h"

namespace cairn::engine {

struct SortKey {
  Evaluator expression;
  bool descending = false;
};

// All rows by the keys, in the order of orderability.h; rows with equal keys stay in their order. With a
// limit only the first rows are kept while it runs.
class Sort final : public RowOperator {
 public:
  Sort(QueryContext& context, std::vector<Slot> slots, std::vector<SortKey> keys, std::optional<std::uint64_t> limit);
  void finish() override;
  void restart() override;

 protected:
  bool push_rows(Batch& batch) override;

 private:
  std::vector<StoredRow> sorted();

  std::vector<SortKey> keys_;
  std::size_t kept_columns_;
  std::optional<std::uint64_t> limit_;
  RowStore store_;
  RowMap rows_;
  std::vector<Column> key_columns_;
};

// Drops the first rows and keeps at most `limit`, counting multiplicities: it cuts inside a row that
// stands for several.
class SkipLimit final : public RowOperator {
 public:
  SkipLimit(QueryContext& context, std::uint64_t skip, std::optional<std::uint64_t> limit)
      : RowOperator(context), skip_(skip), limit_(limit), skip_left_(skip), limit_left_(limit) {}
  void restart() override;

 protected:
  bool push_rows(Batch& batch) override;

 private:
  std::uint64_t skip_;
  std::optional<std::uint64_t> limit_;
  std::uint64_t skip_left_;
  std::optional<std::uint64_t> limit_left_;
  RowMap rows_;
  std::vector<std::uint16_t> selection_;
  std::vector<std::uint64_t> multiplicity_;
};

}  // namespace cairn::engine
