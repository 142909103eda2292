// Transactions whose effect follows from their number alone, so that a database can be judged by the
// number of its last one, whatever happened to it.
//
// Transaction n sets the counter to n, makes a batch of 1 + n mod 5 nodes in a ring, points a relationship from
// the hub to each, and deletes the batch of ten before. The first also makes the index; after every thirteenth
// the database is folded.
#pragma once

#include "storage/graph_store.h"
#include "tests/storage/graph_model.h"

#include <string>

namespace cairn::storage::testing {

// Commits the next number; it, or the error.
Expected<std::uint64_t> commit_next(GraphStore& store);

// The number of the last transaction that is durable; 0 before the first.
std::uint64_t last_number(const GraphStore& store);

// What is wrong with a database after its last transaction, seen from `durable()`; empty if nothing is.
std::string judge(const GraphStore& store);

}  // namespace cairn::storage::testing
