#include "engine/schema_info.h"

#include "engine/value/text.h"

namespace cairn {

namespace {

std::string_view name_end(ConstraintRule rule) {
  switch (rule) {
    case ConstraintRule::Unique: return "_unique";
    case ConstraintRule::Key: return "_key";
    case ConstraintRule::NotNull: return "_not_null";
    case ConstraintRule::Type: break;
  }
  return "_type";
}

// "FOR (e:Person) " or "FOR ()-[e:KNOWS]-() "
void append_pattern(std::string& text, const SchemaTarget& target) {
  text += target.of_relationships ? "FOR ()-[e:" : "FOR (e:";
  append_name(text, target.token);
  text += target.of_relationships ? "]-() " : ") ";
}

// "(e.first, e.second)"
void append_keys(std::string& text, const SchemaTarget& target) {
  std::string_view before = "(e.";
  for (const std::string& key : target.keys) {
    text += before;
    append_name(text, key);
    before = ", e.";
  }
  text += ")";
}

std::string default_name(std::string_view kind, const SchemaTarget& target) {
  std::string name = std::string(kind) + "_" + target.token;
  for (const std::string& key : target.keys) name += "_" + key;
  return name;
}

}  // namespace

std::string create_statement(const IndexInfo& index) {
  std::string text = "CREATE INDEX ";
  append_name(text, index.name);
  text += " ";
  append_pattern(text, index.target);
  text += "ON ";
  append_keys(text, index.target);
  return text;
}

std::string create_statement(const ConstraintInfo& constraint) {
  std::string text = "CREATE CONSTRAINT ";
  append_name(text, constraint.name);
  text += " ";
  append_pattern(text, constraint.target);
  text += "REQUIRE ";
  append_keys(text, constraint.target);
  return text + " IS " + requirement_text(constraint.rule, constraint.types);
}

std::string requirement_text(ConstraintRule rule, std::string_view types) {
  switch (rule) {
    case ConstraintRule::Unique: return "UNIQUE";
    case ConstraintRule::Key: return "KEY";
    case ConstraintRule::NotNull: return "NOT NULL";
    case ConstraintRule::Type: break;
  }
  return ":: " + std::string(types);
}

std::string default_index_name(const SchemaTarget& target) { return default_name("index", target); }

std::string default_constraint_name(const SchemaTarget& target, ConstraintRule rule) {
  return default_name("constraint", target) + std::string(name_end(rule));
}

}  // namespace cairn
