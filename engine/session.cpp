#include "engine/session.h"

#include "base/deadline.h"
#include "base/text_position.h"
#include "engine/executor/operators/update.h"
#include "engine/executor/plan_compiler.h"
#include "engine/index_sampler.h"
#include "engine/planner/planner.h"
#include "engine/profile.h"
#include "engine/schema_statements.h"
#include "engine/session_internal.h"
#include "parser/parser.h"

namespace cairn::engine {

namespace {

// Keeps all rows, for `run`.
class CollectingSink final : public ResultSink {
 public:
  explicit CollectingSink(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  void columns(std::span<const std::string> names) override { names_.assign(names.begin(), names.end()); }

  bool row(std::span<const Value> values) override {
    std::vector<Value>& row = rows_.emplace_back(values.begin(), values.end());
    bytes_ += sizeof(std::vector<Value>) + row.size() * sizeof(Value);
    for (const Value& value : row) bytes_ += value.heap_bytes();
    if (bytes_ > bytes_max_) {
      throw QueryError(runtime_error(ErrorType::ResourceExhausted, "ResultTooLarge",
                                     fmt::format("the answer needs more than {} MiB of memory", bytes_max_ >> 20U),
                                     "receive the rows one by one (Session::stream), or ask for fewer with LIMIT"));
    }
    return true;
  }

  std::vector<std::string> names_;
  std::vector<std::vector<Value>> rows_;

 private:
  std::size_t bytes_ = 0;
  std::size_t bytes_max_;
};

// Rows on their way from the plan to a sink.
class SinkConsumer final : public RowConsumer {
 public:
  explicit SinkConsumer(ResultSink& sink) : sink_(sink) {}
  bool consume(std::span<const Value> row) override { return sink_.row(row); }

 private:
  ResultSink& sink_;
};

// Rows of a writing statement, held until its commit.
class HeldRows final : public RowConsumer {
 public:
  explicit HeldRows(MemoryAccount& memory) : memory_(memory) {}

  bool consume(std::span<const Value> row) override {
    std::size_t bytes = sizeof(std::vector<Value>) + row.size() * sizeof(Value);
    for (const Value& value : row) bytes += value.heap_bytes();
    memory_.grow(bytes);
    rows_.emplace_back(row.begin(), row.end());
    return true;
  }

  void hand_on(ResultSink& sink) {
    for (const std::vector<Value>& row : rows_) {
      if (!sink.row(row)) return;
    }
  }

