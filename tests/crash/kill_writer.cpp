// The program that the kill test kills: commits one numbered transaction after the other and acknowledges
// each number.
#include "storage/graph_store.h"
#include "tests/crash/killed_program.h"
#include "tests/crash/numbered_commits.h"

#include <cstdio>

int main(int count, char** arguments) {
  using cairn::storage::GraphStore;
  using cairn::storage::OpenOptions;
  if (count != 2) return 2;
  OpenOptions options;
  options.memory_bytes = std::uint64_t{8} << 20U;
  const auto store = GraphStore::open(arguments[1], options);
  if (!store) {
    std::fprintf(stderr, "%s\n", cairn::to_string(store.error()).c_str());
    return 1;
  }
  while (true) {
    const auto number = cairn::storage::testing::commit_next(**store);
    if (!number) {
      std::fprintf(stderr, "%s\n", cairn::to_string(number.error()).c_str());
      return 1;
    }
    if (!cairn::storage::testing::acknowledge(*number)) return 1;
  }
}
