// The graph of the golden databases: one of everything the format can hold.
//
// A golden database is kept for every format that was ever released, so that a later program is seen to
// read it. To make the one of the present format, build `make_golden` and run
//   build/release/tests/make_golden tests/storage/golden/format1
// Never make one anew for a format that is out.
#pragma once

#include "storage/graph_store.h"

#include <string>

namespace cairn::storage::testing {

// Fills an empty database, in several commits.
void fill_golden(GraphStore& store);

// What is wrong with a database that should hold the golden graph; empty if nothing is.
std::string judge_golden(const GraphStore& store);

}  // namespace cairn::storage::testing
