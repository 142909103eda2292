#include "engine/planner/planner.h"

#include "engine/planner/count_store.h"
#include "engine/planner/eagerness.h"
#include "engine/planner/fuse_creates.h"
#include "engine/planner/liveness.h"
#include "engine/planner/merge_values.h"
#include "engine/planner/planning_context.h"
#include "engine/planner/property_reads.h"
#include "engine/planner/query_planner.h"

#include <utility>

namespace cairn::engine {

Expected<std::unique_ptr<PlannedStatement>> plan_statement(BoundStatement statement, const storage::Reader& reader,
                                                           const RewriteSet& rewrites, IndexStatistics* indexes) {
  auto planned = std::make_unique<PlannedStatement>();
  planned->statement = std::move(statement);
  auto* query = std::get_if<BoundQuery>(&planned->statement.body);
  if (query == nullptr) {
    return compile_error(ErrorType::InternalError, "NotAQuery", "only queries have a plan");
  }

  name_merge_values(planned->statement, *query);
  if (rewrites.has(Rewrite::FuseCreates)) fuse_creates(*query);

  PlanningContext context(*planned, reader, rewrites, indexes);
  context.set_read_properties(variables_with_read_properties(*query));
  Expected<PlanPointer> root = plan_query(context, *query);
  if (!root) return std::move(root).error();
  planned->root = std::move(*root);
  if (Expected<void> inner = plan_subqueries(context, *planned->root); !inner) return std::move(inner).error();

  use_count_store(context, planned->root);
  add_eagers(context, *planned->root);
  fill_liveness(context, *planned->root);
  for (auto& [subquery, plan] : planned->subqueries) fill_liveness(context, *plan);
  return planned;
}

}  // namespace cairn::engine
