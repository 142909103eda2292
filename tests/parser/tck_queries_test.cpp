#include "parser/equality.h"
#include "parser/parser.h"
#include "parser/printer.h"
#include "tests/parser/feature_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace cairn::parser {

namespace {

using testing::FeatureQuery;

// The compile-time errors that need no names, types or functions, and so are the parser's to find.
constexpr std::array<std::string_view, 7> parser_errors = {
    "UnexpectedSyntax", "InvalidNumberLiteral",  "InvalidUnicodeLiteral",     "InvalidUnicodeCharacter",
    "IntegerOverflow",  "FloatingPointOverflow", "InvalidRelationshipPattern"};

std::vector<FeatureQuery> all_queries(const std::filesystem::path& features) {
  std::vector<FeatureQuery> queries;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(features)) {
    if (entry.path().extension() != ".feature") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    for (FeatureQuery& query : testing::queries_of_feature(text)) {
      query.scenario = entry.path().filename().string() + ", " + query.scenario;
      queries.push_back(std::move(query));
    }
  }
  return queries;
}

class TckQueries : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::path features = testing::find_features();
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
