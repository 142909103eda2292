// A session: where statements run.
//
// A session keeps the open explicit transaction, if there is one. It belongs to one thread at a time;
// only `interrupt` may be called from any thread. Sessions of one database run side by side: any number
// of readers beside one writer.
#pragma once

#include "base/expected.h"
#include "engine/result.h"

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

class Database;

// Values for `$name` in a statement, by name without the dollar sign.
using Parameters = std::vector<std::pair<std::string, Value>>;

struct SessionOptions {
  std::chrono::milliseconds statement_timeout{0};  // 0: none; a statement past it fails with Cancelled
  std::chrono::milliseconds lock_timeout{5000};    // how long a writing statement waits for another writer
  std::size_t memory_bytes_max = 0;                // of one statement; 0: half of what the database leaves to queries
  std::string name = "session";                    // shown to others who wait for this session's lock
};

class Session {
 public:
  virtual ~Session() = default;

  // Runs one statement to its end and returns its whole answer. Outside an explicit transaction the
  // statement is a transaction of its own: durable when this returns, without a trace if it fails.
  // BEGIN [READ ONLY], COMMIT and ROLLBACK are statements. An error inside an explicit transaction
  // undoes that statement only.
  virtual Expected<Result> run(std::string_view statement, const Parameters& parameters = {}) = 0;

  // The same with every row handed to `sink` as it is computed.
  virtual Expected<Summary> stream(std::string_view statement, const Parameters& parameters, ResultSink& sink) = 0;

  // Evaluates one expression that reads no graph (a literal, a list, `1 + $x`): for parameters.
  virtual Expected<Value> evaluate(std::string_view expression, const Parameters& parameters = {}) = 0;

  // True between BEGIN and its COMMIT or ROLLBACK.
  virtual bool in_transaction() const = 0;

  // Ends an open explicit transaction without its changes; nothing happens when there is none.
  virtual void rollback() = 0;

  // Makes the running statement or evaluation fail with Cancelled within 100 ms; without one, nothing happens. Any
  // thread.
  virtual void interrupt() = 0;

  virtual void set_options(const SessionOptions& options) = 0;
  virtual const SessionOptions& options() const = 0;
};

}  // namespace cairn
