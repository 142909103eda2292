#include "engine/executor/expressions/expression_node.h"

#include <fmt/format.h>

namespace cairn::engine {

void ExpressionNode::fail(Error error) const {
  if (!error.offset) error.offset = span_.begin;
  throw QueryError(std::move(error));
}

void ExpressionNode::fail_type(std::string_view what, std::string_view wanted, const Value& found) const {
  fail(runtime_error(ErrorType::TypeError, "InvalidArgumentType",
                     fmt::format("{} must be {}, but it is {}", what, wanted, a_value_type(found.type()))));
}

void ExpressionNode::read_truth(const Column& column, std::span<Ternary> out, std::string_view what) const {
  if (column.data == nullptr) {
    std::fill(out.begin(), out.end(), Ternary::Null);
    return;
  }
  if (column.type == ColumnType::Booleans && !column.constant) {
    const auto* truth = column.array<std::uint8_t>();
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<Ternary>(truth[i]);
    if (column.validity == nullptr) return;
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (column.validity[i] == 0) out[i] = Ternary::Null;
    }
    return;
  }
  Value scratch;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Value& value = column.value_in(i, scratch);
    if (value.is_null()) {
      out[i] = Ternary::Null;
    } else if (value.is_boolean()) {
      out[i] = ternary(value.as_boolean());
    } else {
      fail_type(what, "a Boolean", value);
    }
  }
}

Column truth_column(std::span<const Ternary> truth, ColumnBuffer& buffer) {
  const std::span<std::uint8_t> booleans = buffer.make_booleans(truth.size());
  bool has_null = false;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    booleans[i] = truth[i] == Ternary::True ? 1 : 0;
    has_null |= truth[i] == Ternary::Null;
  }
  if (has_null) {
    const std::span<std::uint8_t> validity = buffer.make_validity();
    for (std::size_t i = 0; i < truth.size(); ++i) validity[i] = truth[i] == Ternary::Null ? 0 : 1;
  }
  return buffer.view();
}

RowMap& RowSubset::bind(RowMap& rows, std::span<const std::uint16_t> positions) {
  batch_ = rows.batch();
  selection_.resize(positions.size());
  for (std::size_t i = 0; i < positions.size(); ++i) selection_[i] = rows.batch().row(positions[i]);
  batch_.selected = true;
  batch_.selection = selection_;
  rows_.bind(batch_);
  return rows_;
}

}  // namespace cairn::engine
