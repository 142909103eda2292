#include "engine/executor/operator.h"

namespace cairn::engine {

namespace {

std::uint64_t count_rows(const Batch& batch) {
  if (!batch.has_spans()) return batch.row_count();
  std::uint64_t rows = 0;
  for (const storage::NeighbourSpan& span : batch.spans) rows += span.count;
  return rows;
}

std::uint64_t count_with_multiplicity(const Batch& batch) {
  if (batch.has_spans()) return count_rows(batch);
  RowMap rows;
  rows.bind(batch);
  const std::span<const std::uint64_t> multiplicity = rows.multiplicity();
  if (multiplicity.empty()) return rows.size();
  std::uint64_t count = 0;
  for (const std::uint64_t n : multiplicity) count += n;
  return count;
}

}  // namespace

bool Operator::emit(Batch& batch) {
  if (count_rows(batch) == 0) return true;
  context().check_cancelled();
  if (profile != nullptr) profile->rows += count_with_multiplicity(batch);
  return profiled(context(), next_->profile, [&] { return next_->push(batch); });
}

void Operator::finish_next() {
  profiled(context(), next_->profile, [&] { next_->finish(); });
}

bool RowOperator::push(Batch& batch) {
  if (!batch.has_spans()) return push_rows(batch);

  Batch rows = batch;
  rows.spans = {};
  const bool with_relationships = batch.spans.front().relationships != nullptr;
  neighbours_.resize(batch_rows_max);
  parents_.resize(batch_rows_max);
  if (with_relationships) relationships_.resize(batch_rows_max);

  std::size_t filled = 0;
  auto hand_on = [&] {
    columns_[0] = Column{.type = ColumnType::Nodes, .data = neighbours_.data()};
    columns_[1] = Column{.type = ColumnType::Relationships, .data = relationships_.data()};
    Level& top = rows.top();
    top.row_count = static_cast<std::uint32_t>(filled);
    top.columns = std::span<const Column>(columns_.data(), with_relationships ? 2U : 1U);
    top.parent = std::span<const std::uint16_t>(parents_.data(), filled);
    rows.selected = false;
    filled = 0;
    return push_rows(rows);
  };

  for (const storage::NeighbourSpan& span : batch.spans) {
    std::uint32_t taken = 0;
    while (taken < span.count) {
      const auto count = static_cast<std::uint32_t>(std::min<std::size_t>(span.count - taken, batch_rows_max - filled));
      if (span.width == storage::IdWidth::U32) {
        const auto* ids = static_cast<const std::uint32_t*>(span.ids) + taken;
        std::copy(ids, ids + count, neighbours_.begin() + static_cast<std::ptrdiff_t>(filled));
      } else {
        const auto* ids = static_cast<const std::uint64_t*>(span.ids) + taken;
        std::copy(ids, ids + count, neighbours_.begin() + static_cast<std::ptrdiff_t>(filled));
      }
      if (with_relationships) {
        const storage::RelationshipId* ids = span.relationships + taken;
        std::copy(ids, ids + count, relationships_.begin() + static_cast<std::ptrdiff_t>(filled));
      }
      std::fill_n(parents_.begin() + static_cast<std::ptrdiff_t>(filled), count,
                  static_cast<std::uint16_t>(span.parent));
      filled += count;
      taken += count;
      if (filled == batch_rows_max && !hand_on()) return false;
    }
  }
  return filled == 0 || hand_on();
}

}  // namespace cairn::engine
