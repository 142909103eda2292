// Statements as transactions, explicit transactions, and what an error leaves behind.
#include "tests/engine/session_fixture.h"

#include <chrono>
#include <filesystem>
#include <thread>

namespace cairn::test {
namespace {

using TransactionTest = SessionTest;

TEST_F(TransactionTest, AFailedStatementLeavesNoTrace) {
  rows("CREATE (:A {x: 1})");
  EXPECT_EQ(error("MATCH (a:A) CREATE (:B) SET a.x = 2 WITH a RETURN 1 / 0").type, ErrorType::ArithmeticError);
  EXPECT_EQ(rows("MATCH (n) RETURN labels(n), n.x"), std::vector<std::string>{"['A']|1"});
}

TEST_F(TransactionTest, CommitKeepsAndRollbackDropsWhatStandsBetween) {
  rows("BEGIN");
  rows("CREATE (:A)");
  EXPECT_TRUE(session_->in_transaction());
  rows("COMMIT");
  EXPECT_FALSE(session_->in_transaction());
  rows("BEGIN");
  rows("CREATE (:A)");
  EXPECT_EQ(count(*session_), "2");
  rows("ROLLBACK");
  EXPECT_EQ(count(*session_), "1");
}

TEST_F(TransactionTest, AnErrorInsideATransactionUndoesThatStatementOnly) {
  rows("BEGIN");
  rows("CREATE (:Kept)");
  error("CREATE (:Lost) WITH 1 AS x UNWIND [1, 0] AS y RETURN x / y");
  rows("CREATE (:Kept)");
  rows("COMMIT");
  EXPECT_EQ(rows("MATCH (n) RETURN labels(n)"), (std::vector<std::string>{"['Kept']", "['Kept']"}));
}

TEST_F(TransactionTest, AConnectedNodeThatIsDeletedFailsTheStatement) {
  rows("CREATE (:A)-[:R]->(:B)");
  const Error failure = error("MATCH (a:A) DELETE a");
  EXPECT_EQ(failure.type, ErrorType::ConstraintVerificationFailed);
  EXPECT_EQ(failure.detail, "DeleteConnectedNode");
  EXPECT_EQ(rows("MATCH (a:A)-[:R]->(b:B) RETURN count(*)"), std::vector<std::string>{"1"});
  rows("MATCH (a:A)-[r]->() DELETE a, r");
  EXPECT_EQ(count(*session_), "1");
}

TEST_F(TransactionTest, AReadOnlyTransactionRefusesWritesAndKeepsItsSnapshot) {
  rows("CREATE (:A)");
  rows("BEGIN READ ONLY");
  const auto writer = database_->session();
  rows(*writer, "CREATE (:A)");
  EXPECT_EQ(count(*session_), "1");
  EXPECT_EQ(error("CREATE (:A)").type, ErrorType::TransactionError);
  rows("COMMIT");
  EXPECT_EQ(count(*session_), "2");
}

TEST_F(TransactionTest, AReaderOfOvertakenDataEndsWhenItIsTooOld) {
  DatabaseOptions options;
  options.snapshot_age_max = std::chrono::milliseconds(20);
  database_ = std::move(*Database::open(":memory:", options));
  const auto reader = database_->session();
  rows(*reader, "BEGIN READ ONLY");
  std::this_thread::sleep_for(2 * options.snapshot_age_max);
  EXPECT_EQ(count(*reader), "0");  // old, and still the latest
  rows(*database_->session(), "CREATE ()");
  EXPECT_EQ(error(*reader, "MATCH (n) RETURN count(n)").type, ErrorType::SnapshotTooOld);
  EXPECT_TRUE(reader->in_transaction());
  rows(*reader, "ROLLBACK");
  EXPECT_EQ(count(*reader), "1");
}

TEST_F(TransactionTest, BeginCommitAndRollbackWantTheRightMoment) {
  EXPECT_EQ(error("COMMIT").type, ErrorType::TransactionError);
  EXPECT_EQ(error("ROLLBACK").type, ErrorType::TransactionError);
  rows("BEGIN");
  EXPECT_EQ(error("BEGIN").type, ErrorType::TransactionError);
  rows("ROLLBACK");
}

TEST_F(TransactionTest, ASessionThatEndsRollsItsTransactionBack) {
  auto other = database_->session();
  rows(*other, "BEGIN");
  rows(*other, "CREATE (:A)");
  other.reset();
  EXPECT_EQ(count(*session_), "0");
  rows("CREATE (:A)");
}

TEST_F(TransactionTest, UpdatesAreCounted) {
  const auto result = session_->run("CREATE (a:A:B {x: 1, y: null})-[:R {z: 2}]->(:C)");
  ASSERT_TRUE(result);
  const UpdateCounts expected{.nodes_created = 2, .relationships_created = 1, .labels_added = 3, .properties_set = 2};
  EXPECT_EQ(result->summary().updates, expected);
  EXPECT_TRUE(result->summary().writes);
}

TEST_F(TransactionTest, IndexesComeAndGo) {
  rows("UNWIND range(1, 50) AS i CREATE (:P {id: i})");
  rows("CREATE INDEX people FOR (p:P) ON (p.id)");
  EXPECT_EQ(rows("MATCH (p:P {id: 7}) RETURN p.id"), std::vector<std::string>{"7"});
  EXPECT_EQ(error("CREATE INDEX people FOR (p:P) ON (p.name)").type, ErrorType::ConstraintValidationFailed);
  rows("CREATE INDEX people IF NOT EXISTS FOR (p:P) ON (p.id)");
  EXPECT_EQ(database_->info()->indexes.size(), 1U);
  rows("DROP INDEX people");
  error("DROP INDEX people");
  rows("DROP INDEX people IF EXISTS");
  EXPECT_EQ(rows("MATCH (p:P {id: 7.0}) RETURN p.id"), std::vector<std::string>{"7"});
}

TEST(DatabaseOnDisk, HoldsWhatWasCommittedWhenOpenedAgain) {
  const auto directory = std::filesystem::temp_directory_path() / fmt::format("cairn-engine-test-{}", getpid());
  std::filesystem::remove_all(directory);
  {
    auto database = Database::open(directory.string());
    ASSERT_TRUE(database) << to_string(database.error());
    auto session = (*database)->session();
    ASSERT_TRUE(
        session->run("CREATE (:Company {name: 'Meta'})-[:invested_in {amount: 14.3}]->(:Company {name: 'Scale AI'})"));
    EXPECT_FALSE(Database::open(directory.string()));
  }
  DatabaseOptions options;
  options.read_only = true;
  auto database = Database::open(directory.string(), options);
  ASSERT_TRUE(database) << to_string(database.error());
  auto session = (*database)->session();
  const auto result = session->run("MATCH (a)-[r:invested_in]->(b) RETURN a.name, r.amount, b.name");
  ASSERT_TRUE(result);
  ASSERT_EQ(result->rows().size(), 1U);
  EXPECT_EQ(to_literal(result->rows()[0][1]), "14.3");
  EXPECT_FALSE(session->run("CREATE (:A)"));
  EXPECT_TRUE((*database)->check()->findings.empty());
  session.reset();
  database->reset();
  std::filesystem::remove_all(directory);
}

}  // namespace
}  // namespace cairn::test
