// Feature files: the part of Gherkin that the openCypher TCK uses.
//
// A feature becomes a flat list of scenarios: the steps of its Background stand before each scenario's own, and a
// Scenario Outline is one scenario for each row of its Examples, with every <name> replaced by the row's cell.
#pragma once

#include "base/expected.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::tck {

using TableRow = std::vector<std::string>;

struct Step {
  std::string text;  // without Given, When, Then, And or But
  std::size_t line = 0;
  std::optional<std::string> doc_string;
  std::vector<TableRow> table;  // the head row included
};

struct Scenario {
  std::string name;  // of an outline's scenario with "#" and the number of the row, counted over all its Examples
  std::size_t line = 0;
  std::vector<std::string> tags;  // with the feature's own, each with its "@"
  std::vector<Step> steps;
};

// The scenarios of a feature file. A SyntaxError with the line for what is not Gherkin.
Expected<std::vector<Scenario>> read_feature(std::string_view text);

}  // namespace cairn::tck
