#include "engine/executor/operators/expand_into.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace cairn::engine {

namespace {

// Rows that share a node before its list is looked at for all of them.
constexpr std::size_t run_rows_min = 4;
// A list that is longer than this for each of the rows costs more than looking at theirs.
constexpr std::uint64_t neighbours_per_row_max = 16;
// Rows whose lists are asked for at once.
constexpr std::size_t slice_rows = 64;

// The entries of a sorted list that are `wanted`: [first, last).
std::pair<std::uint32_t, std::uint32_t> equal_range(const storage::NeighbourSpan& span, storage::NodeId wanted) {
  auto search = [&](const auto* ids) {
    using Id = std::remove_const_t<std::remove_pointer_t<decltype(ids)>>;
    if (wanted > std::numeric_limits<Id>::max()) return std::pair<std::uint32_t, std::uint32_t>(0, 0);
    const auto [first, last] = std::equal_range(ids, ids + span.count, static_cast<Id>(wanted));
    return std::pair(static_cast<std::uint32_t>(first - ids), static_cast<std::uint32_t>(last - ids));
  };
  if (span.width == storage::IdWidth::U32) return search(static_cast<const std::uint32_t*>(span.ids));
  return search(static_cast<const std::uint64_t*>(span.ids));
}

std::size_t end_of_run(std::span<const storage::NodeId> nodes, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < nodes.size() && nodes[end] == nodes[begin]) ++end;
  return end;
}

std::size_t count_runs(std::span<const storage::NodeId> nodes) {
  std::size_t runs = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) runs += i == 0 || nodes[i] != nodes[i - 1] ? 1U : 0U;
  return runs;
}

}  // namespace

void NeighbourFilter::reset(std::uint64_t nodes) {
  const std::uint64_t words = std::bit_ceil(std::max<std::uint64_t>(1, nodes * bits_per_node / 64));
  words_.assign(words, 0);
  shift_ = 64 - static_cast<unsigned>(std::bit_width(words * 64) - 1);
}

bool ExpandInto::push_rows(Batch& batch) {
  types_ = resolve_types(context().reader(), step_.types);
  if (types_.none) return true;

  rows_.bind(batch);
  from_column_.read(rows_, step_.from, ValueType::Node);
  to_column_.read(rows_, to_slot_, ValueType::Node);
  from_.clear();
  to_.clear();
  row_of_.clear();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (!from_column_.valid(i) || !to_column_.valid(i)) continue;
    from_.push_back(from_column_.ids()[i]);
    to_.push_back(to_column_.ids()[i]);
    row_of_.push_back(batch.row(i));
  }

  Pairs pairs{.near = from_, .far = to_, .direction = step_.direction};
  if (count_runs(to_) < count_runs(from_)) pairs = {.near = to_, .far = from_, .direction = reverse(step_.direction)};
  std::size_t answered = 0;
  for (std::size_t begin = 0; begin < row_of_.size();) {
    const std::size_t end = end_of_run(pairs.near, begin);
    const std::size_t rows = end - begin;
    if (rows >= run_rows_min &&
        total_degree(pairs.near.subspan(begin, 1), pairs.direction) <= rows * neighbours_per_row_max) {
      if (!join_each(batch, pairs, answered, begin) || !join_run(batch, pairs, begin, end)) return false;
      answered = end;
    }
    begin = end;
  }
  return join_each(batch, pairs, answered, row_of_.size()) && flush(batch);
}

std::uint64_t ExpandInto::total_degree(std::span<const storage::NodeId> nodes, storage::Direction direction) {
  degrees_.assign(nodes.size(), 0);
  value_or_end(context().reader().degrees(nodes, direction, types_.tokens, degrees_));
  std::uint64_t total = 0;
  for (const std::uint64_t degree : degrees_) total += degree;
  return total;
}

void ExpandInto::expand(std::span<const storage::NodeId> nodes, storage::Direction direction) {
  context().check_cancelled();
  const auto need =
      step_.with_relationships ? storage::NeighbourNeed::IdsAndRelationships : storage::NeighbourNeed::Ids;
  value_or_end(context().reader().expand(nodes, direction, types_.tokens, need, spans_));
}

bool ExpandInto::join_run(Batch& batch, const Pairs& pairs, std::size_t begin, std::size_t end) {
  expand(pairs.near.subspan(begin, 1), pairs.direction);
  std::uint64_t neighbours = 0;
  for (const storage::NeighbourSpan& span : spans_.spans) neighbours += span.count;
  filter_.reset(neighbours);
  for (const storage::NeighbourSpan& span : spans_.spans) {
    for (std::uint32_t i = 0; i < span.count; ++i) filter_.add(span.id(i));
  }
  for (std::size_t row = begin; row < end; ++row) {
    if (!filter_.may_have(pairs.far[row])) continue;
    for (const storage::NeighbourSpan& span : spans_.spans) {
      if (!add_matches(batch, span, pairs.far[row], row_of_[row])) return false;
    }
  }
  return true;
}

bool ExpandInto::join_each(Batch& batch, Pairs pairs, std::size_t begin, std::size_t end) {
  if (begin == end) return true;
  const std::size_t rows = end - begin;
  if (total_degree(pairs.far.subspan(begin, rows), reverse(pairs.direction)) <
      total_degree(pairs.near.subspan(begin, rows), pairs.direction)) {
    std::swap(pairs.near, pairs.far);
    pairs.direction = reverse(pairs.direction);
  }
  for (std::size_t first = begin; first < end; first += slice_rows) {
    expand(pairs.near.subspan(first, std::min(slice_rows, end - first)), pairs.direction);
    for (const storage::NeighbourSpan& span : spans_.spans) {
      const std::size_t row = first + span.parent;
      if (!add_matches(batch, span, pairs.far[row], row_of_[row])) return false;
    }
  }
  return true;
}

bool ExpandInto::add_matches(Batch& batch, const storage::NeighbourSpan& span, storage::NodeId wanted,
                             std::uint16_t row) {
  const auto [first, last] = equal_range(span, wanted);
  for (std::uint32_t i = first; i < last; ++i) {
    parents_.push_back(row);
    relationships_.push_back(step_.with_relationships ? span.relationships[i] : 0);
    if (parents_.size() == batch_rows_max && !flush(batch)) return false;
  }
  return true;
}

bool ExpandInto::flush(Batch& batch) {
  if (parents_.empty()) return true;
  columns_[0] = Column{.type = ColumnType::Relationships, .data = relationships_.data()};
  Batch expanded = with_level(batch, columns_, parents_);
  const bool more = emit(expanded);
  parents_.clear();
  relationships_.clear();
  return more;
}

}  // namespace cairn::engine
