#include "tests/tck/scenario_runner.h"

#include "tests/tck/test_procedure.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <utility>

namespace cairn::tck {
namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : std::string(separator)) + part;
  return text;
}

std::string row_text(const std::vector<Value>& row, ListOrder list_order) {
  std::string text = "|";
  for (const Value& value : row) text += " " + comparable_text(value, list_order) + " |";
  return text;
}

// The first of `rows` that `others` does not have as often.
std::string first_surplus(std::vector<std::string> rows, std::vector<std::string> others) {
  std::sort(rows.begin(), rows.end());
  std::sort(others.begin(), others.end());
  std::vector<std::string> surplus;
  std::set_difference(rows.begin(), rows.end(), others.begin(), others.end(), std::back_inserter(surplus));
  return surplus.empty() ? "none" : surplus.front();
}

Expected<std::vector<std::vector<Value>>> parse_rows(std::span<const TableRow> table) {
  std::vector<std::vector<Value>> rows;
  for (const TableRow& cells : table) {
    std::vector<Value>& row = rows.emplace_back();
    for (const std::string& cell : cells) {
      Expected<Value> value = parse_notation(cell);
      if (!value) return std::move(value).error();
      row.push_back(*std::move(value));
    }
  }
  return rows;
}

std::span<const TableRow> without_head(const std::vector<TableRow>& table) {
  return std::span(table).subspan(table.empty() ? 0 : 1);
}

}  // namespace

ScenarioRunner::ScenarioRunner(Database& database, std::filesystem::path graphs, std::function<void(Session&)> prepare)
    : database_(database), graphs_(std::move(graphs)), prepare_(std::move(prepare)) {}

std::optional<std::string> ScenarioRunner::run(const Scenario& scenario) {
  if (Failure failure = reset()) return failure;
  for (const Step& step : scenario.steps) {
    Failure failure = run_step(step);
    if (failure) return fmt::format("line {}: {}: {}", step.line, step.text, *failure);
  }
  return std::nullopt;
}

ScenarioRunner::Failure ScenarioRunner::reset() {
  session_ = nullptr;
  for (const std::string& name : procedures_) database_.unregister_procedures(name);
  procedures_.clear();
  const Expected<void> cleared = database_.clear();
  if (!cleared) return to_string(cleared.error());
  session_ = database_.session();
  if (prepare_) prepare_(*session_);
  parameters_.clear();
  outcome_.reset();
  before_ = {};
  return std::nullopt;
}

ScenarioRunner::Failure ScenarioRunner::run_step(const Step& step) {
  const std::string_view text = step.text;
  if (text == "any graph" || text == "an empty graph") return std::nullopt;
  if (text.starts_with("the ") && text.ends_with(" graph")) return load_graph(text.substr(4, text.size() - 10));
  if (text == "having executed:") return set_up(step.doc_string.value_or(""));
  if (text == "parameters are:") return set_parameters(step);
  if (text == "executing query:") return execute(step, false);
  if (text == "executing control query:") return execute(step, true);
  if (text == "the result should be empty") return expect_empty();
  if (text == "the result should be, in any order:") return expect_rows(step, false, ListOrder::Kept);
  if (text == "the result should be, in order:") return expect_rows(step, true, ListOrder::Kept);
  if (text == "the result should be (ignoring element order for lists):") {
    return expect_rows(step, false, ListOrder::Ignored);
  }
  if (text == "the result should be, in order (ignoring element order for lists):") {
    return expect_rows(step, true, ListOrder::Ignored);
  }
  if (text == "no side effects") return expect_side_effects(SideEffects{});
  if (text == "the side effects should be:") return expect_side_effects(step);
  if (const auto expected = expected_error(text)) return expect_error(*expected);
  constexpr std::string_view procedure_start = "there exists a procedure ";
  if (text.starts_with(procedure_start)) return add_procedure(step, text.substr(procedure_start.size()));
  return "this step is not known";
}

ScenarioRunner::Failure ScenarioRunner::set_up(std::string_view statement) {
  const Expected<Result> result = session_->run(statement, parameters_);
  if (result) return std::nullopt;
  return to_string(result.error());
}

ScenarioRunner::Failure ScenarioRunner::load_graph(std::string_view name) {
  const std::filesystem::path file = graphs_ / name / fmt::format("{}.cypher", name);
  std::ifstream stream(file);
  std::stringstream script;
  script << stream.rdbuf();
  if (!stream) return fmt::format("cannot read {}", file.string());
  return set_up(script.str());
}

