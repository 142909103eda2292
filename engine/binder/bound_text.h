// A bound statement as text, for tests and debugging: a clause a line, in an openCypher that has words for what
// the binder made: GROUP BY and AGGREGATE of a projection, EACH of a variable-length hop, NEW of a pattern.
//
//   MATCH (a:A)-[r:T*1..2 EACH #2 WHERE #2.k = 1]->(b) WHERE a:A NEW a, r, b
//   RETURN a.x AS `a.x`, count(*) AS n GROUP BY a.x AS `a.x` AGGREGATE count(*) AS n
//
// A variable without a name is #number; one of several with the same name is name@number.
#pragma once

#include "engine/binder/bound_query.h"

#include <string>

namespace cairn::engine {

std::string bound_text(const BoundStatement& statement);

}  // namespace cairn::engine
