#include "tests/binder/bind_helpers.h"

#include "base/text_position.h"
#include "engine/binder/bound_text.h"
#include "parser/parser.h"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace cairn::engine::testing {

namespace {

TestCatalogue make_test_procedures() {
  const StaticType text = StaticType::of(ValueType::String);
  const StaticType integer = StaticType::of(ValueType::Integer);
  TestCatalogue catalogue;
  catalogue.add({"test.pair",
                 {{"name", text, true}, {"number", integer, true}},
                 {{"first", text, true}, {"second", integer, true}},
                 "",
                 nullptr});
  catalogue.add({"test.numbers",
                 {{"x", StaticType::of(ValueType::Float), true}},
                 {{"y", StaticType::number(), true}},
                 "",
                 nullptr});
  catalogue.add({"test.nothing", {}, {}, "", nullptr});
  return catalogue;
}

std::string describe(const Error& error, std::string_view text) {
  std::string result = fmt::format("{} {}", error_type_name(error.type), error.detail);
  if (error.phase != ErrorPhase::CompileTime) result += " at runtime";
  if (!error.offset) return result + " nowhere";
  const TextPosition position = text_position(text, *error.offset);
  return result + fmt::format(" {}:{}", position.line, position.column);
}

}  // namespace

void TestCatalogue::add(Procedure procedure) {
  std::string name = procedure.name;
  procedures_.insert_or_assign(std::move(name), std::make_shared<const Procedure>(std::move(procedure)));
}

std::shared_ptr<const Procedure> TestCatalogue::find(std::string_view name) const {
  const auto found = procedures_.find(name);
  return found == procedures_.end() ? nullptr : found->second;
}

std::vector<std::string> TestCatalogue::names() const {
  std::vector<std::string> names;
  names.reserve(procedures_.size());
  for (const auto& [name, procedure] : procedures_) names.push_back(name);
  return names;
}

const TestCatalogue& test_procedures() {
  static const TestCatalogue catalogue = make_test_procedures();
  return catalogue;
}

std::span<const std::pair<std::string, Value>> test_parameters() {
  static const std::array<std::pair<std::string, Value>, 4> parameters{
      {{"p", Value::null()}, {"name", Value::null()}, {"number", Value::null()}, {"x", Value::null()}}};
  return parameters;
}

Expected<BoundStatement> bind_text(std::string_view text) {
  Expected<ast::Statement> statement = parser::parse_statement(text);
  if (!statement) return std::move(statement).error();
  return bind(*statement, text, {test_parameters(), &test_procedures()});
}

std::string outcome(std::string_view text) {
  const Expected<BoundStatement> bound = bind_text(text);
  return bound ? "bound" : describe(bound.error(), text);
}

std::string shape(std::string_view text) {
  const Expected<BoundStatement> bound = bind_text(text);
  return bound ? bound_text(*bound) : describe(bound.error(), text);
}

}  // namespace cairn::engine::testing
