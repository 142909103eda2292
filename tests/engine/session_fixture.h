// A database in memory and short ways to ask it.
#pragma once

#include "engine/database.h"
#include "engine/value/text.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace cairn::test {

class SessionTest : public testing::Test {
 protected:
  SessionTest() : database_(std::move(*Database::open(":memory:"))), session_(database_->session()) {}

  // The rows as text, values parted by '|'; the test fails if the statement does.
  static std::vector<std::string> rows(Session& session, std::string_view statement,
                                       const Parameters& parameters = {}) {
    const auto result = session.run(statement, parameters);
    EXPECT_TRUE(result) << statement << ": " << to_string(result.error());
    std::vector<std::string> texts;
    if (!result) return texts;
    for (const std::vector<Value>& row : result->rows()) {
      std::string& text = texts.emplace_back();
      for (const Value& value : row) text += (text.empty() ? "" : "|") + to_literal(value);
    }
    return texts;
  }
  std::vector<std::string> rows(std::string_view statement, const Parameters& parameters = {}) {
    return rows(*session_, statement, parameters);
  }

  // The error; the test fails if there is none.
  static Error error(Session& session, std::string_view statement, const Parameters& parameters = {}) {
    const auto result = session.run(statement, parameters);
    EXPECT_FALSE(result) << statement << " should fail";
    return result ? Error{} : result.error();
  }
  Error error(std::string_view statement, const Parameters& parameters = {}) {
    return error(*session_, statement, parameters);
  }

  std::string count(Session& session) { return rows(session, "MATCH (n) RETURN count(n)").at(0); }

  std::unique_ptr<Database> database_;
  std::unique_ptr<Session> session_;
};

}  // namespace cairn::test
