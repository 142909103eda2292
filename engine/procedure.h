// Procedures: code that `CALL name(arguments) YIELD columns` runs.
#pragma once

#include "base/expected.h"
#include "engine/value/static_type.h"
#include "engine/value/value.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace cairn {

class GraphView;

// An argument or an output column of a procedure.
struct ProcedureField {
  std::string name;
  StaticType type;
  bool nullable = true;
};

// What a running procedure may use. Valid for the duration of the call.
class ProcedureContext {
 public:
  virtual ~ProcedureContext() = default;

  // Hands out one row, as long as the procedure's outputs. False: the caller wants no more rows.
  virtual bool emit(std::span<const Value> row) = 0;

  // The graph as the calling statement sees it.
  virtual const GraphView& graph() const = 0;

  // True once the statement is cancelled or out of time; long procedures ask now and then and return.
  virtual bool cancelled() const = 0;

  // Counts `bytes` that the procedure is about to hold until it returns against the statement's memory limit.
  // Past the limit a ResourceExhausted error, which the procedure hands on. The default has no limit.
  virtual Expected<void> reserve_memory([[maybe_unused]] std::size_t bytes) { return {}; }
};

struct Procedure {
  std::string name;  // with its namespace: "algo.pagerank"
  std::vector<ProcedureField> inputs;
  std::vector<ProcedureField> outputs;  // none: a void procedure, which lets rows through
  std::string documentation;            // one sentence
  // Called once per input row with as many arguments as inputs, already coerced to their types.
  std::function<Expected<void>(ProcedureContext&, std::span<const Value>)> call;
};

}  // namespace cairn
