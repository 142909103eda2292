// What `check` found: each finding names the key that is wrong.
//
// Checked are: records and base blocks decode; what column 0 of a block says against its other columns;
// tombstones hide something; both directions of every relationship; order, bounds and heads of list chunks;
// indexes against entities and back; constraints hold, and have their indexes; no entries of unknown indexes or
// unfinished builds; label blocks against records; exact counts; tokens; the (direction, type) lists of nodes;
// ids below their bounds.
#pragma once

#include "base/expected.h"
#include "storage/version.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cairn::storage {

struct CheckFinding {
  std::string family;   // "nodes", "relationships", "adjacency", "labels", "indexes", "statistics", "tokens", "meta"
  std::string key;      // readable, e.g. "node 17" or "outgoing type 3 node 17 from (0, 0)"
  std::string problem;  // one sentence

  friend bool operator==(const CheckFinding&, const CheckFinding&) = default;
};

struct CheckReport {
  std::uint64_t nodes = 0;  // looked at
  std::uint64_t relationships = 0;
  std::uint64_t keys = 0;              // of all families
  std::vector<CheckFinding> findings;  // at most `findings_max`
  bool cut = false;                    // there are more findings
  static constexpr std::size_t findings_max = 1000;

  bool clean() const { return findings.empty(); }
};

// Verifies one Version. Reads everything once; memory is bounded by the ids, not by the data.
// Error: the disk cannot be read.
Expected<CheckReport> check(const VersionPtr& version);

}  // namespace cairn::storage
