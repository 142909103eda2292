// Eagerness: where rows have to wait, so that an update clause runs after all rows of the clauses before it,
// and what follows runs after all its rows.
//
// Without Rewrite::ElideEager an Eager stands before and after each update clause. With it, an Eager stands
// only where two operators would notice which of them goes first:
//  - their effects conflict (effects.h: what one looks for or reads, by label, type and property key, the
//    other may create, change or delete);
//  - a Limit above an update could stop it before it has seen all its rows;
// and there is no operator between them that waits for all its input anyway (Sort, TopN, Aggregate, another
// Eager). It stands as late as possible, so that one Eager serves many pairs. An operator that never has more
// than one row (everything above a plain Start) is done with it before the next sees it, and needs none.
#pragma once

#include "engine/planner/planning_context.h"

namespace cairn::engine {

// Puts Eagers into the plan, which ends in Result, of a statement whose subqueries are planned.
void add_eagers(PlanningContext& context, Plan& root);

}  // namespace cairn::engine
