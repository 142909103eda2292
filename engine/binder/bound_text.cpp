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

std::string create_index_text(const CreateIndexStatement& statement) {
  std::string text = "CREATE INDEX ";
  append_name(text, statement.name);
  if (statement.if_not_exists) text += " IF NOT EXISTS";
  text += statement.on_relationships ? " FOR ()-[:" : " FOR (:";
  append_name(text, statement.token);
  text += statement.on_relationships ? "]-() ON " : ") ON ";
  append_name(text, statement.key);
  return text;
}

std::string drop_index_text(const DropIndexStatement& statement) {
  std::string text = "DROP INDEX ";
  append_name(text, statement.name);
  if (statement.if_exists) text += " IF EXISTS";
  return text;
}

}  // namespace

std::string bound_text(const BoundStatement& statement) {
  if (const auto* transaction = std::get_if<TransactionStatement>(&statement.body)) {
    return transaction_text(*transaction);
  }
  if (const auto* create = std::get_if<CreateIndexStatement>(&statement.body)) return create_index_text(*create);
  if (const auto* drop = std::get_if<DropIndexStatement>(&statement.body)) return drop_index_text(*drop);

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
