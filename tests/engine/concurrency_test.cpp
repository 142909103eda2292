// Sessions beside each other: readers and a writer, waiting for the lock, interruption.
#include "tests/engine/session_fixture.h"

#include <thread>

namespace cairn::test {
namespace {

using ConcurrencyTest = SessionTest;

TEST_F(ConcurrencyTest, ASecondWriterWaitsAndIsToldWhoHoldsTheLock) {
  SessionOptions options;
  options.name = "the importer";
  const auto holder = database_->session(options);
  rows(*holder, "BEGIN");
  SessionOptions impatient;
  impatient.lock_timeout = std::chrono::milliseconds(30);
  session_->set_options(impatient);
  const Error failure = error("CREATE (:A)");
  EXPECT_EQ(failure.type, ErrorType::TransactionError);
  EXPECT_EQ(failure.detail, "LockTimeout");
  EXPECT_NE(failure.message.find("the importer"), std::string::npos) << failure.message;
  EXPECT_EQ(count(*session_), "0");
  rows(*holder, "COMMIT");
  rows("CREATE (:A)");
}

TEST_F(ConcurrencyTest, ReadersSeeWholeTransactionsOnly) {
  rows("CREATE (:Pair {value: 0}), (:Pair {value: 0})");
  std::atomic<bool> stop = false;
  std::atomic<std::uint64_t> torn = 0;
  std::atomic<std::uint64_t> reads = 0;
  std::vector<std::thread> readers;
  readers.reserve(2);
  for (int r = 0; r < 2; ++r) {
    readers.emplace_back([&] {
      const auto session = database_->session();
      while (!stop) {
        const auto result = session->run("MATCH (p:Pair) RETURN count(DISTINCT p.value) AS values");
        if (!result || result->rows()[0][0].as_integer() != 1) torn.fetch_add(1);
        reads.fetch_add(1);
      }
    });
  }
  for (int i = 1; i <= 200; ++i) {
    rows("MATCH (p:Pair) SET p.value = $i", {{"i", Value::integer(i)}});
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(torn.load(), 0U);
  EXPECT_GT(reads.load(), 0U);
}

TEST_F(ConcurrencyTest, ARunningStatementCanBeInterrupted) {
  rows("UNWIND range(1, 1000) AS i CREATE (:N)");
  std::atomic<bool> done = false;
  std::thread other([&] {
    // The statement may not have begun when the first call comes.
    while (!done) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      session_->interrupt();
    }
  });
  const Error failure = error("MATCH (a), (b), (c), (d) WHERE a.x + b.x = c.x + d.x RETURN count(*)");
  done = true;
  other.join();
  EXPECT_EQ(failure.type, ErrorType::Cancelled);
  EXPECT_EQ(rows("RETURN 1"), std::vector<std::string>{"1"});
}

}  // namespace
}  // namespace cairn::test
