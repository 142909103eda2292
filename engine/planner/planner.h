// The planner: from a bound query to the plan that runs it.
//
// Steps: each MATCH becomes a query graph (query_graph.h); a greedy join order starts at the cheapest
// node and grows by the cheapest next step, by exact counts (cardinality.h); clauses are put on top;
// update clauses get the Eager operators they need (eagerness.h); named rewrites improve the tree
// (rewrites.h); liveness says which variables each operator must keep (liveness.h). The answer never
// depends on the order the source writes its patterns in, nor on which rewrites are on.
#pragma once

#include "base/expected.h"
#include "engine/planner/index_statistics.h"
#include "engine/planner/plan.h"
#include "engine/planner/rewrites.h"
#include "engine/result.h"
#include "storage/reader.h"

#include <functional>

namespace cairn::engine {

// Plans a bound query at the reader's Version. Takes the statement over. `indexes` is asked while planning; without it
// the contents of indexes are guessed. Error: ResourceExhausted/StatementTooLarge for a statement of more operators
// than can be run.
Expected<std::unique_ptr<PlannedStatement>> plan_statement(BoundStatement statement, const storage::Reader& reader,
                                                           const RewriteSet& rewrites = RewriteSet::all(),
                                                           IndexStatistics* indexes = nullptr);

// The plan as the tree that EXPLAIN shows.
PlanNode explain(const PlannedStatement& planned);

// The same, `annotate` being called for each operator: with its node, with its plan and with the plan it hands its
// rows to (null for what nobody follows).
using PlanAnnotator = std::function<void(PlanNode& node, const Plan& plan, const Plan* consumer)>;
PlanNode explain(const PlannedStatement& planned, const PlanAnnotator& annotate);

}  // namespace cairn::engine
