// The openCypher TCK at compile time: every scenario that expects a compile-time error gets exactly that one from
// parsing and binding, and every other statement binds.

#include "tests/binder/bind_helpers.h"
#include "tests/tck/feature_files.h"
#include "tests/tck/test_procedure.h"

#include "engine/binder/unsupported.h"
#include "parser/parser.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace cairn::engine::testing {

namespace {

// What is around a scenario's queries.
struct Surroundings {
  std::vector<std::pair<std::string, Value>> parameters;
  TestCatalogue procedures;
};

Surroundings surroundings(const tck::Scenario& scenario) {
  Surroundings result;
  constexpr std::string_view procedure_step = "there exists a procedure ";
  for (const tck::Step& step : scenario.steps) {
    if (step.text.starts_with("parameters are")) {
      for (const tck::TableRow& row : step.table) result.parameters.emplace_back(row.front(), Value::null());
    }
    if (!step.text.starts_with(procedure_step)) continue;
    std::string signature_text = step.text.substr(procedure_step.size());
    if (signature_text.ends_with(':')) signature_text.pop_back();
    const Expected<tck::ProcedureSignature> signature = tck::parse_signature(signature_text);
    if (!signature) continue;
    std::vector<std::string> columns;
    for (const auto& field : signature->inputs) columns.push_back(field.name);
    for (const auto& field : signature->outputs) columns.push_back(field.name);
    Expected<Procedure> procedure = tck::make_test_procedure(*signature, columns, {});
    if (procedure) result.procedures.add(std::move(*procedure));
  }
  return result;
}

// "" for success, otherwise "type/detail: message".
std::string compile(const std::string& text, const Surroundings& around) {
  Expected<ast::Statement> statement = parser::parse_statement(text);
  const Expected<BoundStatement> bound =
      statement ? bind(*statement, text, {around.parameters, &around.procedures}) : std::move(statement).error();
  if (bound) return {};
  return fmt::format("{}/{}: {}", error_type_name(bound.error().type), bound.error().detail, bound.error().message);
}

// Whether the statement uses a function that is to come, the only reason for which one of the TCK may not bind.
bool uses_future_function(std::string_view result) {
  constexpr std::string_view start = "FeatureNotSupported/FeatureNotSupported: The function `";
  if (!result.starts_with(start)) return false;
  const std::string_view name = result.substr(start.size());
  return is_future_function(name.substr(0, name.find('`')));
}

struct Tally {
  std::size_t errors_right = 0;
  std::size_t bound = 0;
  std::size_t unsupported = 0;
  std::vector<std::string> complaints;
};

void check(const tck::Scenario& scenario, Tally& tally) {
  const Surroundings around = surroundings(scenario);
  const std::optional<tck::ScenarioError> expected = tck::expected_error(scenario);
  for (const tck::Step& step : scenario.steps) {
    if (!tck::is_query(step)) continue;
    const bool judged = expected && step.text.starts_with("executing query");
    const std::string result = compile(*step.doc_string, around);
    if (uses_future_function(result)) {
      ++tally.unsupported;
      continue;
    }
    if (judged && expected->phase == "compile time") {
      const bool right = result.starts_with(fmt::format("{}/{}:", expected->type, expected->detail));
      tally.errors_right += right ? 1 : 0;
      if (right) continue;
      tally.complaints.push_back(fmt::format("{}\n{}\n  expected {}/{}, got {}", scenario.name, *step.doc_string,
                                             expected->type, expected->detail, result));
      continue;
    }
    const bool any_time = judged && expected->phase == "any time";
    if (result.empty() || any_time) {
      ++tally.bound;
      continue;
    }
    tally.complaints.push_back(fmt::format("{}\n{}\n  should bind, got {}", scenario.name, *step.doc_string, result));
  }
}

}  // namespace

TEST(BinderTck, FindsExactlyTheCompileTimeErrorsOfTheTck) {
  const std::filesystem::path features = tck::find_features();
  if (features.empty()) GTEST_SKIP() << "no feature files; set CAIRN_TCK to the folder of the openCypher TCK";
  Tally tally;
  for (const std::filesystem::path& file : tck::feature_files(features)) {
    const Expected<std::vector<tck::Scenario>> scenarios = tck::read_feature_file(file);
    ASSERT_TRUE(scenarios) << file << ": " << scenarios.error().message;
    for (const tck::Scenario& scenario : *scenarios) {
      const std::size_t before = tally.complaints.size();
      check(scenario, tally);
      for (std::size_t i = before; i < tally.complaints.size(); ++i) {
        tally.complaints[i] = file.stem().string() + " " + tally.complaints[i];
      }
    }
  }
  EXPECT_GT(tally.errors_right, 0U) << "no scenario with a compile-time error was seen";
  for (const std::string& complaint : tally.complaints) ADD_FAILURE() << complaint;
  RecordProperty("compile_time_errors", std::to_string(tally.errors_right));
  RecordProperty("bound", std::to_string(tally.bound));
  RecordProperty("not_supported_yet", std::to_string(tally.unsupported));
  fmt::print("{} compile-time errors as expected, {} statements bound, {} use what is not supported yet\n",
             tally.errors_right, tally.bound, tally.unsupported);
}

}  // namespace cairn::engine::testing
