#include "engine/binder/schema_binder.h"

#include "engine/binder/bind_failure.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <variant>

namespace cairn::engine {

namespace {

using ast::ValueTypeKind;
using storage::PropertyType;
using storage::PropertyTypes;

// A name between backticks that is empty says nothing, and would be taken for a name left out.
std::string bind_name(const ast::Name& name, std::string_view what) {
  if (name.text.empty()) {
    fail("EmptyName", fmt::format("{} cannot be an empty text", what), name.span, "write a name between the backticks");
  }
  return name.text;
}

SchemaTarget bind_target(const ast::SchemaPattern& pattern, const std::vector<ast::Name>& keys) {
  SchemaTarget target;
  target.of_relationships = pattern.entity == ast::EntityKind::Relationship;
  target.token =
      bind_name(pattern.labels.front(), target.of_relationships ? "The name of a type" : "The name of a label");
  for (const ast::Name& key : keys) {
    if (std::find(target.keys.begin(), target.keys.end(), key.text) != target.keys.end()) {
      fail("RepeatedProperty", fmt::format("The property `{}` is named twice", key.text), key.span, "name it once");
    }
    target.keys.push_back(bind_name(key, "The name of a property"));
  }
  return target;
}

// There are none, so OPTIONS may only be empty.
void refuse_options(const ast::ExpressionPtr& options, std::string_view what) {
  if (!options) return;
  const auto* map = std::get_if<ast::MapLiteral>(&options->node);
  if (map != nullptr && map->entries.empty()) return;
  const ast::Span span = map != nullptr ? map->entries.front().span : options->span;
  const std::string named = map != nullptr ? fmt::format(" `{}`", map->entries.front().key.text) : "";
  fail("UnknownOption", fmt::format("{} has no option{}", what, named), span, "leave OPTIONS out");
}

std::optional<PropertyType> simple_type(ValueTypeKind kind) {
  switch (kind) {
    case ValueTypeKind::Boolean: return PropertyType::Boolean;
    case ValueTypeKind::String: return PropertyType::String;
    case ValueTypeKind::Integer: return PropertyType::Integer;
    case ValueTypeKind::Float: return PropertyType::Float;
    case ValueTypeKind::Date: return PropertyType::Date;
    case ValueTypeKind::LocalTime: return PropertyType::LocalTime;
    case ValueTypeKind::ZonedTime: return PropertyType::ZonedTime;
    case ValueTypeKind::LocalDateTime: return PropertyType::LocalDateTime;
    case ValueTypeKind::ZonedDateTime: return PropertyType::ZonedDateTime;
    case ValueTypeKind::Duration: return PropertyType::Duration;
    case ValueTypeKind::Point: return PropertyType::Point;
    default: return std::nullopt;
  }
}

std::string_view type_word(ValueTypeKind kind) {
  switch (kind) {
    case ValueTypeKind::Nothing: return "NOTHING";
    case ValueTypeKind::Null: return "NULL";
    case ValueTypeKind::Node: return "NODE";
    case ValueTypeKind::Relationship: return "RELATIONSHIP";
    case ValueTypeKind::Map: return "MAP";
    case ValueTypeKind::Path: return "PATH";
    case ValueTypeKind::List: return "LIST of lists";
    case ValueTypeKind::PropertyValue: return "PROPERTY VALUE";
    default: return "ANY";
  }
}

[[noreturn]] void refuse_type(const ast::ValueType& type) {
  if (type.kind == ValueTypeKind::Any || type.kind == ValueTypeKind::PropertyValue) {
    fail("InvalidPropertyType", fmt::format("Every property is of type {}", type_word(type.kind)), type.span,
         "name the types that are meant, as in INTEGER | FLOAT");
  }
  fail("InvalidPropertyType", fmt::format("No property is ever of type {}", type_word(type.kind)), type.span,
       "a property is a boolean, a number, a string, a temporal value, a point, or a list of them");
}

// The types of a constraint, or, within a list, of its elements.
class TypeBinder {
 public:
  PropertyTypes bind(const ast::ValueType& type) {
    if (type.kind != ValueTypeKind::Union) return bind_one(type);
    PropertyTypes types;
    for (const ast::ValueType& argument : type.arguments) types.add(bind(argument));
    return types;
  }

