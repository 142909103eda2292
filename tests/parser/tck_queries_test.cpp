#include "parser/equality.h"
#include "parser/parser.h"
#include "parser/printer.h"
#include "tests/tck/feature_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace cairn::parser {

namespace {

struct FeatureQuery {
  std::string scenario;
  std::string text;
  std::string compile_time_error;  // its detail; empty if none is expected
};

// The compile-time errors that need no names, types or functions, and so are the parser's to find.
constexpr std::array<std::string_view, 7> parser_errors = {
    "UnexpectedSyntax", "InvalidNumberLiteral",  "InvalidUnicodeLiteral",     "InvalidUnicodeCharacter",
    "IntegerOverflow",  "FloatingPointOverflow", "InvalidRelationshipPattern"};

void add_queries(const tck::Scenario& scenario, const std::string& file, std::vector<FeatureQuery>& queries) {
  const std::optional<tck::ScenarioError> error = tck::expected_error(scenario);
  for (const tck::Step& step : scenario.steps) {
    if (!tck::is_query(step)) continue;
    const bool fails = error && error->phase == "compile time" && step.text.starts_with("executing query");
    queries.push_back({.scenario = file + ", " + scenario.name,
                       .text = *step.doc_string,
                       .compile_time_error = fails ? error->detail : std::string()});
  }
}

std::vector<FeatureQuery> all_queries(const std::filesystem::path& features) {
  std::vector<FeatureQuery> queries;
  for (const std::filesystem::path& file : tck::feature_files(features)) {
    const Expected<std::vector<tck::Scenario>> scenarios = tck::read_feature_file(file);
    EXPECT_TRUE(scenarios) << file << ": " << scenarios.error().message;
    if (!scenarios) continue;
    for (const tck::Scenario& scenario : *scenarios) add_queries(scenario, file.filename().string(), queries);
  }
  return queries;
}

class TckQueries : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::path features = tck::find_features();
    if (features.empty()) GTEST_SKIP() << "set CAIRN_TCK to the folder of the openCypher TCK to run this test";
    queries_ = all_queries(features);
    ASSERT_GT(queries_.size(), 1000U);
  }

  std::vector<FeatureQuery> queries_;
};

TEST_F(TckQueries, ValidOnesParse) {
  for (const FeatureQuery& query : queries_) {
    if (!query.compile_time_error.empty()) continue;
    auto statement = parse_statement(query.text);
    EXPECT_TRUE(statement) << query.scenario << "\n" << query.text << "\n" << to_string(statement.error());
  }
}

TEST_F(TckQueries, SyntaxErrorsHaveTheirDetail) {
  for (const FeatureQuery& query : queries_) {
    if (query.compile_time_error.empty()) continue;
    bool is_ours = std::ranges::find(parser_errors, query.compile_time_error) != parser_errors.end();
    auto statement = parse_statement(query.text);
    if (statement) {
      EXPECT_FALSE(is_ours) << query.scenario << "\n" << query.text << "\nmust give " << query.compile_time_error;
    } else {
      EXPECT_EQ(statement.error().detail, query.compile_time_error) << query.scenario << "\n" << query.text;
    }
  }
}

TEST_F(TckQueries, PrintedOnesParseToTheSameTree) {
  for (const FeatureQuery& query : queries_) {
    auto statement = parse_statement(query.text);
    if (!statement) continue;
    std::string printed = print(*statement);
    auto again = parse_statement(printed);
    ASSERT_TRUE(again) << query.text << "\nprinted as\n" << printed << "\n" << to_string(again.error());
    EXPECT_TRUE(equal(*statement, *again)) << query.text << "\nprinted as\n" << printed;
  }
}

}  // namespace

}  // namespace cairn::parser
