// Runs one scenario of the TCK against the engine.
#pragma once

#include "base/expected.h"
#include "engine/database.h"
#include "tests/tck/feature_files.h"
#include "tests/tck/graph_snapshot.h"
#include "tests/tck/notation.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace cairn::tck {

class ScenarioRunner {
 public:
  // Runs in `database`, which is emptied for each scenario and must outlive the runner. `graphs` is the folder of the
  // named graphs; scenarios that want one fail if it is empty. `prepare` is called with each session before its use.
  ScenarioRunner(Database& database, std::filesystem::path graphs, std::function<void(Session&)> prepare = {});

  // Nothing if the scenario passed, otherwise why not: the step and what it got instead.
  std::optional<std::string> run(const Scenario& scenario);

 private:
  using Failure = std::optional<std::string>;

  Failure run_step(const Step& step);
  Failure reset();
  Failure set_up(std::string_view statement);
  Failure load_graph(std::string_view name);
  Failure add_procedure(const Step& step, std::string_view signature);
  Failure set_parameters(const Step& step);
  Failure execute(const Step& step, bool is_control_query);
  Failure expect_rows(const Step& step, bool in_order, ListOrder list_order);
  Failure expect_empty();
  Failure expect_error(const ScenarioError& expected);
  Failure expect_side_effects(const SideEffects& expected);
  Failure expect_side_effects(const Step& step);

  Database& database_;
  std::filesystem::path graphs_;
  std::function<void(Session&)> prepare_;
  std::unique_ptr<Session> session_;
  Parameters parameters_;
  std::vector<std::string> procedures_;      // the names of those the scenario has
  GraphSnapshot before_;                     // the graph before the query under test
  std::optional<Expected<Result>> outcome_;  // of the query that ran last
};

}  // namespace cairn::tck
