// The program that the test of killed builds kills: makes and drops an index and a constraint in turn, and
// acknowledges how many times it has.
#include "tests/crash/killed_program.h"
#include "tests/crash/rule_cycle.h"

#include <cstdio>

int main(int count, char** arguments) {
  using namespace cairn::storage::testing;
  if (count != 2) return 2;
  const auto store = open_for_rules(arguments[1]);
  if (!store) {
    std::fprintf(stderr, "%s\n", cairn::to_string(store.error()).c_str());
    return 1;
  }
  for (std::uint64_t done = 1;; ++done) {
    if (const auto changed = next_rule_state(**store); !changed) {
      std::fprintf(stderr, "%s\n", cairn::to_string(changed.error()).c_str());
      return 1;
    }
    if (!acknowledge(done)) return 1;
  }
}
