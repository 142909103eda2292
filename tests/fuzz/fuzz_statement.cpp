// Any statement on a small graph: it answers or fails with an error that says something, in time, and the graph stays
// whole.
#include "engine/database.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace cairn;

constexpr std::string_view graph =
    "CREATE (a:A {x: 1, s: 'one'})-[:T {w: 0.5}]->(b:A:B {x: 2})-[:T]->(c:B {x: null, l: [1, 2]}), (c)-[:U]->(a), "
    "(a)-[:U]->(a)";

Database& database() {
  static const std::unique_ptr<Database> instance = [] {
    Expected<std::unique_ptr<Database>> opened = Database::open(":memory:");
    if (!opened) std::abort();
    return *std::move(opened);
  }();
  return *instance;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (!database().clear()) std::abort();
  SessionOptions options;
  options.statement_timeout = std::chrono::milliseconds(500);
  options.memory_bytes_max = std::size_t{64} << 20;
  const std::unique_ptr<Session> session = database().session(options);
  if (!session->run(graph)) std::abort();
  const Expected<Result> result = session->run(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!result && (result.error().message.empty() || result.error().type == ErrorType::InternalError)) std::abort();
  session->rollback();
  const Expected<CheckReport> report = database().check();
  if (!report || !report->findings.empty()) std::abort();
  return 0;
}
