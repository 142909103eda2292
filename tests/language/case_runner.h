// Runs one case of a language test.
#pragma once

#include "engine/database.h"
#include "engine/planner/rewrites.h"
#include "tests/language/language_file.h"
#include "tests/tck/graph_snapshot.h"

#include <optional>
#include <string>
#include <vector>

namespace cairn::language {

class CaseRunner {
 public:
  // Runs in `database`, which is emptied for each case and must outlive the runner, with these rewrites of the
  // planner and no others: an answer must not depend on them.
  CaseRunner(Database& database, const engine::RewriteSet& rewrites) : database_(database), rewrites_(rewrites) {}

  // Nothing if the case holds, otherwise what it got instead. `graph` is run first.
  std::optional<std::string> run(const Case& test_case, const std::vector<std::string>& graph);

 private:
  using Failure = std::optional<std::string>;

  Failure start(const std::vector<std::string>& graph);
  Failure run_step(const Step& step);
  Failure check_rows(const ExpectedRows& expected, const Result& result);
  Failure check_error(const Step& step, const Error& error) const;
  Failure check_plan(const Step& step, const Result& result) const;
  Failure check_effects(const std::string& expected, const tck::GraphSnapshot& before);

  // A text that equal values share, of a value as it is written in a test.
  std::string comparable_cell(const std::string& cell);

  Database& database_;
  engine::RewriteSet rewrites_;
  std::unique_ptr<Session> session_;
  Parameters parameters_;
};

}  // namespace cairn::language
