// What every part of a running statement shares: the reader, the transaction, parameters, clocks, limits.
//
// Inside the executor an error ends the query by throwing QueryError; the session catches it where the
// statement ends and hands out the Error. Nothing else throws on purpose.
#pragma once

#include "base/expected.h"
#include "engine/functions/function_context.h"
#include "engine/procedure.h"
#include "engine/result.h"
#include "engine/session.h"
#include "storage/memory_budget.h"
#include "storage/reader.h"
#include "storage/write_transaction.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

namespace cairn::engine {

struct BoundStatement;
class GraphAccess;

// Ends the running query with an error.
class QueryError : public std::exception {
 public:
  explicit QueryError(Error error) : error_(std::move(error)) {}
  const char* what() const noexcept override { return error_.message.c_str(); }
  const Error& error() const { return error_; }
  Error take() { return std::move(error_); }
  // Says where in the statement it went wrong, unless that is known.
  void locate(std::uint32_t offset) {
    if (!error_.offset) error_.offset = offset;
  }

 private:
  Error error_;
};

// The value, or the end of the query.
template <class T>
T value_or_end(Expected<T>&& expected) {
  if (!expected) throw QueryError(std::move(expected).error());
  if constexpr (!std::is_void_v<T>) return std::move(expected).value();
}

// Does something for the expression at `offset` of the statement: what ends the query there is located there.
template <class Action>
decltype(auto) located(std::uint32_t offset, const Action& action) {
  try {
    return action();
  } catch (QueryError& error) {
    error.locate(offset);
    throw;
  }
}

// The value, or the end of the query at `offset` of the statement.
template <class T>
T value_or_end_at(std::uint32_t offset, Expected<T>&& expected) {
  return located(offset, [&] { return value_or_end(std::move(expected)); });
}

// Counts the bytes a statement holds in hash tables, sorts and collected rows, against its limit, and takes them from
// the database's budget.
class MemoryAccount {
 public:
  explicit MemoryAccount(std::size_t bytes_max, std::shared_ptr<storage::MemoryBudget> budget = {})
      : bytes_max_(bytes_max), reserved_(std::move(budget)) {}
  // Ends the query with ResourceExhausted once the sum is past the limit, or the budget is used up.
  void grow(std::size_t bytes);
  void shrink(std::size_t bytes);
  std::size_t bytes() const { return bytes_; }

 private:
  std::size_t bytes_ = 0;
  std::size_t bytes_max_;
  storage::Reservation reserved_;  // in steps, and hence a little more than `bytes_`
};

// One running statement. One thread.
class QueryContext {
 public:
  QueryContext(const BoundStatement& statement, storage::Reader& reader, storage::WriteTransaction* transaction,
               const Parameters& parameters, std::size_t memory_bytes_max,
               std::shared_ptr<storage::MemoryBudget> budget = {});
  ~QueryContext();

  const BoundStatement& statement() const { return statement_; }
  storage::Reader& reader() { return reader_; }
  // Null in a read-only statement.
  storage::WriteTransaction* transaction() { return transaction_; }
  // The value of `$name`; the binder has made sure that it is there.
  const Value& parameter(std::string_view name) const;
  UpdateCounts& updates() { return updates_; }
  MemoryAccount& memory() { return memory_; }
  // Nodes that DELETE has deleted: at the end of the statement none of them may still have relationships.
  struct DeletedNode {
    storage::NodeId id = 0;
    std::uint32_t offset = 0;  // where the statement deletes it
  };
  std::vector<DeletedNode>& deleted_nodes() { return deleted_nodes_; }
  // For functions: the graph's entities, the statement's clock, the random generator.
  FunctionContext& functions() { return *functions_; }
  // Entities, their properties and labels as values, and the way back into storage.
  GraphAccess& graph() { return *graph_; }

  // Ends the query if it was cancelled or its time is over. Cheap enough for once a batch; operators need it only
  // where they work long without handing on a batch, since Operator::emit does it.
  void check_cancelled();
  // The same, cheap enough for once a row or a comparison: looks at one call of 1,024.
  void check_cancelled_seldom() {
    if (++calls_ % 1024 == 0) check_cancelled();
  }
  void set_cancellation(const std::atomic<bool>* cancelled) { cancelled_ = cancelled; }
  void set_deadline(std::chrono::steady_clock::time_point deadline) { deadline_ = deadline; }
  // From `end` on the query ends with SnapshotTooOld once `overtaken` says that its data is no longer the latest.
  void set_snapshot_end(std::chrono::steady_clock::time_point end, std::function<bool()> overtaken);
  // Whether check_cancelled would end the query.
  bool cancelled() const { return find_end().has_value(); }

  // The number of rows of the next batch of a source: starts at `batch_rows_first` and doubles.
  std::size_t next_batch_rows();

 private:
  enum class End : std::uint8_t { Interrupted, TimeOver, SnapshotTooOld };
  std::optional<End> find_end() const;

  const BoundStatement& statement_;
  storage::Reader& reader_;
  storage::WriteTransaction* transaction_;
  const Parameters& parameters_;
  UpdateCounts updates_;
  MemoryAccount memory_;
  std::vector<DeletedNode> deleted_nodes_;
  std::unique_ptr<GraphAccess> graph_;
  std::unique_ptr<FunctionContext> functions_;
  const std::atomic<bool>* cancelled_ = nullptr;
  std::optional<std::chrono::steady_clock::time_point> deadline_;
  std::optional<std::chrono::steady_clock::time_point> snapshot_end_;
  std::function<bool()> overtaken_;
  std::size_t batch_rows_ = 0;
  std::uint32_t calls_ = 0;  // of check_cancelled_seldom
};

// Bytes that somebody holds, counted against the statement's limit until they are released.
class HeldBytes {
 public:
  explicit HeldBytes(QueryContext& context) : memory_(context.memory()) {}
  ~HeldBytes() { release(); }
  HeldBytes(const HeldBytes&) = delete;
  HeldBytes& operator=(const HeldBytes&) = delete;

  void add(std::size_t bytes) {
    bytes_ += bytes;
    memory_.grow(bytes);
  }
  void remove(std::size_t bytes) {
    bytes_ -= bytes;
    memory_.shrink(bytes);
  }
  void release() {
    memory_.shrink(bytes_);
    bytes_ = 0;
  }
  std::size_t bytes() const { return bytes_; }

 private:
  MemoryAccount& memory_;
  std::size_t bytes_ = 0;
};

}  // namespace cairn::engine
