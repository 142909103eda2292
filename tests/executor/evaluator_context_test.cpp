// Limits of a running statement: memory, time, cancellation, the size of batches.
#include "tests/executor/evaluator_support.h"

namespace cairn::engine {
namespace {

using namespace test;

// The error a call ends with.
template <class Call>
Error error_from(Call call) {
  try {
    call();
  } catch (QueryError& error) {
    return error.take();
  }
  ADD_FAILURE() << "nothing failed";
  return {};
}

TEST(MemoryAccount, EndsTheQueryPastItsLimit) {
  MemoryAccount account(1000);
  account.grow(900);
  account.shrink(500);
  account.grow(600);
  EXPECT_EQ(account.bytes(), 1000U);
  const Error error = error_from([&] { account.grow(1); });
  EXPECT_EQ(error.type, ErrorType::ResourceExhausted);
  EXPECT_FALSE(error.hint.empty());
}

using QueryContextTest = EvaluatorTest;

TEST_F(QueryContextTest, DoublesTheRowsOfABatchUpToTheLargest) {
  EXPECT_EQ(context().next_batch_rows(), batch_rows_first);
  EXPECT_EQ(context().next_batch_rows(), batch_rows_first * 2);
  for (int i = 0; i < 10; ++i) context().next_batch_rows();
  EXPECT_EQ(context().next_batch_rows(), batch_rows_max);
}

TEST_F(QueryContextTest, EndsWhenItIsCancelled) {
  std::atomic<bool> cancelled = false;
  context().set_cancellation(&cancelled);
  context().check_cancelled();
  EXPECT_FALSE(context().cancelled());
  cancelled = true;
  EXPECT_TRUE(context().cancelled());
  EXPECT_EQ(error_from([&] { context().check_cancelled(); }).type, ErrorType::Cancelled);
}

TEST_F(QueryContextTest, EndsWhenItsTimeIsOver) {
  context().set_deadline(std::chrono::steady_clock::now() + std::chrono::hours(1));
  context().check_cancelled();
  context().set_deadline(std::chrono::steady_clock::now() - std::chrono::seconds(1));
  EXPECT_TRUE(context().cancelled());
  const Error error = error_from([&] { context().check_cancelled(); });
  EXPECT_EQ(error.type, ErrorType::Cancelled);
  EXPECT_EQ(error.detail, "TimeLimitExceeded");
}

TEST_F(QueryContextTest, CancelsLongComprehensionsBetweenTheirPieces) {
  std::atomic<bool> cancelled = true;
  context().set_cancellation(&cancelled);
  TestBatch batch;
  batch.level(1).column(0, {integers({1, 2, 3})});
  const auto expression = comprehension(1, variable(0), nullptr, variable(1));
  EXPECT_EQ(error_of(*expression, batch).type, ErrorType::Cancelled);
}

}  // namespace
}  // namespace cairn::engine
