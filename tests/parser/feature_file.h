// The queries of openCypher TCK feature files, for the tests that only need text: no steps are run.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::parser::testing {

struct FeatureQuery {
  std::string scenario;
  std::string text;
  // The detail of the SyntaxError that the query must raise at compile time; empty if none.
  std::string compile_time_error;
};

// The queries of one feature file's text, scenario outlines expanded by their examples.
std::vector<FeatureQuery> queries_of_feature(std::string_view feature);

// The TCK's `features` folder: of the environment variable CAIRN_TCK, or beside the source tree; empty if there is
// none.
std::filesystem::path find_features();

}  // namespace cairn::parser::testing
