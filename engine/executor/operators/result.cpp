#include "engine/executor/operators/result.h"

#include "engine/executor/graph_access.h"

namespace cairn::engine {

bool Fork::push(Batch& batch) {
  bool more = false;
  for (Operator* branch : branches_) more |= branch->push(batch);
  return more;
}

void Fork::finish() {
  for (Operator* branch : branches_) branch->finish();
}

void Fork::restart() {
  for (Operator* branch : branches_) branch->restart();
}

void UnionBranch::finish() {
  if (last_) finish_next();
}

void UnionBranch::restart() {
  if (last_) Operator::restart();
}

bool ResultRows::push_rows(Batch& batch) {
  if (slots_.empty()) return true;
  if (!more_wanted_) return false;
  rows_.bind(batch);
  const std::span<const std::uint64_t> multiplicity = rows_.multiplicity();
  GraphAccess& graph = context().graph();
  row_.resize(slots_.size());
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    for (std::size_t c = 0; c < slots_.size(); ++c) {
      const Column& column = batch.levels[slots_[c].level].columns[slots_[c].column];
      const std::size_t row = rows_.rows(slots_[c].level)[i];
      row_[c] = column.is_null(row) ? Value() : graph.materialise(column.value(row));
    }
    const std::uint64_t count = multiplicity.empty() ? 1 : multiplicity[i];
    for (std::uint64_t n = 0; n < count && more_wanted_; ++n) {
      context().check_cancelled();
      if (profile != nullptr) ++profile->rows;
      more_wanted_ = consumer_.consume(row_);
    }
    if (!more_wanted_) return false;
  }
  return true;
}

void ExistsEnd::begin(std::span<std::uint8_t> has_row) {
  has_row_ = has_row;
  std::fill(has_row_.begin(), has_row_.end(), std::uint8_t{0});
  missing_ = has_row_.size();
}

bool ExistsEnd::push_rows(Batch& batch) {
  if (!outer_row_) {
    has_row_[0] = 1;
    return false;
  }
  rows_.bind(batch);
  const Column& numbers = batch.levels[outer_row_->level].columns[outer_row_->column];
  for (const std::uint16_t row : rows_.rows(outer_row_->level)) {
    std::uint8_t& has_row = has_row_[static_cast<std::size_t>(numbers.at<std::int64_t>(row))];
    if (has_row != 0) continue;
    has_row = 1;
    --missing_;
  }
  return missing_ > 0;
}

bool CollectEnd::push_rows(Batch& batch) {
  rows_.bind(batch);
  const Column& values = batch.levels[value_.level].columns[value_.column];
  const std::span<const std::uint16_t> value_rows = rows_.rows(value_.level);
  const std::span<const std::uint64_t> multiplicity = rows_.multiplicity();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    std::size_t outer_row = 0;
    if (outer_row_) {
      const Column& numbers = batch.levels[outer_row_->level].columns[outer_row_->column];
      outer_row = static_cast<std::size_t>(numbers.at<std::int64_t>(rows_.rows(outer_row_->level)[i]));
    }
    std::vector<Value>& list = lists_[outer_row];
    const Value value = values.is_null(value_rows[i]) ? Value() : values.value(value_rows[i]);
    const std::uint64_t count = multiplicity.empty() ? 1 : multiplicity[i];
    held_.add(count * sizeof(Value) + value.heap_bytes());
    list.insert(list.end(), count, value);
  }
  return true;
}

}  // namespace cairn::engine
