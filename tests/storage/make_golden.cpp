// Makes a golden database of the present format; see golden_graph.h.
#include "tests/storage/golden_graph.h"

#include "tests/storage/store_testing.h"

#include <cstdio>
#include <string_view>

int main(int count, char** arguments) {
  using namespace cairn::storage;
  const std::string_view graph = count == 3 ? arguments[1] : "";
  if ((graph != "basic" && graph != "schema") || std::filesystem::exists(arguments[2])) {
    std::fprintf(stderr, "usage: make_golden basic|schema DIRECTORY, which must not exist\n");
    return 2;
  }
  std::int64_t now_us = 1'700'000'000'000'000;
  OpenOptions options;
  options.wall_clock_us = [&] { return now_us += 1'000'000; };
  auto store = cairn::storage::testing::open_store(arguments[2], options);
  if (graph == "basic") {
    cairn::storage::testing::fill_golden(*store);
  } else {
    cairn::storage::testing::fill_golden_schema(*store);
  }
  cairn::storage::testing::must(store->close());
  std::filesystem::remove(std::filesystem::path(arguments[2]) / "LOCK");
  return 0;
}
