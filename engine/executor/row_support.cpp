#include "engine/executor/row_support.h"

namespace cairn::engine {

namespace {

[[noreturn]] void wrong_kind(ValueType wanted, const Value& value) {
  throw QueryError(
      runtime_error(ErrorType::TypeError, "InvalidArgumentType",
                    fmt::format("expected {} but found {}", a_value_type(wanted), a_value_type(value.type()))));
}

}  // namespace

void EntityColumn::read(RowMap& rows, Slot slot, ValueType kind) {
  const Column& column = rows.batch().levels[slot.level].columns[slot.column];
  const std::size_t size = rows.size();
  valid_.clear();

  const ColumnType wanted = kind == ValueType::Node ? ColumnType::Nodes : ColumnType::Relationships;
  if (column.type == wanted && column.validity == nullptr && !column.constant && rows.is_identity(slot.level)) {
    ids_ = std::span<const std::uint64_t>(column.array<std::uint64_t>(), size);
    return;
  }
  gathered_.resize(size);
  const std::span<const std::uint16_t> row_of = rows.rows(slot.level);
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t row = row_of[i];
    if (column.is_null(row)) {
      if (valid_.empty()) valid_.assign(size, 1);
      valid_[i] = 0;
      gathered_[i] = 0;
    } else if (column.type == wanted) {
      gathered_[i] = column.at<std::uint64_t>(row);
    } else {
      const Value value = column.value(row);
      if (value.type() != kind) wrong_kind(kind, value);
      gathered_[i] = value.entity_id();
    }
  }
  ids_ = gathered_;
}

void ColumnAdder::begin(const Batch& batch) {
  batch_ = batch;
  columns_.assign(batch.top().columns.begin(), batch.top().columns.end());
  scattered_count_ = 0;
}

void ColumnAdder::add(const Column& dense) {
  if (dense.constant || !batch_.selected) {
    columns_.push_back(dense);
    return;
  }
  if (scattered_count_ == scattered_.size()) scattered_.push_back(std::make_unique<ColumnBuffer>());
  ColumnBuffer& buffer = *scattered_[scattered_count_++];
  buffer.reset();
  std::vector<std::uint16_t> source(batch_.top().row_count, 0);
  for (std::size_t i = 0; i < batch_.selection.size(); ++i) source[batch_.selection[i]] = static_cast<std::uint16_t>(i);
  gather_borrowed(dense, source, buffer);
  columns_.push_back(buffer.view());
}

Batch& ColumnAdder::finish() {
  batch_.top().columns = columns_;
  return batch_;
}

Batch with_level(const Batch& batch, std::span<const Column> columns, std::span<const std::uint16_t> parent) {
  Batch grown = batch;
  grown.selected = false;
  ++grown.depth;
  grown.top() = Level{
      .row_count = static_cast<std::uint32_t>(parent.size()), .columns = columns, .parent = parent, .multiplicity = {}};
  return grown;
}

bool MultiplicityExpander::expand(Batch& batch, const std::function<bool(Batch&)>& use) {
  rows_.bind(batch);
  const std::span<const std::uint64_t> multiplicity = rows_.multiplicity();
  if (multiplicity.empty()) return use(batch);

  Batch repeated = batch;
  for (std::uint32_t level = 0; level < repeated.depth; ++level) repeated.levels[level].multiplicity = {};
  const Level& top = batch.top();
  columns_.assign(top.columns.begin(), top.columns.end());
  while (buffers_.size() < columns_.size()) buffers_.push_back(std::make_unique<ColumnBuffer>());

  auto flush = [&] {
    if (row_.empty()) return true;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (top.columns[c].constant) continue;
      buffers_[c]->reset();
      gather_borrowed(top.columns[c], row_, *buffers_[c]);
      columns_[c] = buffers_[c]->view();
    }
    parent_.clear();
    if (!top.parent.empty()) {
      for (const std::uint16_t row : row_) parent_.push_back(top.parent[row]);
    }
    repeated.top().columns = columns_;
    repeated.top().parent = parent_;
    repeated.top().row_count = static_cast<std::uint32_t>(row_.size());
    repeated.selected = false;
    row_.clear();
    return use(repeated);
  };
  row_.clear();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    for (std::uint64_t n = 0; n < multiplicity[i]; ++n) {
      row_.push_back(batch.row(i));
      if (row_.size() == batch_rows_max && !flush()) return false;
    }
  }
  return flush();
}

ResolvedTypes resolve_types(const storage::Reader& reader, const std::vector<std::string>& names) {
  ResolvedTypes resolved;
  for (const std::string& name : names) {
    const auto token = reader.find_type(name);
    if (token && std::find(resolved.tokens.begin(), resolved.tokens.end(), *token) == resolved.tokens.end()) {
      resolved.tokens.push_back(*token);
    }
  }
  resolved.none = !names.empty() && resolved.tokens.empty();
  return resolved;
}

storage::Direction to_direction(PatternDirection direction) {
  switch (direction) {
    case PatternDirection::LeftToRight: return storage::Direction::Outgoing;
    case PatternDirection::RightToLeft: return storage::Direction::Incoming;
    case PatternDirection::Either: return storage::Direction::Both;
  }
  return storage::Direction::Both;
}

storage::Direction reverse(storage::Direction direction) {
  switch (direction) {
    case storage::Direction::Outgoing: return storage::Direction::Incoming;
    case storage::Direction::Incoming: return storage::Direction::Outgoing;
    case storage::Direction::Both: return storage::Direction::Both;
  }
  return storage::Direction::Both;
}

}  // namespace cairn::engine
