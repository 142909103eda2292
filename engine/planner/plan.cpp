#include "engine/planner/plan.h"

#include <algorithm>

namespace cairn::engine {

const Plan* PlannedStatement::find_subquery(const BoundQuery& query) const {
  const auto found = std::find_if(subqueries.begin(), subqueries.end(),
                                  [&](const auto& subquery) { return subquery.first == &query; });
  return found == subqueries.end() ? nullptr : found->second.get();
}

}  // namespace cairn::engine
