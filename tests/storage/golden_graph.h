// The graphs of the golden databases.
//
// A golden database is kept for every format that was ever released, and for each form of data within it, so
// that a later program is seen to read it. Its folder is named format, graph, and what is special about it:
//   format1                   the basic graph
//   format1-schema            the schema graph, when keys of long values had no hash yet
//   format1-schema-hashed     the schema graph
//   format2, format2-schema   the basic and the schema graph
// To make one of the present format, build `make_golden` and run
//   build/release/tests/make_golden basic|schema DIRECTORY
// Never make one anew for a format that is out.
#pragma once

#include "storage/graph_store.h"

#include <string>

namespace cairn::storage::testing {

// The basic graph: nodes and relationships of every shape, long lists, an index and constraints. Fills an empty
// database, in several commits.
void fill_golden(GraphStore& store);

// What is wrong with a database that should hold the basic graph; empty if nothing is.
std::string judge_golden(const GraphStore& store);

// The same for the schema graph: blocks with changes over them, every kind of index and constraint, values that
// are too long for a key.
void fill_golden_schema(GraphStore& store);
std::string judge_golden_schema(const GraphStore& store);

// What is wrong with the writes that a database with the schema graph takes and refuses. Changes it.
std::string judge_golden_rules(GraphStore& store);

}  // namespace cairn::storage::testing
