// Makes a golden database of the present format; see golden_graph.h.
#include "tests/storage/golden_graph.h"

#include "tests/storage/store_testing.h"

#include <cstdio>

int main(int count, char** arguments) {
  using namespace cairn::storage;
  if (count != 2 || std::filesystem::exists(arguments[1])) {
    std::fprintf(stderr, "usage: make_golden DIRECTORY, which must not exist\n");
    return 2;
  }
  std::int64_t now_us = 1'700'000'000'000'000;
  OpenOptions options;
  options.wall_clock_us = [&] { return now_us += 1'000'000; };
  auto store = cairn::storage::testing::open_store(arguments[1], options);
  cairn::storage::testing::fill_golden(*store);
  cairn::storage::testing::must(store->close());
  std::filesystem::remove(std::filesystem::path(arguments[1]) / "LOCK");
  return 0;
}
