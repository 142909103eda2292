// Language tests as text: statements and what they must answer.
//
//   # graph: people.cypher                           (optional, first line: every case starts with this graph)
//
//   # relationship uniqueness holds within one MATCH     a case begins with a comment, which is its name,
//   :param limit => 2                                    and ends with a blank line
//   CREATE (a)-[:KNOWS]->(b);                            statements end with `;`
//   MATCH (x)-[r1]-(y)-[r2]-(z) RETURN count(*) AS n;    the last one is looked at
//   ---- rows
//   n                                                    columns and values are parted by ` | `
//   0
//
//   ---- rows                            the columns, then the rows in any order
//   ---- ordered                         the columns, then the rows in this order
//   ---- error TYPE / PHASE / DETAIL     it fails so
//   ---- message TEXT                    … and its message, or its hint, says this; as often as one likes
//   ---- plan TEXT                       of EXPLAIN with all rewrites: a line of the plan says this
//   ---- without TEXT                    … or none does
//   ---- effects +nodes 1 -labels 2      what changed in the graph; `---- effects none`: nothing
//
//   ----                                 the end of rows that further statements follow
//
// After `rows` or `ordered` without a line below it, the statement must answer no columns. Sections of one statement
// follow each other, and further statements may follow them.
#pragma once

#include "base/expected.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn::language {

struct ExpectedError {
  std::string type;
  std::string phase;
  std::string detail;
};

struct ExpectedRows {
  bool ordered = false;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

// Some statements, of which the last is looked at.
struct Step {
  std::size_t line = 0;
  std::vector<std::pair<std::string, std::string>> parameters;  // name and expression; they last until the case ends
  std::vector<std::string> statements;
  std::optional<ExpectedRows> rows;
  std::optional<ExpectedError> error;
  std::optional<std::string> effects;  // "+nodes 1 -labels 2" or "none"
  std::vector<std::string> messages;   // parts of the error's message or hint
  std::vector<std::string> plans;      // parts of lines of the plan
  std::vector<std::string> plans_not;
};

struct Case {
  std::string name;
  std::size_t line = 0;
  std::vector<Step> steps;
};

struct LanguageFile {
  std::filesystem::path path;
  std::vector<std::string> graphs;  // scripts, each named as in the file
  std::vector<Case> cases;
};

// Reads a file; a SyntaxError with its line for what does not follow the form.
Expected<LanguageFile> read_language_file(const std::filesystem::path& path);

// The same from memory.
Expected<LanguageFile> parse_language_file(std::string_view text, const std::filesystem::path& path);

// The statements of a script, each without its `;`.
std::vector<std::string> split_statements(std::string_view script);

}  // namespace cairn::language
