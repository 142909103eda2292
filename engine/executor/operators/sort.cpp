#include "engine/executor/operators/sort.h"

#include "engine/value/orderability.h"

namespace cairn::engine {

namespace {

// With a limit, rows are thrown away once this many times the limit is kept.
constexpr std::uint64_t kept_per_limit = 4;
constexpr std::uint64_t limit_max = std::numeric_limits<std::uint64_t>::max() / (2 * kept_per_limit);

}  // namespace

Sort::Sort(QueryContext& context, std::vector<Slot> slots, std::vector<SortKey> keys,
           std::optional<std::uint64_t> limit)
    : RowOperator(context),
      keys_(std::move(keys)),
      kept_columns_(slots.size()),
      limit_(limit ? std::optional(std::min(*limit, limit_max)) : std::nullopt),
      store_(context, std::move(slots), keys_.size()) {}

bool Sort::push_rows(Batch& batch) {
  if (limit_ && *limit_ == 0) return false;
  rows_.bind(batch);
  key_columns_.clear();
  for (SortKey& key : keys_) key_columns_.push_back(key.expression.evaluate(rows_));
  store_.append(rows_, key_columns_);
  if (limit_ && store_.row_count() > *limit_ * kept_per_limit + batch_rows_max) {
    std::vector<StoredRow> order = sorted();
    order.resize(std::min<std::uint64_t>(order.size(), *limit_));
    store_.retain(order);
  }
  return true;
}

std::vector<StoredRow> Sort::sorted() {
  // The order, and as much again for the stable sort to work in.
  HeldBytes held(context());
  held.add(2 * store_.row_count() * sizeof(StoredRow));
  std::vector<StoredRow> order;
  order.reserve(store_.row_count());
  std::vector<std::vector<Column>> columns(store_.chunk_count());
  for (std::size_t chunk = 0; chunk < store_.chunk_count(); ++chunk) {
    for (std::size_t k = 0; k < keys_.size(); ++k) columns[chunk].push_back(store_.column(chunk, kept_columns_ + k));
    for (std::size_t row = 0; row < store_.chunk_rows(chunk); ++row) {
      order.push_back({.chunk = static_cast<std::uint32_t>(chunk), .row = static_cast<std::uint16_t>(row)});
    }
  }
  auto compare = [&](const Column& left, std::size_t left_row, const Column& right, std::size_t right_row) {
    if (left.type == ColumnType::Integers && right.type == ColumnType::Integers && !left.is_null(left_row) &&
        !right.is_null(right_row)) {
      return left.at<std::int64_t>(left_row) <=> right.at<std::int64_t>(right_row);
    }
    if (left.type == ColumnType::Strings && right.type == ColumnType::Strings && !left.is_null(left_row) &&
        !right.is_null(right_row)) {
      return left.at<std::string_view>(left_row) <=> right.at<std::string_view>(right_row);
    }
    const Value a = left.is_null(left_row) ? Value() : left.value(left_row);
    const Value b = right.is_null(right_row) ? Value() : right.value(right_row);
    const auto ordering = cairn::order(a, b);
    return ordering < 0   ? std::strong_ordering::less
           : ordering > 0 ? std::strong_ordering::greater
                          : std::strong_ordering::equal;
  };
  std::stable_sort(order.begin(), order.end(), [&](const StoredRow& a, const StoredRow& b) {
    context().check_cancelled_seldom();
    for (std::size_t k = 0; k < keys_.size(); ++k) {
      const auto ordering = compare(columns[a.chunk][k], a.row, columns[b.chunk][k], b.row);
      if (ordering != 0) return keys_[k].descending ? ordering > 0 : ordering < 0;
    }
    return false;
  });
  return order;
}

void Sort::finish() {
  const std::vector<StoredRow> order = sorted();
  store_.replay(order, [this](Batch& batch) { return emit(batch); });
  store_.clear();
  finish_next();
}

void Sort::restart() {
  store_.clear();
  Operator::restart();
}

void SkipLimit::restart() {
  skip_left_ = skip_;
  limit_left_ = limit_;
  Operator::restart();
}

bool SkipLimit::push_rows(Batch& batch) {
  if (limit_left_ && *limit_left_ == 0) return false;
  rows_.bind(batch);
  const std::span<const std::uint64_t> multiplicity = rows_.multiplicity();
  selection_.clear();
  multiplicity_.assign(batch.top().row_count, 1);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    std::uint64_t count = multiplicity.empty() ? 1 : multiplicity[i];
    const std::uint64_t skipped = std::min(skip_left_, count);
    skip_left_ -= skipped;
    count -= skipped;
    if (limit_left_) {
      count = std::min(count, *limit_left_);
      *limit_left_ -= count;
    }
    if (count == 0) continue;
    selection_.push_back(batch.row(i));
    multiplicity_[batch.row(i)] = count;
  }
  Batch cut = batch;
  cut.selected = true;
  cut.selection = selection_;
  if (!multiplicity.empty()) {
    for (std::uint32_t level = 0; level < cut.depth; ++level) cut.levels[level].multiplicity = {};
    cut.top().multiplicity = multiplicity_;
  }
  const bool more = emit(cut);
  return more && !(limit_left_ && *limit_left_ == 0);
}

}  // namespace cairn::engine
