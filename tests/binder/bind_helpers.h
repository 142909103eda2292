// Parsing and binding texts for the binder's tests.
#pragma once

#include "base/expected.h"
#include "engine/binder/binder.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::engine::testing {

// Procedures by name.
class TestCatalogue : public ProcedureCatalogue {
 public:
  void add(Procedure procedure);
  std::shared_ptr<const Procedure> find(std::string_view name) const override;
  std::vector<std::string> names() const override;

 private:
  std::map<std::string, std::shared_ptr<const Procedure>, std::less<>> procedures_;
};

// test.pair(name :: STRING?, number :: INTEGER?) :: (first :: STRING?, second :: INTEGER?), test.numbers(x :: FLOAT?)
// :: (y :: NUMBER?) and the void test.nothing().
const TestCatalogue& test_procedures();

// The names that `bind_text` knows as parameters: p, name, number, x.
std::span<const std::pair<std::string, Value>> test_parameters();

// Parses and binds a statement with `test_parameters` and `test_procedures`.
Expected<BoundStatement> bind_text(std::string_view text);

// What binding a statement ends in: "SyntaxError UndefinedVariable 1:8", or "bound".
std::string outcome(std::string_view text);

// The bound statement as text, or the error.
std::string shape(std::string_view text);

}  // namespace cairn::engine::testing
