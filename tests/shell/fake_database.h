// A database that answers as a test tells it to, so that the shell is tested without an engine.
#pragma once

#include "engine/database.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace cairn::shell {

// What a statement answers.
struct FakeAnswer {
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
  std::optional<Error> error;  // after the rows
  UpdateCounts updates;
  bool writes = false;
  bool explained = false;         // has a plan of two operators
  bool waits_for_cancel = false;  // runs until it is interrupted
};

class FakeDatabase final : public Database {
 public:
  // Answers by the statement's text, without its `;`. Unknown statements answer nothing.
  std::map<std::string, FakeAnswer> answers;
  // Texts and parameters in the order they came.
  std::vector<std::string> statements;
  std::vector<Parameters> parameters;
  DatabaseInfo information;

  std::unique_ptr<Session> session(const SessionOptions& options) override;
  Expected<void> register_procedure(Procedure) override { return {}; }
  void unregister_procedures(std::string_view) override {}
  Expected<void> clear() override { return {}; }
  Expected<DatabaseInfo> info() override { return information; }
  Expected<CheckReport> check() override { return CheckReport{}; }
};

}  // namespace cairn::shell
