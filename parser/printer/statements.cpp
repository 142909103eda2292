#include "parser/printer.h"
#include "parser/printer/tree_writer.h"

#include <string_view>
#include <variant>

namespace cairn::parser {

namespace {

std::string_view spelling_of(ast::IndexKind kind) {
  switch (kind) {
    case ast::IndexKind::Range: return "RANGE ";
    case ast::IndexKind::Text: return "TEXT ";
    case ast::IndexKind::Point: return "POINT ";
    case ast::IndexKind::Lookup: return "LOOKUP ";
    case ast::IndexKind::FullText: return "FULLTEXT ";
    case ast::IndexKind::Vector: break;
  }
  return "VECTOR ";
}

std::string_view spelling_of(ast::ShowKind kind) {
  switch (kind) {
    case ast::ShowKind::Indexes: return "INDEXES";
    case ast::ShowKind::Constraints: return "CONSTRAINTS";
    case ast::ShowKind::Functions: return "FUNCTIONS";
    case ast::ShowKind::Procedures: break;
  }
  return "PROCEDURES";
}

std::string_view spelling_of(ast::ConstraintKind kind) {
  switch (kind) {
    case ast::ConstraintKind::Unique: return "UNIQUE ";
    case ast::ConstraintKind::Key: return "KEY ";
    case ast::ConstraintKind::NotNull: return "EXISTENCE ";
    case ast::ConstraintKind::Type: break;
  }
  return "PROPERTY TYPE ";
}

}  // namespace

std::string print(const ast::Statement& statement) {
  TreeWriter writer;
  writer.write(statement);
  return writer.take();
}

std::string print(const ast::Expression& expression) {
  TreeWriter writer;
  writer.write(expression);
  return writer.take();
}

void TreeWriter::write(const ast::Statement& statement) {
  switch (statement.explain) {
    case ast::ExplainMode::None: break;
    case ast::ExplainMode::Explain: text_ += "EXPLAIN "; break;
    case ast::ExplainMode::Profile: text_ += "PROFILE "; break;
  }
  std::visit([&](const auto& node) { write(node); }, statement.node);
}

void TreeWriter::write_schema_pattern(const ast::SchemaPattern& pattern) {
  bool is_node = pattern.entity == ast::EntityKind::Node;
  text_ += is_node ? " FOR (" : " FOR ()-[";
  write(pattern.variable);
  for (std::size_t i = 0; i < pattern.labels.size(); ++i) {
    text_ += i == 0 ? ':' : '|';
    write(pattern.labels[i]);
  }
  text_ += is_node ? ")" : "]-()";
}

void TreeWriter::write_schema_keys(const ast::SchemaPattern& pattern, const std::vector<ast::Name>& keys) {
  text_ += '(';
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i > 0) text_ += ", ";
    write(pattern.variable);
    text_ += '.';
    write(keys[i]);
  }
  text_ += ')';
}

void TreeWriter::write(const ast::CreateIndex& command) {
  text_ += "CREATE ";
  text_ += spelling_of(command.kind);
  text_ += "INDEX";
  if (command.name) {
    text_ += ' ';
    write_variable(command.name->text);
  }
  if (command.if_not_exists) text_ += " IF NOT EXISTS";
  write_schema_pattern(command.pattern);
  if (command.kind == ast::IndexKind::Lookup) {
    text_ += command.pattern.entity == ast::EntityKind::Node ? " ON EACH labels(" : " ON EACH type(";
    write(command.pattern.variable);
    text_ += ')';
  } else {
    text_ += " ON ";
    write_schema_keys(command.pattern, command.keys);
  }
  write_keyed(" OPTIONS", command.options);
}

void TreeWriter::write_requirement(const ast::CreateConstraint& command) {
  switch (command.kind) {
    case ast::ConstraintKind::Unique: text_ += " IS UNIQUE"; break;
    case ast::ConstraintKind::Key:
      text_ += command.pattern.entity == ast::EntityKind::Node ? " IS NODE KEY" : " IS RELATIONSHIP KEY";
      break;
    case ast::ConstraintKind::NotNull: text_ += " IS NOT NULL"; break;
    case ast::ConstraintKind::Type:
      text_ += " IS :: ";
      if (command.type) write(*command.type);
      break;
  }
}

void TreeWriter::write(const ast::CreateConstraint& command) {
  text_ += "CREATE CONSTRAINT";
  if (command.name) {
    text_ += ' ';
    write_variable(command.name->text);
  }
  if (command.if_not_exists) text_ += " IF NOT EXISTS";
  write_schema_pattern(command.pattern);
  text_ += " REQUIRE ";
  write_schema_keys(command.pattern, command.keys);
  write_requirement(command);
  write_keyed(" OPTIONS", command.options);
}

void TreeWriter::write(const ast::DropSchemaObject& command) {
  text_ += command.kind == ast::SchemaObjectKind::Index ? "DROP INDEX " : "DROP CONSTRAINT ";
  write(command.name);
  if (command.if_exists) text_ += " IF EXISTS";
}

void TreeWriter::write(const ast::Show& command) {
  text_ += "SHOW ";
  if (command.index_kind) text_ += spelling_of(*command.index_kind);
  if (command.entity) text_ += *command.entity == ast::EntityKind::Node ? "NODE " : "RELATIONSHIP ";
  if (command.constraint_kind) text_ += spelling_of(*command.constraint_kind);
  text_ += spelling_of(command.kind);
  if (command.yield) write_yield(*command.yield);
  write_ordering(command.order_by, command.skip, command.limit);
  write_where(command.where);
  if (!command.result) return;
  text_ += " RETURN ";
  write(*command.result);
}

void TreeWriter::write(const ast::BeginTransaction& command) {
  text_ += command.access == ast::TransactionAccess::ReadOnly ? "BEGIN READ ONLY" : "BEGIN";
}

void TreeWriter::write(const ast::CommitTransaction&) { text_ += "COMMIT"; }

void TreeWriter::write(const ast::RollbackTransaction&) { text_ += "ROLLBACK"; }

}  // namespace cairn::parser
