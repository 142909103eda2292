// Indexes and constraints as a program sees them: what statements count, how they end early, what is shown of them.
#include "tests/engine/session_fixture.h"

#include <chrono>
#include <thread>

namespace cairn::test {
namespace {

class SchemaTest : public SessionTest {
 protected:
  Summary summary(std::string_view statement) {
    auto result = session_->run(statement);
    EXPECT_TRUE(result) << statement << ": " << to_string(result.error());
    Summary ended;
    if (!result) return ended;
    ended.updates = result->summary().updates;
    ended.notifications = result->summary().notifications;
    return ended;
  }
};

TEST_F(SchemaTest, StatementsCountWhatTheyMakeAndDrop) {
  EXPECT_EQ(summary("CREATE INDEX i FOR (a:A) ON (a.x, a.y)").updates.indexes_added, 1U);
  const UpdateCounts made = summary("CREATE CONSTRAINT c FOR (a:A) REQUIRE a.x IS UNIQUE").updates;
  EXPECT_EQ(made.constraints_added, 1U);
  EXPECT_EQ(made.indexes_added, 0U);
  EXPECT_EQ(summary("DROP CONSTRAINT c").updates.constraints_removed, 1U);
  EXPECT_EQ(summary("DROP INDEX i").updates.indexes_removed, 1U);
}

TEST_F(SchemaTest, AStatementThatFindsNothingToDoSaysSo) {
  summary("CREATE CONSTRAINT c FOR (a:A) REQUIRE a.x IS UNIQUE");
  for (const char* statement : {"CREATE CONSTRAINT c IF NOT EXISTS FOR (b:B) REQUIRE b.y IS UNIQUE",
                                "CREATE CONSTRAINT IF NOT EXISTS FOR (a:A) REQUIRE a.x IS UNIQUE",
                                "CREATE INDEX IF NOT EXISTS FOR (a:A) ON (a.x)"}) {
    const Summary ended = summary(statement);
    EXPECT_FALSE(ended.updates.any()) << statement;
    ASSERT_EQ(ended.notifications.size(), 1U) << statement;
    EXPECT_NE(ended.notifications.front().find("`c`"), std::string::npos) << statement;
  }
  EXPECT_EQ(summary("DROP CONSTRAINT d IF EXISTS").notifications.size(), 1U);
  EXPECT_EQ(summary("DROP INDEX d IF EXISTS").notifications.size(), 1U);
}

TEST_F(SchemaTest, TheDatabaseShowsStatementsThatMakeTheSchemaAgain) {
  const std::vector<std::string> statements = {
      "CREATE INDEX i FOR (e:A) ON (e.x, e.`y z`)",
      "CREATE INDEX j FOR ()-[e:T]-() ON (e.k)",
      "CREATE CONSTRAINT u FOR (e:B) REQUIRE (e.x) IS UNIQUE",
      "CREATE CONSTRAINT n FOR (e:B) REQUIRE (e.y) IS NOT NULL",
      "CREATE CONSTRAINT k FOR ()-[e:T]-() REQUIRE (e.a, e.b) IS KEY",
      "CREATE CONSTRAINT t FOR (e:B) REQUIRE (e.z) IS :: INTEGER | LIST<STRING NOT NULL>"};
  for (const std::string& statement : statements) summary(statement);
  const DatabaseInfo info = *database_->info();
  std::vector<std::string> shown = info.indexes;
  shown.insert(shown.end(), info.constraints.begin(), info.constraints.end());
  EXPECT_EQ(shown, statements);
}

TEST_F(SchemaTest, BuildingAnIndexEndsWithTheTimeout) {
  rows("UNWIND range(1, 100000) AS i CREATE (:A {x: i})");
  SessionOptions options;
  options.statement_timeout = std::chrono::milliseconds(1);
  session_->set_options(options);
  EXPECT_EQ(error("CREATE INDEX i FOR (a:A) ON (a.x)").type, ErrorType::Cancelled);
  session_->set_options({});
  EXPECT_EQ(rows("SHOW INDEXES YIELD name"), std::vector<std::string>{});
  EXPECT_EQ(summary("CREATE INDEX i FOR (a:A) ON (a.x)").updates.indexes_added, 1U);
  EXPECT_EQ(rows("MATCH (a:A {x: 77}) RETURN count(*)"), std::vector<std::string>{"1"});
}

TEST_F(SchemaTest, BuildingAnIndexCanBeInterrupted) {
  rows("UNWIND range(1, 200000) AS i CREATE (:A {x: i})");
  std::thread interrupter([this] {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    session_->interrupt();
  });
  const auto result = session_->run("CREATE CONSTRAINT c FOR (a:A) REQUIRE a.x IS UNIQUE");
  interrupter.join();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().type, ErrorType::Cancelled);
  EXPECT_EQ(rows("SHOW CONSTRAINTS YIELD name"), std::vector<std::string>{});
}

TEST_F(SchemaTest, AReadOnlyTransactionMakesNoIndex) {
  rows("BEGIN READ ONLY");
  EXPECT_EQ(error("CREATE INDEX FOR (a:A) ON (a.x)").type, ErrorType::TransactionError);
  EXPECT_EQ(rows("SHOW INDEXES YIELD name"), std::vector<std::string>{});
}

TEST_F(SchemaTest, ProfileOfASchemaStatementRunsItAndShowsIt) {
  const auto result = session_->run("PROFILE CREATE CONSTRAINT c FOR (a:A) REQUIRE a.x IS UNIQUE");
  ASSERT_TRUE(result);
  ASSERT_NE(result->summary().plan, nullptr);
  EXPECT_EQ(result->summary().plan->name, "CreateConstraint");
  EXPECT_TRUE(result->summary().profiled);
  EXPECT_EQ(rows("SHOW CONSTRAINTS YIELD name"), std::vector<std::string>{"'c'"});
}

TEST_F(SchemaTest, ABindingErrorPointsToItsPlace) {
  const Error twice = error("CREATE CONSTRAINT FOR (a:A)\nREQUIRE (a.x, a.y, a.x) IS UNIQUE");
  ASSERT_TRUE(twice.position);
  EXPECT_EQ(twice.position->line, 2U);
  EXPECT_EQ(twice.position->column, 22U);
  EXPECT_FALSE(twice.hint.empty());
}

}  // namespace
}  // namespace cairn::test
