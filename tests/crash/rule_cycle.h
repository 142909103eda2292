// An index and a constraint that are made and dropped in turn, so that a database can be judged by which of
// them it has, whatever happened to it.
//
// State 0 has neither, 1 the constraint `c`, 2 both, 3 the index `i`; then comes state 0 again. Both are built beside
// the write set, in several runs.
#pragma once

#include "storage/graph_store.h"

#include <memory>
#include <string>

namespace cairn::storage::testing {

inline constexpr int rule_states = 4;

// Opens a database so that builds take several runs.
Expected<std::unique_ptr<GraphStore>> open_for_rules(const std::string& path);

// Fills an empty database with what the rules are about, in state 0.
void fill_for_rules(GraphStore& store);

// Brings it from one state to the next; or the error.
Expected<void> next_rule_state(GraphStore& store);

int rule_state(const GraphStore& store);

// What is wrong with a database, whatever its state; empty if nothing is.
std::string judge_rules(const GraphStore& store);

}  // namespace cairn::storage::testing
