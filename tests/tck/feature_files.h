// The TCK's feature files where they are at hand, and what their scenarios say of their queries.
#pragma once

#include "base/expected.h"
#include "tests/tck/gherkin.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::tck {

// The folder with the feature files: below $CAIRN_TCK, or below a folder beside the source tree; empty if there is
// none.
std::filesystem::path find_features();

// The feature files below `directory`, sorted by path.
std::vector<std::filesystem::path> feature_files(const std::filesystem::path& directory);

// The scenarios of one file. StorageError for a file that cannot be read, SyntaxError for what is not Gherkin.
Expected<std::vector<Scenario>> read_feature_file(const std::filesystem::path& file);

// How a scenario's query must fail.
struct ScenarioError {
  std::string type;
  std::string phase;  // "compile time", "runtime" or "any time"
  std::string detail;
};

// Of a step such as "a SyntaxError should be raised at compile time: UndefinedVariable"; nothing for another step.
std::optional<ScenarioError> expected_error(std::string_view step);

// Of the step of the scenario that says so, if there is one.
std::optional<ScenarioError> expected_error(const Scenario& scenario);

// Whether the step runs a statement, to set up the graph or as the query that is looked at.
bool is_query(const Step& step);

}  // namespace cairn::tck
