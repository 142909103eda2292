// What the planner may ask about the contents of an index before it chooses one.
//
// The planner knows exactly how many entities have a label or type, not how their values are spread. Whoever plans
// for a graph that can be read answers that with samples (engine/index_sampler.h); without an answer the planner
// guesses. Answers only order the steps of a plan: a wrong one costs time and never an answer.
#pragma once

#include "engine/value/value.h"
#include "storage/schema.h"

#include <optional>
#include <vector>

namespace cairn::engine {

// What a seek asks an index for, as far as that is known before the plan runs: values of the leading keys, then
// perhaps a range, or a prefix, of the next one.
struct IndexQuestion {
  std::vector<std::optional<Value>> equal;  // nothing: a value that only the rows will tell
  std::optional<Value> lower;               // nothing: open, or a value that only the rows will tell
  std::optional<Value> upper;
  bool lower_inclusive = true;
  bool upper_inclusive = true;
  std::optional<Value> prefix;  // instead of the bounds
};

// One statement, one thread.
class IndexStatistics {
 public:
  virtual ~IndexStatistics() = default;

  // About how many entities a seek finds: an average where a value is not known. Nothing if that is not known either.
  // Asked often while one statement is planned, also for the same: it must be cheap then.
  virtual std::optional<double> entries(const storage::IndexDefinition& index, const IndexQuestion& question) = 0;
};

}  // namespace cairn::engine
