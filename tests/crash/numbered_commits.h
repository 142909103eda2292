// Transactions whose effect follows from their number alone, so that a database can be judged by the
// number of its last commit, whatever happened to it.
//
// Commit n sets the counter to n, makes a batch of 1 + n mod 5 nodes in a ring, points a relationship from
// the hub to each, and deletes the batch of ten commits before. Commit 1 also makes the index.
#pragma once

#include "storage/graph_store.h"
#include "tests/storage/graph_model.h"

#include <string>

namespace cairn::storage::testing {

// Commits the next number; it, or the error.
Expected<CommitNumber> commit_next(GraphStore& store);

// What is wrong with a database after its last commit, seen from `durable()`; empty if nothing is.
std::string judge(const GraphStore& store);

}  // namespace cairn::storage::testing