 private:
  MemoryAccount& memory_;
  std::vector<std::vector<Value>> rows_;
};

Error with_position(Error error, std::string_view text) {
  if (error.offset && !error.position) error.position = text_position(text, *error.offset);
  return error;
}

[[noreturn]] void fail(Error error) { throw QueryError(std::move(error)); }

Error out_of_memory() {
  return runtime_error(ErrorType::ResourceExhausted, "OutOfMemory",
                       "the machine has no memory left for this statement");
}

// Runs `action`, turning whatever ends a statement into an Error of that text.
template <class T, class Action>
Expected<T> guarded(std::string_view text, const Action& action) {
  try {
    return action();
  } catch (QueryError& error) {
    return with_position(error.take(), text);
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  } catch (const std::length_error&) {
    return out_of_memory();
  } catch (const std::exception& error) {
    return runtime_error(ErrorType::InternalError, "UnexpectedException",
                         fmt::format("an unexpected failure ended the statement: {}", error.what()),
                         "this is a defect of Cairn: please report the statement");
  }
}

}  // namespace

SessionInternal::SessionInternal(DatabaseInternal& database, SessionOptions options)
    : database_(database), options_(std::move(options)) {}

SessionInternal::~SessionInternal() { rollback(); }

std::size_t SessionInternal::statement_bytes_max() const {
  return options_.memory_bytes_max != 0 ? options_.memory_bytes_max : database_.statement_bytes_max();
}

Expected<Result> SessionInternal::run(std::string_view statement, const Parameters& parameters) {
  CollectingSink sink(statement_bytes_max());
  auto summary = stream(statement, parameters, sink);
  if (!summary) return std::move(summary).error();
  return Result(std::move(sink.names_), std::move(sink.rows_), std::move(summary).value());
}

Expected<Summary> SessionInternal::stream(std::string_view statement, const Parameters& parameters, ResultSink& sink) {
  interrupted_.store(false, std::memory_order_relaxed);
  return guarded<Summary>(statement, [&]() -> Expected<Summary> { return execute(statement, parameters, sink); });
}

Expected<Value> SessionInternal::evaluate(std::string_view expression, const Parameters& parameters) {
  interrupted_.store(false, std::memory_order_relaxed);
  return guarded<Value>(expression, [&]() -> Expected<Value> {
    const ast::ExpressionPtr tree = value_or_end(parser::parse_expression(expression));
    const BindContext bind_context{.parameters = parameters, .procedures = nullptr};
    const BoundExpression bound = value_or_end(bind_expression(*tree, expression, bind_context));
    const auto reader = database_.store().read(database_.store().durable());
    QueryContext context(bound.statement, *reader, nullptr, parameters, statement_bytes_max(),
                         database_.memory_budget());
    limit(context);
    return evaluate_constant(context, *bound.expression);
  });
}

void SessionInternal::limit(QueryContext& context) const {
  context.set_cancellation(&interrupted_);
  if (options_.statement_timeout.count() == 0) return;
  context.set_deadline(deadline_after(options_.statement_timeout));
}

void SessionInternal::limit_snapshot(QueryContext& context, storage::CommitNumber number) const {
  if (transaction_) return;  // nobody else writes meanwhile
  const auto begin = read_version_ ? read_begin_ : std::chrono::steady_clock::now();
  const storage::GraphStore& store = database_.store();
  context.set_snapshot_end(deadline_after(database_.snapshot_age_max(), begin),
                           [&store, number] { return store.durable()->number > number; });
}

void SessionInternal::rollback() {
  if (transaction_) transaction_->rollback();
  transaction_.reset();
  read_version_.reset();
}

Summary SessionInternal::execute(std::string_view text, const Parameters& parameters, ResultSink& sink) {
  const ast::Statement tree = value_or_end(parser::parse_statement(text));
  const BindContext bind_context{.parameters = parameters, .procedures = &database_.procedures()};
  BoundStatement statement = value_or_end(bind(tree, text, bind_context));
  if (const auto* control = std::get_if<TransactionStatement>(&statement.body)) {
    sink.columns({});
    return execute_transaction(*control);
  }
  if (std::holds_alternative<BoundQuery>(statement.body)) {
    return execute_query(std::move(statement), parameters, sink);
  }
  sink.columns({});
  return execute_schema(statement, parameters);
}

Summary SessionInternal::execute_transaction(const TransactionStatement& statement) {
  using Kind = TransactionStatement::Kind;
  const bool begins = statement.kind == Kind::Begin || statement.kind == Kind::BeginReadOnly;
  if (begins && in_transaction()) {
    fail(runtime_error(ErrorType::TransactionError, "TransactionAlreadyOpen", "a transaction is open already",
                       "end it with COMMIT or ROLLBACK first"));
  }
  if (!begins && !in_transaction()) {
    fail(runtime_error(ErrorType::TransactionError, "NoTransaction", "no transaction is open", "start one with BEGIN"));
  }
  switch (statement.kind) {
    case Kind::Begin: {
      auto begun = begin_write();
      // Nobody is shown what a power cut could still undo. A statement on its own shows its rows after its
      // commit, which waits itself, without the lock.
      value_or_end(database_.store().wait_durable(begun->base()->number));
      transaction_ = std::move(begun);
      break;
    }
    case Kind::BeginReadOnly:
      read_version_ = database_.store().durable();
      read_begin_ = std::chrono::steady_clock::now();
      break;
    case Kind::Commit:
      if (transaction_) {
        const auto ended = std::move(transaction_);
        value_or_end(ended->commit());
      }
      read_version_.reset();
      break;
    case Kind::Rollback: rollback(); break;
  }
  return {};
}

std::unique_ptr<storage::WriteTransaction> SessionInternal::begin_write() {
  storage::WriteOptions options;
  options.holder = options_.name;
  options.lock_timeout = options_.lock_timeout;
  options.cancelled = &interrupted_;
  return value_or_end(database_.store().begin_write(options));
}

storage::WriteTransaction& SessionInternal::writer(std::unique_ptr<storage::WriteTransaction>& own) {
  if (read_version_) {
    fail(runtime_error(ErrorType::TransactionError, "ReadOnlyTransaction",
                       "this statement writes, and the open transaction is read-only",
                       "end it and start one with BEGIN"));
  }
  if (transaction_) return *transaction_;
  own = begin_write();
  return *own;
}

std::unique_ptr<storage::Reader> SessionInternal::reader() {
  storage::GraphStore& store = database_.store();
  if (transaction_) return store.read(*transaction_);
  return store.read(read_version_ ? read_version_ : store.durable());
}

std::unique_ptr<PlannedStatement> SessionInternal::plan(BoundStatement statement, storage::Reader& reader) {
  IndexSampler sampler(reader, database_.index_samples());
  return value_or_end(plan_statement(std::move(statement), reader, rewrites_, &sampler));
}

Summary SessionInternal::execute_query(BoundStatement statement, const Parameters& parameters, ResultSink& sink) {
  if (statement.explain == ExplainMode::Explain || !statement.writes) {
    const auto graph = reader();
    const bool explain_only = statement.explain == ExplainMode::Explain;
    auto planned = plan(std::move(statement), *graph);
    if (!explain_only) return run_reading(std::move(planned), *graph, parameters, sink);
    Summary summary;
    summary.writes = false;
    summary.plan = std::make_unique<PlanNode>(explain(*planned));
    sink.columns({});
    return summary;
  }
  return run_writing(std::move(statement), parameters, sink);
}

Summary SessionInternal::run_reading(std::unique_ptr<PlannedStatement> planned, storage::Reader& reader,
                                     const Parameters& parameters, ResultSink& sink) {
  QueryContext context(planned->statement, reader, nullptr, parameters, statement_bytes_max(),
                       database_.memory_budget());
  limit(context);
  limit_snapshot(context, reader.version().number);
  const bool profiled = planned->statement.explain == ExplainMode::Profile;
  SinkConsumer consumer(sink);
  const auto compiled = PlanCompiler(context, *planned, consumer, profiled).compile();
  sink.columns(planned->root->column_names);
  compiled->run();
  Summary summary;
  if (profiled) {
    summary.plan = std::make_unique<PlanNode>(profiled_plan(*planned, *compiled));
    summary.profiled = true;
  }
  return summary;
}

Summary SessionInternal::run_writing(BoundStatement statement, const Parameters& parameters, ResultSink& sink) {
  std::unique_ptr<storage::WriteTransaction> own;
  storage::WriteTransaction& transaction = writer(own);
  transaction.begin_statement();
  bool statement_open = true;
  try {
    const auto graph = database_.store().read(transaction);
    const auto planned = plan(std::move(statement), *graph);
    QueryContext context(planned->statement, *graph, &transaction, parameters, statement_bytes_max(),
                         database_.memory_budget());
    limit(context);
    const bool profiled = planned->statement.explain == ExplainMode::Profile;
    HeldRows rows(context.memory());
    const auto compiled = PlanCompiler(context, *planned, rows, profiled).compile();
    compiled->run();
    check_deleted_nodes(context);
    value_or_end(transaction.end_statement());
    statement_open = false;
    if (own) value_or_end(own->commit());

    Summary summary;
    summary.writes = true;
    summary.updates = context.updates();
    if (profiled) {
      summary.plan = std::make_unique<PlanNode>(profiled_plan(*planned, *compiled));
      summary.profiled = true;
    }
    sink.columns(planned->root->column_names);
    rows.hand_on(sink);
    return summary;
  } catch (...) {
    // A transaction of its own is rolled back by its end; an explicit one goes on without this statement.
    if (!own && statement_open) transaction.undo_statement();
    throw;
  }
}

Summary SessionInternal::execute_schema(const BoundStatement& statement, const Parameters& parameters) {
  Summary summary;
  if (statement.explain != ExplainMode::None) summary.plan = std::make_unique<PlanNode>(schema_plan(statement));
  if (statement.explain == ExplainMode::Explain) return summary;
  std::unique_ptr<storage::WriteTransaction> own;
  storage::WriteTransaction& transaction = writer(own);
  transaction.begin_statement();
  bool statement_open = true;
  summary.writes = true;
  try {
    const auto graph = database_.store().read(transaction);
    QueryContext context(statement, *graph, &transaction, parameters, statement_bytes_max());
    limit(context);
    const auto begin = std::chrono::steady_clock::now();
    run_schema_statement(statement, context, summary);
    value_or_end(transaction.end_statement());
    statement_open = false;
    if (own) value_or_end(own->commit());
    if (summary.plan) {
      summary.profiled = true;
      summary.plan->time_ms =
          std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    }
  } catch (...) {
    if (!own && statement_open) transaction.undo_statement();
    throw;
  }
  return summary;
}

}  // namespace cairn::engine
