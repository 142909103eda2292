// Indexes and constraints as people name them: what SHOW, `:schema`, `info` and procedures show of the schema.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

// What an index or a constraint is about: some properties of the nodes with one label, or of the relationships of one
// type.
struct SchemaTarget {
  bool of_relationships = false;
  std::string token;              // the label or the type
  std::vector<std::string> keys;  // in the order given
};

struct IndexInfo {
  std::uint64_t id = 0;
  std::string name;
  SchemaTarget target;
  bool unique = false;
  std::string owning_constraint;  // the constraint that brought it; empty: it was made by CREATE INDEX
};

enum class ConstraintRule : std::uint8_t { Unique, Key, NotNull, Type };

struct ConstraintInfo {
  std::uint64_t id = 0;
  std::string name;
  ConstraintRule rule = ConstraintRule::Unique;
  SchemaTarget target;
  std::string types;        // of Type: "INTEGER | FLOAT"
  std::string owned_index;  // of Unique and Key
};

// The statement that would make it, without its end.
std::string create_statement(const IndexInfo& index);
std::string create_statement(const ConstraintInfo& constraint);

// What REQUIRE says of the properties: "UNIQUE", "KEY", "NOT NULL", ":: INTEGER | FLOAT".
std::string requirement_text(ConstraintRule rule, std::string_view types);

// The name of what was made without one: index_Person_name, constraint_KNOWS_since_not_null. Others may have it.
std::string default_index_name(const SchemaTarget& target);
std::string default_constraint_name(const SchemaTarget& target, ConstraintRule rule);

}  // namespace cairn
