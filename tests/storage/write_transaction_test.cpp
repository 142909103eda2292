#include "storage/graph_store.h"
#include "tests/storage/graph_model.h"
#include "tests/storage/random_graph.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>

namespace cairn::storage::testing {
namespace {

// Runs random statements in random transactions; some statements are undone, some transactions rolled back. How many
// statements broke a constraint.
int run_against_model(const std::string& path, std::uint64_t seed, int transactions) {
  RandomChanges random(seed, /*constraints=*/true);
  int refused = 0;
  GraphModel model;
  auto store = open_store(path);
  for (int i = 0; i < transactions && !::testing::Test::HasFailure(); ++i) {
    auto transaction = must(store->begin_write());
    GraphModel changed = model;
    for (std::size_t statements = 1 + random.below(4); statements > 0; --statements) {
      const GraphModel before = changed;
      transaction->begin_statement();
      for (std::size_t changes = 1 + random.below(12); changes > 0; --changes) random.change(*transaction, changed);
      if (random.chance(0.25)) {
        transaction->undo_statement();
        changed = before;
      } else {
        const bool fine = changed.keeps_constraints();
        const auto ended = transaction->end_statement();
        EXPECT_EQ(ended.has_value(), fine) << (ended ? "" : ended.error().message);
        if (!ended) {
          EXPECT_EQ(ended.error().detail, "NotUnique");
          transaction->undo_statement();
          changed = before;
          ++refused;
        }
      }
      if (random.chance(0.3)) expect_same(*store->read(*transaction), changed);
    }
    if (random.chance(0.15)) {
      transaction->rollback();
    } else {
      must(transaction->commit());
      model = changed;
    }
    transaction.reset();
    expect_same(*store->read(store->durable()), model);
    const CheckReport report = must(store->check());
    for (const CheckFinding& finding : report.findings) ADD_FAILURE() << finding.key << ": " << finding.problem;
    if (path != ":memory:" && random.chance(0.2)) {
      must(store->close());
      store = open_store(path);
      expect_same(*store->read(store->durable()), model);
    }
  }
  return refused;
}

TEST(WriteTransaction, AgreesWithAModelUnderRandomChanges) {
  int refused = 0;
  for (std::uint64_t seed = 1; seed <= 8 && !HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    refused += run_against_model(":memory:", seed, 40);
  }
  EXPECT_GT(refused, 4);
}

TEST(WriteTransaction, AgreesWithAModelAcrossReopening) {
  for (std::uint64_t seed = 101; seed <= 103 && !HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    const TemporaryDirectory directory;
    run_against_model(directory.file("db"), seed, 40);
  }
}

}  // namespace
}  // namespace cairn::storage::testing
