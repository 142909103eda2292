#include "engine/executor/expressions/element_rows.h"

#include <algorithm>

namespace cairn::engine {

namespace {

// Levels left free above the elements, for the subqueries in a body.
constexpr std::size_t levels_reserved = 4;

// The variables of `layout` that the bodies read.
std::vector<VariableId> variables_read(const Layout& layout, std::span<const ExpressionPointer> bodies) {
  std::vector<VariableId> read;
  for (const ExpressionPointer& body : bodies) {
    if (!body) continue;
    for (const VariableId variable : free_variables(*body)) {
      if (layout.find(variable)) read.push_back(variable);
    }
  }
  std::sort(read.begin(), read.end());
  read.erase(std::unique(read.begin(), read.end()), read.end());
  return read;
}

}  // namespace

ElementLevel::ElementLevel(NodeBuilder& outer, std::span<const VariableId> variables,
                           std::span<const ExpressionPointer> bodies)
    : layout_(outer.layout()) {
  if (layout_.depth() + levels_reserved >= batch_levels_max) compact(outer, bodies);
  layout_.add_level();
  for (const VariableId variable : variables) layout_.add_column(variable);
}

void ElementLevel::compact(NodeBuilder& outer, std::span<const ExpressionPointer> bodies) {
  compacted_ = true;
  layout_ = Layout();
  layout_.add_level();
  for (const VariableId variable : variables_read(outer.layout(), bodies)) {
    read_.push_back(*outer.layout().find(variable));
    layout_.add_column(variable);
  }
  copies_.resize(read_.size());
  copied_.resize(read_.size());
}

NodePointer ElementLevel::build(NodeBuilder& outer, const Expression& body) const {
  NodeBuilder builder(outer.context(), layout_, outer.subqueries());
  return builder.build(body);
}

void ElementLevel::begin(RowMap& rows) {
  rows_ = &rows;
  batch_ = rows.batch();
  if (compacted_) {
    for (std::size_t i = 0; i < read_.size(); ++i) {
      const Column& column = rows.batch().levels[read_[i].level].columns[read_[i].column];
      copies_[i].reset();
      gather_borrowed(column, rows.rows(read_[i].level), copies_[i]);
      copied_[i] = copies_[i].view();
    }
    batch_ = Batch();
    batch_.depth = 1;
    batch_.top().row_count = static_cast<std::uint32_t>(rows.size());
    batch_.top().columns = copied_;
  }
  batch_.selected = false;
  batch_.selection = {};
  ++batch_.depth;
}

RowMap& ElementLevel::push(std::span<const std::uint16_t> positions, std::span<const Column> columns) {
  const std::span<const std::uint16_t> row_of = rows_->rows(rows_->batch().depth - 1);
  parent_.resize(positions.size());
  for (std::size_t i = 0; i < positions.size(); ++i) parent_[i] = compacted_ ? positions[i] : row_of[positions[i]];
  columns_.assign(columns.begin(), columns.end());
  batch_.top() = Level{.row_count = static_cast<std::uint32_t>(positions.size()),
                       .columns = columns_,
                       .parent = parent_,
                       .multiplicity = {}};
  pushed_.bind(batch_);
  return pushed_;
}

void ElementPieces::begin(const Column& lists, std::size_t size) {
  lists_ = lists;
  size_ = size;
  row_ = 0;
  element_ = 0;
}

bool ElementPieces::next(std::span<const std::uint8_t> skip) {
  positions_.clear();
  elements_.reset();
  Value scratch;
  while (row_ < size_ && positions_.size() < batch_rows_max) {
    const Value& list = lists_.value_in(row_, scratch);
    const bool skipped = list.is_null() || (!skip.empty() && skip[row_] != 0);
    const std::span<const Value> elements = skipped ? std::span<const Value>() : list.as_list();
    const std::size_t count =
        std::min(elements.size() - std::min(element_, elements.size()), batch_rows_max - positions_.size());
    for (const Value& element : elements.subspan(std::min(element_, elements.size()), count)) {
      elements_.append_borrowed(element);
      positions_.push_back(static_cast<std::uint16_t>(row_));
    }
    element_ += count;
    if (element_ >= elements.size()) {
      ++row_;
      element_ = 0;
    }
  }
  return !positions_.empty();
}

}  // namespace cairn::engine
