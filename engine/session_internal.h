// The session behind the public interface: transactions around statements.
#pragma once

#include "engine/database_internal.h"
#include "engine/planner/plan.h"
#include "engine/planner/rewrites.h"
#include "engine/session.h"
#include "parser/ast.h"

#include <atomic>
#include <chrono>

namespace cairn::engine {

class QueryContext;

class SessionInternal final : public Session {
 public:
  SessionInternal(DatabaseInternal& database, SessionOptions options);
  ~SessionInternal() override;

  Expected<Result> run(std::string_view statement, const Parameters& parameters) override;
  Expected<Summary> stream(std::string_view statement, const Parameters& parameters, ResultSink& sink) override;
  Expected<Value> evaluate(std::string_view expression, const Parameters& parameters) override;
  bool in_transaction() const override { return transaction_ != nullptr || read_version_ != nullptr; }
  void rollback() override;
  void interrupt() override { interrupted_.store(true, std::memory_order_relaxed); }
  void set_options(const SessionOptions& options) override { options_ = options; }
  const SessionOptions& options() const override { return options_; }

  // Which rewrites the planner may use; all by default. For tests that compare plans.
  void set_rewrites(const RewriteSet& rewrites) { rewrites_ = rewrites; }

 private:
  // Takes a statement from text to the end; throws QueryError.
  Summary execute(std::string_view text, const Parameters& parameters, ResultSink& sink);
  Summary execute_transaction(const TransactionStatement& statement);
  Summary execute_query(BoundStatement statement, const Parameters& parameters, ResultSink& sink);
  Summary execute_schema(const BoundStatement& statement, const Parameters& parameters);
  std::unique_ptr<PlannedStatement> plan(BoundStatement statement, storage::Reader& reader);
  Summary run_reading(std::unique_ptr<PlannedStatement> planned, storage::Reader& reader, const Parameters& parameters,
                      ResultSink& sink);
  Summary run_writing(BoundStatement statement, const Parameters& parameters, ResultSink& sink);

  // The transaction that a writing statement uses: the explicit one, or a new one in `own`.
  storage::WriteTransaction& writer(std::unique_ptr<storage::WriteTransaction>& own);
  std::unique_ptr<storage::WriteTransaction> begin_write();
  std::unique_ptr<storage::Reader> reader();
  std::size_t statement_bytes_max() const;
  // Lets `interrupt` and the timeout end what runs in the context.
  void limit(QueryContext& context) const;
  // The same for data that has been overtaken for longer than the database allows.
  void limit_snapshot(QueryContext& context, storage::CommitNumber number) const;

  DatabaseInternal& database_;
  SessionOptions options_;
  RewriteSet rewrites_ = RewriteSet::all();
  std::unique_ptr<storage::WriteTransaction> transaction_;  // between BEGIN and its end
  storage::VersionPtr read_version_;                        // between BEGIN READ ONLY and its end
  std::chrono::steady_clock::time_point read_begin_;        // when `read_version_` was taken
  std::atomic<bool> interrupted_{false};
};

}  // namespace cairn::engine
