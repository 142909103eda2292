#include "engine/binder/bound_text.h"

#include "engine/binder/bound_printer.h"
#include "engine/value/text.h"

#include <unordered_map>
#include <variant>

#include <fmt/format.h>

namespace cairn::engine {

namespace {

std::string transaction_text(const TransactionStatement& statement) {
  switch (statement.kind) {
    case TransactionStatement::Kind::Begin: return "BEGIN";
    case TransactionStatement::Kind::BeginReadOnly: return "BEGIN READ ONLY";
    case TransactionStatement::Kind::Commit: return "COMMIT";
    case TransactionStatement::Kind::Rollback: break;
  }
  return "ROLLBACK";
}

std::string head(std::string_view verb, const std::string& name, std::string_view condition) {
  std::string text = std::string(verb);
  if (!name.empty()) {
    text += " ";
    append_name(text, name);
  }
  return text + std::string(condition);
}

// "FOR (:Person) ON (first, second)"
std::string target_text(const SchemaTarget& target, std::string_view on) {
  std::string text = target.of_relationships ? " FOR ()-[:" : " FOR (:";
  append_name(text, target.token);
  text += target.of_relationships ? "]-() " : ") ";
  text += on;
  std::string_view before = " (";
  for (const std::string& key : target.keys) {
    text += before;
    append_name(text, key);
    before = ", ";
  }
  return text + ")";
}

struct SchemaText {
  std::string operator()(const BoundQuery&) const { return {}; }
  std::string operator()(const TransactionStatement& statement) const { return transaction_text(statement); }
  std::string operator()(const CreateIndexStatement& statement) const {
    return head("CREATE INDEX", statement.name, statement.if_not_exists ? " IF NOT EXISTS" : "") +
           target_text(statement.target, "ON");
  }
  std::string operator()(const CreateConstraintStatement& statement) const {
    return head("CREATE CONSTRAINT", statement.name, statement.if_not_exists ? " IF NOT EXISTS" : "") +
           target_text(statement.target, "REQUIRE") + " IS " + requirement_text(statement.rule, statement.types.text());
  }
  std::string operator()(const DropSchemaStatement& statement) const {
    return head(statement.is_constraint ? "DROP CONSTRAINT" : "DROP INDEX", statement.name,
                statement.if_exists ? " IF EXISTS" : "");
  }
};

}  // namespace

std::string bound_text(const BoundStatement& statement) {
  if (!std::holds_alternative<BoundQuery>(statement.body)) return std::visit(SchemaText(), statement.body);

  std::unordered_map<std::string, std::size_t> count_by_name;
  for (const Variable& variable : statement.variables) ++count_by_name[variable.name];
  const auto name = [&](VariableId id) {
    const std::string& source_name = statement.variables[id].name;
    if (source_name.empty()) return fmt::format("#{}", id);
    std::string text;
    append_name(text, source_name);
    if (count_by_name[source_name] > 1) text += fmt::format("@{}", id);
    return text;
  };
  return BoundPrinter(name, "\n", true).text(std::get<BoundQuery>(statement.body));
}

}  // namespace cairn::engine
