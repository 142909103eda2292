#include "engine/executor/operators/variable_expand.h"

namespace cairn::engine {

Value relationship_list(std::span<const TrailStep> trail, bool reversed) {
  std::vector<Value> elements;
  elements.reserve(trail.size());
  for (const TrailStep& step : trail) elements.push_back(Value::relationship(step.relationship));
  if (reversed) std::reverse(elements.begin(), elements.end());
  return value_or_end(Value::list(std::move(elements)));
}

VariableExpand::VariableExpand(QueryContext& context, VariableExpandStep step, std::optional<HopFilter> filter)
    : RowOperator(context),
      step_(std::move(step)),
      filter_(std::move(filter)),
      walk_(context, step_.pattern, filter_ ? &*filter_ : nullptr) {}

bool VariableExpand::push_rows(Batch& batch) {
  rows_.bind(batch);
  from_.read(rows_, step_.from, ValueType::Node);
  if (step_.to) to_.read(rows_, *step_.to, ValueType::Node);
  rows_max_ = context().next_batch_rows();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (!from_.valid(i) || (step_.to && !to_.valid(i))) continue;
    context().check_cancelled();
    read_relationship_ids(rows_, i, step_.others, excluded_);
    const std::uint16_t row = batch.row(i);
    const auto visit = [&](std::span<const TrailStep> trail) {
      const storage::NodeId end = trail.empty() ? from_.ids()[i] : trail.back().node;
      if (step_.to && end != to_.ids()[i]) return true;
      ends_.push_back(end);
      parents_.push_back(row);
      if (step_.with_list) {
        lists_.push_back(relationship_list(trail, step_.reversed));
        list_bytes_ += lists_.back().heap_bytes();
      }
      const bool full = parents_.size() == rows_max_ || list_bytes_ >= list_bytes_per_batch;
      return !full || flush(batch);
    };
    if (!walk_.walk(from_.ids()[i], step_.length.hops_min, step_.length.hops_max, excluded_, batch, row, visit)) {
      return false;
    }
  }
  return flush(batch);
}

bool VariableExpand::flush(Batch& batch) {
  if (parents_.empty()) return true;
  columns_[0] = Column{.type = ColumnType::Nodes, .data = ends_.data()};
  columns_[1] = Column{.type = ColumnType::Values, .data = lists_.data()};
  Batch expanded = with_level(batch, std::span(columns_).first(step_.with_list ? 2U : 1U), parents_);
  const bool more = emit(expanded);
  ends_.clear();
  lists_.clear();
  list_bytes_ = 0;
  parents_.clear();
  rows_max_ = context().next_batch_rows();
  return more;
}

namespace {

[[noreturn]] void no_relationship_list(const Value& value) {
  throw QueryError(
      runtime_error(ErrorType::TypeError, "InvalidArgumentType",
                    fmt::format("expected a list of relationships but found {}", a_value_type(value.type()))));
}

}  // namespace

std::optional<storage::NodeId> BoundListExpand::follow(storage::NodeId start, const Value& list,
                                                       const ResolvedTypes& types) {
  std::vector<Value> elements(list.as_list().begin(), list.as_list().end());
  if (step_.reversed) std::reverse(elements.begin(), elements.end());
  if (elements.size() < step_.length.hops_min) return std::nullopt;
  if (step_.length.hops_max && elements.size() > *step_.length.hops_max) return std::nullopt;

  std::vector<storage::RelationshipId> taken;
  storage::NodeId node = start;
  for (const Value& element : elements) {
    context().check_cancelled_seldom();
    if (element.is_null()) return std::nullopt;
    if (!element.is_relationship()) no_relationship_list(element);
    const storage::RelationshipId id = element.entity_id();
    if (std::find(taken.begin(), taken.end(), id) != taken.end()) return std::nullopt;
    taken.push_back(id);
    storage::RelationshipEnds ends;
    value_or_end(context().reader().relationships(std::span(&id, 1), std::span(&ends, 1)));
    if (!ends.exists) return std::nullopt;
    if (!types.tokens.empty() && std::find(types.tokens.begin(), types.tokens.end(), ends.type) == types.tokens.end()) {
      return std::nullopt;
    }
    const bool forward = ends.source == node && step_.pattern.direction != storage::Direction::Incoming;
    const bool backward = ends.target == node && step_.pattern.direction != storage::Direction::Outgoing;
    if (!forward && !backward) return std::nullopt;
    node = forward ? ends.target : ends.source;
  }
  return node;
}

bool BoundListExpand::push_rows(Batch& batch) {
  const ResolvedTypes types = resolve_types(context().reader(), step_.pattern.types);
  rows_.bind(batch);
  from_.read(rows_, step_.from, ValueType::Node);
  if (step_.to) to_.read(rows_, *step_.to, ValueType::Node);
  ends_.clear();
  parents_.clear();
  const Column& lists = batch.levels[list_.level].columns[list_.column];
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const std::size_t list_row = rows_.rows(list_.level)[i];
    if (!from_.valid(i) || (step_.to && !to_.valid(i)) || lists.is_null(list_row)) continue;
    const Value list = lists.value(list_row);
    if (!list.is_list()) no_relationship_list(list);
    if (types.none && !list.as_list().empty()) continue;
    const auto end = follow(from_.ids()[i], list, types);
    if (!end || (step_.to && *end != to_.ids()[i])) continue;
    ends_.push_back(*end);
    parents_.push_back(batch.row(i));
  }
  if (parents_.empty()) return true;
  columns_[0] = Column{.type = ColumnType::Nodes, .data = ends_.data()};
  Batch expanded = with_level(batch, columns_, parents_);
  return emit(expanded);
}

}  // namespace cairn::engine
