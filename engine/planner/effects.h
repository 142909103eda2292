// Effects: what of the graph an operator reads, and what it may change.
//
// Nothing here looks at data. Two operators whose effects do not conflict may work on different rows in any
// order; so the effects are wide wherever the statement does not say what will be touched.
#pragma once

#include "engine/planner/plan.h"

#include <set>
#include <string>
#include <string_view>

namespace cairn::engine {

// A set of labels, types or property keys, or all of them.
class NameSet {
 public:
  void add(std::string_view name) { names_.emplace(name); }
  void add_all() { all_ = true; }
  void add(const NameSet& other);
  bool empty() const { return !all_ && names_.empty(); }
  bool intersects(const NameSet& other) const;

 private:
  bool all_ = false;
  std::set<std::string, std::less<>> names_;
};

struct Effects {
  // ---- what it reads
  bool all_nodes = false;       // looks for nodes whatever their labels
  NameSet labels_sought;        // looks for nodes by these labels
  NameSet labels_tested;        // asks nodes it has for these labels
  NameSet types_walked;         // looks for relationships of these types
  NameSet keys_read;            // reads these properties
  bool reads_contents = false;  // reads anything of entities it has, so that it fails on deleted ones

  // ---- what it changes
  bool creates_nodes = false;
  NameSet labels_created;  // labels of created nodes
  NameSet types_created;   // types of created relationships
  NameSet labels_changed;  // given to nodes, or taken from them
  NameSet keys_changed;    // set or removed on entities that were there
  bool deletes = false;

  bool updates() const;
  void add(const Effects& other);
};

// What an operator does to the rows it is given, its inner plan included. `planned` has the subqueries.
Effects effects_of(const Plan& plan, const PlannedStatement& planned);

// True if it matters whether `one` or `other` goes first on different rows:
//  - one looks for nodes or relationships that the other creates, deletes or relabels;
//  - one reads a property or tests a label that the other changes, or reads anything while the other deletes;
//  - both change the same property or label, or one deletes what the other may change.
// Two that only create never conflict: neither sees what the other makes.
bool conflict(const Effects& one, const Effects& other);

}  // namespace cairn::engine
