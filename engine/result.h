// What a statement answers: its columns, its rows and what it changed.
//
// Two ways to receive rows. `Session::run` gives a `Result` that holds all rows (counted against the
// memory limit); `Session::stream` hands every row to a `ResultSink` as it is computed, so that an
// answer of any size needs no more memory than one batch.
#pragma once

#include "base/error.h"
#include "engine/value/value.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace cairn {

// What a statement changed, as counts of operations. A statement that fails changes nothing.
struct UpdateCounts {
  std::uint64_t nodes_created = 0;
  std::uint64_t nodes_deleted = 0;
  std::uint64_t relationships_created = 0;
  std::uint64_t relationships_deleted = 0;
  std::uint64_t labels_added = 0;
  std::uint64_t labels_removed = 0;
  std::uint64_t properties_set = 0;
  std::uint64_t indexes_added = 0;
  std::uint64_t indexes_removed = 0;
  std::uint64_t constraints_added = 0;
  std::uint64_t constraints_removed = 0;

  bool any() const;
  UpdateCounts& operator+=(const UpdateCounts& other);
  friend bool operator==(const UpdateCounts&, const UpdateCounts&) = default;
};

// What answered an operator's questions to the graph: ids whose label, ends or property was asked for, and lists of
// neighbours.
struct ReadSources {
  std::uint64_t segment = 0;  // decoded copies in memory
  std::uint64_t memo = 0;     // single values kept beside them, of what has changed since
  std::uint64_t store = 0;    // RocksDB
};

// One operator of an executed or explained plan; the tree a statement with EXPLAIN or PROFILE answers.
struct PlanNode {
  std::string name;     // the operator, e.g. "Expand"
  std::string details;  // what it works on, e.g. "(a)-[:KNOWS]->(b)"
  double estimated_rows = 0;
  std::uint64_t actual_rows = 0;   // PROFILE only
  double time_ms = 0;              // PROFILE only; the operator's own time
  ReadSources reads;               // PROFILE only; the operator's own
  std::vector<PlanNode> children;  // inputs, leading input first
};

// How a statement ended, beside its rows.
struct Summary {
  UpdateCounts updates;
  bool writes = false;                     // the statement may change the graph
  std::unique_ptr<PlanNode> plan;          // EXPLAIN and PROFILE
  bool profiled = false;                   // `plan` has actual rows and times
  std::vector<std::string> notifications;  // e.g. "this pattern is a cartesian product"
};

// Receives a statement's answer while it is computed. The calls come on the thread that runs the
// statement: `columns` once, then `row` any number of times. Entities in rows are materialised (labels,
// type, properties), so a sink never reads the database. Rows of a writing statement arrive after its
// commit. If the statement fails after rows were handed out, those rows are void.
class ResultSink {
 public:
  virtual ~ResultSink() = default;

  virtual void columns(std::span<const std::string> names) = 0;

  // One row, as long as the columns; the values may be kept. False stops the statement early without an
  // error (a writing statement is not affected: it has committed).
  virtual bool row(std::span<const Value> values) = 0;
};

// A complete answer in memory. Movable; independent of the session and database it came from.
class Result {
 public:
  Result() = default;
  Result(std::vector<std::string> columns, std::vector<std::vector<Value>> rows, Summary summary)
      : columns_(std::move(columns)), rows_(std::move(rows)), summary_(std::move(summary)) {}

  const std::vector<std::string>& columns() const { return columns_; }
  const std::vector<std::vector<Value>>& rows() const { return rows_; }
  const Summary& summary() const { return summary_; }

 private:
  std::vector<std::string> columns_;
  std::vector<std::vector<Value>> rows_;
  Summary summary_;
};

}  // namespace cairn
