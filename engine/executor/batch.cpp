#include "engine/executor/batch.h"

#include "engine/executor/query_context.h"

namespace cairn::engine {

namespace {

constexpr std::array<std::uint16_t, batch_rows_max> make_row_numbers() {
  std::array<std::uint16_t, batch_rows_max> numbers{};
  for (std::size_t i = 0; i < batch_rows_max; ++i) numbers[i] = static_cast<std::uint16_t>(i);
  return numbers;
}

// 0, 1, 2, …: the rows of a level that is taken as it is.
constexpr std::array<std::uint16_t, batch_rows_max> row_numbers = make_row_numbers();

auto lower_bound_of(auto& slots, VariableId variable) {
  return std::lower_bound(slots.begin(), slots.end(), variable,
                          [](const std::pair<VariableId, Slot>& entry, VariableId id) { return entry.first < id; });
}

}  // namespace

// ---- Layout

std::optional<Slot> Layout::find(VariableId variable) const {
  const auto entry = lower_bound_of(slots, variable);
  if (entry == slots.end() || entry->first != variable) return std::nullopt;
  return entry->second;
}

void Layout::set(VariableId variable, Slot slot) {
  const auto entry = lower_bound_of(slots, variable);
  if (entry != slots.end() && entry->first == variable) {
    entry->second = slot;
  } else {
    slots.emplace(entry, variable, slot);
  }
}

void Layout::erase(VariableId variable) {
  const auto entry = lower_bound_of(slots, variable);
  if (entry != slots.end() && entry->first == variable) slots.erase(entry);
}

Slot Layout::add_column(VariableId variable) {
  const Slot slot{.level = static_cast<std::uint16_t>(depth() - 1), .column = column_counts.back()};
  ++column_counts.back();
  set(variable, slot);
  return slot;
}

// ---- RowMap

void RowMap::bind(const Batch& batch) {
  batch_ = &batch;
  size_ = batch.row_count();
  known_.fill(false);
  multiplicity_known_ = false;
}

bool RowMap::is_identity(std::size_t level) const { return level + 1 == batch_->depth && !batch_->selected; }

std::span<const std::uint16_t> RowMap::rows(std::size_t level) {
  const std::size_t top = batch_->depth - 1;
  if (level == top) return batch_->selected ? batch_->selection : std::span(row_numbers).first(size_);
  if (known_[level]) return rows_[level];

  // Unless the top rows are a selection, the level below the top needs no copy.
  if (level + 1 == top && !batch_->selected) return batch_->top().parent.first(size_);
  const std::span<const std::uint16_t> above = rows(level + 1);
  const std::span<const std::uint16_t> parent = batch_->levels[level + 1].parent;
  std::vector<std::uint16_t>& composed = rows_[level];
  composed.resize(size_);
  for (std::size_t i = 0; i < size_; ++i) composed[i] = parent[above[i]];
  known_[level] = true;
  return composed;
}

std::span<const std::uint64_t> RowMap::multiplicity() {
  if (multiplicity_known_) return multiplicity_;
  multiplicity_known_ = true;
  multiplicity_.clear();
  for (std::size_t level = 0; level < batch_->depth; ++level) {
    const std::span<const std::uint64_t> factor = batch_->levels[level].multiplicity;
    if (factor.empty()) continue;
    if (multiplicity_.empty()) multiplicity_.assign(size_, 1);
    const std::span<const std::uint16_t> row_of = rows(level);
    bool overflow = false;
    for (std::size_t i = 0; i < size_; ++i) {
      overflow |= __builtin_mul_overflow(multiplicity_[i], factor[row_of[i]], &multiplicity_[i]);
    }
    if (overflow) {
      throw QueryError(runtime_error(ErrorType::ArithmeticError, "IntegerOverflow",
                                     "The number of rows is outside the range of a 64-bit integer"));
    }
  }
  return multiplicity_;
}

}  // namespace cairn::engine
