#include "tests/language/case_runner.h"

#include "engine/planner/explain.h"
#include "engine/planner/planner.h"
#include "engine/session_internal.h"
#include "tests/tck/notation.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace cairn::language {
namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (std::size_t index = 0; index < parts.size(); ++index) {
    if (index > 0) text += separator;
    text += parts[index];
  }
  return text;
}

std::string table_text(const std::vector<std::string>& columns, const std::vector<std::string>& rows) {
  return joined(columns, " | ") + "\n" + joined(rows, "\n");
}

}  // namespace

std::optional<std::string> CaseRunner::run(const Case& test_case, const std::vector<std::string>& graph) {
  if (Failure failure = start(graph)) return failure;
  for (const Step& step : test_case.steps) {
    if (Failure failure = run_step(step)) return fmt::format("line {}: {}", step.line, *failure);
  }
  return std::nullopt;
}

CaseRunner::Failure CaseRunner::start(const std::vector<std::string>& graph) {
  session_ = nullptr;
  const Expected<void> cleared = database_.clear();
  if (!cleared) return to_string(cleared.error());
  session_ = database_.session();
  static_cast<engine::SessionInternal&>(*session_).set_rewrites(rewrites_);
  parameters_.clear();
  for (const std::string& statement : graph) {
    const Expected<Result> result = session_->run(statement);
    if (!result) return fmt::format("the graph: {}: {}", statement, to_string(result.error()));
  }
  return std::nullopt;
}

CaseRunner::Failure CaseRunner::run_step(const Step& step) {
  for (const auto& [name, expression] : step.parameters) {
    Expected<Value> value = session_->evaluate(expression, parameters_);
    if (!value) return fmt::format(":param {}: {}", name, to_string(value.error()));
    std::erase_if(parameters_, [&parameter = name](const auto& known) { return known.first == parameter; });
    parameters_.emplace_back(name, *std::move(value));
  }
  for (std::size_t index = 0; index + 1 < step.statements.size(); ++index) {
    const Expected<Result> result = session_->run(step.statements[index], parameters_);
    if (!result) return fmt::format("{}\n{}", step.statements[index], to_string(result.error()));
  }
  const Expected<tck::GraphSnapshot> before =
      step.effects ? tck::take_snapshot(*session_) : Expected<tck::GraphSnapshot>(tck::GraphSnapshot{});
  if (!before) return to_string(before.error());
  const Expected<Result> result = session_->run(step.statements.back(), parameters_);
  if (!result && !step.error) return to_string(result.error());
  if (result && step.error) return fmt::format("expected {}, got an answer", step.error->detail);
  if (step.error) {
    if (Failure failure = check_error(step, result.error())) return failure;
  }
  if (result && rewrites_ == engine::RewriteSet::all()) {
    if (Failure failure = check_plan(step, *result)) return failure;
  }
  if (step.rows && result) {
    if (Failure failure = check_rows(*step.rows, *result)) return failure;
  }
  return step.effects ? check_effects(*step.effects, *before) : std::nullopt;
}

std::string CaseRunner::comparable_cell(const std::string& cell) {
  if (const Expected<Value> value = session_->evaluate(cell)) return tck::exact_text(*value);
  // Entities and paths are no expressions.
  if (const Expected<Value> value = tck::parse_notation(cell)) return tck::exact_text(*value);
  return cell;
}

CaseRunner::Failure CaseRunner::check_rows(const ExpectedRows& expected, const Result& result) {
  std::vector<std::string> expected_rows;
  for (const std::vector<std::string>& row : expected.rows) {
    std::vector<std::string> cells;
    for (const std::string& cell : row) cells.push_back(comparable_cell(cell));
    expected_rows.push_back(joined(cells, " | "));
  }
  std::vector<std::string> rows;
  for (const std::vector<Value>& row : result.rows()) {
    std::vector<std::string> cells;
    for (const Value& value : row) cells.push_back(tck::exact_text(value));
    rows.push_back(joined(cells, " | "));
  }
  if (!expected.ordered) {
    std::sort(expected_rows.begin(), expected_rows.end());
    std::sort(rows.begin(), rows.end());
  }
  if (expected.columns == result.columns() && expected_rows == rows) return std::nullopt;
  return fmt::format("expected\n{}\ngot\n{}", table_text(expected.columns, expected_rows),
                     table_text(result.columns(), rows));
}

CaseRunner::Failure CaseRunner::check_error(const Step& step, const Error& error) const {
  const ExpectedError& expected = *step.error;
  if (expected.type == error_type_name(error.type) && expected.phase == error_phase_name(error.phase) &&
      expected.detail == error.detail) {
    const std::string said = error.message + "\n" + error.hint;
    for (const std::string& part : step.messages) {
      if (said.find(part) == std::string::npos)
        return fmt::format("expected an error that says {}, got {}", part, said);
    }
    return std::nullopt;
  }
  return fmt::format("expected {} / {} / {}, got {} / {} / {}: {}", expected.type, expected.phase, expected.detail,
                     error_type_name(error.type), error_phase_name(error.phase), error.detail, error.message);
}

CaseRunner::Failure CaseRunner::check_plan(const Step& step, const Result& result) const {
  if (step.plans.empty() && step.plans_not.empty()) return std::nullopt;
  if (!result.summary().plan) return "expected a plan: the statement begins with EXPLAIN";
  const std::string plan = engine::plan_text(*result.summary().plan);
  for (const std::string& part : step.plans) {
    if (plan.find(part) == std::string::npos) return fmt::format("expected a plan with {}, got\n{}", part, plan);
  }
  for (const std::string& part : step.plans_not) {
    if (plan.find(part) != std::string::npos) return fmt::format("expected a plan without {}, got\n{}", part, plan);
  }
  return std::nullopt;
}

CaseRunner::Failure CaseRunner::check_effects(const std::string& expected, const tck::GraphSnapshot& before) {
  tck::SideEffects effects;
  std::istringstream stream(expected);
  std::string name;
  std::uint64_t count = 0;
  while (expected != "none" && stream >> name >> count) effects[name] = count;
  if (expected != "none" && !stream.eof()) return fmt::format("`{}` is no list of effects", expected);
  const Expected<tck::GraphSnapshot> after = tck::take_snapshot(*session_);
  if (!after) return to_string(after.error());
  const tck::SideEffects actual = tck::side_effects(before, *after);
  if (actual == effects) return std::nullopt;
  return fmt::format("expected the effects {}, got {}", tck::to_string(effects), tck::to_string(actual));
}

}  // namespace cairn::language
