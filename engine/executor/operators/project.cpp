#include "engine/executor/operators/project.h"

namespace cairn::engine {

bool Project::push_rows(Batch& batch) {
  rows_.bind(batch);
  adder_.begin(batch);
  for (Evaluator& expression : expressions_) adder_.add(expression.evaluate(rows_));
  return emit(adder_.finish());
}

bool Unwind::push_rows(Batch& batch) {
  rows_.bind(batch);
  const Column lists = list_.evaluate(rows_);
  const std::size_t rows_max = context().next_batch_rows();
  elements_.reset();
  parents_.clear();

  auto flush = [&] {
    if (parents_.empty()) return true;
    columns_[0] = elements_.view();
    Batch unwound = with_level(batch, columns_, parents_);
    const bool more = emit(unwound);
    elements_.reset();
    parents_.clear();
    return more;
  };
  auto add = [&](std::uint16_t parent, const Value& element) {
    elements_.append(element);
    parents_.push_back(parent);
    return parents_.size() < rows_max || flush();
  };

  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (lists.is_null(i)) continue;
    const Value value = lists.value(i);
    if (!value.is_list()) {
      if (!add(batch.row(i), value)) return false;
      continue;
    }
    for (const Value& element : value.as_list()) {
      if (!add(batch.row(i), element)) return false;
    }
  }
  return flush();
}

bool Flatten::push_rows(Batch& batch) {
  rows_.bind(batch);
  for (std::size_t c = 0; c < slots_.size(); ++c) {
    const Column& column = batch.levels[slots_[c].level].columns[slots_[c].column];
    if (column.constant) {
      columns_[c] = column;
      continue;
    }
    buffers_[c].reset();
    gather_borrowed(column, rows_.rows(slots_[c].level), buffers_[c]);
    columns_[c] = buffers_[c].view();
  }
  Batch flat;
  flat.depth = 1;
  flat.top() = Level{.row_count = static_cast<std::uint32_t>(rows_.size()),
                     .columns = columns_,
                     .parent = {},
                     .multiplicity = rows_.multiplicity()};
  return emit(flat);
}

bool Eager::push_rows(Batch& batch) {
  rows_.bind(batch);
  store_.append(rows_);
  return true;
}

void Eager::finish() {
  store_.replay([this](Batch& batch) { return emit(batch); });
  store_.clear();
  finish_next();
}

void Eager::restart() {
  store_.clear();
  Operator::restart();
}

}  // namespace cairn::engine
