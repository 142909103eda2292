#include "engine/executor/operators/call.h"

#include "engine/executor/graph_access.h"

namespace cairn::engine {

// What the procedure is given: its rows go into the level that Call is filling.
class Call::Context final : public ProcedureContext {
 public:
  Context(Call& call, Batch& batch, std::uint16_t row) : call_(call), batch_(batch), row_(row) {}
  ~Context() override { call_.context().memory().shrink(bytes_reserved_); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  bool emit(std::span<const Value> row) override {
    if (more_) more_ = call_.add_row(batch_, row_, row);
    any_ = true;
    return more_;
  }

  const GraphView& graph() const override { return call_.graph_; }
  bool cancelled() const override { return call_.context().cancelled(); }

  Expected<void> reserve_memory(std::size_t bytes) override {
    bytes_reserved_ += bytes;
    try {
      call_.context().memory().grow(bytes);
      return {};
    } catch (QueryError& error) {
      return error.take();
    }
  }

  bool more() const { return more_; }
  // Whether anything was emitted.
  bool any() const { return any_; }

 private:
  Call& call_;
  Batch& batch_;
  std::uint16_t row_;
  bool more_ = true;
  bool any_ = false;
  std::size_t bytes_reserved_ = 0;
};

Call::Call(QueryContext& context, const CallClause& clause, std::vector<Evaluator> arguments)
    : RowOperator(context),
      clause_(clause),
      arguments_(std::move(arguments)),
      graph_(context.reader()),
      buffers_(clause.yields.size()),
      columns_(clause.yields.size()) {}

Call::~Call() = default;

bool Call::push_rows(Batch& batch) {
  rows_.bind(batch);
  std::vector<Column> columns;
  columns.reserve(arguments_.size());
  for (Evaluator& argument : arguments_) columns.push_back(argument.evaluate(rows_));
  std::vector<Value> arguments(columns.size());
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    context().check_cancelled();
    for (std::size_t a = 0; a < columns.size(); ++a) {
      arguments[a] = columns[a].is_null(i) ? Value() : columns[a].value(i);
    }
    if (!call(batch, batch.row(i), arguments)) return false;
  }
  if (clause_.procedure->outputs.empty()) return emit(batch);
  return flush(batch);
}

bool Call::call(Batch& batch, std::uint16_t row, std::span<const Value> arguments) {
  std::vector<Value> coerced(arguments.begin(), arguments.end());
  for (std::size_t a = 0; a < coerced.size(); ++a) {
    const ProcedureField& field = clause_.procedure->inputs[a];
    // An integer goes where only a float is declared.
    if (coerced[a].is_integer() && !field.type.may_be(ValueType::Integer) && field.type.may_be(ValueType::Float)) {
      coerced[a] = Value::floating(static_cast<double>(coerced[a].as_integer()));
    }
    const bool fits = coerced[a].is_null() ? field.nullable : field.type.may_be(coerced[a].type());
    if (fits) continue;
    throw QueryError(
        runtime_error(ErrorType::TypeError, "InvalidArgumentType",
                      fmt::format("argument `{}` of {} must be {}, not {}", field.name, clause_.procedure->name,
                                  field.type.to_string(), value_type_name(coerced[a].type()))));
  }
  Context procedure_context(*this, batch, row);
  auto called = clause_.procedure->call(procedure_context, coerced);
  // First, because it knows why: a procedure that was ended early does not.
  context().check_cancelled();
  value_or_end_at(clause_.span.begin, std::move(called));
  if (clause_.optional && !procedure_context.any()) {
    return add_row(batch, row, std::vector<Value>(clause_.procedure->outputs.size()));
  }
  return procedure_context.more();
}

bool Call::add_row(Batch& batch, std::uint16_t row, std::span<const Value> outputs) {
  for (std::size_t y = 0; y < buffers_.size(); ++y) buffers_[y].append(outputs[clause_.yields[y].output]);
  parents_.push_back(row);
  return parents_.size() < batch_rows_max || flush(batch);
}

bool Call::flush(Batch& batch) {
  if (parents_.empty()) return true;
  for (std::size_t c = 0; c < buffers_.size(); ++c) columns_[c] = buffers_[c].view();
  Batch called = with_level(batch, columns_, parents_);
  const bool more = emit(called);
  for (ColumnBuffer& buffer : buffers_) buffer.reset();
  parents_.clear();
  return more;
}

std::uint64_t CountRows::count() {
  const storage::Reader& reader = context().reader();
  storage::LabelToken label = storage::label_exists;
  if (counted_.label) {
    const auto token = reader.find_label(*counted_.label);
    if (!token) return 0;
    label = *token;
  }
  if (!counted_.relationships) return reader.statistics().nodes(label);
  const storage::Direction direction = to_direction(counted_.direction);
  const auto count = [&](storage::TypeToken type) {
    return value_or_end(reader.relationships(label, type, direction));
  };
  if (counted_.types.empty()) return count(storage::no_token);
  std::uint64_t sum = 0;
  for (const storage::TypeToken type : resolve_types(reader, counted_.types).tokens) {
    sum += count(type);
  }
  return sum;
}

bool CountRows::push_rows(Batch& batch) {
  value_ = static_cast<std::int64_t>(count());
  adder_.begin(batch);
  adder_.add(Column{.type = ColumnType::Integers, .constant = true, .data = &value_});
  return emit(adder_.finish());
}

}  // namespace cairn::engine
