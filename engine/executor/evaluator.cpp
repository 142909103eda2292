#include "engine/executor/evaluator.h"

#include "engine/executor/expressions/node_builder.h"

#include <fmt/format.h>

namespace cairn::engine {

namespace {

// For expressions that stand outside of any plan.
class NoSubqueries final : public SubqueryCompiler {
 public:
  std::unique_ptr<SubqueryRunner> compile(const BoundQuery&, const Layout&) override {
    throw QueryError(
        runtime_error(ErrorType::FeatureNotSupported, "Subquery", "A subquery cannot stand where no rows are read"));
  }
};

[[noreturn]] void fail_not_boolean(const Value& found, std::uint32_t offset) {
  Error error = runtime_error(ErrorType::TypeError, "InvalidArgumentType",
                              fmt::format("A predicate must be a Boolean, but it is {}", a_value_type(found.type())));
  error.offset = offset;
  throw QueryError(std::move(error));
}

// Writes the rows that are true and not null; no branch depends on the data. `selection` may be where the
// rows come from, since none is overwritten before it is read.
std::size_t write_selected(const Batch& batch, std::span<const std::uint8_t> truth,
                           std::span<const std::uint8_t> validity, std::vector<std::uint16_t>& selection) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const std::uint16_t row = batch.row(i);
    selection[count] = row;
    count += validity.empty() ? truth[i] : truth[i] & validity[i];
  }
  return count;
}

}  // namespace

Evaluator::Evaluator(QueryContext& context, const Expression& expression, const Layout& layout,
                     SubqueryCompiler& subqueries)
    : root_(NodeBuilder(context, layout, subqueries).build(expression)), offset_(expression.span.begin) {}

Evaluator::~Evaluator() = default;
Evaluator::Evaluator(Evaluator&&) noexcept = default;
Evaluator& Evaluator::operator=(Evaluator&&) noexcept = default;

Column Evaluator::evaluate(RowMap& rows) { return rows.size() == 0 ? Column::nulls() : root_->evaluate(rows); }

void Evaluator::select(RowMap& rows, std::vector<std::uint16_t>& selection) {
  const std::size_t size = rows.size();
  const Column column = evaluate(rows);
  selection.resize(size);
  std::size_t count = 0;
  if (column.data == nullptr) {
    count = 0;
  } else if (column.type == ColumnType::Booleans && !column.constant) {
    const std::span truth(column.array<std::uint8_t>(), size);
    const std::span validity(column.validity, column.validity == nullptr ? 0 : size);
    count = write_selected(rows.batch(), truth, validity, selection);
  } else {
    Value scratch;
    for (std::size_t i = 0; i < size; ++i) {
      const Value& value = column.value_in(i, scratch);
      if (!value.is_null() && !value.is_boolean()) fail_not_boolean(value, offset_);
      selection[count] = rows.batch().row(i);
      count += value.is_true() ? 1 : 0;
    }
  }
  selection.resize(count);
}

Value evaluate_constant(QueryContext& context, const Expression& expression) {
  NoSubqueries subqueries;
  Layout layout;
  layout.add_level();
  NodeBuilder builder(context, layout, subqueries, RowNumber::One);
  Batch batch;
  batch.depth = 1;
  batch.top().row_count = 1;
  RowMap row;
  row.bind(batch);
  return builder.build(expression)->evaluate(row).value(0);
}

}  // namespace cairn::engine