 private:
  PropertyTypes bind_one(const ast::ValueType& type) {
    if (!in_list_ && type.not_null) {
      fail("InvalidPropertyType", "A constraint on a type allows the property to be absent", type.span,
           "leave NOT NULL out here, and make a second constraint that REQUIRES … IS NOT NULL");
    }
    if (type.kind == ValueTypeKind::List && !in_list_) return bind_list(type);
    const std::optional<PropertyType> simple = simple_type(type.kind);
    if (!simple) refuse_type(type);
    return PropertyTypes::of(*simple);
  }

  PropertyTypes bind_list(const ast::ValueType& list) {
    const ast::ValueType& element = list.arguments.front();
    const auto may_be_null = [](const ast::ValueType& type) { return !type.not_null; };
    const bool is_union = element.kind == ValueTypeKind::Union;
    const bool nullable =
        is_union ? std::any_of(element.arguments.begin(), element.arguments.end(), may_be_null) : may_be_null(element);
    in_list_ = true;
    const PropertyTypes elements = bind(element);
    in_list_ = false;
    if (nullable) {
      fail("InvalidPropertyType", "A list that is a property holds no null", element.span,
           fmt::format("write LIST<{} NOT NULL>", elements.text()));
    }
    return PropertyTypes::list_of(elements, false);
  }

  bool in_list_ = false;
};

ConstraintRule bind_rule(ast::ConstraintKind kind) {
  switch (kind) {
    case ast::ConstraintKind::Unique: return ConstraintRule::Unique;
    case ast::ConstraintKind::Key: return ConstraintRule::Key;
    case ast::ConstraintKind::NotNull: return ConstraintRule::NotNull;
    case ast::ConstraintKind::Type: break;
  }
  return ConstraintRule::Type;
}

}  // namespace

CreateIndexStatement bind_create_index(const ast::CreateIndex& create, ast::Span span) {
  if (create.kind == ast::IndexKind::Lookup) {
    fail("TokenLookupIndex", "Labels and types are always looked up by an index of their own", span,
         "there is nothing to create");
  }
  if (create.kind != ast::IndexKind::Range) fail_unsupported("Indexes other than RANGE", span);
  refuse_options(create.options, "A RANGE index");
  CreateIndexStatement statement;
  if (create.name) statement.name = bind_name(*create.name, "The name of an index");
  statement.if_not_exists = create.if_not_exists;
  statement.target = bind_target(create.pattern, create.keys);
  return statement;
}

CreateConstraintStatement bind_create_constraint(const ast::CreateConstraint& create) {
  refuse_options(create.options, "A constraint");
  CreateConstraintStatement statement;
  if (create.name) statement.name = bind_name(*create.name, "The name of a constraint");
  statement.if_not_exists = create.if_not_exists;
  statement.rule = bind_rule(create.kind);
  statement.target = bind_target(create.pattern, create.keys);
  const bool is_single = statement.rule == ConstraintRule::NotNull || statement.rule == ConstraintRule::Type;
  if (is_single && create.keys.size() != 1) {
    fail("InvalidConstraint", "A constraint on presence or type is about one property", create.keys[1].span,
         "make a constraint for each property, or a KEY of them all");
  }
  if (create.type) statement.types = TypeBinder().bind(*create.type);
  return statement;
}

DropSchemaStatement bind_drop(const ast::DropSchemaObject& drop) {
  const bool is_constraint = drop.kind == ast::SchemaObjectKind::Constraint;
  return {is_constraint, bind_name(drop.name, is_constraint ? "The name of a constraint" : "The name of an index"),
          drop.if_exists};
}

}  // namespace cairn::engine
