#include "engine/executor/query_context.h"

#include "engine/executor/batch.h"
#include "engine/executor/graph_access.h"

#include <fmt/format.h>

namespace cairn::engine {

namespace {

// Statements that hold less than this seldom ask the budget.
constexpr std::size_t memory_step_bytes = std::size_t{256} << 10U;

}  // namespace

void MemoryAccount::shrink(std::size_t bytes) {
  bytes_ -= bytes;
  if (reserved_.bytes() > bytes_ + 2 * memory_step_bytes) reserved_.shrink_to(bytes_ + memory_step_bytes);
}

void MemoryAccount::grow(std::size_t bytes) {
  bytes_ += bytes;
  if (bytes_ <= bytes_max_) {
    const std::size_t wanted = (bytes_ + memory_step_bytes - 1) / memory_step_bytes * memory_step_bytes;
    if (bytes_ <= reserved_.bytes() || reserved_.grow_to_evicting(wanted)) return;
    throw QueryError(runtime_error(ErrorType::ResourceExhausted, "MemoryLimitExceeded",
                                   "The database has no memory left for this statement",
                                   "Run fewer statements at a time, or raise --memory"));
  }
  throw QueryError(runtime_error(ErrorType::ResourceExhausted, "MemoryLimitExceeded",
                                 fmt::format("The statement needs more than its {} MiB of memory", bytes_max_ >> 20),
                                 "Return, sort or collect fewer rows at a time, or raise --memory"));
}

QueryContext::QueryContext(const BoundStatement& statement, storage::Reader& reader,
                           storage::WriteTransaction* transaction, const Parameters& parameters,
                           std::size_t memory_bytes_max, std::shared_ptr<storage::MemoryBudget> budget)
    : statement_(statement),
      reader_(reader),
      transaction_(transaction),
      parameters_(parameters),
      memory_(memory_bytes_max, std::move(budget)),
      graph_(std::make_unique<GraphAccess>(reader, transaction)),
      functions_(std::make_unique<FunctionContext>()) {
  functions_->entities = graph_.get();
  functions_->now = std::chrono::system_clock::now();
}

QueryContext::~QueryContext() = default;

const Value& QueryContext::parameter(std::string_view name) const {
  for (const auto& [key, value] : parameters_) {
    if (key == name) return value;
  }
  throw QueryError(runtime_error(ErrorType::ParameterMissing, "MissingParameter",
                                 fmt::format("The parameter ${} has no value", name)));
}

void QueryContext::set_snapshot_end(std::chrono::steady_clock::time_point end, std::function<bool()> overtaken) {
  snapshot_end_ = end;
  overtaken_ = std::move(overtaken);
}

std::optional<QueryContext::End> QueryContext::find_end() const {
  if (cancelled_ != nullptr && cancelled_->load(std::memory_order_relaxed)) return End::Interrupted;
  if (!deadline_ && !snapshot_end_) return std::nullopt;
  const auto now = std::chrono::steady_clock::now();
  if (deadline_ && now >= *deadline_) return End::TimeOver;
  if (snapshot_end_ && now >= *snapshot_end_ && overtaken_()) return End::SnapshotTooOld;
  return std::nullopt;
}

void QueryContext::check_cancelled() {
  const std::optional<End> end = find_end();
  if (!end) return;
  switch (*end) {
    case End::Interrupted:
      throw QueryError(runtime_error(ErrorType::Cancelled, "Interrupted", "The statement was cancelled"));
    case End::TimeOver:
      throw QueryError(runtime_error(ErrorType::Cancelled, "TimeLimitExceeded", "The statement ran out of time",
                                     "Raise --timeout, or ask for less"));
    case End::SnapshotTooOld:
      throw QueryError(runtime_error(ErrorType::SnapshotTooOld, "SnapshotTooOld",
                                     "The data this statement reads has been overtaken by writers for too long",
                                     "Read again, in a new transaction if one is open, or raise --snapshot-age"));
  }
}

std::size_t QueryContext::next_batch_rows() {
  batch_rows_ = batch_rows_ == 0 ? batch_rows_first : std::min(batch_rows_ * 2, batch_rows_max);
  return batch_rows_;
}

}  // namespace cairn::engine
