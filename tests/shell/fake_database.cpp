#include "tests/shell/fake_database.h"

#include "engine/value/json.h"

#include <chrono>
#include <thread>

namespace cairn::shell {
namespace {

class FakeSession final : public Session {
 public:
  FakeSession(FakeDatabase& database, SessionOptions options) : database_(database), options_(std::move(options)) {}

  Expected<Result> run(std::string_view, const Parameters&) override {
    return runtime_error(ErrorType::InternalError, "Unused", "the shell streams");
  }

  Expected<Summary> stream(std::string_view statement, const Parameters& parameters, ResultSink& sink) override {
    if (statement.ends_with(';')) statement.remove_suffix(1);
    database_.statements.emplace_back(statement);
    database_.parameters.push_back(parameters);
    if (statement == "BEGIN") in_transaction_ = true;
    if (statement == "COMMIT" || statement == "ROLLBACK") in_transaction_ = false;
    const FakeAnswer& answer = database_.answers[std::string(statement)];
    if (answer.waits_for_cancel) {
      while (!interrupted_) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      return runtime_error(ErrorType::Cancelled, "Interrupted", "The statement was cancelled");
    }
    if (!answer.columns.empty()) sink.columns(answer.columns);
    for (const std::vector<Value>& row : answer.rows) {
      if (!sink.row(row)) break;
    }
    if (answer.error) return *answer.error;
    Summary summary;
    summary.updates = answer.updates;
    summary.writes = answer.writes;
    if (answer.explained) {
      summary.plan = std::make_unique<PlanNode>(PlanNode{"Project", "n", 10, 0, 0, {}, {}});
      summary.plan->children.push_back(PlanNode{"Scan", "(n:A)", 10, 0, 0, {}, {}});
    }
    return summary;
  }

  // Understands JSON, and parameters by name.
  Expected<Value> evaluate(std::string_view expression, const Parameters& parameters) override {
    for (const auto& [name, value] : parameters) {
      if (expression == "$" + name) return value;
    }
    Expected<Value> value = parse_plain_json(expression);
    if (value) return value;
    Error error = compile_error(ErrorType::SyntaxError, "UnexpectedSyntax", "No expression", 0);
    error.position = TextPosition{1, 1};
    return error;
  }

  bool in_transaction() const override { return in_transaction_; }
  void rollback() override { in_transaction_ = false; }
  void interrupt() override { interrupted_ = true; }
  void set_options(const SessionOptions& options) override { options_ = options; }
  const SessionOptions& options() const override { return options_; }

 private:
  FakeDatabase& database_;
  SessionOptions options_;
  bool in_transaction_ = false;
  std::atomic<bool> interrupted_{false};
};

}  // namespace

std::unique_ptr<Session> FakeDatabase::session(const SessionOptions& options) {
  return std::make_unique<FakeSession>(*this, options);
}

}  // namespace cairn::shell