ScenarioRunner::Failure ScenarioRunner::add_procedure(const Step& step, std::string_view signature_text) {
  signature_text = signature_text.substr(0, signature_text.find_last_not_of(" :") + 1);
  const Expected<ProcedureSignature> signature = parse_signature(signature_text);
  if (!signature) return to_string(signature.error());
  Expected<std::vector<std::vector<Value>>> rows = parse_rows(without_head(step.table));
  if (!rows) return to_string(rows.error());
  Expected<Procedure> procedure =
      make_test_procedure(*signature, step.table.empty() ? TableRow{} : step.table.front(), *std::move(rows));
  if (!procedure) return to_string(procedure.error());
  const Expected<void> registered = database_.register_procedure(*std::move(procedure));
  if (!registered) return to_string(registered.error());
  procedures_.push_back(signature->name);
  return std::nullopt;
}

ScenarioRunner::Failure ScenarioRunner::set_parameters(const Step& step) {
  for (const TableRow& row : step.table) {
    if (row.size() != 2) return "a parameter is a name and a value";
    Expected<Value> value = parse_notation(row[1]);
    if (!value) return to_string(value.error());
    parameters_.emplace_back(row[0], *std::move(value));
  }
  return std::nullopt;
}

ScenarioRunner::Failure ScenarioRunner::execute(const Step& step, bool is_control_query) {
  if (is_control_query) {
    outcome_ = session_->run(step.doc_string.value_or(""), parameters_);
    return std::nullopt;
  }
  Expected<GraphSnapshot> before = take_snapshot(*session_);
  if (!before) return to_string(before.error());
  before_ = *std::move(before);
  outcome_ = session_->run(step.doc_string.value_or(""), parameters_);
  return std::nullopt;
}

ScenarioRunner::Failure ScenarioRunner::expect_rows(const Step& step, bool in_order, ListOrder list_order) {
  if (!outcome_) return "no query ran";
  if (!*outcome_) return to_string(outcome_->error());
  const Result& result = **outcome_;
  const TableRow& expected_columns = step.table.front();
  if (result.columns() != expected_columns) {
    return fmt::format("got the columns | {} |", joined(result.columns(), " | "));
  }
  const Expected<std::vector<std::vector<Value>>> rows = parse_rows(without_head(step.table));
  if (!rows) return to_string(rows.error());
  std::vector<std::string> expected;
  std::vector<std::string> actual;
  for (const std::vector<Value>& row : *rows) expected.push_back(row_text(row, list_order));
  for (const std::vector<Value>& row : result.rows()) actual.push_back(row_text(row, list_order));
  if (expected == actual) return std::nullopt;
  const std::string missing = first_surplus(expected, actual);
  const std::string surplus = first_surplus(actual, expected);
  if (missing == "none" && surplus == "none") {
    if (!in_order) return std::nullopt;
    return "the rows come in another order: " + joined(actual, " ");
  }
  return fmt::format("{} rows instead of {}; missing: {}; too many: {}", actual.size(), expected.size(), missing,
                     surplus);
}

ScenarioRunner::Failure ScenarioRunner::expect_empty() {
  if (!outcome_) return "no query ran";
  if (!*outcome_) return to_string(outcome_->error());
  const Result& result = **outcome_;
  if (result.columns().empty() && result.rows().empty()) return std::nullopt;
  return fmt::format("got the columns | {} | and {} rows", joined(result.columns(), " | "), result.rows().size());
}

ScenarioRunner::Failure ScenarioRunner::expect_error(const ScenarioError& expected) {
  if (!outcome_) return "no query ran";
  if (*outcome_) return fmt::format("no error, but {} rows", (*outcome_)->rows().size());
  const Error& error = outcome_->error();
  const bool same = error_type_name(error.type) == expected.type &&
                    (expected.phase == "any time" || expected.phase == error_phase_name(error.phase)) &&
                    (expected.detail == "*" || expected.detail == error.detail);
  if (!same) return fmt::format("got at {}: {}", error_phase_name(error.phase), to_string(error));
  return expect_side_effects(SideEffects{});
}

ScenarioRunner::Failure ScenarioRunner::expect_side_effects(const SideEffects& expected) {
  const Expected<GraphSnapshot> after = take_snapshot(*session_);
  if (!after) return to_string(after.error());
  const SideEffects actual = side_effects(before_, *after);
  if (actual == expected) return std::nullopt;
  return fmt::format("expected {}, got {}", to_string(expected), to_string(actual));
}

ScenarioRunner::Failure ScenarioRunner::expect_side_effects(const Step& step) {
  SideEffects expected;
  for (const TableRow& row : step.table) {
    std::uint64_t count = 0;
    const bool is_pair = row.size() == 2;
    if (is_pair) std::from_chars(row[1].data(), row[1].data() + row[1].size(), count);
    if (!is_pair) return "a side effect is a name and a count";
    if (count > 0) expected[row[0]] = count;
  }
  return expect_side_effects(expected);
}

}  // namespace cairn::tck
